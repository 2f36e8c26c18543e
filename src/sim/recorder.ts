/** Writes the trace: numbers entries, stamps time and causes, and names moments as they pass. */
import type { Micros } from '../machine/contract';
import type { Files } from '../machine/files';
import { lend, newArena, store } from '../trace/arena';
import type { Detail, Entry, NodeId } from '../trace/entry';
import { momentOf, numbered, type Counts } from '../trace/moment';
import type { Connection } from '../trace/trace';
import type { TcpSegment } from '../wire/packet/tcp';
import { entryOf } from './entry-of';

export class Recorder {
  readonly entries: Entry[] = [];
  readonly connections: Connection[] = [];
  readonly moments = new Map<string, number>();
  readonly arena = newArena();
  now: Micros = 0;
  private readonly counts: Counts = new Map();
  private readonly ordinals = new Map<string, number>();

  /** Hears of each moment as soon as its entry stands. */
  onMoment: (name: string, entry: number) => void = () => {};

  add(
    causes: readonly number[],
    node: NodeId | null,
    connection: number | null,
    detail: Detail,
    segment: TcpSegment | null = null,
  ): number {
    const n = this.entries.length;
    const entry = entryOf(n, this.now, causes, node, connection, detail);
    this.entries.push(entry);
    const name = momentOf(entry, connection === null ? null : (this.connections[connection] ?? null), segment);
    if (name !== null) {
      const unique = numbered(this.counts, name);
      this.moments.set(unique, n);
      this.onMoment(unique, n);
    }
    return n;
  }

  connect(purpose: Connection['purpose'], rest: Omit<Connection, 'index' | 'ordinal' | 'purpose' | 'irs'>): Connection {
    const ordinal = (this.ordinals.get(purpose) ?? 0) + 1;
    this.ordinals.set(purpose, ordinal);
    const connection: Connection = { index: this.connections.length, purpose, ordinal, irs: null, ...rest };
    this.connections.push(connection);
    return connection;
  }

  /** `payload`: the packet's end, as its sender gave it. */
  keep(packet: Uint8Array, payload: Uint8Array | null = null): number {
    return store(this.arena, packet, payload);
  }

  /** The trace has these files: what carries a stretch of one need not be kept with it. */
  has(files: Files): void {
    for (const { octets } of files.values()) lend(this.arena, octets);
  }
}
