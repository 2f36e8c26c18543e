import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignRuns, partingAt, type Pairing } from '../../src/diagram/compare/compare';
import { differences } from '../../src/diagram/compare/differs';
import { FOLDS_FROM, layoutPair, rowWith, type Which } from '../../src/diagram/compare/layout';
import { measuresOf } from '../../src/diagram/compare/measures';
import { partingText } from '../../src/diagram/compare/parting';
import type { Depth, Step } from '../../src/diagram/steps/step';
import { DEPTHS, stepsOf } from '../../src/diagram/steps/steps';
import { load } from '../../src/parts';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Trace } from '../../src/trace/trace';
import { realTraces } from './real';

async function traceOf(link: string): Promise<Trace> {
  const { scenario } = fromLink(link);
  return run(scenario, await load(needs(scenario)));
}

const only = (pairings: readonly Pairing[], which: Which): readonly Step[] =>
  pairings.flatMap((pair) => pair[which] ?? []);
const said = (step: Step | null): string => (step ? `${step.label.term} ${step.label.text}`.trim().slice(0, 27) : '');

/** Of a segment; they count what came before. */
const NUMBERS = /seq=.*$/;

/** The rows from where they part to where they agree again, as a reader sees them. */
async function around(one: string, other: string): Promise<string> {
  const runs = { a: await traceOf(one), b: await traceOf(other) };
  const pairings = alignRuns(runs.a, runs.b, 'dialogue');
  const at = partingAt(pairings) ?? pairings.length;
  const end = pairings.findIndex(({ same }, i) => i > at && same);
  return [
    `${at} the same`,
    `here they part: ${partingText(pairings, at, runs)}`,
    ...pairings.slice(at, end < 0 ? undefined : end).map(({ a, b }) => `${said(a).padEnd(28)}| ${said(b)}`.trimEnd()),
  ].join('\n');
}

describe('any two runs, at every depth', () => {
  const pick = fc.constantFrom(...realTraces.map(([, trace]) => trace));
  test('each step of both stands in one row, in its own order, with a partner or facing a gap', () => {
    fc.assert(
      fc.property(pick, pick, fc.constantFrom<Depth>(...DEPTHS), (a, b, depth) => {
        const pairings = alignRuns(a, b, depth);
        expect(only(pairings, 'a')).toEqual(stepsOf(a, depth));
        expect(only(pairings, 'b')).toEqual(stepsOf(b, depth));
        for (const { a: one, b: other, same } of pairings) {
          expect(one ?? other).not.toBeNull();
          if (same) expect(said(one).replace(NUMBERS, '')).toBe(said(other).replace(NUMBERS, ''));
        }
      }),
      { numRuns: 120 },
    );
  });

  test('a run is the same as itself, and one is to another as the other to it', () => {
    for (const [, trace] of realTraces) expect(partingAt(alignRuns(trace, trace, 'dialogue'))).toBeNull();
    fc.assert(
      fc.property(pick, pick, (a, b) => {
        expect(partingAt(alignRuns(a, b, 'dialogue'))).toBe(partingAt(alignRuns(b, a, 'dialogue')));
      }),
      { numRuns: 40 },
    );
  });

  test('rows of the picture follow one another, hold every pairing once, and stay within the width', () => {
    fc.assert(
      fc.property(
        pick,
        pick,
        fc.constantFrom<Depth>(...DEPTHS),
        fc.integer({ min: 320, max: 1800 }),
        fc.constantFrom<Which | null>('a', 'b', null),
        (a, b, depth, width, alone) => {
          const pairings = alignRuns(a, b, depth);
          const picture = layoutPair({ a, b }, pairings, {
            width,
            depth,
            only: width < 900 ? (alone ?? 'a') : alone,
            opened: new Set(),
            parting: null,
          });
          let [next, bottom] = [0, 0];
          for (const row of picture.rows) {
            expect(row.first).toBe(next);
            expect(row.top).toBeGreaterThanOrEqual(bottom);
            expect(row.bottom).toBeGreaterThan(row.top);
            if (row.last > row.first) expect(row.last - row.first + 1).toBeGreaterThanOrEqual(FOLDS_FROM);
            [next, bottom] = [row.last + 1, row.bottom];
            for (const box of [row.gap, row.a?.plate, row.b?.plate])
              if (box) expect(box.x + box.width).toBeLessThanOrEqual(width);
          }
          expect(next).toBe(pairings.length);
          expect(picture.height).toBeGreaterThan(bottom);
        },
      ),
      { numRuns: 120 },
    );
  });
});

describe('what two runs part over', () => {
  test('active and passive', async () => {
    expect(await around('dataMode=PORT&clientEdge.firewall=block-inbound', 'clientEdge.firewall=block-inbound')).toBe(
      `
9 the same
here they part: who dials
:43370 listening on         |
PORT 203,0,113,10,169,106   | PASV
                            | :50035 listening on
200 PORT command successful | 227 Entering Passive Mode (
                            | connect data 1, three-way h`.trim(),
    );
  });

  test('a helper at the edge: the same SYN, let through', async () => {
    const text = await around(
      'dataMode=PORT&clientEdge.firewall=block-inbound',
      'dataMode=PORT&clientEdge.firewall=block-inbound&clientEdge.ftpHelper=true',
    );
    expect(text).toContain(
      "15 the same\nhere they part: what the client's edge lets through\nSYN 20 → 43370              | connect data 1",
    );
    expect(text).toContain('425 Failed to establish con | 226 Directory send OK.');
  });

  test('among segments it is the same question, and sequence numbers alone part nothing', async () => {
    const runs = { a: await traceOf('dataMode=PORT'), b: await traceOf('') };
    const pairings = alignRuns(runs.a, runs.b, 'segments');
    const at = partingAt(pairings) ?? -1;
    expect(partingText(pairings, at, runs)).toBe('who dials');
    expect(pairings.slice(at).some(({ a, same }) => same && said(a).includes('TYPE A'))).toBe(true);
  });

  test.each([
    [
      'an address in 227',
      'client.skipPasvAddress=false&serverEdge.nat=true',
      'client.skipPasvAddress=false&serverEdge.nat=true&server.passiveAddress=198.51.100.21',
      'what 227 says',
    ],
    ['a closed range', 'serverEdge.firewall=control-only', '', "what the server's edge lets through"],
    ['a password', 'passwordOk=false', '', 'what PASS says'],
    ['the extended command', '', 'dataMode=EPSV', 'how the port is told'],
  ])('%s', async (_, one, other, over) => {
    expect(await around(one, other)).toContain(`here they part: ${over}\n`);
  });

  test('the knobs that differ are the headings, and what was done in one alone', () => {
    const [a, b] = ['dataMode=PORT&clientEdge.nat=true', 'clientEdge.nat=true&do=drop+data+1+/+SYN'].map(
      (link) => fromLink(link).scenario,
    );
    expect(differences(a!, b!)).toEqual([
      { name: 'dataMode', a: 'PORT', b: 'PASV' },
      { name: '', a: '', b: 'drop data 1 / SYN' },
    ]);
    expect(differences(a!, a!)).toEqual([]);
  });
});

describe('folds', () => {
  test('an equal stretch is one row until it is opened, and keeps its place', async () => {
    const runs = { a: await traceOf('dataMode=PORT'), b: await traceOf('') };
    const pairings = alignRuns(runs.a, runs.b, 'dialogue');
    const wishes = { width: 1200, depth: 'dialogue', only: null, parting: { at: 9, text: 'who dials' } } as const;
    const folded = layoutPair(runs, pairings, { ...wishes, opened: new Set() });
    expect(folded.rows[0]).toMatchObject({ first: 0, last: 8, a: null, b: null });
    expect(folded.rows[0]?.label?.parts[0]?.text).toBe('9 the same');
    expect(folded.rows[1]?.top).toBeGreaterThan((folded.parting?.top ?? 0) + 20);
    const open = layoutPair(runs, pairings, { ...wishes, opened: new Set([0]) });
    expect(open.rows.slice(0, 9).map(({ first, last }) => [first, last])).toEqual(
      Array.from({ length: 9 }, (_, i) => [i, i]),
    );
    expect(open.rows[rowWith(open, 4)]?.first).toBe(4);
    expect(rowWith(folded, 4)).toBe(0);
    expect(open.sides.map(({ lanes }) => lanes.length)).toEqual([2, 2]);
  });
});

describe('measures', () => {
  const table = async (link: string) =>
    Object.fromEntries(measuresOf(await traceOf(link)).map(({ name, text }) => [name, text]));

  test('active and passive differ in who opens and where ports are open', async () => {
    expect(await table('dataMode=PORT')).toMatchObject({
      Connections: '2',
      'Opened by': 'client 1, server 1',
      'Ports opened': 'client 1, server 1',
    });
    expect(await table('')).toMatchObject({
      Connections: '2',
      'Opened by': 'the client',
      'Ports opened': 'client 0, server 2',
    });
    expect(await table('dataMode=PORT&clientEdge.firewall=block-inbound')).toMatchObject({ Connections: '1 of 2' });
  });

  test('under TLS little is said in clear: what comes before it', async () => {
    const [clear, sealed] = [await table(''), await table('security=explicit&server.tls=optional')];
    expect(Number(clear['In clear'])).toBeGreaterThan(500);
    expect(Number(sealed['In clear'])).toBeLessThan(120);
    expect(Number(sealed['In clear'])).toBeGreaterThan(20);
  });

  test('time grows with the delay by as much as the round trips, and the last half of one', async () => {
    const [near, far] = [await table('wan.oneWayDelayMs=10'), await table('wan.oneWayDelayMs=110')];
    expect(near['Round trips']).toBe(far['Round trips']);
    const trips = Number(near['Round trips']);
    const seconds = (text: string | undefined): number =>
      text?.endsWith('ms') ? Number.parseFloat(text) / 1000 : Number.parseFloat(text ?? '');
    // The text is rounded to 0.1 s.
    expect(Math.abs((seconds(far['Time']) - seconds(near['Time'])) / 0.2 - trips)).toBeLessThan(1.3);
  });
});
