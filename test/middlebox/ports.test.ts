import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectationPorts, firstOf, natPorts } from '../../src/middlebox/nat/ports';

const lots =
  (...numbers: number[]) =>
  () =>
    numbers.shift() ?? 0;

describe('ports that are tried where the wanted one is taken', () => {
  test('the same one first, then a run from a drawn place, then shorter ones', () => {
    const tried = [...natPorts(40036, lots(100, 200, 300, 400, 500))];
    expect(tried.slice(0, 4)).toEqual([40036, 1124, 1125, 1126]);
    expect(tried.length).toBe(1 + 128 + 64 + 32 + 16 + 8);
    expect([tried[129], tried[193], tried[225], tried[241]]).toEqual([1224, 1324, 1424, 1524]);
  });

  test('stay in their class, and within what a port can be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 65_535 }),
        fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 140, maxLength: 140 }),
        (port, drawn) => {
          const [low, high] = port < 512 ? [1, 511] : port < 1024 ? [600, 1023] : [1024, 65_535];
          for (const one of [...natPorts(port, lots(...drawn))].slice(1)) expect(one >= low && one <= high).toBe(true);
          for (const one of expectationPorts(port, lots(...drawn))) expect(one >= port && one <= 65_535).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('none fits where all are taken', () => {
    expect(firstOf(natPorts(21, lots()), () => false)).toBeNull();
    expect(firstOf(expectationPorts(50020, lots(0, 0, 32_768)), (port) => port !== 50020)).toBe(50020 + 7757);
  });
});
