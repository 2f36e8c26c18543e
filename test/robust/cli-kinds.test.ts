/** Either kind of file is taken by every command that runs one: a recorded case, or a scenario. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readAny } from '../../src/cli/cases';

const folder = mkdtempSync(join(tmpdir(), 'portcall-kinds-'));
afterAll(() => rmSync(folder, { recursive: true }));

function named(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

it.each([
  ['case.json', '{"id":"a","setup":{"dataMode":"PORT"}}'],
  ['scenario.yaml', 'dataMode: PORT\n'],
])('%s', (name, content) => {
  expect(readAny(named(name, content))).toMatchObject({ scenario: { knobs: { dataMode: 'PORT' } }, missing: [] });
});

it.each([
  ['bad.json', '[', /bad\.json:1: /],
  ['bad.yaml', 'dataMode: PORT\nserver.pasv: 3\n', /bad\.yaml:2: there is no knob 'server\.pasv'; did you mean '/],
])('%s is told with file and line', (name, content, told) => {
  expect(readAny(named(name, content))).toMatch(told);
});
