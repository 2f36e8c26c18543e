/**
 * What the edges did: what they changed, by comparing what was seen on either side; and what their tables went through.
 */
import type { Endpoint } from '../../machine/contract';
import { entriesOf, type Trace } from '../../trace/trace';
import type { Vantage } from '../../trace/vantage';
import { dialogue, type Spoken } from './dialogue';
import { passedAt } from './streams';
import { portToken, type Pools } from './tokens';
import type { Connected, View } from './views';

export interface RewriteRow {
  readonly at: string;
  readonly connection: number;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What lies between two places where captures are taken: an edge, or two. */
const EDGES: readonly (readonly [string, Vantage, Vantage])[] = [
  ['clientEdge', 'client', 'wan'],
  ['serverEdge', 'wan', 'server'],
];
const BEHIND_CARRIER: typeof EDGES = [
  ['clientEdge, carrier', 'client', 'wan'],
  ['serverEdge', 'wan', 'server'],
];

const edgesIn = ({ nodes }: Trace): typeof EDGES => (nodes.some(({ id }) => id === 'carrier') ? BEHIND_CARRIER : EDGES);

export function rewritesOf(
  trace: Trace,
  all: readonly Connected[],
  kinds: readonly string[],
  pools: Pools,
): readonly RewriteRow[] {
  const found = edgesIn(trace).flatMap(([at, near, far]) =>
    all.flatMap((one, connection) => {
      const [a, b] = [near, far].map((vantage) => one.views.find((view) => view.vantage === vantage));
      if (!a || !b) return [];
      const spoken =
        kinds[connection] === 'control' && connection === 0
          ? [...lines(trace, one, a, b, 'client', pools), ...lines(trace, one, b, a, 'server', pools)]
          : [];
      return [...tuple(one, a, b, pools), ...spoken].map((row) => ({ at, connection, ...row }));
    }),
  );
  const keys = found.map((row) => JSON.stringify(row));
  return found.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

type Change = Omit<RewriteRow, 'at' | 'connection'>;

/**
 * What of the first SYN's addresses and ports is another beyond the edge, in the direction the connection was opened.
 */
function tuple({ connection }: Connected, a: View, b: View, pools: Pools): readonly Change[] {
  const [first, second] = connection.opener === 'client' ? [a, b] : [b, a];
  const [before, after] = [first.sights[0], second.sights[0]];
  if (!before || !after) return [];
  const fields = [
    ['source-address', before.source, after.source],
    ['source-port', before.segment.sourcePort, after.segment.sourcePort],
    ['destination-address', before.destination, after.destination],
    ['destination-port', before.segment.destinationPort, after.segment.destinationPort],
  ] as const;
  const token = (value: string | number) => (typeof value === 'number' ? portToken(pools, value) : value);
  return fields
    .filter(([field, was, is]) => (field === 'source-port' ? was !== is : token(was) !== token(is)))
    .map(([field, was, is]) => ({ field, before: token(was), after: token(is) }));
}

/** Messages of one side that read otherwise downstream; only what goes in the clear can. */
function lines(
  trace: Trace,
  one: Connected,
  upstream: View,
  downstream: View,
  side: string,
  pools: Pools,
): readonly Change[] {
  const from = (view: View): readonly Spoken[] =>
    dialogue(one, view, passedAt(trace, one, view).clear, pools).filter(
      ({ said }) => said.from === side && said.raw === undefined,
    );
  const heard = from(downstream);
  return from(upstream).flatMap((spoken, index) => {
    const other = heard[index];
    if (!other || other.line === spoken.line) return [];
    const value = ({ said }: Spoken) => said.argument ?? said.text;
    return [{ field: `${spoken.said.verb ?? spoken.said.code}-argument`, before: value(spoken), after: value(other) }];
  });
}

interface Ends {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

interface FlowRow {
  readonly id: number;
  readonly state: string;
  readonly original: Ends;
  readonly reply: Ends;
  readonly assured: boolean;
  readonly helper: { readonly name: string } | null;
}

interface ExpectationRow {
  readonly id: number;
  readonly from: string;
  readonly to: Endpoint;
  readonly helper: string;
  readonly lifetime: number;
}

export type TrackingRow = Readonly<Record<string, unknown>>;

/** Each edge's expectations, then its flows with the states they went through. */
export function trackingOf(trace: Trace, pools: Pools): readonly TrackingRow[] {
  return edgesIn(trace)
    .flatMap(([name]) => name.split(', '))
    .flatMap((at) => {
      const { wanted, flows } = tablesAt(trace, at);
      return [
        ...[...wanted.values()].map((one) => expectationRow(at, one, pools)),
        ...[...flows.values()].map((one) => flowRow(at, one, pools)),
      ];
    });
}

interface Followed {
  readonly row: FlowRow;
  readonly states: readonly string[];
}

interface Wanted {
  readonly row: ExpectationRow;
  readonly used: boolean;
}

/** What an edge's tables held in the course of a run, by number. */
function tablesAt(trace: Trace, at: string) {
  const flows = new Map<number, Followed>();
  const wanted = new Map<number, Wanted>();
  for (const { node, row: changed } of entriesOf(trace, 'table')) {
    if (node !== at) continue;
    if (changed.table === 'flow' && changed.change !== 'destroy') {
      const row = changed.row as FlowRow;
      flows.set(row.id, { row, states: followed(flows.get(row.id)?.states ?? [], row.state) });
    }
    if (changed.table === 'expectation' && (changed.change === 'new' || changed.change === 'used')) {
      const row = changed.row as ExpectationRow;
      wanted.set(row.id, { row, used: changed.change === 'used' });
    }
  }
  return { flows, wanted };
}

const followed = (states: readonly string[], state: string): readonly string[] =>
  states.at(-1) === state ? states : [...states, state];

const expectationRow = (at: string, { row, used }: Wanted, pools: Pools): TrackingRow => ({
  at,
  kind: 'expectation',
  from: row.from,
  fromPort: 'any',
  to: row.to.address,
  toPort: portToken(pools, row.to.port),
  timeoutSeconds: Math.round(row.lifetime / 1e6),
  helper: row.helper,
  used,
});

const flowRow = (at: string, { row, states }: Followed, pools: Pools): TrackingRow => ({
  at,
  kind: 'flow',
  original: ends(row.original, pools),
  reply: ends(row.reply, pools),
  states,
  assured: row.assured,
  helper: row.helper?.name ?? null,
});

function ends({ source, destination }: Ends, pools: Pools): TrackingRow {
  return {
    from: source.address,
    fromPort: portToken(pools, source.port),
    to: destination.address,
    toPort: portToken(pools, destination.port),
  };
}
