/** What the ends said as a vantage saw it pass: in the clear, and, for who holds the key, inside TLS. */
import type { NodeId } from '../../trace/entry';
import type { Trace } from '../../trace/trace';
import { contentTypes } from '../../tls/messages/registry';
import { partsIn, saidOn, type TlsRecord } from '../reading/records';
import { streamOf, type Connected, type View } from './views';

/** A record where it passed: `at` is the sight of the view that completed it. */
export interface Seen {
  readonly record: TlsRecord;
  readonly from: NodeId;
  readonly at: number;
}

/** A stretch of what one end said, where it became known. */
export interface Heard {
  readonly from: NodeId;
  readonly at: number;
  readonly octets: Uint8Array;
}

interface Passed {
  readonly clear: readonly Heard[];
  readonly records: readonly Seen[];
}

/** Both directions of a connection at a view, each in the order in which it passed. */
export function passedAt(trace: Trace, { connection }: Connected, view: View): Passed {
  const ends = [connection.opener, connection.listener].map((from) => oneWay(trace, connection.index, view, from));
  return {
    clear: inOrder(ends.flatMap(({ clear }) => clear)),
    records: inOrder(ends.flatMap(({ records }) => records)),
  };
}

const inOrder = <T extends { readonly at: number }>(all: readonly T[]): readonly T[] =>
  [...all].sort((a, b) => a.at - b.at);

function oneWay(trace: Trace, connection: number, view: View, from: NodeId): Passed {
  const pieces = streamOf(view, from);
  const said = saidOn(trace, connection, from);
  if (said.length === 0) return { clear: pieces.map((piece) => ({ from, ...piece })), records: [] };
  const ends: { readonly to: number; readonly at: number }[] = [];
  const stream = new Uint8Array(pieces.reduce((sum, { octets }) => sum + octets.length, 0));
  for (const { at, octets } of pieces) {
    const start = ends.at(-1)?.to ?? 0;
    stream.set(octets, start);
    ends.push({ to: start + octets.length, at });
  }
  const clear: Heard[] = [];
  const records: Seen[] = [];
  for (const part of partsIn(trace, stream, said)) {
    if (part.kind === 'record') {
      if (part.whole) records.push({ record: part, from, at: ends.find(({ to }) => to >= part.to)?.at ?? 0 });
      continue;
    }
    ends.forEach(({ to, at }, index) => {
      const [begin, end] = [Math.max(part.from, ends[index - 1]?.to ?? 0), Math.min(part.to, to)];
      if (begin < end) clear.push({ from, at, octets: stream.subarray(begin, end) });
    });
  }
  return { clear, records };
}

export const isData = ({ record }: Seen): boolean => record.type === contentTypes.application_data;

/**
 * The protocol inside, piece by piece. As the recordings have it, what passed in the clear beside TLS counts before the
 * first record alone, and after the last where TLS was taken off again.
 */
export function spokenAt({ clear, records }: Passed, clearAgain: boolean): readonly Heard[] {
  const [first, last] = [records[0]?.at ?? Infinity, records.at(-1)?.at ?? Infinity];
  return inOrder([
    ...clear.filter(({ at }) => at < first || (clearAgain && at > last)),
    ...records.filter(isData).map(({ record, from, at }) => ({ from, at, octets: record.content })),
  ]);
}
