/** A run as the three vantages saw it: connections, their packets with relative numbers, and their octet streams. */
import type { NodeId } from '../../trace/entry';
import type { Pieces } from '../../trace/pieces';
import type { Connection, Trace } from '../../trace/trace';
import { sightsAt, VANTAGES, type Sight, type Vantage } from '../../trace/vantage';
import { ACK, FIN, PSH, RST, SYN, URG } from '../../wire/packet/tcp';

/** One connection as one vantage saw it. */
export interface View {
  readonly vantage: Vantage;
  readonly sights: readonly Sight[];
}

export interface Connected {
  readonly connection: Connection;
  /** In the order client, wan, server; a vantage that saw no SYN of it is not here. */
  readonly views: readonly View[];
  /** The view it is described from: the client's where there is one. */
  readonly home: View;
}

export function* connected(trace: Trace): Pieces<readonly Connected[]> {
  const places: (readonly [Vantage, ReadonlyMap<number, readonly Sight[]>])[] = [];
  for (const vantage of VANTAGES) places.push([vantage, yield* sightsAt(trace, vantage)]);
  return trace.connections.flatMap((connection) => {
    const views = places.flatMap(([vantage, sights]) => {
      const seen = sights.get(connection.index) ?? [];
      return seen.some(({ segment }) => segment.flags & SYN) ? [{ vantage, sights: seen }] : [];
    });
    const [home] = views;
    return home ? [{ connection, views, home }] : [];
  });
}

const LETTERS = [
  [SYN, 'S'],
  [FIN, 'F'],
  [RST, 'R'],
  [PSH, 'P'],
  [URG, 'U'],
  [ACK, 'A'],
] as const;

export type SegmentRow = readonly [from: string, flags: string, seq: number | null, ack: number | null, length: number];

/** Rows of `segments`: sequence and acknowledgement numbers relative to the first SYN of either side. */
export function segmentRows({ connection }: Connected, view: View): readonly SegmentRow[] {
  const first = new Map<NodeId, number>([[connection.opener, connection.iss]]);
  const answered = view.sights.find(({ from, segment }) => from !== connection.opener && segment.flags & SYN);
  if (answered) first.set(answered.from, answered.segment.seq);
  return view.sights.map(({ from, icmp, segment: { flags, seq, ack, payload } }) => {
    if (icmp !== null) return [from, icmp, null, null, 0];
    const other = from === connection.opener ? connection.listener : connection.opener;
    // Whoever sends without a SYN, as in a RST that refuses, is counted from 1, as analysers do.
    if (!first.has(from)) first.set(from, (seq - 1) >>> 0);
    const own = first.get(from) ?? seq;
    const relative = flags & ACK ? (ack - (first.get(other) ?? ack)) >>> 0 : null;
    return [
      from,
      LETTERS.map(([bit, letter]) => (flags & bit ? letter : '')).join(''),
      (seq - own) >>> 0,
      relative,
      payload.length,
    ];
  });
}

/**
 * Octets of a stream as they became whole at the vantage: each piece with the number of the sight that completed it.
 */
export function streamOf(view: View, from: NodeId): readonly { readonly at: number; readonly octets: Uint8Array }[] {
  const pieces: { at: number; octets: Uint8Array }[] = [];
  const early = new Map<number, Uint8Array>();
  let next: number | null = null;
  view.sights.forEach(({ from: sender, segment: { flags, seq, payload } }, at) => {
    if (sender !== from) return;
    if (flags & SYN) next ??= (seq + 1) >>> 0;
    if (payload.length === 0 || next === null) return;
    early.set(seq, payload);
    for (let found = take(early, next); found; found = take(early, next)) {
      pieces.push({ at, octets: found });
      next = (next + found.length) >>> 0;
    }
  });
  return pieces;
}

/** The octets that continue a stream at `next`, taken out of what came early; repeated octets are cut off. */
function take(early: Map<number, Uint8Array>, next: number): Uint8Array | null {
  for (const [seq, octets] of early) {
    const known = (next - seq) | 0;
    if (known < 0) continue;
    early.delete(seq);
    if (known < octets.length) return octets.subarray(known);
  }
  return null;
}
