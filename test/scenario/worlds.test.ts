/** The world that a scenario is run in, node by node and link by link: test/scenario/worlds has it for each title. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { worldOf } from './worlds';

vi.mock('../../src/middlebox/edge/edge', () => ({
  makeEdge: (spec: object, draw: () => number) => ({ ...spec, drawn: [draw(), draw()] }),
}));

const folder = 'test/scenario/worlds';

describe.each(readdirSync(folder))('%s', (file) => {
  const worlds = readFileSync(`${folder}/${file}`, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'));
  test.each(worlds)('%s', async (_title, link = '', ...lines) => expect(await worldOf(link)).toEqual(lines));
});
