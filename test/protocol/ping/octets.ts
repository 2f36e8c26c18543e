/** The octets of a protocol of two messages: `PING token` and `PONG token`, each a line. */
import type { Message } from '../../../src/wire/message';
import { octetsOf, textOf } from '../../../src/wire/text/text';

export const ping = (token: string): Message => ({ protocol: 'PING', kind: 'request', name: 'PING', argument: token });

export const pong = (token: string): Message => ({
  protocol: 'PING',
  kind: 'reply',
  name: 'PONG',
  code: null,
  lines: [token],
});

/** What a line says, or null where it is neither. Lines come whole here. */
export function read(octets: Uint8Array): Message | null {
  const [, name, token = ''] = /^(PING|PONG) (\w+)\n$/.exec(textOf(octets)) ?? [];
  return name === undefined ? null : name === 'PING' ? ping(token) : pong(token);
}

export const tokenOf = (message: Message): string =>
  message.kind === 'request' ? (message.argument ?? '') : message.kind === 'reply' ? (message.lines[0] ?? '') : '';

export const written = (message: Message): Uint8Array => octetsOf(`${message.name} ${tokenOf(message)}\n`);
