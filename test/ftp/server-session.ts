/** A process of a server on a host whose clock stands still, for tests that speak with it line by line. */
import { nameOf } from '../../src/machine/config';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { changed, type Files } from '../../src/machine/files';
import { stepper } from '../../src/machine/step';
import { serverDtp } from '../../src/ftp/dtp/server-dtp.machine';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { learner, serverSetup, settings } from './setups';
import { harbour } from './store';
import { ours, peer } from './transcript';

const accounts = [
  learner,
  { name: 'anonymous', password: '', uid: 2002, gid: 2002, group: 'ftp', anonymous: true },
] as const;

/** A process of a server on a host whose clock stands still: both its machines, its files, what it said. */
export function session(name: string, more: Partial<ServerSettings> = {}) {
  const input = serverSetup(name, { ...settings, ...more }, accounts);
  const [pi, dtp] = [stepper(serverPi), stepper(serverDtp)];
  let [piState, dtpState] = [pi.start(input), dtp.start(null)];
  let files: Files = harbour;
  let at = 0;
  const commands: Command[] = [];
  const gone: string[] = [];
  const log: string[] = [];
  const step = (machine: 'pi' | 'dtp', event: HostEvent): void => {
    const full: MachineEvent = { ...event, at, epoch: 1_763_600_000, files };
    const stepped = machine === 'pi' ? pi.step(piState, full) : dtp.step(dtpState, full);
    if (machine === 'pi') piState = stepped.snapshot as typeof piState;
    else dtpState = stepped.snapshot as typeof dtpState;
    for (const command of stepped.commands) {
      commands.push(command);
      if (command.type === 'send' && command.connection.startsWith('data'))
        gone.push(new TextDecoder('latin1').decode(command.octets));
      if (command.type === 'say' && command.to === 'log') log.push(command.text);
      if (command.type === 'change') files = changed(files, command.change);
      if (command.type === 'call') step(command.to as 'pi', { type: 'called', from: machine, call: command.call });
      if (command.type === 'listen')
        step(machine, { type: 'listening', listener: command.listener, local: { address: ours.address, port: 50030 } });
    }
  };
  const replies = (): readonly string[] =>
    commands
      .splice(0)
      .flatMap((command) =>
        command.type === 'message' && command.way === 'sent' && command.message.kind === 'reply'
          ? [`${command.message.code} ${command.message.lines.join(' / ')}`]
          : [],
      );
  const data = () => dtpState.context.connection ?? `data-${dtpState.context.count}`;
  const encode = (text: string) => new TextEncoder().encode(text);
  const it = {
    /** What it answers to lines. */
    says(...lines: readonly string[]): readonly string[] {
      for (const line of lines) step('pi', { type: 'received', connection: 'control', octets: encode(`${line}\r\n`) });
      return replies();
    },
    hears(octets: Uint8Array | string, urgent = false): readonly string[] {
      step('pi', {
        type: 'received',
        connection: 'control',
        octets: typeof octets === 'string' ? encode(octets) : octets,
        ...(urgent ? { urgent: true } : {}),
      });
      return replies();
    },
    /** A transfer command with a data connection that the client has opened. */
    opens(line: string): readonly string[] {
      it.says('PASV', line);
      return it.dialled();
    },
    /** The client has opened the data connection that was offered. */
    dialled(): readonly string[] {
      step('dtp', {
        type: 'accepted',
        listener: dtpState.context.listener ?? '',
        connection: data(),
        local: ours,
        remote: peer,
      });
      return replies();
    },
    data(
      event: 'drained' | 'peerClosed' | 'closed' | 'failed' | 'timeout' | Uint8Array | string,
      timer = '',
    ): readonly string[] {
      if (event === 'timeout') step('dtp', { type: 'timeout', timer });
      else if (event === 'failed') step('dtp', { type: 'failed', subject: data(), reason: 'ECONNRESET' });
      else if (event === 'drained' || event === 'peerClosed' || event === 'closed')
        step('dtp', { type: event, connection: data() });
      else
        step('dtp', {
          type: 'received',
          connection: data(),
          octets: typeof event === 'string' ? encode(event) : event,
        });
      return replies();
    },
    passes: (seconds: number) => void (at += seconds * 1e6),
    closes(): readonly string[] {
      step('pi', { type: 'peerClosed', connection: 'control' });
      return replies();
    },
    /** What has gone over data connections, write by write, and what the server wrote to its log. */
    gone,
    log,
    file: (path: string) => {
      const node = files.get(path);
      return node && new TextDecoder('latin1').decode(node.octets);
    },
    node: (path: string) => files.get(path),
    get state() {
      return `${nameOf(piState.value)} ${nameOf(dtpState.value)}`;
    },
  };
  step('pi', {
    type: 'accepted',
    listener: 'service',
    connection: 'control',
    local: ours,
    remote: peer,
    peers: { all: 3, address: 1 },
  });
  commands.splice(0);
  return it;
}

export const loggedIn = (name: string, more: Partial<ServerSettings> = {}) => {
  const it = session(name, more);
  it.says('USER learner', 'PASS portcall', 'TYPE I');
  return it;
};

export const IP_DM = Uint8Array.of(255, 244, 255);
