/** The transmission control block as it begins, as rules copy it, and what they note in it. */
import { expect, test } from 'vitest';
import { arm, begin, cancel, fail, note, spend } from '../../src/tcp/tcb/draft';
import { linux } from '../../src/tcp/tcb/settings';
import { finAcknowledged, finAt, initial, keepsUnread } from '../../src/tcp/tcb/tcb';
import { block, LOCAL, queue, REMOTE, said, stream, working } from './work';

test.each([
  [4, 1460],
  [6, 1440],
] as const)('Linux over IPv%i', (family, mss) =>
  expect(linux(family)).toEqual({
    mss,
    windowScale: 10,
    sackPermitted: true,
    receiveBuffer: 80_384,
    initialWindow: 10, // RFC 6928
    synRetries: 6,
    synLinearTimeouts: 0,
    synAckRetries: 5,
    retries: 15,
    rtoInitial: 1_000_000, // RFC 6298 2.1
    rtoMin: 200_000,
    rtoMax: 120_000_000,
    delayedAck: 40_000,
    timeWait: 60_000_000,
    keepAliveIdle: null,
    keepAliveInterval: 75_000_000,
    keepAliveProbes: 9,
  }),
);

const settings = linux(4);
const fresh = initial({ local: LOCAL, remote: REMOTE, iss: 700, settings });

test('a block to begin with (RFC 9293 3.3.1)', () =>
  expect(fresh).toEqual({
    local: LOCAL,
    remote: REMOTE,
    settings,
    passive: false,
    syn: {},
    snd: { iss: 700, una: 700, nxt: 700, wnd: 0, wl1: 0, wl2: 0, max: 0, scale: 0, mss: 536, up: null, sml: 700 },
    rcv: {
      irs: 0,
      nxt: 0,
      right: 0,
      scale: 0,
      threshold: 64_240,
      up: null,
      held: [],
      latest: 0,
      sack: false,
      fin: false,
    },
    ack: {
      due: false,
      now: false,
      acked: 0,
      quick: 0,
      pingPong: false,
      ato: 0,
      lastReceived: 0,
      mss: 536,
      pushed: 0,
      challenged: null,
    },
    rtt: { srtt: null, rttvar: 0, rto: 1_000_000, backoff: 0, probes: 0 },
    congestion: {
      cwnd: 10,
      ssthresh: Infinity,
      credit: 0,
      phase: 'open',
      recover: 700,
      duplicates: 0,
      limited: false,
      lastSent: 0,
    },
    due: { retransmission: null, delayedAck: null, persist: null, keepAlive: null, timeWait: null },
    outgoing: { start: 0, end: 0, chunks: [] },
    sent: [],
    unread: { start: 0, end: 0, chunks: [] },
    fin: false,
    reading: true,
    paused: false,
    noDelay: false,
    corked: false,
    owes: { drained: false, peerClosed: false, closed: false },
    heard: 0,
  }));

test.each([
  [80_384, 1460, 64_240],
  [65_536, 1000, 65_000],
  [2_920, 1460, 2_920],
  [2_919, 1460, 1_460],
  [1_461, 1460, 1_460],
  [1_460, 1460, 1_460],
  [1_000, 1460, 1_000],
])('a buffer of %i and segments of %i: the first window is %i', (receiveBuffer, mss, threshold) => {
  const one = initial({ local: LOCAL, remote: REMOTE, iss: 0, settings: { ...settings, receiveBuffer, mss } });
  expect(one.rcv.threshold).toBe(threshold);
});

test('a rule works on a copy of all there is, and on no part of the block itself', () => {
  const odd = block({
    snd: { una: 1, nxt: 2, wnd: 3, wl1: 4, wl2: 5, max: 6, scale: 7, mss: 8, up: 9, sml: 10 },
    rcv: { irs: 1, nxt: 2, right: 3, scale: 4, threshold: 5, up: 6, held: [], latest: 7, sack: true, fin: true },
    ack: { due: true, now: true, acked: 1, quick: 2, pingPong: true, ato: 3, lastReceived: 4, mss: 5, pushed: 1 },
    rtt: { srtt: 1, rttvar: 2, rto: 3, backoff: 4, probes: 5 },
    congestion: {
      cwnd: 1,
      ssthresh: 2,
      credit: 3,
      phase: 'loss',
      recover: 4,
      duplicates: 5,
      limited: true,
      lastSent: 6,
    },
    due: { retransmission: 1, delayedAck: 2, persist: 3, keepAlive: 4, timeWait: 5 },
    owes: { drained: true, peerClosed: true, closed: true },
    outgoing: stream(3),
    sent: queue('.'),
    unread: stream(4),
    passive: true,
    fin: true,
    reading: false,
    paused: true,
    noDelay: true,
    corked: true,
    heard: 9,
  });
  const { at, tcb, commands } = begin(odd, 42);
  expect([at, tcb, commands]).toEqual([42, odd, []]);
  for (const group of ['snd', 'rcv', 'ack', 'rtt', 'congestion', 'due', 'owes'] as const)
    expect(tcb[group]).not.toBe(odd[group]);
});

test('timers are armed, spent and cancelled once', () => {
  const work = working({}, 100);
  cancel(work, 'persist');
  expect(said(work)).toEqual([]);
  arm(work, 'persist', 50);
  expect(work.tcb.due.persist).toBe(150);
  cancel(work, 'persist');
  cancel(work, 'persist');
  expect(said(work)).toEqual(['arm persist 50', 'cancel persist']);
  arm(work, 'keepAlive', 0);
  expect(work.tcb.due.keepAlive).toBe(100);
  spend(work, 'keepAlive');
  expect(work.tcb.due.keepAlive).toBeNull();
  expect(said(work)).toHaveLength(3);
});

test('a note has the place behind it where there is one', () => {
  const work = working();
  note(work, { code: 'closed-unread' });
  note(work, { code: 'closed-unread' }, 'RFC 2525 2.17');
  expect(work.commands).toEqual([
    { type: 'note', reason: { code: 'closed-unread' } },
    { type: 'note', reason: { code: 'closed-unread' }, source: 'RFC 2525 2.17' },
  ]);
});

test.each([
  [true, { type: 'tell', told: { type: 'failed', reason: 'ETIMEDOUT' } }],
  [false, { type: 'note', reason: { code: 'failed-after-close', errno: 'ETIMEDOUT' } }],
] as const)('a failure, the user reads %s: what waited for the user is gone', (reading, command) => {
  const work = working({ reading, unread: stream(4), owes: { peerClosed: true } });
  fail(work, 'ETIMEDOUT');
  expect(work.commands).toEqual([command]);
  expect(work.tcb.unread).toEqual({ start: 4, end: 4, chunks: [] });
  expect(work.tcb.owes.peerClosed).toBe(false);
});

test.each([
  [true, 12, true],
  [true, 11, false],
  [false, 12, false],
])('ten octets, closed %s, SND.UNA %i: the FIN is acknowledged: %s', (fin, una, is) => {
  const one = block({ outgoing: stream(10), fin, snd: { una } });
  expect(finAt(one)).toBe(11);
  expect(finAcknowledged(one)).toBe(is);
});

test.each([
  [true, 0, false, false],
  [true, 1, false, true],
  [true, 0, true, true],
  [false, 1, true, false],
])('reading %s, %i unread, the end owed %s: kept %s', (reading, unread, peerClosed, kept) =>
  expect(keepsUnread(block({ reading, unread: stream(unread), owes: { peerClosed } }))).toBe(kept),
);
