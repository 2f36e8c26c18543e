/**
 * Two equal keys in a list end the page (`each_key_duplicate`), and what came from outside may well be said twice: a
 * list is keyed by a text alone, or by the name of a field, only where the text is one of ours.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const EACH = /\{#each ([^{}]+?) as (\w+|\{[^}]*\}|\[[^\]]*\])(?:, \w+)? \(([^{}]+?)\)\}/g;

/** Lists of our own words, of numbers, and of what has been made different before. */
const OURS: readonly string[] = [
  "['clientEdge', 'serverEdge']",
  "keys.split(' ')",
  'row.guards',
  'Object.keys(forms)',
  'groups',
  'VANTAGES',
  'Object.values(say.columns)',
  'folds',
  'speeds',
  'columns',
  'bad',
  'only ? [only] : both',
];

function suspects(text: string): readonly string[] {
  return [...text.matchAll(EACH)].flatMap(([whole, list = '', item = '', key = '']) =>
    (key === item || /\.(?:field|line|raw)$/.test(key)) && !OURS.includes(list) ? [whole] : [],
  );
}

it('no list is keyed by a text from outside', () => {
  const files = readdirSync('src/ui', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.svelte'));
  const texts = files.map((name) => readFileSync(`src/ui/${name}`, 'utf8'));
  expect(texts.flatMap((text) => [...text.matchAll(EACH)]).length).toBeGreaterThan(80);
  expect(texts.flatMap(suspects)).toEqual([]);
});

it('the list of what is wrong with a link or a file was, once', () => {
  expect(suspects('{#each stage.trouble.lines as line (line)}<li>{line}</li>{/each}')).toHaveLength(1);
  expect(suspects('{#each lines as line, at (at)}<li>{line}</li>{/each}')).toEqual([]);
  expect(suspects('{#each one.changes as change (change.field)}')).toHaveLength(1);
});
