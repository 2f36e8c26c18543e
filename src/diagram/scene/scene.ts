/** The scene: what the nodes and the connections between them are like at a moment. */
import { askedIn } from '../../explain/diagnosis/asked';
import type { EntryOf, NodeId } from '../../trace/entry';
import { connectionName, type Connection, type FilterConfig, type Trace, type TraceNode } from '../../trace/trace';
import { roleOf } from '../steps/reading';
import type { Role } from '../steps/step';
import { historyOf, type Blind, type Life } from './history';
import { sceneWords } from '../../strings/en/scene';

export interface SceneNode {
  readonly id: NodeId;
  readonly kind: TraceNode['kind'];
  readonly name: string;
  /** Its address; of an edge, what it is (`firewall, no NAT`); of the network, its delay. */
  readonly detail: string;
  /** What stands between its sides: rules, an address of its own, a helper that reads along. */
  readonly wears: Wear;
  /** What it is doing: the ports on which it listens for data, else the state of its protocol interpreter. */
  readonly state: string;
  readonly listens: boolean;
  /** It has just dropped something. */
  readonly problem: boolean;
}

export interface Wear {
  readonly firewall: boolean;
  readonly nat: boolean;
  /** An FTP helper, and whether it can read the control connection: since that is encrypted it cannot. */
  readonly helper: 'reads' | 'blind' | null;
  /** A rule acted against a packet just now. */
  readonly ruled: boolean;
}

/** A connection as a pipe between its ends, or, while it is only tried, an arrow that ends where it was stopped. */
export interface Pipe {
  readonly connection: number;
  readonly name: string;
  readonly role: Role;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly attempt: boolean;
  /** Where the last packet of the attempt was dropped. */
  readonly stopped: NodeId | null;
}

export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly pipes: readonly Pipe[];
}

/** `cursor` is an entry's number; the scene is as that entry left it. */
export function sceneAt(trace: Trace, cursor: number): Scene {
  const { connections, drops, states, listening, blind } = historyOf(trace);
  const pipes = trace.connections.flatMap((connection) => pipeOf(connection, connections, drops, cursor));
  const stopping = new Set(pipes.map(({ stopped }) => stopped));
  const now = lastDrop(drops, cursor, null);
  const doing = (id: NodeId): { state: string; listens: boolean } => {
    const ports = listening
      .filter(({ node, from, to }) => node === id && from <= cursor && to > cursor)
      .map(({ port }) => sceneWords.listens(port));
    return { state: ports.join(', ') || lastUpTo(states.get(id) ?? [], cursor)?.to || '', listens: ports.length > 0 };
  };
  const ruling = new Set(
    pipes.flatMap(({ connection, stopped }) =>
      stopped !== null && lastDrop(drops, cursor, connection)?.rule ? [stopped] : [],
    ),
  );
  const nodes = trace.nodes.map((node): SceneNode => {
    const { id, kind, name } = node;
    const dropped = now?.n === cursor && now.node === id;
    return {
      id,
      kind,
      name,
      detail: detailOf(trace, node),
      ...(node.gear && kind !== 'host' ? { state: gearWords(node.gear), listens: false } : doing(id)),
      wears: wearOf(node, blindAt(blind, id, cursor), ruling.has(id) || (dropped && now.rule !== null)),
      problem: stopping.has(id) || dropped,
    };
  });
  return { nodes, pipes };
}

function pipeOf(
  connection: Connection,
  lives: readonly Life[],
  drops: readonly EntryOf<'drop'>[],
  cursor: number,
): readonly Pipe[] {
  const { index, opener, listener } = connection;
  const life = lives[index];
  if (!life || life.tried > cursor || life.over <= cursor) return [];
  const attempt = life.opened > cursor;
  return [
    {
      connection: index,
      name: connectionName(connection),
      role: roleOf(connection),
      from: opener,
      to: listener,
      attempt,
      stopped: attempt ? (lastDrop(drops, cursor, index)?.node ?? null) : null,
    },
  ];
}

function detailOf(trace: Trace, { id, kind, addresses, gear }: TraceNode): string {
  if (kind === 'host') return addresses[0] ?? '';
  if (gear?.nat)
    return [
      gear.rules.length > 0 ? sceneWords.gear.firewall : '',
      sceneWords.gear.nat,
      gear.helper === null ? '' : sceneWords.gear.helper,
    ]
      .filter((word) => word !== '')
      .join(', ');
  if (gear) return gear.rules.length > 0 ? sceneWords.noNat : sceneWords.noFirewall;
  const delay = askedIn(trace)('wan.oneWayDelayMs');
  return id === 'wan' && delay !== undefined ? sceneWords.delay(delay) : '';
}

/** The address with which it stands in for others; without one there is room for its helper. */
const gearWords = ({ nat, helper }: FilterConfig): string => nat ?? (helper === null ? '' : sceneWords.helper);

function wearOf({ gear }: TraceNode, blind: boolean, ruled: boolean): Wear {
  const helps = (gear?.helper ?? null) !== null;
  const sight = blind ? 'blind' : 'reads';
  return {
    firewall: (gear?.rules.length ?? 0) > 0,
    nat: (gear?.nat ?? null) !== null,
    helper: helps ? sight : null,
    ruled,
  };
}

/** Whether the last that is known of a helper's flow at an edge is that it cannot read. */
const blindAt = (blind: readonly Blind[], id: NodeId, cursor: number): boolean =>
  blind.filter(({ node, n }) => node === id && n <= cursor).at(-1)?.blind ?? false;

function lastDrop(
  drops: readonly EntryOf<'drop'>[],
  cursor: number,
  connection: number | null,
): EntryOf<'drop'> | null {
  return lastUpTo(connection === null ? drops : drops.filter((drop) => drop.connection === connection), cursor);
}

function lastUpTo<T extends { readonly n: number }>(sorted: readonly T[], cursor: number): T | null {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.n ?? Infinity) <= cursor) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? null;
}
