/** vsftpd as the recordings had it, and how to lead it to where a test begins. */
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { stepper, type Snapshot } from '../../src/machine/step';
import { servers } from '../profiles';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerPi, ServerSetup } from '../../src/ftp/server/session/session';
import { serverSetup, timed } from './setups';
import { harbour } from './store';
import { ours, peer } from './transcript';

export const profile = servers['vsftpd']!;
export const settings = { ...timed, idleTimeout: null };
export const setupOf = (more = {}) => serverSetup('vsftpd', { ...settings, ...more });

export const steps = stepper(serverPi);
export const at = (event: HostEvent): MachineEvent => ({ ...event, at: 0, epoch: 1_763_600_000, files: harbour });
export const line = (text: string) =>
  at({ type: 'received', connection: 'control', octets: new TextEncoder().encode(`${text}\r\n`) });
export const accepted = at({ type: 'accepted', listener: 'service', connection: 'control', local: ours, remote: peer });

export function told(setup: ServerSetup, lines: readonly string[]): Snapshot<ServerPi> {
  return lines.reduce(
    (snapshot, text) => steps.step(snapshot, line(text)).snapshot,
    steps.step(steps.start(setup), accepted).snapshot,
  );
}

export const codes = (commands: readonly Command[]): string =>
  commands
    .flatMap((command) =>
      command.type === 'message' && command.way === 'sent' && command.message.kind === 'reply'
        ? [command.message.code]
        : [],
    )
    .join(' ');

/** What a verb is given where it needs something. */
