/** What a run leaves behind, and the first questions asked of it. */
import type { Endpoint, Purpose } from '../machine/contract';
import type { Files } from '../machine/files';
import { forwardPacket } from '../wire/packet/packet';
import { packetOf, type Arena } from './arena';
import type { Entry, EntryKind, EntryOf, NodeId, OfPacket } from './entry';

/** A TCP connection, or the attempt at one, in order of first SYN. */
export interface Connection {
  readonly index: number;
  readonly purpose: Purpose | 'other';
  /** 1, 2, ... among connections of the same purpose: `data 2`. */
  readonly ordinal: number;
  readonly opener: NodeId;
  readonly listener: NodeId;
  /** As the opener saw them. */
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** The opener's and, once it answered, the listener's initial sequence number. */
  readonly iss: number;
  irs: number | null;
}

/** A node as the diagram and the capture need it, in path order. */
export interface TraceNode {
  readonly id: NodeId;
  readonly kind: 'host' | 'router' | 'network';
  readonly name: string;
  readonly addresses: readonly string[];
  /** Absent for what only carries packets. */
  readonly gear?: FilterConfig;
}

/** What a router was told before the run, in words; its tables fill during the run (entries of kind 'table'). */
export interface FilterConfig {
  /** In order, first match wins; the row `rule 3` of a ruling is the third. */
  readonly rules: readonly string[];
  /** For what no rule matches. */
  readonly policy: string;
  /** The address it puts in place of those behind it; null where it does not translate. */
  readonly nat: string | null;
  /** `21 to 10.0.0.21:21`. */
  readonly forwards: readonly string[];
  /** The control port that its FTP helper reads on; null without a helper. */
  readonly helper: number | null;
}

/**
 * The scenario that made a run, as data, so that a saved trace can be run again: the knobs that are not as by default,
 * and what the learner did. What they mean is the scenario's to say (scenario/recorded.ts).
 */
export interface RecordedScenario {
  readonly knobs: Readonly<Record<string, unknown>>;
  readonly interventions: readonly {
    readonly do: string;
    readonly at: string;
    readonly ms?: number;
    readonly port?: number;
    readonly edge?: string;
  }[];
}

/** Of the trace as a file; rises with every change that an older reader would not understand. */
export const VERSION = 3;

export interface Trace {
  readonly version: typeof VERSION;
  readonly scenario: RecordedScenario;
  /** Seconds since 1970-01-01 00:00 UTC at virtual time 0. */
  readonly epoch: number;
  readonly nodes: readonly TraceNode[];
  readonly entries: readonly Entry[];
  readonly connections: readonly Connection[];
  readonly arena: Arena;
  /** Moment names to entry numbers; see moment.ts. */
  readonly moments: ReadonlyMap<string, number>;
  /** The file stores at the start, by node; stores.ts has them at any entry. */
  readonly initialFiles: ReadonlyMap<NodeId, Files>;
  /** The file stores at the end, by node. */
  readonly files: ReadonlyMap<NodeId, Files>;
  readonly end: 'quiescent' | 'horizon' | 'cap';
  /** Steps that all machines of the run took together, those in routers too: as often XState was called. */
  readonly steps: number;
}

/** `control 1`, `data 2`. */
export function connectionName(connection: Connection): string {
  return `${connection.purpose} ${connection.ordinal}`;
}

export function entriesOf<K extends EntryKind>(trace: Trace, kind: K): readonly EntryOf<K>[] {
  return trace.entries.filter((entry): entry is EntryOf<K> => entry.kind === kind);
}

/** A packet's octets as they were at an entry: each router on the way has lowered the TTL. */
export function octetsOf(trace: Trace, at: OfPacket): Uint8Array {
  let octets = packetOf(trace.arena, at.packet);
  for (let hop = 0; hop < at.hops; hop++) octets = forwardPacket(octets);
  return octets;
}

/** Where a packet that was seen on its way was transmitted, whatever was changed in it since. */
export function transmissionOf(trace: Trace, entry: Entry & OfPacket): EntryOf<'transmit'> | null {
  let at: Entry | undefined = entry;
  while (at && at.kind !== 'transmit') {
    const node: NodeId | null = at.node;
    at = at.causes
      .map((n) => trace.entries[n])
      .find((cause) => cause?.kind === 'transmit' || (cause?.kind === 'pass' && cause.node !== node));
  }
  return at ?? null;
}

/**
 * Whether a packet travels from its connection's opener: told by who transmitted it, since addresses and ports may
 * change on its way.
 */
export function fromOpener(trace: Trace, entry: Entry & OfPacket): boolean {
  const origin = transmissionOf(trace, entry);
  return origin !== null && origin.connection !== null && origin.node === trace.connections[origin.connection]?.opener;
}

/** All entries an entry follows from, nearest first, each once. */
export function because(trace: Trace, n: number): readonly Entry[] {
  const seen = new Set<number>();
  const found: Entry[] = [];
  let front: readonly number[] = trace.entries[n]?.causes ?? [];
  while (front.length > 0) {
    const next: number[] = [];
    for (const cause of front) {
      const entry = trace.entries[cause];
      if (!entry || seen.has(cause)) continue;
      seen.add(cause);
      found.push(entry);
      next.push(...entry.causes);
    }
    front = next;
  }
  return found;
}

/** The entries that name `n` as a cause. */
export function therefore(trace: Trace, n: number): readonly Entry[] {
  return trace.entries.filter((entry) => entry.causes.includes(n));
}
