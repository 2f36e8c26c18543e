import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Theme = Readonly<Record<string, string>>;

const css = readFileSync('src/ui/style/tokens.css', 'utf8');
const blocks = [...css.matchAll(/:root[^{]*\{([^}]*)\}/g)].map(([, body = '']): Theme =>
  Object.fromEntries([...body.matchAll(/--([\w-]+): ([^;']+);/g)].map(([, name = '', value = '']) => [name, value])),
);
const [light = {}, dark = {}, darkBySystem = {}, print = {}, forced = {}] = blocks;

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dim + 0.05);
}

/** As `color-mix(in srgb, front share%, back)` does. */
function mixed(front: string, share: number, back: string): string {
  const part = (at: number): string =>
    Math.round(parseInt(front.slice(at, at + 2), 16) * share + parseInt(back.slice(at, at + 2), 16) * (1 - share))
      .toString(16)
      .padStart(2, '0');
  return `#${[1, 3, 5].map(part).join('')}`;
}

const grounds = ['paper', 'panel', 'raised', 'selected-fill'];
const inks = ['ink', 'soft', 'faint', 'control', 'data', 'drop', 'rewrite', 'good'];
const lines = ['lane', 'control', 'data', 'drop', 'rewrite', 'good'];

/** Every pair below the ratio, as `faint on raised: 4.41`. */
function tooFaint(theme: Theme, fronts: readonly string[], backs: readonly string[], least: number): string[] {
  return fronts.flatMap((front) =>
    backs.flatMap((back) => {
      const ratio = contrast(theme[front] ?? '', theme[back] ?? '');
      return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
    }),
  );
}

test('contrast is what WCAG says it is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(tooFaint({ ink: '#777777', paper: '#ffffff' }, ['ink'], ['paper'], 4.5)).toEqual(['ink on paper: 4.48']);
});

test('five themes name the same tokens; dark is the same by choice and by system', () => {
  expect(blocks).toHaveLength(5);
  const tokens = (theme: Theme): string[] =>
    Object.keys(theme)
      .filter((name) => !name.startsWith('font-'))
      .sort();
  for (const theme of blocks) expect(tokens(theme)).toEqual(tokens(light));
  expect(darkBySystem).toEqual(dark);
});

test.each([
  ['light', light],
  ['dark', dark],
  ['print', print],
])('%s: inks can be read on every ground, lines that mean something can be seen', (_, theme) => {
  expect(tooFaint(theme, inks, grounds, 4.5)).toEqual([]);
  expect(tooFaint(theme, lines, ['paper', 'panel', 'raised'], 3)).toEqual([]);
  // The large switch and the filled states: the ground's colour on the ink.
  expect(tooFaint(theme, ['panel'], ['ink', 'control', 'data'], 4.5)).toEqual([]);
  // What ended a run stands on a ground tinted by it.
  for (const tint of ['good', 'drop']) {
    const plates: Theme = { ...theme, plate: mixed(theme[tint] ?? '', 0.08, theme['paper'] ?? '') };
    expect(tooFaint(plates, [tint, 'soft'], ['plate'], 4.5)).toEqual([]);
  }
});

test('forced colours: the system’s own, in pairs that a system keeps readable', () => {
  const system = { ground: ['Canvas'], ink: ['CanvasText', 'LinkText'] };
  for (const ground of grounds) expect(system.ground).toContain(forced[ground]);
  for (const ink of [...inks, ...lines]) expect(system.ink).toContain(forced[ink]);
});
