/** The world that a scenario is run in, node by node and link by link: test/scenario/worlds has it for each title. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

// An edge is told by what it is made of. The tests of the core share a process: the modules are loaded anew, and left
// as they were.
const EDGE = '../../src/middlebox/edge/edge';
let worldOf: (typeof import('./worlds'))['worldOf'];
beforeAll(async () => {
  vi.resetModules();
  vi.doMock(EDGE, () => ({ makeEdge: (spec: object, draw: () => number) => ({ ...spec, drawn: [draw(), draw()] }) }));
  ({ worldOf } = await import('./worlds'));
});
afterAll(() => {
  vi.doUnmock(EDGE);
  vi.resetModules();
});

const folder = 'test/scenario/worlds';

describe.each(readdirSync(folder))('%s', (file) => {
  const worlds = readFileSync(`${folder}/${file}`, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'));
  test.each(worlds)('%s', async (_title, link = '', ...lines) => expect(await worldOf(link)).toEqual(lines));
});
