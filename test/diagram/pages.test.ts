import { expect, test } from 'vitest';
import { pagesOf } from '../../src/diagram/layout/pages';
import type { Row } from '../../src/diagram/layout/picture';

const rows = (...heights: number[]): readonly Row[] => {
  let top = 0;
  return heights.map((height) => ({ top, bottom: (top += height) }) as Row);
};

test('a picture that fits is one sheet', () => {
  expect(pagesOf({ rows: rows(30, 30), height: 80 }, 100, 100)).toEqual([{ top: 0, bottom: 80 }]);
});

test('sheets end between rows, and the first is shorter', () => {
  expect(pagesOf({ rows: rows(30, 30, 30, 30, 30), height: 150 }, 60, 90)).toEqual([
    { top: 0, bottom: 60 },
    { top: 60, bottom: 150 },
  ]);
});

test('a row taller than a sheet is not cut', () => {
  expect(pagesOf({ rows: rows(30, 200, 30), height: 260 }, 60, 60)).toEqual([
    { top: 0, bottom: 30 },
    { top: 30, bottom: 230 },
    { top: 230, bottom: 260 },
  ]);
});

test('nothing happened: one empty sheet', () => {
  expect(pagesOf({ rows: [], height: 40 }, 60, 60)).toEqual([{ top: 0, bottom: 40 }]);
});
