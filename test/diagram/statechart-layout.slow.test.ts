/** Statecharts as ELK lays them out. */
import { describe, expect, test } from 'vitest';
import { takenBy } from '../../src/diagram/statechart/lit';
import { livesOf } from '../../src/diagram/steps/lives';
import { machineNames } from '../../src/diagram/statechart/machines';
import type { Rectangle } from '../../src/diagram/layout/picture';
import { laidOut, type LaidChart, type Point } from '../../src/diagram/statechart/layout';
import { linesOf } from '../../src/diagram/statechart/lines';
import { charts as shippedCharts, place } from '../../scripts/charts';
import { traces, chart, sum } from './charts';

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const pairs = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));
/** A stretch of a line as a box without width, a pixel off its ends. */
const stretch = (a: Point, b: Point): Rectangle => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x) || 0.1,
  height: Math.abs(a.y - b.y) || 0.1,
});
const crossed = ({ edges }: LaidChart): readonly string[] =>
  edges.flatMap(({ edge, label }) =>
    edges
      .filter(
        (other) =>
          other.edge !== edge &&
          other.points.some((point, i) => i > 0 && overlap(stretch(other.points[i - 1]!, point), label)),
      )
      .map((other) => `${other.edge.id} through ${edge.id}`),
  );

describe('laid out', () => {
  test.each(machineNames)('%s: no box over a box, no label over a box, a label or another’s line', async (name) => {
    const lives = traces.flatMap((trace) => livesOf(trace).filter(({ machine }) => machine === name));
    const shipped = shippedCharts[name];
    const ordinary = new Map(shipped.taken.map(([id, events]) => [id, new Set(events)]));
    for (const [taken, placed] of [
      [ordinary, shipped],
      ...(await Promise.all(
        [new Map(), takenBy(chart(name), lives)].map(async (some) => [some, await place(chart(name), some)] as const),
      )),
    ] as const) {
      const laid = laidOut(chart(name), placed);
      const { exits, anywhere } = linesOf(chart(name), taken);
      expect(laid.states.map((state) => state.name)).toEqual(chart(name).states.map((state) => state.name));
      expect(laid.edges.length + sum([...exits.values()].map((some) => some.length)) + anywhere.length).toBe(
        chart(name).edges.length,
      );
      for (const { points } of laid.edges) expect(points.length).toBeGreaterThan(1);
      const boxes = [
        ...laid.states.map((state) => ({ name: state.name, box: state })),
        ...laid.edges.map(({ edge, label }) => ({ name: `label of ${edge.id}`, box: label })),
      ];
      expect(
        pairs(boxes)
          .filter(([a, b]) => overlap(a.box, b.box))
          .map(([a, b]) => `${a.name} / ${b.name}`),
      ).toEqual([]);
      expect(crossed(laid)).toEqual([]);
      for (const { name: which, box } of boxes)
        expect([box.x >= 0, box.x + box.width <= laid.width, box.y + box.height <= laid.height], which).toEqual([
          true,
          true,
          true,
        ]);
    }
  });
});
