/** Delivered octets equal sent octets, whatever the network does to the segments; then both ends are CLOSED. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UserEvent } from '../../src/machine/transport';
import { linux } from '../../src/tcp/tcb/settings';
import { pair, type Fate, type Side } from './pair';

/** Octets that tell where in which stream they belong. */
const octetsAt = (side: Side, from: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => ((from + i) * (side === 'a' ? 7 : 11) + Math.floor((from + i) / 251)) & 255);

/** mulberry32: a fixed sequence for a seed. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const write = fc.record({
  side: fc.constantFrom<Side>('a', 'b'),
  length: fc.oneof(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1400, max: 1500 }),
    fc.integer({ min: 1, max: 30_000 }),
  ),
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400_000 })),
});

const world = fc.record({
  seed: fc.nat(),
  loss: fc.double({ min: 0, max: 0.3, noNaN: true }),
  duplication: fc.double({ min: 0, max: 0.3, noNaN: true }),
  jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60_000 })),
  writes: fc.array(write, { maxLength: 12 }),
  pauses: fc.array(
    fc.record({ side: fc.constantFrom<Side>('a', 'b'), at: fc.nat(2_000_000), lasts: fc.nat(5_000_000) }),
    { maxLength: 2 },
  ),
  iss: fc.record({
    a: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    b: fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32 - 5_000, 2 ** 31 - 1),
  }),
  sack: fc.boolean(),
  noDelay: fc.boolean(),
  buffer: fc.constantFrom(2_000, 20_000, 80_384),
});

test('octets arrive whole, once and in order under loss, duplication and reordering', () => {
  fc.assert(
    fc.property(world, ({ seed, loss, duplication, jitter, writes, pauses, iss, sack, noDelay, buffer }) => {
      const draw = chance(seed);
      const fate: Fate = () => {
        if (draw() < loss) return [];
        const delays = [10_000 + Math.floor(draw() * jitter)];
        if (draw() < duplication) delays.push(10_000 + Math.floor(draw() * (jitter + 1_000)));
        return delays;
      };
      // A real system gives up after a number of tries, and TIME-WAIT may end before a peer whose RTO has grown long
      // tries again: here neither chance must hide what is asked.
      const settings = {
        ...linux(4),
        sackPermitted: sack,
        receiveBuffer: buffer,
        retries: 100,
        synRetries: 60,
        synAckRetries: 60,
        rtoMax: 1_000_000,
      };
      const link = pair(fate, { a: settings, b: settings }, iss);
      const sent = { a: 0, b: 0 };
      const got: Record<Side, number[]> = { a: [], b: [] };
      const ended = { a: false, b: false };

      link.onTold = (side, told: UserEvent) => {
        if (told.type === 'failed') throw new Error(`${side} failed: ${told.reason}`);
        if (told.type === 'peerClosed') ended[side] = true;
        if (told.type === 'received') {
          expect(told.from).toBe(got[side].length);
          got[side].push(...told.octets);
        }
        if (told.type !== 'opened') return;
        if (noDelay) link.call(side, { type: 'OPTION', noDelay });
        let after = 0;
        for (const one of writes) {
          if (one.side !== side) continue;
          after += one.after;
          link.later(after, side, { type: 'SEND', octets: octetsAt(side, sent[side], one.length) });
          sent[side] += one.length;
        }
        for (const pause of pauses) {
          if (pause.side !== side) continue;
          link.later(pause.at, side, { type: 'PAUSE' });
          link.later(pause.at + pause.lasts, side, { type: 'RESUME' });
        }
        link.later(after, side, { type: 'CLOSE', reading: true });
      };

      link.call('b', { type: 'OPEN', passive: true });
      link.call('a', { type: 'OPEN', passive: false });
      link.run();

      expect([link.hosts.a.snapshot.value, link.hosts.b.snapshot.value]).toEqual(['CLOSED', 'CLOSED']);
      expect([link.hosts.a.gone, link.hosts.b.gone]).toEqual([true, true]);
      expect(ended).toEqual({ a: true, b: true });
      expect(got.b).toEqual([...octetsAt('a', 0, sent.a)]);
      expect(got.a).toEqual([...octetsAt('b', 0, sent.b)]);
    }),
    { numRuns: 150 },
  );
});
