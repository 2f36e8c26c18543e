/** What may be sent now (RFC 9293 3.7.4, 3.8.6.2.1), cut as Linux cuts it; asking a silent peer (3.8.4, 3.8.6.1). */
import { describe, expect, test } from 'vitest';
import { keepAlive, probeWindow } from '../../src/tcp/sending/idle';
import { output, watchWindow } from '../../src/tcp/sending/output';
import type { Snd } from '../../src/tcp/tcb/tcb';
import { queue, said, segmentsOf, stream, working, type Given } from './work';

const SND = { una: 1, nxt: 1, wnd: 60_000, max: 60_000, mss: 1_000, sml: 1 };
/** So many octets were written, and the segments of a queue of them sent. */
const written = (octets: number, snd: Partial<Snd> = {}, rest: Given = {}, letters = ''): Given => {
  const sent = queue(letters);
  return { ...rest, outgoing: stream(octets), sent, snd: { ...SND, nxt: 1 + 1_000 * sent.length, ...snd } };
};
const few = { congestion: { cwnd: 4 } };
const small = { sml: 1_001 };

test.each<[string, Given, readonly string[]]>([
  ['nothing', written(0), []],
  [
    'PSH ends a packet of two',
    written(4_500, {}),
    ['ACK 1', 'PSH,ACK 1001', 'ACK 2001', 'PSH,ACK 3001', 'PSH,ACK 4001'],
  ],
  ['and what was written', written(3_000), ['ACK 1+1000', 'PSH,ACK 1001+1000', 'PSH,ACK 2001+1000']],
  ['the window of one less than a segment', written(3_000, { wnd: 999 }), []],
  ['of a segment and a half', written(3_000, { wnd: 1_500 }), ['ACK 1+1000']],
  ['of one octet less than a packet', written(3_000, { wnd: 1_999 }), ['ACK 1+1000']],
  ['of a packet', written(3_000, { wnd: 2_000 }), ['ACK 1+1000', 'PSH,ACK 1001+1000']],
  ['of all there is', written(1_500, { wnd: 1_500 }), ['ACK 1+1000', 'PSH,ACK 1001+500']],
  ['of one octet less than all', written(1_500, { wnd: 1_499 }), ['ACK 1+1000']],
  ['the FIN rides', written(500, { wnd: 501 }, { fin: true }), ['FIN,PSH,ACK 1+500']],
  ['but not beyond the window', written(500, { wnd: 500 }, { fin: true }), ['PSH,ACK 1+500']],
  ['on the last packet alone', written(2_500, {}, { fin: true }), ['ACK 1', 'PSH,ACK 1001', 'FIN,PSH,ACK 2001']],
  ['the FIN goes alone', written(0, { wnd: 1 }, { fin: true }), ['FIN,ACK 1+0']],
  ['not through a shut window', written(0, { wnd: 0 }, { fin: true }), []],
  ['room for one', written(9_000, {}, { congestion: { cwnd: 5 } }, '....'), ['ACK 4001+1000']],
  ['room for three', written(9_000, {}, { congestion: { cwnd: 7 } }, '....'), ['ACK 4001', 'PSH,ACK 5001', 'ACK 6001']],
  ['no room', written(9_000, {}, few, '....'), []],
  [
    'no room, the last octets of a closed stream',
    written(4_500, {}, { ...few, fin: true }, '....'),
    ['FIN,PSH,ACK 4001+500'],
  ],
  ['a last full segment', written(5_000, {}, { ...few, fin: true }, '....'), ['FIN,PSH,ACK 4001+1000']],
  ['one octet more', written(5_001, {}, { ...few, fin: true }, '....'), []],
  ['the same, not closed', written(4_500, {}, few, '....'), []],
  ['a small one waits', written(1_500, small, {}, '.'), []],
  ['a whole one does not', written(2_500, small, {}, '.'), ['ACK 1001+1000']],
  ['nor two', written(3_000, small, {}, '.'), ['ACK 1001+1000', 'PSH,ACK 2001+1000']],
  ['one octet of a small one is missing', written(1_500, { sml: 2 }, {}, '.'), []],
  ['none is', written(1_500, { sml: 1 }, {}, '.'), ['PSH,ACK 1001+500']],
  ['TCP_NODELAY', written(1_500, small, { noDelay: true }, '.'), ['PSH,ACK 1001+500']],
  ['more is to follow', written(500, {}, { corked: true }), []],
  ['the same, TCP_NODELAY', written(500, {}, { corked: true, noDelay: true }), []],
  ['more was to follow, and then the end', written(500, {}, { corked: true, fin: true }), ['FIN,PSH,ACK 1+500']],
  [
    'urgent, a segment at a time',
    written(4_000, { up: 4_001 }),
    [1, 1001, 2001].map((n) => `ACK,URG ${n}`).concat('PSH,ACK,URG 3001'),
  ],
  ['urgent, small', written(1_500, { ...small, up: 1_501 }, {}, '.'), ['PSH,ACK,URG 1001+500']],
])('%s', (_, given, expected) => {
  const work = working(given);
  output(work);
  const segments = segmentsOf(work);
  expect(segments.map((one, i) => (expected[i]?.includes('+') ? one : one.replace(/\+.*/, '')))).toEqual(expected);
});

test.each([
  [0, 1_000],
  [1, 1],
  [2, 2],
  [536, 536],
  [537, 268],
  [1_998, 999],
  [2_000, 1_000],
  [2_002, 1_000],
])('to a peer that offered %i at most, segments of %i go (RFC 9293 3.8.6.2.1)', (max, size) => {
  const work = working(written(3 * size, { max }));
  output(work);
  expect(segmentsOf(work)).toEqual([`ACK 1+${size}`, `PSH,ACK ${1 + size}+${size}`, `PSH,ACK ${1 + 2 * size}+${size}`]);
});

describe('what is kept of it', () => {
  const at = 5_000_000;
  const of = (given: Given) => {
    const work = working(given, at);
    output(work);
    return work;
  };
  test('the queue, the octets and the timer', () => {
    const { tcb, commands } = of(written(1_500, { sml: 0 }, { fin: true, ack: { ato: 40_000, lastReceived: at - 1 } }));
    const one = { at, times: 1, sacked: false, lost: false };
    expect(tcb.sent).toEqual([
      { ...one, from: 1, to: 1_001, flags: 0x10 },
      { ...one, from: 1_001, to: 1_502, flags: 0x19 },
    ]);
    expect(tcb.snd).toMatchObject({ nxt: 1_502, sml: 1_502 });
    expect([tcb.congestion.lastSent, tcb.ack.pingPong, tcb.due.retransmission]).toEqual([at, true, at + 1_000_000]);
    expect(commands.filter(({ type }) => type === 'arm')).toHaveLength(1);
    const payloads = commands.flatMap((one) => (one.type === 'transmit' ? [...one.segment.payload] : []));
    expect(payloads).toEqual([...Array(1_500).keys()].map((i) => i & 255));
  });
  test('whole segments are not what Nagle waits for', () => expect(of(written(2_000, { sml: 0 })).tcb.snd.sml).toBe(0));
  test('a FIN alone makes no conversation', () =>
    expect(of(written(0, {}, { fin: true, ack: { ato: 40_000, lastReceived: at } })).tcb.ack.pingPong).toBe(false));
  test.each<[string, Given, boolean, boolean]>([
    ['the congestion window', written(9_000, {}, few, '....'), false, true],
    ['the peer', written(9_000, { wnd: 0 }), true, false],
    ['Nagle', written(1_500, small, {}, '.'), true, false],
    ['nothing', written(500), true, true],
    ['nothing, as before', written(500), false, false],
  ])('held back by %s', (_, given, before, limited) =>
    expect(of({ ...given, congestion: { ...given.congestion, limited: before } }).tcb.congestion.limited).toBe(limited),
  );
  test.each([
    [46_080, true, true],
    [46_081, true, false],
    [46_080, false, false],
  ])('%i octets in the send buffer, a word owed %s: told %s', (octets, drained, told) => {
    const work = of(written(octets, { wnd: 0 }, { owes: { drained } }));
    expect(said(work).includes('drained')).toBe(told);
    expect(work.tcb.owes.drained).toBe(drained && !told);
  });
});

test.each<[string, Given, readonly string[]]>([
  ['something is under way', written(2_000, {}, { due: { persist: 9 } }, '.'), ['cancel persist']],
  ['all is sent', written(0, {}, { due: { persist: 9 } }), ['cancel persist']],
  ['octets wait', written(1), ['arm persist 1000000']],
  ['octets wait, third time', written(1, {}, { rtt: { backoff: 2 } }), ['arm persist 4000000']],
  ['octets wait, the timer runs', written(1, {}, { due: { persist: 9 } }), []],
])('the persist timer: %s (RFC 9293 3.8.6.1)', (_, given, expected) => {
  const work = working(given);
  watchWindow(work);
  expect(said(work)).toEqual(expected);
});

test.each<[string, Given, readonly string[], number]>([
  ['shut', written(100, { wnd: 0 }), ['ACK 0+0', 'arm persist 2000000'], 1],
  ['too small to be worth it', written(100, { wnd: 40 }), ['ACK 1+40', 'arm retransmission 1000000'], 0],
  ['of one octet', written(100, { wnd: 1 }), ['ACK 1+1', 'arm retransmission 1000000'], 0],
  ['for all', written(100, { wnd: 200 }), ['PSH,ACK 1+100', 'arm retransmission 1000000'], 0],
  ['for more than a segment', written(2_000, {}), ['ACK 1+1000', 'arm retransmission 1000000'], 0],
])('the persist timer fired, the window is %s', (_, given, expected, backoff) => {
  const work = working({ ...given, due: { persist: 9 }, rtt: { probes: 2 } });
  probeWindow(work);
  expect(said(work)).toEqual(expected);
  expect(work.tcb.rtt).toMatchObject({ probes: 3, backoff });
});

test.each<[string, Given, readonly string[], number]>([
  ['octets are under way', written(1_000, {}, { heard: 1 }, '.'), ['arm keepAlive 7000000'], 0],
  ['the window is asked after', { heard: 1, due: { persist: 9 } }, ['arm keepAlive 7000000'], 0],
  ['heard of since', { heard: 5_000_000 }, ['arm keepAlive 2000000'], 0],
  ['a microsecond early', { heard: 3_000_001 }, ['arm keepAlive 1'], 0],
  ['silent', { heard: 3_000_000 }, ['note keep-alive', 'ACK 4294967295+0', 'arm keepAlive 75000000'], 1],
])('keep-alive at 10 s, after 7 (RFC 9293 3.8.4): %s', (_, given, expected, probes) => {
  const work = working({ ...given, settings: { keepAliveIdle: 7_000_000 } }, 10_000_000);
  keepAlive(work);
  expect(said(work)).toEqual(expected);
  expect(work.tcb.rtt.probes).toBe(probes);
});

test('after a first probe a silent peer is not left alone, and is told of in seconds', () => {
  const work = working({ settings: { keepAliveIdle: 7_000_000 }, heard: 3_600_000, rtt: { probes: 1 } }, 10_000_000);
  keepAlive(work);
  expect(work.tcb.rtt.probes).toBe(2);
  expect(work.commands[0]).toEqual({
    type: 'note',
    reason: { code: 'keep-alive', seconds: 6 },
    source: 'RFC 9293 3.8.4',
  });
});
