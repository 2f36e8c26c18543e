/**
 * Octets of a stream between two offsets, kept as chunks, never as one block: a send buffer or the octets that
 * nobody read yet. Chunks not larger than their successor are merged with it, so that n small writes make
 * about log n chunks, and adding, releasing and cutting stay quick however the user writes.
 */
import { joined, NO_OCTETS } from '../../wire/octets';

export interface Stream {
  /** Offset of the first octet kept. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
  readonly chunks: readonly Chunk[];
}

interface Chunk {
  readonly from: number;
  readonly octets: Uint8Array;
}

export const emptyStream = (start: number): Stream => ({ start, end: start, chunks: [] });

export function append(stream: Stream, octets: Uint8Array): Stream {
  if (octets.length === 0) return stream;
  const chunks = stream.chunks.slice();
  const merged = [octets];
  let size = octets.length;
  for (let last = chunks.at(-1); last && last.octets.length <= size; last = chunks.at(-1)) {
    merged.unshift(last.octets);
    size += last.octets.length;
    chunks.pop();
  }
  chunks.push({ from: stream.end + octets.length - size, octets: merged.length === 1 ? octets : joined(merged) });
  return { start: stream.start, end: stream.end + octets.length, chunks };
}

/** Forgets what lies before `start`. */
export function release(stream: Stream, start: number): Stream {
  if (start <= stream.start) return stream;
  const { end, chunks } = stream;
  const gone = chunks.findIndex((chunk) => chunk.from + chunk.octets.length > start);
  if (gone === 0) return { start, end, chunks };
  return { start, end, chunks: gone < 0 ? [] : chunks.slice(gone) };
}

/** Octets from `from` up to `to`: a view where one chunk holds them, else a copy. Both lie within the stream. */
export function cut(stream: Stream, from: number, to: number): Uint8Array {
  if (to <= from) return NO_OCTETS;
  const parts: Uint8Array[] = [];
  for (const chunk of stream.chunks) {
    const end = chunk.from + chunk.octets.length;
    if (end <= from) continue;
    if (chunk.from >= to) break;
    parts.push(chunk.octets.subarray(Math.max(0, from - chunk.from), Math.min(end, to) - chunk.from));
  }
  const [only] = parts;
  return only && parts.length === 1 ? only : joined(parts);
}
