import { expect, it } from 'vitest';
import { NOT_FETCHED } from '../../src/strings/en/page/fetched';
import { messageOf } from '../../src/ui/runs/failure';

it.each([
  ['Failed to fetch dynamically imported module: http://localhost/assets/layers-i_6aKwQt.js', NOT_FETCHED],
  ['error loading dynamically imported module: http://localhost/assets/layers-i_6aKwQt.js', NOT_FETCHED],
  ['Importing a module script failed.', NOT_FETCHED],
  ['out of memory', 'out of memory'],
])('of an error a reader is told what it means: %j', (message, told) => {
  expect(messageOf(new TypeError(message))).toBe(told);
});
