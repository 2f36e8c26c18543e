import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from '../../src/sim/queue';

test('events leave by time, ties in the order they came, cancelled ones never', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), (wanted) => {
      const queue = new Queue();
      const dues = wanted.map(([at], order) => ({ due: queue.push(at, () => {}), at, order }));
      dues.forEach(({ due }, i) => {
        due.cancelled = wanted[i]?.[1] ?? false;
      });
      const left: [number, number][] = [];
      for (let due = queue.pop(); due; due = queue.pop()) left.push([due.at, due.order]);
      const expected = dues.filter(({ due }) => !due.cancelled).map(({ at, order }) => [at, order] as [number, number]);
      expect(left).toEqual(expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
    }),
  );
});
