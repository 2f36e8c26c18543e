/**
 * The machines of a run as its trace tells of them: one life for each TCP connection's end, each interpreter, transfer
 * process and layer, each firewall, flow, mapping and helper of a router, with its changes of state and what it had no
 * answer to. Pure.
 */
import { nameOf } from '../../machine/config';
import { roleOf } from './reading';
import type { Role } from './step';
import type { Entry, EntryOf, NodeId, Ruling } from '../../trace/entry';
import { connectionName, entriesOf, type Connection, type Trace } from '../../trace/trace';
import { remembered } from '../../trace/query/remembered';
import { remark } from '../../strings/en/remarks';
import { violated } from '../../strings/en/violations';

export type MachineName =
  | 'TCP'
  | 'user-PI'
  | 'user-DTP'
  | 'server-PI'
  | 'server-DTP'
  | 'tls-client'
  | 'tls-server'
  | 'firewall'
  | 'flow'
  | 'mapping'
  | 'helper'
  | 'scanner'
  | 'bystander'
  | 'thief';

export interface Change {
  /** The entry that records it. */
  readonly n: number;
  readonly from: string;
  readonly to: string;
  readonly event: string;
}

/** A violation, or an event that the machine had no use for, in the state where it happened. */
export interface Oddity {
  readonly n: number;
  readonly text: string;
}

export interface Life {
  readonly key: string;
  readonly node: NodeId;
  readonly machine: MachineName;
  /** Which of its kind: `control 1`, `flow 2`, the process's name. */
  readonly subject: string;
  readonly colour: Role;
  /** The first entry that tells of it; before, it is not there. */
  readonly born: number;
  /** The entry at which it went without a transition: its process ended, its row was deleted. */
  readonly over: number | null;
  readonly changes: readonly Change[];
  readonly odd: readonly Oddity[];
}

interface Growing extends Life {
  over: number | null;
  readonly changes: Change[];
  readonly odd: Oddity[];
}

interface Lives {
  readonly all: readonly Life[];
  readonly byEntry: ReadonlyMap<number, Life>;
}

type OfMachine = Extract<Entry, { readonly machine: string }>;

/** What a machine notes of an event that it has no answer to. */
const NO_ANSWER = new Set([
  'no-use',
  'no-place-here',
  'changes-nothing',
  'late-timer',
  'means-nothing',
  'tells-nothing',
]);

/** In the order in which they began. */
export const livesOf = (trace: Trace): readonly Life[] => gathered(trace).all;

/**
 * The machine that an entry tells of: its own, or at a host the TCP whose packet it is, at a router the firewall that
 * judged the packet.
 */
export const lifeOf = (trace: Trace, entry: Entry): Life | null => gathered(trace).byEntry.get(entry.n) ?? null;

const gathered = remembered(gather);

function gather(trace: Trace): Lives {
  const lives = new Map<string, Growing>();
  const byEntry = new Map<number, Life>();
  const servers = serversIn(trace);
  const routers = new Set<NodeId | null>(trace.nodes.flatMap(({ id, kind }) => (kind === 'router' ? [id] : [])));
  const connectionOf = (entry: Entry): number | null =>
    entry.connection ?? (entry.kind === 'state' ? dialled(trace, entry) : null);
  /** The life of that name, begun where there is none; null where nothing is known by it. */
  const life = (entry: Entry, machine: MachineName | null, number: number | null, process: string): Growing | null => {
    const { node } = entry;
    const connection = connectionOf(entry);
    if (machine === null || node === null || (EACH_CONNECTION.has(machine) && connection === null)) return null;
    const at = connection === null ? undefined : trace.connections[connection];
    const subject = subjectOf(machine, at, number, process);
    const key = `${node} ${machine} ${number ?? (EACH_CONNECTION.has(machine) ? connection : process)}`;
    const found = lives.get(key);
    if (found) return found;
    const colour = COLOURS[machine] ?? (at ? roleOf(at) : 'other');
    const begun: Growing = { key, node, machine, subject, colour, born: entry.n, over: null, changes: [], odd: [] };
    lives.set(key, begun);
    return begun;
  };
  const told = (entry: Entry): Growing | null => {
    if (entry.kind === 'table') return ofRow(entry, life);
    return 'machine' in entry ? life(entry, machineOf(entry, servers.has(entry.node)), null, entry.process) : null;
  };
  for (const entry of trace.entries) {
    const one = told(entry);
    if (one) {
      byEntry.set(entry.n, one);
      grow(one, entry);
    }
    const verdict = 'ruling' in entry ? judged(entry, life) : null;
    if (verdict && (routers.has(entry.node) || entry.kind === 'drop')) byEntry.set(entry.n, verdict);
    if (entry.kind === 'exit') exited(lives.values(), entry);
  }
  packets(trace, routers, lives, byEntry);
  return { all: [...lives.values()], byEntry };
}

const serversIn = (trace: Trace): ReadonlySet<NodeId | null> =>
  new Set(entriesOf(trace, 'listen').flatMap(({ purpose, node }) => (purpose === 'control' ? [node] : [])));

/** `control 1`; of a router's row its number and whose it is; else the process. */
function subjectOf(machine: MachineName, at: Connection | undefined, number: number | null, process: string): string {
  if (EACH_CONNECTION.has(machine) && at) return connectionName(at);
  if (number === null) return process;
  return at ? `${number}, ${connectionName(at)}` : String(number);
}

/** A process's lives are over with it. */
function exited(lives: Iterable<Growing>, { n, node, process }: EntryOf<'exit'>): void {
  for (const one of lives) if (one.node === node && one.subject === process) one.over ??= n;
}

/** What an entry adds to the life that it tells of. */
function grow(one: Growing, entry: Entry): void {
  const { n } = entry;
  if (entry.kind === 'state')
    one.changes.push({ n, from: nameOf(entry.from), to: nameOf(entry.to), event: entry.event });
  if (entry.kind === 'violation') one.odd.push({ n, text: `${entry.reason.code}: ${violated(entry.reason)}` });
  if (entry.kind === 'note' && NO_ANSWER.has(entry.reason.code)) one.odd.push({ n, text: remark(entry.reason) });
}

type Begin = (entry: Entry, machine: MachineName | null, number: number | null, process: string) => Growing | null;

const ROWS: Readonly<Record<string, MachineName>> = { flow: 'flow', mapping: 'mapping', helper: 'helper' };
const EACH_CONNECTION: ReadonlySet<MachineName> = new Set(['TCP', 'tls-client', 'tls-server']);
const COLOURS: Partial<Readonly<Record<MachineName, Role>>> = {
  'user-PI': 'control',
  'server-PI': 'control',
  'user-DTP': 'data',
  'server-DTP': 'data',
  helper: 'control',
};
const OWN: Readonly<Record<string, MachineName>> = {
  tcp: 'TCP',
  'tls-client': 'tls-client',
  'tls-server': 'tls-server',
  scanner: 'scanner',
  reader: 'bystander',
  thief: 'thief',
};
const SIDES: Readonly<Record<string, readonly [user: MachineName, server: MachineName]>> = {
  pi: ['user-PI', 'server-PI'],
  dtp: ['user-DTP', 'server-DTP'],
};

/** Who listens for control connections is the server: its processes' machines are the server's. */
const machineOf = ({ machine }: OfMachine, server: boolean): MachineName | null =>
  OWN[machine] ?? SIDES[machine]?.[server ? 1 : 0] ?? null;

/** A row of a router's tables that changed its state says whence and on what event (middlebox/tables/handled.ts). */
function ofRow(entry: EntryOf<'table'>, life: Begin): Growing | null {
  const {
    table,
    change,
    row: changed,
  } = entry.row as {
    readonly table: string;
    readonly change: string;
    readonly row?: { readonly id: number; readonly state: string };
  };
  const machine = ROWS[table];
  const one = machine && changed ? life(entry, machine, changed.id, '') : null;
  if (!one || !changed) return null;
  const { from, event } = entry.row as { readonly from?: string; readonly event?: string };
  if (from !== undefined && event !== undefined) one.changes.push({ n: entry.n, from, to: changed.state, event });
  else if (change === 'destroy' || change === 'expired') one.over = entry.n;
  return one;
}

/** The verdict on a packet: one life for each firewall, in which every packet begins where its machine does. */
function judged({ ruling, ...entry }: Extract<Entry, { readonly ruling?: Ruling }>, life: Begin): Growing | null {
  const one = ruling?.steps ? life({ ...entry, connection: null }, 'firewall', null, '') : null;
  let from = 'PREROUTING';
  for (const [event = '', state = ''] of ruling?.steps?.map((step) => step.split(' ')) ?? [])
    one?.changes.push({ n: entry.n, from, to: (from = nameOf(state)), event });
  return one;
}

/**
 * Before its first SYN has left, a socket's connection has no number: it is that of the SYN, which has the same causes.
 */
function dialled({ entries }: Trace, { n, node, causes }: Entry): number | null {
  for (let next = entries[n + 1]; next; next = entries[next.n + 1]) {
    if (next.causes.join() !== causes.join()) return null;
    if (next.kind === 'transmit' && next.node === node) return next.connection;
  }
  return null;
}

/**
 * A packet at a host is TCP's, which the first packet may begin; at a router its flow's, likewise: so they are found
 * last.
 */
function packets(
  { entries }: Trace,
  routers: ReadonlySet<NodeId | null>,
  lives: ReadonlyMap<string, Life>,
  byEntry: Map<number, Life>,
): void {
  const flows = new Map<string, Life>();
  for (const life of lives.values()) {
    const place = `${life.node} ${entries[life.born]?.connection}`;
    if (life.machine === 'flow' && !flows.has(place)) flows.set(place, life);
  }
  for (const entry of entries) {
    const { n, node, connection } = entry;
    if (!('packet' in entry) || byEntry.has(n)) continue;
    const one = routers.has(node) ? flows.get(`${node} ${connection}`) : lives.get(`${node} TCP ${connection}`);
    if (one) byEntry.set(n, one);
  }
}
