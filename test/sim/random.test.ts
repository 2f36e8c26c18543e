import { expect, test } from 'vitest';
import { draw, drawBetween } from '../../src/sim/random';

test('a draw is a function of its key alone', () => {
  expect(draw(1, 'client', 'port', 0)).toBe(draw(1, 'client', 'port', 0));
  const keys = [
    draw(1, 'client', 'port', 0),
    draw(2, 'client', 'port', 0),
    draw(1, 'server', 'port', 0),
    draw(1, 'client', 'loss', 0),
    draw(1, 'client', 'port', 1),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('draws are spread evenly: chi-squared over 64 bins of 64,000 draws stays below the 0.1 % bound', () => {
  const bins = new Array<number>(64).fill(0);
  for (let i = 0; i < 64_000; i++) {
    const bin = drawBetween(0, 63, 7, 'client', 'evenness', i);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const chi = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chi).toBeLessThan(103.4);
});

test('both bounds are drawn, and nothing outside them', () => {
  const drawn = new Set(Array.from({ length: 200 }, (_, i) => drawBetween(3, 5, 1, 'h', 'p', i)));
  expect([...drawn].sort()).toEqual([3, 4, 5]);
});
