import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTERVENTION_FORMS, interventionText, parseIntervention } from '../../src/scenario/interventions';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { fork } from '../../src/scenario/scenario';
import { readScenario, writeScenario } from '../../src/scenario/text/file';
import type { Intervention } from '../../src/sim/interventions';
import { entriesOf, therefore, type Trace } from '../../src/trace/trace';
import { parent, ran, forked, root, owesTo, said, whole } from './forked';

const INTERVENTIONS: readonly Intervention[] = [
  { do: 'drop' },
  { do: 'delay', ms: 300 },
  { do: 'cut' },
  { do: 'filter', port: 5060 },
  { do: 'mend' },
  { do: 'expire', edge: 'clientEdge' },
  { do: 'expire', edge: 'serverEdge' },
  { do: 'restart' },
  { do: 'exhaust' },
  { do: 'unplug' },
  { do: 'unreachable' },
];

describe('as text', () => {
  test.each(INTERVENTIONS.map((intervention) => ({ ...intervention, at: 'data 1 / SYN #2' })))(
    '$do reads back from text, link and file',
    (act) => {
      expect(parseIntervention(interventionText(act))).toEqual(act);
      const scenario = { ...parent, interventions: [act] };
      expect(fromLink(toLink(scenario, null)).scenario).toEqual(scenario);
      expect(readScenario(writeScenario(scenario), 'a.yaml')).toEqual({ scenario });
    },
  );
  test('each intervention has a form', () => {
    expect(INTERVENTION_FORMS.map((form) => form.split(' ')[0])).toEqual([
      ...new Set(INTERVENTIONS.map((intervention) => intervention.do)),
    ]);
  });
  test.each([
    [
      'explode data 1 / SYN',
      /^'explode data 1 \/ SYN' is no intervention: expected one of drop MOMENT, delay MILLISECONDS MOMENT/,
    ],
    ['drop', /expected one of/],
    ['delay data 1 / SYN', /expected 'delay MILLISECONDS MOMENT', as in 'delay 300 control 1 \/ PASV'/],
    ['delay 0 data 1 / SYN', /delay MILLISECONDS/],
    ['expire data 1 / SYN', /expected 'expire clientEdge\|carrier\|serverEdge MOMENT'/],
    ['expire wan data 1 / SYN', /expire clientEdge\|carrier\|serverEdge/],
  ])('%s', (text, complaint) => {
    expect(parseIntervention(text)).toMatch(complaint);
  });
});

test("any intervention leaves the parent's run as it was up to there, and the run comes to its end", () => {
  const trace = ran(parent);
  fc.assert(
    fc.property(fc.constantFrom(...trace.moments), fc.constantFrom(...INTERVENTIONS), ([moment, n], intervention) => {
      const child = forked(moment, intervention);
      expect(child.entries.slice(0, n + 1)).toEqual(trace.entries.slice(0, n + 1));
      expect(child.entries[n + 1]?.kind).toBe('intervention');
      for (const entry of child.entries) {
        for (const cause of entry.causes) expect(cause).toBeLessThan(entry.n);
        if (entry.causes.length === 0) expect(['knob', 'intervention', 'end']).toContain(entry.kind);
      }
      expect(child.end).toBe('quiescent');
      // Who waits for a machine that is cut off, with nothing to send and no keep-alive, waits for ever (RFC 9293
      // 3.8.4).
      const over = entriesOf(child, 'exit').some((entry) => entry.node === 'client');
      expect(over || ['cut', 'unplug', 'unreachable'].includes(intervention.do)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('drop: the segment of the moment, or the next of that host on the connection', () => {
  for (const [at, word] of [
    ['data 1 / SYN', 'SYN'],
    ['control 1 / PASV', 'octets'],
  ] as const) {
    const trace = forked(at, { do: 'drop' });
    const [drop, ...more] = entriesOf(trace, 'drop');
    expect(more).toEqual([]);
    expect([...trace.moments].find(([, n]) => n === drop?.n)?.[0]).toBe(
      `${at.slice(0, at.indexOf(' /'))} / dropped ${word}`,
    );
    expect(drop?.causes).toContain(root(trace));
    expect(whole(trace)).toBe(true);
  }
});

test('delay: the segment arrives so much later, because of it', () => {
  const at = (trace: Trace) =>
    entriesOf(trace, 'message').find(
      (entry) => entry.node === 'server' && entry.message.kind === 'request' && entry.message.name === 'PASV',
    );
  const trace = forked('control 1 / PASV', { do: 'delay', ms: 150 });
  const [late, plain] = [at(trace), at(ran(parent))];
  expect((late?.at ?? 0) - (plain?.at ?? 0)).toBe(150_000);
  expect(owesTo(trace, late?.n, root(trace))).toBe(true);
  expect(whole(trace)).toBe(true);
});

test('cut, then mended: what was lost comes again, because of the mending', () => {
  const cut = fork(parent, 'data 1 / SYN', 'cut');
  expect(whole(ran(cut))).toBe(false);
  expect(said(ran(cut))).toHaveLength(1);
  const trace = ran(fork(cut, 'data 1 / SYN #2', 'mend'));
  const [first, second] = entriesOf(trace, 'intervention');
  for (const drop of entriesOf(trace, 'drop')) expect(drop.causes).toContain(first?.n);
  const opened = trace.moments.get('data 1 / opened client');
  expect(owesTo(trace, opened, second?.n ?? -1)).toBe(true);
  expect(whole(trace)).toBe(true);
});

test("expire: the server's octets find no mapping at the client's edge, which resets them", () => {
  const trace = forked('data 1 / octets server', { do: 'expire', edge: 'clientEdge' });
  const rows = entriesOf(trace, 'table').filter(
    (entry) => entry.causes.includes(root(trace)) && entry.at === trace.entries[root(trace)]?.at,
  );
  expect(rows.some(({ row }) => row.table === 'mapping')).toBe(true);
  const [refused] = entriesOf(trace, 'drop');
  expect(refused?.node).toBe('clientEdge');
  expect(refused?.causes).toContain(root(trace));
  expect(trace.entries.some((entry) => entry.kind === 'transmit' && entry.node === 'clientEdge')).toBe(true);
});

test('restart: the session ends, and a new one finds the listener back', () => {
  const trace = forked('control 1 / PASV', { do: 'restart' });
  const killed = entriesOf(trace, 'exit').find((entry) => entry.node === 'server');
  expect([killed?.code, killed?.causes]).toEqual([143, [root(trace)]]);
  expect(whole(trace)).toBe(false);
  expect(said(trace)).toHaveLength(1);
  const listens = entriesOf(trace, 'listen').filter((entry) => entry.node === 'server' && entry.local.port === 21);
  expect(listens.map((entry) => entry.causes.includes(root(trace)))).toEqual([false, true]);
});

test('exhaust: no passive port is to be had', () => {
  const trace = forked('control 1 / 230', { do: 'exhaust' });
  const failed = entriesOf(trace, 'told').find((entry) => entry.node === 'server' && entry.reason === 'EADDRINUSE');
  expect(failed?.causes).toContain(root(trace));
  expect(trace.connections.map(({ purpose }) => purpose)).toEqual(['control']);
  expect(whole(trace)).toBe(false);
});

test("unplug is silence, unreachable is said by the server's edge", () => {
  const [silent, told] = [forked('control 1 / PASV', { do: 'unplug' }), forked('data 1 / SYN', { do: 'unreachable' })];
  const icmp = (trace: Trace) => [...trace.moments.keys()].filter((name) => name.endsWith('ICMP serverEdge'));
  expect(icmp(silent)).toEqual([]);
  expect(icmp(told).length).toBeGreaterThan(0);
  expect(owesTo(told, told.moments.get('data 1 / failed client'), root(told))).toBe(true);
  for (const trace of [silent, told]) expect([whole(trace), said(trace).length]).toEqual([false, 1]);
});

test('an intervention at a moment that never comes does nothing', () => {
  expect(forked('data 9 / SYN', { do: 'cut' }).entries).toEqual(ran(parent).entries);
  expect(therefore(ran(parent), -1)).toEqual([]);
});
