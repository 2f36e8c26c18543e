import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import { entriesOf, because, octetsOf as octetsAt, type Trace } from '../../src/trace/trace';
import { decodePacket } from '../../src/wire/packet/packet';
import { flagNames } from '../../src/wire/packet/tcp';
import { isViolation } from '../../src/wire/violation';
import { alone, heard, octetsOf, text } from '../live/toys';
import { CLIENT, SERVER, small } from './world';

const dial: Command = {
  type: 'open',
  connection: 'control',
  purpose: 'control',
  remote: { address: SERVER, port: 21 },
};

/** Says hello, hears the same again, closes. */
const greeter = (words: string) =>
  alone((event, seen) => {
    if (event.type === 'started') return [dial];
    if (event.type === 'opened')
      return [
        { type: 'send', connection: 'control', octets: octetsOf(words) },
        { type: 'shutdownWrite', connection: 'control' },
      ];
    if (event.type === 'peerClosed')
      return [
        { type: 'say', to: 'user', text: heard(seen, 'control') },
        { type: 'close', connection: 'control' },
        { type: 'exit', code: 0 },
      ];
    if (event.type === 'failed')
      return [
        { type: 'say', to: 'user', text: event.reason },
        { type: 'exit', code: 7 },
      ];
    return [];
  });

const echo = alone((event) => {
  if (event.type === 'received') return [{ type: 'send', connection: 'control', octets: event.octets }];
  return event.type === 'peerClosed'
    ? [
        { type: 'close', connection: 'control' },
        { type: 'exit', code: 0 },
      ]
    : [];
});

const said = (trace: Trace) => entriesOf(trace, 'say').map((entry) => entry.text);

test('a greeting comes back, and the run ends quiescent', () => {
  const trace = small({ client: [greeter('hello')], server: echo });
  expect(said(trace)).toEqual(['hello']);
  expect(trace.end).toBe('quiescent');
});

test('the same scenario gives the same trace, octet for octet', () => {
  const one = small({ client: [greeter('hello')], server: echo, link: { loss: 0.2 } });
  expect(small({ client: [greeter('hello')], server: echo, link: { loss: 0.2 } })).toEqual(one);
  expect(structuredClone(one)).toEqual(one);
});

test('any loss, duplication and reordering: the same words come back', () => {
  fc.assert(
    fc.property(
      fc.nat(0xffff),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 60_000 }),
      (seed, loss, duplicate, reorder, length) => {
        const words = 'abcdefghijklmnopqrstuvwxyz'.repeat(Math.ceil(length / 26)).slice(0, length);
        const trace = small({
          client: [greeter(words)],
          server: echo,
          seed,
          link: { loss: loss / 100, duplicate: duplicate / 100, reorder: reorder / 100 },
        });
        expect(said(trace)[0] === words || said(trace)[0] === 'ETIMEDOUT').toBe(true);
        if (loss < 10) expect(said(trace)[0] === words).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('every entry is caused by earlier ones, and only roots by none', () => {
  const trace = small({ client: [greeter('hello')], server: echo, link: { loss: 0.3 } });
  for (const entry of trace.entries) for (const cause of entry.causes) expect(cause).toBeLessThan(entry.n);
  const roots = trace.entries.filter((entry) => entry.causes.length === 0).map((entry) => entry.kind);
  expect([...new Set(roots)].sort()).toEqual(['end', 'listen', 'start']);
});

test('octets that were read go back to the command that wrote them, through the packet that carried them', () => {
  const trace = small({ client: [greeter('hello')], server: echo });
  const word = entriesOf(trace, 'say')[0];
  const kinds = because(trace, word?.n ?? -1).map((entry) => `${entry.node} ${entry.kind}`);
  expect(kinds).toContain('server transmit');
  expect(kinds).toContain('client command');
  const server = entriesOf(trace, 'command').find((entry) => entry.node === 'server' && entry.command === 'send');
  expect(
    because(trace, server?.n ?? -1).some(
      (entry) => entry.kind === 'command' && entry.node === 'client' && entry.command === 'send',
    ),
  ).toBe(true);
});

describe('a host', () => {
  test('with no listener answers a SYN with a RST, and the caller reads ECONNREFUSED', () => {
    expect(said(small({ client: [greeter('hello')] }))).toEqual(['ECONNREFUSED']);
  });
  test('cut off, leaves the caller to ETIMEDOUT after the last SYN', () => {
    const trace = small({ client: [greeter('hello')], server: echo, link: { loss: 1 } });
    expect(said(trace)).toEqual(['ETIMEDOUT']);
    const syns = entriesOf(trace, 'transmit').map((entry) => Math.round(entry.at / 1e6));
    expect(syns.slice(0, 5)).toEqual([0, 1, 3, 7, 15]);
    const failed = entriesOf(trace, 'told').find((entry) => entry.told === 'failed');
    expect(because(trace, failed?.n ?? -1).some((entry) => entry.kind === 'drop')).toBe(true);
  });
  test('draws another port for each connection, and gives a wanted one only where it may', () => {
    const open = (port: number | null): Command => ({
      ...dial,
      connection: `c${port}`,
      ...(port === null ? {} : { local: { port } }),
    });
    const program = (port: number | null) =>
      alone((event) =>
        event.type === 'started'
          ? [open(port)]
          : event.type === 'failed'
            ? [{ type: 'say', to: 'user', text: event.reason }]
            : [],
      );
    expect(said(small({ client: [program(20)], server: echo }))).toEqual(['EACCES']);
    expect(said(small({ client: [program(20)], server: echo, privileged: true }))).toEqual([]);
    const ports = small({ client: [program(null), program(null), program(null)], server: echo }).connections.map(
      ({ local }) => local.port,
    );
    expect(new Set(ports).size).toBe(3);
  });
  test('refuses a second listener on a port, a privileged one to others than root, and the other family', () => {
    const listen = (port: number, listener: string): Command => ({
      type: 'listen',
      listener,
      purpose: 'data',
      address: null,
      port,
    });
    const program = (...commands: Command[]) =>
      alone((event) =>
        event.type === 'started'
          ? commands
          : event.type === 'failed'
            ? [{ type: 'say', to: 'user', text: event.reason }]
            : [],
      );
    expect(said(small({ client: [program(listen(4000, 'a'), listen(4000, 'b'))] }))).toEqual(['EADDRINUSE']);
    expect(said(small({ client: [program(listen(80, 'a'))] }))).toEqual(['EACCES']);
    expect(said(small({ client: [program({ ...dial, remote: { address: '2001:db8::1', port: 21 } })] }))).toEqual([
      'ENETUNREACH',
    ]);
  });
  test('resets what nobody accepted when its listener closes', () => {
    const closing = alone((event) => {
      if (event.type === 'started')
        return [{ type: 'listen', listener: 'data', purpose: 'data', address: null, port: 5000 }];
      if (event.type === 'listening') return [{ type: 'send', connection: 'control', octets: octetsOf('ready') }];
      return event.type === 'received' ? [{ type: 'unlisten', listener: 'data' }] : [];
    });
    const caller = alone((event) => {
      if (event.type === 'started') return [dial];
      if (event.type === 'received')
        return [{ type: 'open', connection: 'data', purpose: 'data', remote: { address: SERVER, port: 5000 } }];
      if (event.type === 'opened' && event.connection === 'data')
        return [{ type: 'send', connection: 'control', octets: octetsOf('now') }];
      return event.type === 'failed' ? [{ type: 'say', to: 'user', text: `${event.subject} ${event.reason}` }] : [];
    });
    expect(said(small({ client: [caller], server: closing }))).toEqual(['data ECONNRESET']);
  });
});

test("an intervention drops the segment of its moment, and the run before it is the parent's", () => {
  const parent = small({ client: [greeter('hello')], server: echo });
  const child = small({
    client: [greeter('hello')],
    server: echo,
    acts: [{ at: 'control 1 / octets client', do: 'drop' }],
  });
  const at = parent.moments.get('control 1 / octets client') ?? -1;
  expect(child.entries.slice(0, at + 1)).toEqual(parent.entries.slice(0, at + 1));
  expect(entriesOf(child, 'drop').map((entry) => entry.reason.code)).toEqual(['dropped-by-learner']);
  expect(said(child)).toEqual(['hello']);
});

test('what the wire says is what the octets say: every packet decodes, with the TTL its hops left it', () => {
  const trace = small({ client: [greeter('hello')], server: echo });
  for (const entry of [...entriesOf(trace, 'transmit'), ...entriesOf(trace, 'arrive')]) {
    const packet = decodePacket(octetsAt(trace, entry));
    expect(isViolation(packet)).toBe(false);
    if (!isViolation(packet)) expect(packet.ip.ttl).toBe(entry.kind === 'transmit' ? 64 : 63);
  }
  const first = decodePacket(octetsAt(trace, entriesOf(trace, 'transmit')[0] ?? { packet: 0, hops: 0 }));
  expect(!isViolation(first) && [first.ip.source, first.ip.destination, flagNames(first.tcp.flags)]).toEqual([
    CLIENT,
    SERVER,
    'SYN',
  ]);
  expect(text(octetsOf('done'))).toBe('done');
});
