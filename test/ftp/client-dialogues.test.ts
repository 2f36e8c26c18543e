/**
 * Whole sessions of real clients, as they were recorded, played to our client machines: the server's lines come from
 * the file, and what the client says must be the file's, line for line, with its last words and its exit code. Data
 * connections open and end at once, and TLS comes to nothing but success. A file names client, told, work; `<-` the
 * server's lines, `->` the client's, `==` where TLS is put on the control connection, `says` its last words.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { stepper } from '../../src/machine/step';
import { clientProgram } from '../../src/ftp/programs';
import { clients } from '../profiles';
import type { UserPi } from '../../src/ftp/user/session';
import type { Action, DataMode } from '../../src/ftp/protocol/requests';
import { clientFiles } from '../../src/scenario/build/hosts/files';
import { parseActions } from '../../src/scenario/values/actions';

const folder = 'test/ftp/clients';
const address = {
  4: { client: '203.0.113.10', server: '198.51.100.21' },
  6: { client: '2001:db8:1::10', server: '2001:db8:2::21' },
} as const;

interface Script {
  readonly client: string;
  readonly told: string;
  readonly work: readonly Action[];
  readonly lines: readonly string[];
}

function read(text: string): Script {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const field = (name: string): string =>
    lines
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length)
      .trim() ?? '';
  return {
    client: field('client'),
    told: field('told'),
    work: parseActions(field('work')) as readonly Action[],
    lines: lines.filter((line) => !/^(client|told|work) /.test(line)),
  };
}

/** How data transfer processes answer, when nothing is in the way; `size` is what the server said last of a file's. */
const answers: Readonly<Record<string, (local: string, size: number) => object | null>> = {
  connect: () => ({ name: 'opened' }),
  listen: (local) => ({ name: 'listening', local: { address: local, port: 40_100 } }),
  accept: () => ({ name: 'accepted' }),
  secure: () => ({ name: 'dataSecured', facts: {} }),
  receive: (_, size) => ({ name: 'ended', size, listing: '' }),
  send: () => ({ name: 'sent', size: 0 }),
  taste: () => ({ name: 'arrived' }),
  forget: () => null,
};

function play({ client, told, work, lines }: Script): readonly string[] {
  const [, dataMode, version, password, tls] =
    /^(\w+) over IPv([46]), (\w+) password(?:, (explicit|implicit) TLS)?/.exec(told) ?? [];
  const ipVersion = version === '6' ? 6 : 4;
  const { client: here, server } = address[ipVersion];
  // What a NAT stands before calls itself by its private address.
  const local = lines.some((line) => line.includes('192,168,1,10')) ? '192.168.1.10' : here;
  const files = clientFiles(work);
  const program = clientProgram({
    profile: clients[client]!,
    server: { name: 'ftp.example.test', address: server, port: 21 },
    user: 'learner',
    password: password === 'right' ? 'portcall' : 'wrong',
    dataMode: dataMode as DataMode,
    ipVersion,
    work,
    settings: {
      connectTimeout: 20,
      skipPasvAddress: null,
      security:
        tls === undefined
          ? null
          : {
              how: tls as 'explicit',
              protectData: !told.includes('PROT C'),
              sessionReuse: true,
              clearControlAfterLogin: told.includes('CCC'),
            },
    },
  });
  const { model, input } = program.machines['pi']!;
  const steps = stepper<UserPi, MachineEvent, Command, unknown>(model);
  let snapshot = steps.start(input);
  const out: string[] = [];
  const said: { readonly err: string[]; readonly out: string[] } = { err: [], out: [] };
  const queue: HostEvent[] = [{ type: 'started' }];
  let pending = '';
  let size = 0;
  let code: number | null = null;
  const obey = (command: Command): void => {
    if (command.type === 'open')
      queue.push({
        type: 'opened',
        connection: command.connection,
        local: { address: local, port: 40_036 },
        remote: command.remote,
      });
    if (command.type === 'call') {
      const answer = answers[command.call.name]?.(local, size) ?? null;
      if (answer) queue.push({ type: 'called', from: 'dtp', call: answer as { name: string } });
    }
    if (command.type === 'send') {
      const whole = (pending + [...command.octets].map((octet) => String.fromCharCode(octet)).join('')).split('\r\n');
      pending = whole.pop() ?? '';
      out.push(...whole.map((line) => `-> ${line.replace(/\xff\xf4\xff\xf2/, '')}`));
    }
    if (command.type === 'close' && pending !== '') {
      out.push(`-> ${pending.replace(/\xff\xf4\xff\xf2/, '<IAC IP><IAC DM>')}`);
      pending = '';
    }
    if (command.type === 'secure') {
      out.push('== secured');
      queue.push({ type: 'secured', connection: command.connection, facts: {} });
    }
    if (command.type === 'unsecure') queue.push({ type: 'unsecured', connection: command.connection });
    if (command.type === 'arm' && command.timer === 'settle') queue.push({ type: 'timeout', timer: command.timer });
    if (command.type === 'say' && !command.chatter)
      said[command.stream === 'out' ? 'out' : 'err'].push(`says     ${command.text}`.trimEnd());
    if (command.type === 'exit') code = command.code;
  };
  const run = (): void => {
    for (let event = queue.shift(); event; event = queue.shift()) {
      const stepped = steps.step(snapshot, { ...event, at: 0, epoch: 1_768_478_400, files });
      snapshot = stepped.snapshot;
      stepped.commands.forEach(obey);
    }
  };
  run();
  let reply: string[] = [];
  lines.forEach((line, at) => {
    if (!line.startsWith('<- ') && !line.startsWith('   ')) return;
    reply.push(line.slice(3));
    size = Number(/^<- 213 (\d+)$/.exec(line)?.[1] ?? size);
    if (lines[at + 1]?.startsWith('   ')) return;
    out.push(...reply.map((text, i) => (i === 0 ? `<- ${text}` : `   ${text}`)));
    queue.push({
      type: 'received',
      connection: 'control',
      octets: new TextEncoder().encode(reply.map((text) => `${text}\r\n`).join('')),
    });
    reply = [];
    run();
  });
  return [...out, ...said.err, ...said.out, `exit     ${String(code)}`];
}

const scripts = readdirSync(folder).map((name) => ({ name, script: read(readFileSync(`${folder}/${name}`, 'utf8')) }));

describe.each(scripts)('$name', ({ script }) => {
  test(`${script.client} says what it said`, () => expect(play(script)).toEqual(script.lines));
});
