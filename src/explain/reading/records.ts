/**
 * What one end said on a connection, part by part: in the clear, and in TLS records. Where a record begins and ends
 * anybody can see; what a sealed one holds its sender said to the trace when it sealed it, so that only those who hold
 * the key are shown it.
 */
import { HEADER, type RecordHeader } from '../../tls/messages/record-header';
import { contentTypes } from '../../tls/messages/registry';
import { stretchesOf } from '../../tls/record/record-scan';
import { packetOf } from '../../trace/arena';
import type { EntryOf, NodeId } from '../../trace/entry';
import { sentOn } from '../../trace/sent';
import type { Connection, Trace } from '../../trace/trace';

interface Stretched {
  /** Places in the sender's stream. */
  readonly from: number;
  readonly to: number;
  /** As on the wire. */
  readonly octets: Uint8Array;
}

interface Clear extends Stretched {
  readonly kind: 'clear';
}

export interface TlsRecord extends Stretched {
  readonly kind: 'record';
  readonly header: RecordHeader;
  /** False where the connection ended in the middle of it. */
  readonly whole: boolean;
  /** Nobody but the two ends can read it. */
  readonly sealed: boolean;
  /** The entry at which its sender said what it is; null for a record that no TLS machine made. */
  readonly said: EntryOf<'layer'> | null;
  /** What it holds and of which content type, for those who can read it. */
  readonly type: number;
  readonly content: Uint8Array;
}

export type StreamPiece = Clear | TlsRecord;

const known = new WeakMap<Trace, ReadonlyMap<string, readonly EntryOf<'layer'>[]>>();

/** What a node said of the records that it sent on a connection, in order: one entry a record. */
export function saidOn(trace: Trace, connection: number, from: NodeId): readonly EntryOf<'layer'>[] {
  const all = known.get(trace) ?? byEnd(trace);
  known.set(trace, all);
  return all.get(`${connection} ${from}`) ?? [];
}

function byEnd(trace: Trace): ReadonlyMap<string, readonly EntryOf<'layer'>[]> {
  const all = new Map<string, EntryOf<'layer'>[]>();
  for (const entry of trace.entries) {
    if (entry.kind !== 'layer' || entry.way !== 'sent') continue;
    const name = `${entry.connection} ${entry.node}`;
    const list = all.get(name);
    if (list) list.push(entry);
    else all.set(name, [entry]);
  }
  return all;
}

/**
 * Cuts a stream of a sender's, as it was sent or as somebody saw it: the k-th record is the k-th that its sender told
 * of.
 */
export function partsIn(trace: Trace, stream: Uint8Array, said: readonly EntryOf<'layer'>[]): readonly StreamPiece[] {
  let count = 0;
  return stretchesOf(stream, said.length).map((stretch): StreamPiece => {
    const { from, to } = stretch;
    const octets = stream.subarray(from, to);
    if (stretch.kind === 'clear') return { kind: 'clear', from, to, octets };
    const { header, whole } = stretch;
    const own = said[count++] ?? null;
    const sealed = own?.protected === true;
    const content =
      own?.content === null || own === null ? octets.subarray(HEADER) : packetOf(trace.arena, own.content);
    return {
      kind: 'record',
      from,
      to,
      octets,
      header,
      whole,
      sealed,
      said: own,
      type: sealed && own ? typeOf(own) : header.type,
      content,
    };
  });
}

const cut = new WeakMap<Trace, Map<string, readonly StreamPiece[]>>();

/** All that an end sent on a connection, in order. */
export function partsOf(trace: Trace, connection: Connection, from: NodeId): readonly StreamPiece[] {
  const all = cut.get(trace) ?? new Map<string, readonly StreamPiece[]>();
  cut.set(trace, all);
  const name = `${connection.index} ${from}`;
  const found = all.get(name) ?? partsIn(trace, sentOn(trace, connection, from), saidOn(trace, connection.index, from));
  all.set(name, found);
  return found;
}

/** In TLS 1.3 the true content type is sealed too. */
function typeOf({ name }: EntryOf<'layer'>): number {
  if (name === 'ApplicationData') return contentTypes.application_data;
  return name.startsWith('Alert ') ? contentTypes.alert : contentTypes.handshake;
}
