/** Statecharts: read from the machines’ configurations, and counted from traces. */
import { describe, expect, test } from 'vitest';
import { litAt, NEVER_TAKEN } from '../../src/diagram/statechart/lit';
import { lifeOf, livesOf, type Life } from '../../src/diagram/steps/lives';
import { loadModel, machineNames } from '../../src/diagram/statechart/machines';
import { ANYWHERE, chartOf, edgeTaken } from '../../src/diagram/statechart/statechart';
import { tcp } from '../../src/tcp/tcp.machine';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { traces, chart, sum } from './charts';

interface Written {
  readonly on?: Record<string, unknown>;
  readonly states?: Record<string, Written>;
}
const many = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
/** Counted without the code under test: the candidates of every `on`. */
const written = ({ on = {}, states = {} }: Written): number =>
  Object.values(on).reduce<number>((sum, candidates) => sum + many(candidates).length, 0) +
  Object.values(states).reduce((sum, state) => sum + written(state), 0);

test.each(machineNames)('the chart of %s has every transition of the configuration, once', async (name) => {
  const { edges, states: leaves, regions, anywhere } = chart(name);
  const states = [...leaves, ...regions];
  const shown = [
    ...edges.flatMap(({ transitions }) => transitions),
    ...states.flatMap(({ stays }) => stays),
    ...anywhere,
  ];
  expect(shown.length).toBe(written((await loadModel(name)).machine.config as Written));
  expect(new Set(shown).size).toBe(shown.length);
  expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
  const names = states.map((state) => state.name);
  for (const { from, to } of edges) expect([...names, ANYWHERE]).toEqual(expect.arrayContaining([from, to]));
  for (const { source } of states) expect(source).not.toBe('');
});

test('transitions between the same states are one edge, in the order asked; those of any state stand apart', () => {
  const { edges } = chartOf(tcp);
  const opening = edges.find(({ id }) => id === 'CLOSED → SYN-SENT');
  expect(opening?.transitions).toEqual([
    { from: 'CLOSED', to: 'SYN-SENT', event: 'OPEN', guard: null, actions: ['transmitSyn'] },
  ]);
  expect(
    edges.find(({ id }) => id === 'ESTABLISHED → CLOSED')?.transitions.map(({ event, guard }) => [event, guard]),
  ).toEqual([
    ['CLOSE', 'leavesUnread'],
    ['arrived', 'isExactReset'],
  ]);
  expect(edges.find(({ id }) => id === `${ANYWHERE} → CLOSED`)?.transitions.map(({ event }) => event)).toEqual([
    'timeout',
    'timeout',
    'timeout',
  ]);
});

const each = (check: (trace: Trace, life: Life) => void): void => {
  for (const trace of traces) for (const life of livesOf(trace)) check(trace, life);
};

describe('what a run took', () => {
  test('every change of state in a trace is one life’s, and each life goes on where it stopped', () => {
    for (const trace of traces) {
      const told = [
        ...entriesOf(trace, 'state'),
        ...entriesOf(trace, 'table').filter(({ row }) => row['from'] !== undefined),
        ...trace.entries.flatMap((entry) => ('ruling' in entry ? (entry.ruling?.steps?.map(() => entry) ?? []) : [])),
      ]
        .map(({ n }) => n)
        .sort((a, b) => a - b);
      expect(
        livesOf(trace)
          .flatMap(({ changes }) => changes.map(({ n }) => n))
          .sort((a, b) => a - b),
      ).toEqual(told);
    }
    each((_, { key, machine, changes }) => {
      // Every packet begins anew at the firewall.
      const before = ({ n }: Life['changes'][number], i: number): string | undefined =>
        machine === 'firewall' && changes[i - 1]?.n !== n ? undefined : changes[i - 1]?.to;
      expect(
        changes.map(({ from }) => from),
        key,
      ).toEqual(changes.map((change, i) => before(change, i) ?? chart(machine).initial));
    });
  });

  test('every change is an edge of the machine, and at the end the edges’ counts are the changes', () => {
    each((trace, life) => {
      for (const change of life.changes)
        expect(edgeTaken(chart(life.machine), change), `${life.key}: ${JSON.stringify(change)}`).not.toBeNull();
      const { edges, now } = litAt(chart(life.machine), life, { since: -1, until: trace.entries.length - 1 });
      expect(sum([...edges.values()].map(({ past }) => past.length)), life.key).toBe(life.changes.length);
      expect(sum([...edges.values()].map(({ later }) => later.length))).toBe(0);
      expect(now).toBe(life.changes.at(-1)?.to ?? chart(life.machine).initial);
    });
  });

  test('up to any entry, what was taken and what will be make the whole, and one state at most is now', () => {
    each((trace, life) => {
      for (let until = 0; until < trace.entries.length; until += 17) {
        const lit = litAt(chart(life.machine), life, { since: until - 1, until });
        expect(sum([...lit.edges.values()].map(({ past, later }) => past.length + later.length))).toBe(
          life.changes.length,
        );
        expect([...lit.states.values()].filter((standing) => standing === 'now')).toHaveLength(
          life.born <= until ? 1 : 0,
        );
        for (const { past, later } of lit.edges.values())
          expect([past.every(({ n }) => n <= until), later.every(({ n }) => n > until)]).toEqual([true, true]);
      }
    });
  });

  test('the machines of a blocked active listing, each in its colour', () => {
    const lives = livesOf(traces[1]!).map(
      ({ node, machine, subject, colour }) => `${node} ${machine} ${subject} ${colour}`,
    );
    expect(lives).toEqual(
      expect.arrayContaining([
        'client TCP control 1 control',
        'server TCP control 1 control',
        'client TCP data 1 data',
        'client user-PI curl control',
        'client user-DTP curl data',
        'server server-PI vsftpd control',
        'server server-DTP vsftpd data',
        'clientEdge flow 1, control 1 control',
        'clientEdge mapping 2, data 1 data',
        'clientEdge helper 1, control 1 control',
      ]),
    );
    const helper = livesOf(traces[1]!).find(({ machine }) => machine === 'helper');
    expect(helper?.changes.map(({ from, to, event }) => `${from} ${event} ${to}`)).toEqual([
      'waiting spoke expecting',
      'expecting connected waiting',
    ]);
    const flow = livesOf(traces[1]!).find(({ machine, subject }) => machine === 'flow' && subject.startsWith('1'));
    expect(flow?.changes.slice(0, 3).map(({ from, to, event }) => `${from} ${event} ${to}`)).toEqual([
      'NONE original SYN SYN_SENT',
      'SYN_SENT reply SYN,ACK SYN_RECV',
      'SYN_RECV original ACK ESTABLISHED',
    ]);
  });

  test('a client’s TCP from its first SYN on, and an edge with its moments', () => {
    const trace = traces[0]!;
    const life = livesOf(trace).find(({ key }) => key === 'client TCP 0')!;
    const opened = litAt(chart('TCP'), life, { since: -1, until: trace.entries.length - 1 });
    expect(opened.edges.get('CLOSED → SYN-SENT')?.past).toEqual([
      { n: life.born, from: 'CLOSED', to: 'SYN-SENT', event: 'OPEN' },
    ]);
    const [established] = opened.edges.get('SYN-SENT → ESTABLISHED')?.past ?? [];
    expect(litAt(chart('TCP'), life, { since: established!.n - 1, until: established!.n })).toMatchObject({
      now: 'ESTABLISHED',
      present: new Set(['SYN-SENT → ESTABLISHED']),
    });
    expect(litAt(chart('TCP'), life, { since: life.born - 2, until: life.born - 1 })).toMatchObject({
      now: null,
      present: new Set(),
    });
    expect(opened.edges.get('ESTABLISHED → CLOSED') ?? NEVER_TAKEN).toEqual(NEVER_TAKEN);
  });

  test('a packet belongs to TCP at a host and to the firewall at a router', () => {
    const trace = traces[1]!;
    const of = (kind: string, node: string) =>
      lifeOf(
        trace,
        trace.entries.find((entry) => entry.kind === kind && entry.node === node)!,
      )?.key;
    expect([of('transmit', 'client'), of('pass', 'clientEdge'), of('arrive', 'server')]).toEqual([
      'client TCP 0',
      'clientEdge firewall ',
      'server TCP 0',
    ]);
  });

  test('a packet’s verdict is a path through the firewall’s machine, and all of it is what happened last', () => {
    const trace = traces[1]!;
    const life = livesOf(trace).find(({ key }) => key === 'clientEdge firewall ')!;
    const entry = entriesOf(trace, 'pass').find(({ node }) => node === 'clientEdge')!;
    expect(entry.ruling).toMatchObject({
      state: 'NEW',
      steps: ['routed forward.NEW', 'ruled POSTROUTING', 'translated FORWARDED'],
    });
    const lit = litAt(chart('firewall'), life, { since: entry.n - 1, until: entry.n });
    expect([lit.now, [...lit.present]]).toEqual([
      'FORWARDED',
      ['PREROUTING → NEW', 'NEW → POSTROUTING', 'POSTROUTING → FORWARDED'],
    ]);
    const judged = trace.entries.filter((one) => one.node === 'clientEdge' && 'ruling' in one && one.ruling);
    const { edges } = litAt(chart('firewall'), life, { since: -1, until: trace.entries.length - 1 });
    const begun = [...edges].filter(([id]) => id.startsWith('PREROUTING'));
    expect(sum(begun.map(([, { past }]) => past.length))).toBe(judged.length);
  });

  test('an event that a machine has no answer to stands in the state where it came', () => {
    const trace = traces[0]!;
    const life = livesOf(trace).find(({ key }) => key === 'client TCP 0')!;
    const odd = { ...life, odd: [{ n: life.born + 1, text: 'connection-already-exists: OPEN' }] };
    const at = (until: number) => [...litAt(chart('TCP'), odd, { since: -1, until }).odd];
    expect(at(life.born)).toEqual([]);
    expect(at(life.born + 1)).toEqual([['SYN-SENT', odd.odd]]);
  });
});
