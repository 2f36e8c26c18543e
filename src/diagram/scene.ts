/** The scene: what the nodes and the connections between them are like at a moment. */
import type { EntryOf, NodeId } from '../trace/entry'
import { connectionName, type Trace, type TraceNode } from '../trace/trace'
import { dialogueOf } from './dialogue'
import { roleOf } from './reading'
import type { Role } from './step'

export interface SceneNode {
  readonly id: NodeId
  readonly kind: TraceNode['kind']
  readonly name: string
  /** Its address, or what else there is to say of it. */
  readonly detail: string
  /** What it is doing: the ports on which it listens for data, else the state of its protocol interpreter. */
  readonly state: string
  readonly listens: boolean
  /** It has just dropped something. */
  readonly problem: boolean
}

/** A connection as a pipe between its ends, or, while it is only tried, an arrow that ends where it was stopped. */
export interface Pipe {
  readonly connection: number
  readonly name: string
  readonly role: Role
  readonly from: NodeId
  readonly to: NodeId
  readonly attempt: boolean
  /** Where the last packet of the attempt was dropped. */
  readonly stopped: NodeId | null
}

export interface Scene {
  readonly nodes: readonly SceneNode[]
  readonly pipes: readonly Pipe[]
}

interface Life {
  readonly tried: number
  readonly opened: number
  readonly over: number
}

interface Lives {
  readonly connections: readonly Life[]
  readonly drops: readonly EntryOf<'drop'>[]
  /** The protocol interpreters' states, by node, in order. */
  readonly states: ReadonlyMap<NodeId, readonly { readonly n: number; readonly to: string }[]>
  readonly listening: readonly { readonly node: NodeId | null; readonly port: number; readonly from: number; readonly to: number }[]
}

const known = new WeakMap<Trace, Lives>()

function livesOf(trace: Trace): Lives {
  const found = known.get(trace)
  if (found) return found
  const connections = trace.connections.map(() => ({ tried: Infinity, opened: Infinity, over: Infinity }))
  for (const { kind, connection, begin, entry, label } of dialogueOf(trace)) {
    const life = connection === null ? undefined : connections[connection]
    if (!life) continue
    life.tried = Math.min(life.tried, begin)
    if (kind === 'connect') life.opened = entry
    if (kind === 'close' || (kind === 'reset' && label.term === 'RST') || kind === 'refuse' || kind === 'note') life.over = Math.min(life.over, entry)
  }
  const drops: EntryOf<'drop'>[] = []
  const listening: { node: NodeId | null; port: number; from: number; to: number }[] = []
  const states = new Map<NodeId, { n: number; to: string }[]>(trace.nodes.map(({ id }) => [id, []]))
  for (const entry of trace.entries) {
    if (entry.kind === 'state' && entry.machine === 'pi' && entry.node) states.get(entry.node)?.push({ n: entry.n, to: entry.to })
    if (entry.kind === 'drop') drops.push(entry)
    const life = entry.connection === null ? undefined : connections[entry.connection]
    const given = entry.kind === 'state' && entry.machine === 'tcp' && entry.to === 'CLOSED' && entry.node === trace.connections[entry.connection ?? -1]?.opener
    if (life && given) life.over = Math.min(life.over, entry.n)
    if (entry.kind === 'listen' && entry.purpose === 'data') listening.push({ node: entry.node, port: entry.local.port, from: entry.n, to: Infinity })
    if (entry.kind === 'unlisten') {
      for (const heard of listening) if (heard.node === entry.node && heard.port === entry.local.port && heard.to === Infinity) heard.to = entry.n
    }
  }
  const lives = { connections, drops, states, listening }
  known.set(trace, lives)
  return lives
}

/** `cursor` is an entry's number; the scene is as that entry left it. */
export function sceneAt(trace: Trace, cursor: number): Scene {
  const { connections, drops, states, listening } = livesOf(trace)
  const pipes = trace.connections.flatMap((connection, index): Pipe[] => {
    const life = connections[index]
    if (!life || life.tried > cursor || life.over <= cursor) return []
    const attempt = life.opened > cursor
    const stopped = attempt ? lastDrop(drops, cursor, index) : null
    return [{
      connection: index, name: connectionName(connection), role: roleOf(connection), from: connection.opener, to: connection.listener,
      attempt, stopped: stopped?.node ?? null,
    }]
  })
  const stopping = new Set(pipes.map(({ stopped }) => stopped))
  const now = lastDrop(drops, cursor, null)
  const doing = (id: NodeId): { state: string; listens: boolean } => {
    const ports = listening.filter(({ node, from, to }) => node === id && from <= cursor && to > cursor).map(({ port }) => `listens on :${port}`)
    return { state: ports.join(', ') || lastUpTo(states.get(id) ?? [], cursor)?.to || '', listens: ports.length > 0 }
  }
  const nodes = trace.nodes.map(({ id, kind, name, addresses }) => ({
    id, kind, name, detail: kind === 'host' ? addresses[0] ?? '' : '',
    ...doing(id),
    problem: stopping.has(id) || (now?.n === cursor && now.node === id),
  }))
  return { nodes, pipes }
}

function lastDrop(drops: readonly EntryOf<'drop'>[], cursor: number, connection: number | null): EntryOf<'drop'> | null {
  return lastUpTo(connection === null ? drops : drops.filter((drop) => drop.connection === connection), cursor)
}

function lastUpTo<T extends { readonly n: number }>(sorted: readonly T[], cursor: number): T | null {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.n ?? Infinity) <= cursor) low = middle + 1
    else high = middle
  }
  return sorted[low - 1] ?? null
}
