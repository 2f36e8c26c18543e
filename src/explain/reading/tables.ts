/**
 * A router's tables at a moment: the rules with what they did so far, the flows that connection tracking knows, NAT's
 * mappings, the FTP helper's expectations, port forwards. All of it is read from the trace: from what the router was
 * told before the run (`filterConfig`) and from its entries up to the cursor.
 */
import type { ExpectationRow, FlowRow, HelperRow, MappingRow } from '../../middlebox/tables/handled';
import type { Endpoint, Micros } from '../../machine/contract';
import { endpointText, tupleText } from '../../middlebox/tuple';
import type { Entry, EntryOf, NodeId } from '../../trace/entry';
import type { FilterConfig, Trace } from '../../trace/trace';

/** What all rows share. */
interface Touched {
  /** It acted, came, changed or went after `since`, up to the cursor. */
  readonly lit: boolean;
  /** The entry that last did that, up to the cursor; null for what has done nothing yet. */
  readonly entry: number | null;
}

export interface RuleLine extends Touched {
  /** From 1, in the order in which they are asked; null for the policy, which is asked last. */
  readonly number: number | null;
  readonly text: string;
  /** Packets it decided over, up to the cursor. */
  readonly packets: number;
  /** `NEW, from outside`: what it decided over last. */
  readonly over: string | null;
}

export interface TableLine extends Touched {
  readonly id: number;
  readonly state: string;
  /** The row in words: from whom to whom. */
  readonly what: string;
  readonly more: readonly string[];
  /** Microseconds from the cursor until it is forgotten; null for what each packet keeps for longer. */
  readonly left: Micros | null;
  /** It has just been forgotten or used up. */
  readonly gone: boolean;
  /** Whether the FTP helper on this flow can read it: shut once it is TLS. Null where none reads. */
  readonly eye: 'open' | 'shut' | null;
}

export interface EdgeTables {
  readonly filterConfig: FilterConfig;
  readonly rules: readonly RuleLine[];
  readonly flows: readonly TableLine[];
  readonly mappings: readonly TableLine[];
  readonly expectations: readonly TableLine[];
}

type Ruled = EntryOf<'pass' | 'drop' | 'arrive' | 'transmit'>;
type Relevant = Ruled | EntryOf<'table'>;

const known = new WeakMap<Trace, Map<NodeId, readonly Relevant[]>>();

/** A router's own entries, in order. */
function entriesAt(trace: Trace, node: NodeId): readonly Relevant[] {
  const byNode = known.get(trace) ?? new Map<NodeId, readonly Relevant[]>();
  known.set(trace, byNode);
  const found =
    byNode.get(node) ??
    trace.entries.filter(
      (entry: Entry): entry is Relevant =>
        entry.node === node && (entry.kind === 'table' || ('ruling' in entry && entry.ruling !== undefined)),
    );
  byNode.set(node, found);
  return found;
}

/**
 * The tables as the entry at the cursor left them, or null for a node that has none. What happened after `since` is
 * lit.
 */
export function tablesAt(trace: Trace, node: NodeId, cursor: number, since = cursor - 1): EdgeTables | null {
  const filterConfig = trace.nodes.find(({ id }) => id === node)?.gear;
  if (!filterConfig) return null;
  const at = trace.entries[cursor]?.at ?? 0;
  const so = entriesAt(trace, node).filter(({ n }) => n <= cursor);
  return {
    filterConfig,
    rules: rulesAt(filterConfig, so, since),
    flows: linesOf<FlowRow>(so, 'flow', since, at, flowLine),
    mappings: linesOf<MappingRow>(so, 'mapping', since, at, mappingLine),
    expectations: linesOf<ExpectationRow>(so, 'expectation', since, at, expectationLine),
  };
}

/** Edges with tables, in the order of the path. */
export const edgesOf = ({ nodes }: Trace): readonly NodeId[] =>
  nodes.filter(({ gear }) => gear !== undefined).map(({ id }) => id);

function rulesAt(filterConfig: FilterConfig, so: readonly Relevant[], since: number): readonly RuleLine[] {
  const rulings = so.filter((entry): entry is Ruled => entry.kind !== 'table' && asked(filterConfig, entry));
  return [
    ...filterConfig.rules.map((text, index) => [index + 1, text] as const),
    [null, filterConfig.policy] as const,
  ].map(([number, text]) => {
    const mine = rulings.filter(({ ruling }) => ruling?.rule === number);
    const last = mine.at(-1);
    return {
      number,
      text,
      packets: mine.length,
      entry: last?.n ?? null,
      lit: last !== undefined && last.n > since,
      over: last?.ruling ? `${last.ruling.state}, from ${last.ruling.from}` : null,
    };
  });
}

/** A packet that was dropped without a rule was dropped before any rule was asked, unless the policy drops. */
const asked = (filterConfig: FilterConfig, { kind, ruling }: Ruled): boolean =>
  kind !== 'drop' || ruling?.rule !== null || filterConfig.policy !== 'accept';

interface Change<Row> {
  readonly n: number;
  readonly change: string;
  readonly row: Row;
}
type Line = Pick<TableLine, 'state' | 'what' | 'more'> & Partial<Pick<TableLine, 'left' | 'eye'>>;

/** The rows of a table that are there, and those that have just gone. */
function linesOf<Row extends { readonly id: number }>(
  so: readonly Relevant[],
  table: string,
  since: number,
  at: Micros,
  line: (row: Row, at: Micros) => Line,
): readonly TableLine[] {
  const rows = new Map<number, Change<Row>>();
  for (const entry of so) {
    if (entry.kind !== 'table' || entry.row.table !== table) continue;
    const row = entry.row['row'] as Row;
    rows.set(row.id, { n: entry.n, change: entry.row.change, row });
  }
  return [...rows.values()].flatMap(({ n, change, row }) => {
    const gone = ENDS.has(change);
    return gone && n <= since
      ? []
      : [{ id: row.id, left: null, eye: null, ...line(row, at), gone, lit: n > since, entry: n }];
  });
}

const ENDS: ReadonlySet<string> = new Set(['destroy', 'expired', 'used', 'replaced']);

function flowLine({ state, original, reply, assured, helper, master }: FlowRow): Line {
  const translated =
    reply.source.address !== original.destination.address ||
    reply.source.port !== original.destination.port ||
    reply.destination.address !== original.source.address ||
    reply.destination.port !== original.source.port;
  return {
    state,
    what: tupleText(original),
    eye: helper && (helper.state === 'blind' ? 'shut' : 'open'),
    more: [
      ...(translated ? [`replies ${tupleText(reply)}`] : []),
      ...(assured ? ['assured'] : []),
      ...(helper ? [helper.state === 'blind' ? 'FTP helper, which cannot read TLS' : 'FTP helper'] : []),
      ...(master === null ? [] : [`expected by flow ${master}`]),
    ],
  };
}

function mappingLine({ state, inside, outside, remote }: MappingRow): Line {
  return {
    state,
    what: `${endpointText(inside)} ⇄ ${endpointText(outside)}`,
    more: remote ? [`for ${remoteText(remote)}`] : [],
  };
}

const remoteText = (remote: Endpoint | { readonly address: string; readonly port: null }): string =>
  remote.port === null ? remote.address : endpointText({ address: remote.address, port: remote.port });

function expectationLine({ from, to, inside, master, expiresAt }: ExpectationRow, at: Micros): Line {
  return {
    left: Math.max(0, expiresAt - at),
    state: 'waiting',
    what: `${from} > ${endpointText(to)}`,
    more: [...(inside ? [`sent on to ${endpointText(inside)}`] : []), `read in flow ${master}`],
  };
}

/** A row of a table entry in words: `flow 1, SYN_SENT, 203.0.113.10:40036 > 198.51.100.21:21`. */
export function rowText({ table, row }: { readonly table: string; readonly [column: string]: unknown }): string {
  const lines: Readonly<Record<string, () => Line>> = {
    flow: () => flowLine(row as FlowRow),
    mapping: () => mappingLine(row as MappingRow),
    expectation: () => expectationLine(row as ExpectationRow, 0),
    helper: () => ({ state: '', what: `now ${(row as HelperRow).state}`, more: [] }),
  };
  const line = lines[table]?.();
  return line
    ? [line.state, line.what, ...line.more].filter((part) => part !== 'waiting' && part !== '').join(', ')
    : JSON.stringify(row);
}
