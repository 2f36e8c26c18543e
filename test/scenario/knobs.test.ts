/**
 * The knob table's types and facets: what must not compile is written down here, and tsc complains where it does.
 * Whoever asks for a knob elsewhere asks by a name that the compiler knows, never by a pattern over names.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CONFIG } from '../../src/scenario/knobs/config/config';
import { knobNamed, knobs, namesOf, setting } from '../../src/scenario/knobs/knobs';
import type { KnobName, NameOf, Settings, SettingsText } from '../../src/scenario/knobs/table';
import { formatValue, parseValue } from '../../src/scenario/values/knob';
import { emptyScenario, valueOf, withKnob, withKnobs } from '../../src/scenario/scenario';

/** Never run: each line that is marked must be refused by the compiler, and no other. */
export function refused(): unknown {
  const plain = emptyScenario;
  const mode: 'PASV' | 'EPSV' | 'PORT' | 'EPRT' = valueOf(plain, 'dataMode');
  const port: number | 'ephemeral' = valueOf(plain, 'server.activeDataPort');
  const range: readonly [number, number] = valueOf(plain, 'server.passiveRange');
  const timeout: number | null = valueOf(plain, 'server.idleTimeout');
  const whole: NameOf<boolean> = 'server.readOnly';
  return [
    [mode, port, range, timeout, whole],
    // @ts-expect-error a typing mistake
    valueOf(plain, 'dataMod'),
    // @ts-expect-error of another machine
    valueOf(plain, 'client.passiveRange'),
    // @ts-expect-error no choice of it
    withKnob(plain, 'dataMode', 'PASSIVE'),
    // @ts-expect-error a number in words
    withKnob(plain, 'server.controlPort', '21'),
    // @ts-expect-error one port is no range
    withKnob(plain, 'server.passiveRange', [50020]),
    // @ts-expect-error it must have a value
    withKnob(plain, 'server.readOnly', null),
    // @ts-expect-error no action
    withKnob(plain, 'actions', [{ op: 'fetch', path: 'a' }]),
    // @ts-expect-error a name among others
    withKnobs(plain, { dataMode: 'PORT', 'server.readonly': true }),
    // @ts-expect-error a value among others
    withKnobs(plain, { dataMode: 'PORT', 'server.readOnly': 'yes' }),
    // @ts-expect-error by parts
    setting(`${'carrier' as 'carrier' | 'serverEdge'}.ftpHelper`, true),
    // @ts-expect-error as in the table itself
    'server.readOnly' satisfies NameOf<number>,
    // @ts-expect-error text of a choice is one of its choices
    { dataMode: 'PASSIVE' } satisfies SettingsText,
    // @ts-expect-error a name from outside goes through knobNamed
    knobNamed('dataMod').label,
  ];
}

test('a name from outside is a knob or nothing', () => {
  expect(knobNamed('dataMode').name).toBe('dataMode');
  expect(['dataMod', '__proto__', 'constructor', ''].map((name) => knobNamed(name))).toEqual(Array(4).fill(undefined));
});

test('no two files of the table have a knob of one name', () => {
  const rows = readdirSync('src/scenario/knobs/rows')
    .filter((file) => file.endsWith('.ts') && file !== 'table.ts')
    .flatMap((file) =>
      [...readFileSync(`src/scenario/knobs/rows/${file}`, 'utf8').matchAll(/^ {2}'?([\w.]+)'?: \{$/gm)].map(
        ([, one]) => one,
      ),
    );
  expect([...rows].sort()).toEqual(knobs.map(({ name }) => name as string).sort());
});

describe.each(knobs.map((knob) => [knob.name, knob] as const))('%s', (name, knob) => {
  const isValue = (one: Parameters<typeof formatValue>[1]) =>
    expect(parseValue(knob, formatValue(knob, one))).toEqual(one);

  test('its default, hazards and exceptions are values of its own', () => {
    isValue(knob.default);
    for (const { value } of knob.hazards ?? []) isValue(value);
    if (knob.marked?.unless !== undefined) isValue(knob.marked.unless);
  });

  test('its conditions name knobs, and values of theirs', () => {
    for (const all of [knob.when ?? []].flat())
      for (const [other, values] of Object.entries(all)) {
        const asked = knobNamed(other)!;
        for (const value of 'not' in values ? [values.not] : values)
          expect([other, parseValue(asked, formatValue(asked, value))]).toEqual([other, value]);
      }
  });

  test('what restricts is not hazardous at its default alone', () => {
    expect(knob.fixed === true && (knob.shuts !== undefined || knob.restricts === true)).toBe(false);
    expect(CONFIG[name]).not.toBe(undefined);
  });
});

/** Patterns that would find knobs by how they are called: they miss the next one without a word. */
const PLACES = 'client|server|clientEdge|serverEdge|carrier|wan|tls|faults|scanner|tcp';
const LAST = [...new Set(knobs.map(({ name }) => name.split('.')[1]).filter((part) => part !== undefined))].join('|');
const BY_PATTERN = [
  new RegExp(`\\.(startsWith|endsWith|includes)\\(['"\`](${PLACES})\\.`),
  new RegExp(`\\.(startsWith|endsWith)\\(['"\`]\\w*\\.(${LAST})['"\`]`),
  new RegExp(`/[^/\n]*\\b(${PLACES})\\\\\\.[^/\n]*/[a-z]*\\.test\\(`),
  new RegExp(`/[^/\n]*\\\\\\.\\(?(${LAST})\\b[^/\n]*/`),
];

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(ts|svelte)$/.test(file) && !file.startsWith('src/scenario/knobs/'));

test('outside the table no knob is found by a pattern over names', () => {
  const found = filesUnder('src').flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) => (BY_PATTERN.some((pattern) => pattern.test(line)) ? [`${file}:${at + 1} ${line}`] : [])),
  );
  expect(found).toEqual([]);
});

test('the patterns would be seen', () => {
  const before = [
    "if (name.startsWith('server.')) return true;",
    "knob.endsWith('.forwards')",
    'const OF_CLIENT = /^(client\\.|tls\\.|dataMode$)/.test(name);',
    '!/\\.(firewall|egressPorts)$/.test(knob)',
  ];
  expect(before.filter((line) => BY_PATTERN.some((pattern) => pattern.test(line)))).toEqual(before);
});

/** The settings' own names, in their order. */
test('settings keep the order in which they were written', () => {
  const set: Settings = { security: 'explicit', 'server.tls': 'required' };
  expect(namesOf(set)).toEqual(['security', 'server.tls'] satisfies KnobName[]);
});
