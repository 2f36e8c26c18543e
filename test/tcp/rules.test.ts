/** Rules of the TCP machine that a call, a challenge or a handshake leads to, and what each leaves in the block. */
import { expect, test } from 'vitest';
import { establish, synchronise } from '../../src/tcp/arriving/handshake';
import { challenge } from '../../src/tcp/arriving/reset';
import { rules } from '../../src/tcp/rules';
import type { Tcb } from '../../src/tcp/tcb/tcb';
import type { TcpOptions } from '../../src/wire/packet/tcp';
import { block, queue, REMOTE, said, segment, stream, working, type Given } from './work';

const AT = 1_000_000;
const SHUT = { fin: true, outgoing: stream(10), snd: { una: 12 } };
const types = (commands: readonly { readonly type: string }[] = []): string[] => commands.map(({ type }) => type);

test.each<[string, Given, boolean, boolean, Partial<Tcb['owes']>, readonly string[]]>([
  ['by halves', {}, true, true, { closed: false, peerClosed: true }, []],
  ['whole', {}, false, false, { closed: true, peerClosed: false }, []],
  ['whole, again', { reading: false }, false, false, { closed: false, peerClosed: true }, []],
  ['whole, the FIN is acknowledged', SHUT, false, false, { closed: false, peerClosed: false }, ['tell']],
])('CLOSE %s', (_, given, reading, left, owes, expected) => {
  const { context, commands } = rules.release(block({ ...given, owes: { peerClosed: true } }), {
    type: 'CLOSE',
    at: AT,
    reading,
  });
  expect(context).toMatchObject({ reading: left, owes });
  expect(types(commands)).toEqual(expected);
});

test.each<[number, true | undefined, true | undefined, number | null, boolean]>([
  [5, undefined, undefined, null, false],
  [5, true, undefined, 16, false],
  [0, true, undefined, null, false],
  [5, undefined, true, null, true],
])('SEND %i octets, urgent %s, more %s: SND.UP %s, corked %s', (length, urgent, more, up, corked) => {
  const said = { ...(urgent ? { urgent } : {}), ...(more ? { more } : {}) };
  const event = { type: 'SEND', at: AT, octets: new Uint8Array(length), ...said } as const;
  const { context } = rules.queue(block({ outgoing: stream(10), corked: true }), event);
  expect(context).toMatchObject({ corked, snd: { up }, owes: { drained: true }, outgoing: { end: 10 + length } });
});

test.each<[boolean, number | null, readonly string[]]>([
  [false, null, ['arm']],
  [true, null, []],
  [false, 5, []],
])('FIN-WAIT-2, reading %s, timer due %s', (reading, timeWait, expected) => {
  const { commands } = rules.awaitFin(block({ reading, due: { timeWait } }), { type: 'ABORT', at: AT });
  expect(types(commands)).toEqual(expected);
});

const ALL = { retransmission: 1, delayedAck: 2, persist: 3, keepAlive: 4, timeWait: 5 };
test('TIME-WAIT and CLOSED end the timers', () => {
  const event = { type: 'ABORT', at: AT } as const;
  expect(rules.linger(block({ due: ALL }), event).context?.due).toEqual({
    retransmission: null,
    delayedAck: 2,
    persist: null,
    keepAlive: null,
    timeWait: AT + 60_000_000,
  });
  const { context, commands } = rules.forget(block({ due: ALL, owes: { closed: true } }), event);
  expect(Object.values(context?.due ?? ALL)).toEqual([null, null, null, null, null]);
  expect(context?.owes?.closed).toBe(false);
  expect(types(commands)).toEqual([...Array<string>(5).fill('cancel'), 'tell', 'delete']);
  expect(types(rules.forget(block({ unread: stream(1) }), event).commands)).toEqual([]);
});

test.each([
  [null, 0, true],
  [AT - 499_999, 0, false],
  [AT - 500_000, 0, true],
  [AT - 1, 1, true],
])('challenged at %s, %i octets come: answered %s (RFC 5961 7)', (challenged, length, answered) => {
  const work = working({ ack: { challenged } }, AT);
  challenge(work, segment({ payload: new Uint8Array(length) }), { code: 'stray-syn' }, 'RFC');
  expect(said(work)).toEqual(answered ? ['note stray-syn', 'ACK 0+0'] : ['note answered-lately']);
  expect(work.tcb.ack.challenged).toBe(answered && length === 0 ? AT : challenged);
});

test.each<[string, TcpOptions, Given, Partial<Tcb['snd']>, Partial<Tcb['rcv']>]>([
  ['none', {}, {}, { mss: 536, scale: 0 }, { scale: 0, sack: false }],
  ['none, over IPv6', {}, { remote: { ...REMOTE, address: '::1' } }, { mss: 1_220 }, {}],
  ['a small MSS', { mss: 100 }, {}, { mss: 100 }, {}],
  ['a large MSS', { mss: 9_000 }, {}, { mss: 1_460 }, {}],
  ['an MSS of 0', { mss: 0 }, {}, { mss: 1 }, {}],
  ['scaling by 14', { windowScale: 14 }, {}, { scale: 14 }, { scale: 10 }],
  ['scaling by 15', { windowScale: 15 }, {}, { scale: 14 }, { scale: 10 }],
  ['SACK', { sackPermitted: true }, {}, {}, { sack: true }],
  ['SACK, not ours', { sackPermitted: true }, { settings: { sackPermitted: false } }, {}, { sack: false }],
])('the peer’s SYN tells %s (RFC 9293 3.7.1, RFC 7323 2)', (_, options, given, snd, rcv) => {
  const work = working(given, AT);
  synchronise(work, segment({ seq: 700, ack: 1, window: 500, options }));
  expect(work.tcb.snd).toMatchObject({ wnd: 500, max: 500, wl1: 700, wl2: 1, ...snd });
  expect(work.tcb.rcv).toMatchObject({ irs: 700, nxt: 701, right: 701 + 64_240, ...rcv });
  expect([work.tcb.ack.acked, work.tcb.ack.mss, work.tcb.heard]).toEqual([701, 536, AT]);
});

test.each([
  [1, false, 10, 1_000_000],
  [2, false, 10, 3_000_000],
  [3, false, 1, 3_000_000],
  [3, true, 10, 3_000_000],
])(
  'established after %i SYNs, passive %s: a window of %i, RTO %i (RFC 5681 3.1, 6298 5.7)',
  (times, passive, cwnd, rto) => {
    const sent = [{ ...queue('.')[0]!, times }];
    const work = working({ sent, passive, congestion: { credit: 3, duplicates: 2, limited: true, phase: 'loss' } });
    establish(work);
    const fresh = { cwnd, ssthresh: Infinity, credit: 0, phase: 'open', duplicates: 0, limited: false };
    expect(work.tcb.congestion).toMatchObject(fresh);
    expect(work.tcb.rtt.rto).toBe(rto);
    expect(said(work)).toEqual(['opened']);
  },
);
