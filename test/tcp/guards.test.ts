/** The guards of the TCP machine: which of a set of segments, timers and calls each lets pass. */
import { describe, expect, test } from 'vitest';
import { guards } from '../../src/tcp/guards';
import { ACK, FIN, RST, SYN, type TcpSegment } from '../../src/wire/packet/tcp';
import { block, queue, segment, stream } from './work';

const some = (length: number): Uint8Array => new Uint8Array(length);
const half = { snd: { una: 1_001, nxt: 2_001, max: 500 } };

describe('guards', () => {
  const tcb = block({
    ...half,
    rcv: { irs: 50, nxt: 101, right: 201 },
    passive: true,
    due: { persist: 1, keepAlive: 1, retransmission: 1, delayedAck: 1, timeWait: 1 },
  });
  const arriving: Record<string, Partial<TcpSegment>> = {
    ack: { seq: 101, ack: 1_002 },
    'old ack': { seq: 101, ack: 1_001 },
    'stray ack': { seq: 300, ack: 1_002 },
    rst: { seq: 101, flags: RST },
    'rst in the window': { seq: 102, flags: RST },
    'stray rst': { seq: 300, flags: RST },
    'rst,ack': { seq: 101, flags: RST | ACK, ack: 1_002 },
    syn: { seq: 50, flags: SYN },
    'another syn': { seq: 51, flags: SYN },
    'syn,ack': { seq: 50, flags: SYN | ACK, ack: 1_002 },
    'old syn,ack': { seq: 50, flags: SYN | ACK, ack: 1_001 },
    'another syn,ack': { seq: 51, flags: SYN | ACK, ack: 1_002 },
    none: { seq: 101, flags: 0 },
    'fin again': { seq: 100, flags: FIN | ACK, ack: 1_001 },
    'new fin': { seq: 101, flags: FIN | ACK, ack: 1_001 },
    'rst,fin': { seq: 100, flags: FIN | RST },
    'last octet again': { seq: 100, ack: 1_001, payload: some(1) },
  };
  const rsts = ['rst', 'rst in the window', 'stray rst', 'rst,ack', 'rst,fin'];
  const syns = ['syn', 'another syn', 'syn,ack', 'old syn,ack', 'another syn,ack'];
  const acks = [
    'ack',
    'old ack',
    'stray ack',
    'rst,ack',
    'syn,ack',
    'old syn,ack',
    'another syn,ack',
    'fin again',
    'new fin',
    'last octet again',
  ];
  const all = Object.keys(arriving);
  test.each<[keyof typeof guards, string[]]>([
    ['isUnacceptable', ['stray ack', ...syns, 'fin again', 'last octet again']],
    ['isStrayReset', ['stray rst', 'rst,fin']],
    ['isReset', rsts],
    ['isExactReset', ['rst', 'rst,ack']],
    ['isPassiveReset', ['rst', 'rst,ack']],
    ['hasSyn', syns],
    ['hasAck', acks],
    ['lacksAck', all.filter((name) => !acks.includes(name))],
    ['acknowledgesOddly', all.filter((name) => !acks.includes(name))], // SEG.ACK 0 is far too old
    ['acknowledgesNothing', ['old ack', 'old syn,ack', 'fin again', 'new fin', 'last octet again']],
    ['isRefusal', ['rst,ack']],
    ['isSynAck', ['syn,ack', 'old syn,ack', 'another syn,ack']],
    ['isInvalidReset', ['rst', 'rst in the window', 'stray rst', 'rst,fin']],
    ['repeatsSyn', ['syn']],
    ['completesCrossing', ['syn,ack']],
    ['repeatsFin', ['fin again']],
    ['reachesFin', ['new fin']],
  ])('%s', (name, expected) => {
    const found = all.filter((one) => guards[name](tcb, { type: 'arrived', at: 0, segment: segment(arriving[one]) }));
    expect(found.sort()).toEqual([...expected].sort());
    expect(guards[name](tcb, { type: 'PAUSE', at: 0 })).toBe(false);
  });

  test('a RST resets only who was opened passively', () =>
    expect(
      guards.isPassiveReset({ ...tcb, passive: false }, { type: 'arrived', at: 0, segment: segment(arriving['rst']) }),
    ).toBe(false));

  const timers = {
    retransmissionDue: 'retransmission',
    delayedAckDue: 'delayedAck',
    persistDue: 'persist',
    keepAliveDue: 'keepAlive',
    timeWaitDue: 'timeWait',
  } as const;
  test.each(Object.entries(timers))('%s', (name, timer) => {
    const guard = guards[name as keyof typeof timers];
    for (const other of Object.values(timers))
      expect(guard(tcb, { type: 'timeout', at: 0, timer: other }), other).toBe(other === timer);
    expect(guard(block(), { type: 'timeout', at: 0, timer }), 'cancelled').toBe(false);
    expect(guard(tcb, { type: 'PAUSE', at: 0 })).toBe(false);
  });

  test.each([
    ['retransmissionExhausted', 'retransmission', { rtt: { backoff: 14 } }, false],
    ['retransmissionExhausted', 'retransmission', { rtt: { backoff: 15 } }, true],
    ['persistExhausted', 'persist', { rtt: { probes: 14 } }, false],
    ['persistExhausted', 'persist', { rtt: { probes: 15 } }, true],
    ['keepAliveExhausted', 'keepAlive', { rtt: { probes: 8 } }, false],
    ['keepAliveExhausted', 'keepAlive', { rtt: { probes: 9 } }, true],
    ['keepAliveExhausted', 'keepAlive', { rtt: { probes: 9 }, sent: queue('.') }, false],
    ['keepAliveExhausted', 'keepAlive', { rtt: { probes: 9 }, due: { persist: 5 } }, false],
  ] as const)('%s of %s, %o: %s', (name, timer, given, exhausted) => {
    const due = { [timer]: 1, ...('due' in given ? given.due : {}) };
    expect(
      guards[name](block({ ...given, sent: 'sent' in given ? [...given.sent] : [], due }), {
        type: 'timeout',
        at: 1,
        timer,
      }),
    ).toBe(exhausted);
  });

  test.each([
    ['leavesUnread', false, true, 1, true],
    ['leavesUnread', false, true, 0, false],
    ['leavesUnread', true, true, 1, false],
    ['closesAgain', true, true, 0, true],
    ['closesAgain', true, false, 0, true],
    ['closesAgain', false, false, 0, true],
    ['closesAgain', false, true, 0, false],
  ] as const)('%s: CLOSE reading %s, reading so far %s, %i unread: %s', (name, reading, before, unread, expected) => {
    const one = block({ reading: before, unread: stream(unread) });
    expect(guards[name](one, { type: 'CLOSE', at: 0, reading })).toBe(expected);
    expect(guards[name](one, { type: 'ABORT', at: 0 })).toBe(false);
  });

  test.each([true, false])('OPEN passive %s', (passive) => {
    expect(guards.opensPassively(tcb, { type: 'OPEN', at: 0, passive })).toBe(passive);
    expect(guards.opensPassively(tcb, { type: 'ABORT', at: 0 })).toBe(false);
  });
});
