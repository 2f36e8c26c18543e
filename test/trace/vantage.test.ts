/** What a capture at a place of the path gets to see: over a trace put together by hand, with a NAT and ICMP errors. */
import { describe, expect, test } from 'vitest';
import { newArena, store } from '../../src/trace/arena';
import { decodedOf } from '../../src/trace/decoded';
import type { Detail, Entry, NodeId } from '../../src/trace/entry';
import { drained } from '../../src/trace/pieces';
import { changesAt, filesAt } from '../../src/trace/stores';
import type { Trace } from '../../src/trace/trace';
import { seenAt, sightsAt } from '../../src/trace/vantage';
import { encodeIcmp } from '../../src/wire/packet/icmp';
import { encodePacket } from '../../src/wire/packet/packet';
import { ACK, NO_OPTIONS, SYN } from '../../src/wire/packet/tcp';
import { handmade } from '../capture/handmade';

const inside = { address: '10.0.0.10', port: 40_000 };
const outside = { address: '203.0.113.10', port: 50_000 };
const server = { address: '198.51.100.21', port: 21 };

const segment = (from: typeof server, to: typeof server, flags: number) =>
  encodePacket(
    { source: from.address, destination: to.address, ttl: 64, identification: 0 },
    {
      sourcePort: from.port,
      destinationPort: to.port,
      seq: 1,
      ack: 0,
      flags,
      window: 1,
      urgentPointer: 0,
      options: NO_OPTIONS,
      payload: new Uint8Array(0),
    },
  );
const error = (version: 4 | 6, kind: 'destination unreachable' | 'time exceeded', code: number) => {
  const [source, destination] = version === 4 ? ['192.0.2.1', inside.address] : ['2001:db8::1', '2001:db8::2'];
  return encodeIcmp({ source, destination, ttl: 60, identification: 0 }, { kind, code, offending: new Uint8Array(60) });
};

const arena = newArena();
const SYN_IN = store(arena, segment(inside, server, SYN));
const SYN_OUT = store(arena, segment(outside, server, SYN));
const ANSWER = store(arena, segment(server, outside, SYN | ACK));
const OTHER = store(arena, segment({ ...outside, port: 50_001 }, server, ACK));
const NOISE = store(arena, Uint8Array.of(0x45, 0, 0));

type Row = readonly [node: NodeId | null, causes: readonly number[], detail: Detail, connection?: number | null];
const traceOf = (rows: readonly Row[]): Trace => ({
  ...handmade(),
  arena,
  entries: rows.map(
    ([node, causes, detail, connection = 0], n) => ({ n, at: n, node, causes, connection, ...detail }) as Entry,
  ),
});
const transmit = (packet: number): Detail => ({ kind: 'transmit', packet, hops: 0, again: false });
const pass = (packet: number, rewritten: number | null = null, hops = 1): Detail => ({
  kind: 'pass',
  packet,
  hops,
  rewritten,
  changes: [],
});
const arrive = (packet: number, hops = 2): Detail => ({ kind: 'arrive', packet, hops });
const ruling = { rule: null, state: 'new', from: 'inside' } as const;
const drop = (packet: number, ruled = false): Detail => ({
  kind: 'drop',
  packet,
  hops: 1,
  reason: { code: 'x' },
  rule: null,
  ...(ruled && { ruling }),
});

const trace = traceOf([
  ['client', [], transmit(SYN_IN)], // 0
  ['clientEdge', [0], pass(SYN_OUT, SYN_IN)],
  ['wan', [1], pass(SYN_OUT, null, 2)],
  ['server', [2], arrive(SYN_OUT)],
  ['server', [3], transmit(ANSWER)],
  ['wan', [4], pass(ANSWER)], // 5
  ['wan', [5], drop(ANSWER)], // lost on its link: seen already
  ['wan', [4], drop(ANSWER)], // refused as it comes in
  ['server', [2], drop(SYN_OUT, true)], // refused by the host's own firewall, from outside
  ['client', [], transmit(SYN_IN)],
  ['client', [9], drop(SYN_IN, true)], // 10: and what it does not let out
  ['client', [], transmit(SYN_IN)],
  ['client', [11], arrive(ANSWER)], // an answer to its own stack
  ['client', [], transmit(SYN_IN)],
  ['client', [13], drop(SYN_IN)], // lost on the client's own link
  ['wan', [], pass(OTHER)], // 15
  ['wan', [], pass(NOISE)],
  ['wan', [], pass(SYN_OUT), null],
  ['wan', [], pass(SYN_OUT), 1],
  ['wan', [], { kind: 'start', process: 'x' }],
]);

test.each([
  ['client', [0, 13]],
  ['wan', [2, 5, 7, 15, 16, 17, 18]],
  ['server', [3, 4, 8]],
] as const)('at %s are seen %j', (place, seen) => expect(seenAt(trace, place).map(({ n }) => n)).toEqual(seen));

const sights = (of: Trace, place: 'client' | 'wan' | 'server') => drained(sightsAt(of, place)).get(0) ?? [];

test('a sight says whose address it bears, who made it, and how long it has to live', () => {
  const told = sights(trace, 'wan').map(({ entry, source, destination, ttl, segment: { flags }, icmp, from, origin }) =>
    [entry.n, source, destination, ttl, flags, icmp, from, origin].join(' '),
  );
  expect(told).toEqual([
    '2 203.0.113.10 198.51.100.21 62 2  client client',
    '5 198.51.100.21 203.0.113.10 63 18  server server',
    '7 198.51.100.21 203.0.113.10 63 18  server server',
    '15 203.0.113.10 198.51.100.21 63 16  server ',
  ]);
  expect([...drained(sightsAt(trace, 'wan')).keys()]).toEqual([0]);
});

test.each([
  [4, 'destination unreachable', 0, 'net-unreachable'],
  [4, 'destination unreachable', 1, 'host-unreachable'],
  [4, 'destination unreachable', 2, 'destination-unreachable'],
  [4, 'destination unreachable', 3, 'port-unreachable'],
  [4, 'destination unreachable', 9, 'net-prohibited'],
  [4, 'destination unreachable', 10, 'host-prohibited'],
  [4, 'destination unreachable', 13, 'admin-prohibited'],
  [4, 'time exceeded', 5, 'time-exceeded'],
  [6, 'destination unreachable', 0, 'net-unreachable'],
  [6, 'destination unreachable', 1, 'admin-prohibited'],
  [6, 'destination unreachable', 3, 'host-unreachable'],
  [6, 'destination unreachable', 4, 'port-unreachable'],
  [6, 'time exceeded', 2, 'time-exceeded'],
] as const)('an ICMPv%i error, %s %i, is icmp-%s of who made it', (version, kind, code, name) => {
  const number = store(arena, error(version, kind, code));
  const [first] = sights(
    traceOf([
      ['clientEdge', [], transmit(number)],
      ['client', [0], arrive(number, 0)],
    ]),
    'client',
  );
  expect(first).toMatchObject({ icmp: `icmp-${name}`, from: 'clientEdge', origin: 'clientEdge', ttl: 60 });
  expect(first?.segment).toMatchObject({ flags: 0, seq: 0, payload: { length: 0 } });
});

describe('read once', () => {
  test('a packet is decoded once', () => {
    expect(decodedOf(arena, SYN_IN)).toBe(decodedOf(arena, SYN_IN));
    expect(decodedOf(arena, SYN_IN)).not.toBe(decodedOf(arena, SYN_OUT));
    expect(decodedOf(arena, NOISE)).toMatchObject({ violation: 'ip-truncated' });
    expect(decodedOf(arena, NOISE)).toBe(decodedOf(arena, NOISE));
    expect(decodedOf({ ...arena }, SYN_IN)).not.toBe(decodedOf(arena, SYN_IN));
  });
  test("a store's changes, at their node and up to an entry", () => {
    const made = handmade();
    expect(changesAt(made, 'server').map(({ n }) => n)).toEqual([10]);
    expect(changesAt(made, 'client')).toEqual([]);
    expect([9, 10, 11].map((until) => [...filesAt(made, 'server', until).keys()])).toEqual([
      [],
      ['/notes.txt'],
      ['/notes.txt'],
    ]);
    expect(filesAt(made, 'nowhere', 99).size).toBe(0);
  });
});
