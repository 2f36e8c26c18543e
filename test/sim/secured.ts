/**
 * Two toy programs that begin in clear, agree on TLS as FTP does, and go on inside: a run with all that TLS leaves in a
 * trace.
 */
import type { Command } from '../../src/machine/contract';
import type { Program } from '../../src/machine/program';
import { draw } from '../../src/sim/random';
import { tlsClient } from '../../src/tls/client/client.machine';
import type { VersionRange } from '../../src/tls/handshake/context';
import { authority, identity } from '../../src/tls/identities';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import { tlsServer } from '../../src/tls/server/server.machine';
import type { Trace } from '../../src/trace/trace';
import { commandMessage } from '../../src/wire/ftp/command';
import type { Message } from '../../src/wire/message';
import { replyMessage } from '../../src/wire/ftp/reply';
import { alone, heard, octetsOf, text } from '../live/toys';
import { SERVER, small, type Small } from './world';

const random = (host: string) => (purpose: string, length: number) =>
  Uint8Array.from({ length }, (_, i) => draw(1, host, purpose, i));
const layers = { 'tls-client': tlsClient, 'tls-server': tlsServer } as NonNullable<Program['layers']>;

export interface Secured extends Partial<Small> {
  readonly versions?: VersionRange;
  readonly trusted?: boolean;
}

const send = (octets: Uint8Array): Command => ({ type: 'send', connection: 'control', octets });
const said = (message: Message): Command => ({ type: 'message', connection: 'control', way: 'sent', message });
const command = (verb: string, argument: string | null = null): Command[] => [
  said(commandMessage({ verb, argument })),
  send(octetsOf(`${verb}${argument === null ? '' : ` ${argument}`}\r\n`)),
];
const reply = (code: number, words: string): Command[] => [
  said(replyMessage({ code, lines: [words] })),
  send(octetsOf(`${code} ${words}\r\n`)),
];
const read = (line: string): Command => ({
  type: 'message',
  connection: 'control',
  way: 'received',
  message: replyMessage({ code: Number(line.slice(0, 3)), lines: [line.slice(4)] }),
});

function clientOf({ versions = {}, trusted = true }: Secured): Program {
  const secure: Command = {
    type: 'secure',
    connection: 'control',
    layer: 'tls-client',
    input: {
      profile: clientProfiles['curl-openssl'],
      random: random('client'),
      serverName: 'ftp.example.test',
      anchors: trusted ? [authority] : [],
      versions,
    },
  };
  const after: Readonly<Record<string, readonly Command[]>> = {
    220: command('AUTH', 'TLS'),
    234: [secure],
    331: command('PASS', 'portcall'),
    230: command('QUIT'),
    221: [{ type: 'close', connection: 'control' }],
  };
  return {
    ...alone((event, seen) => {
      if (event.type === 'started')
        return [{ type: 'open', connection: 'control', purpose: 'control', remote: { address: SERVER, port: 21 } }];
      if (event.type === 'secured') return command('USER', 'learner');
      if (event.type === 'broken')
        return [
          { type: 'say', to: 'user', text: `broken: ${event.name}` },
          { type: 'exit', code: 1 },
        ];
      if (event.type === 'closed') return [{ type: 'exit', code: 0 }];
      if (event.type !== 'received' || !heard(seen, 'control').endsWith('\r\n')) return [];
      const line = heard(seen, 'control').trimEnd().split('\r\n').at(-1) ?? '';
      return [read(line), ...(after[line.slice(0, 3)] ?? [])];
    }),
    layers,
  };
}

const server: Program = {
  ...alone((event) => {
    if (event.type === 'accepted') return reply(220, 'Harbour');
    if (event.type === 'peerClosed')
      return [
        { type: 'close', connection: 'control' },
        { type: 'exit', code: 0 },
      ];
    if (event.type !== 'received') return [];
    const [verb, argument = null] = text(event.octets).trimEnd().split(' ');
    const heardIt: Command = {
      type: 'message',
      connection: 'control',
      way: 'received',
      message: commandMessage({ verb: verb ?? '', argument }),
    };
    if (verb === 'AUTH') {
      return [
        heardIt,
        ...reply(234, 'Proceed'),
        {
          type: 'secure',
          connection: 'control',
          layer: 'tls-server',
          input: {
            profile: serverProfiles['vsftpd-openssl'],
            random: random('server'),
            identity: identity('server'),
            ticketKey: new Uint8Array(32).fill(7),
          },
        },
      ];
    }
    return [
      heardIt,
      ...(verb === 'USER' ? reply(331, 'Password?') : verb === 'PASS' ? reply(230, 'Welcome') : reply(221, 'Goodbye')),
    ];
  }),
  layers,
};

export const secured = (how: Secured = {}): Trace => small({ server, ...how, client: [clientOf(how)] });
