/**
 * Putting the stream together again (RFC 9293 3.10.7.4, seventh and eighth): pieces, sorted and apart from each other.
 */

/** Octets of the stream by sequence number. A FIN at its end takes one number more. */
export interface Piece {
  readonly from: number;
  readonly octets: Uint8Array;
  readonly fin: boolean;
}

export const endOf = (piece: Piece): number => piece.from + piece.octets.length + (piece.fin ? 1 : 0);

/** The part of a piece between two sequence numbers, or null when that is empty. */
export function clip(piece: Piece, from: number, to: number): Piece | null {
  const left = Math.max(piece.from, from);
  const right = Math.min(endOf(piece), to);
  if (right <= left) return null;
  if (left === piece.from && right === endOf(piece)) return piece;
  return {
    from: left,
    octets: piece.octets.subarray(left - piece.from, right - piece.from),
    fin: piece.fin && right === endOf(piece),
  };
}

interface Reassembled {
  /** Pieces that follow `nxt` without a gap, in order. */
  readonly ready: readonly Piece[];
  readonly held: readonly Piece[];
  readonly nxt: number;
}

/** Adds a piece to those held. What is known already is kept as it came first. */
export function reassemble(nxt: number, right: number, held: readonly Piece[], piece: Piece): Reassembled {
  const fresh = clip(piece, nxt, right);
  if (!fresh) return { ready: [], held, nxt };
  if (held.length === 0)
    return fresh.from === nxt ? { ready: [fresh], held, nxt: endOf(fresh) } : { ready: [], held: [fresh], nxt };
  const all = insert(held, fresh);
  let next = nxt;
  let count = 0;
  for (const one of all) {
    if (one.from !== next) break;
    next = endOf(one);
    count++;
  }
  return { ready: all.slice(0, count), held: all.slice(count), nxt: next };
}

function insert(held: readonly Piece[], piece: Piece): Piece[] {
  const all: Piece[] = [];
  let rest: Piece | null = piece;
  for (const one of held) {
    const before: Piece | null = rest && clip(rest, rest.from, one.from);
    if (before) all.push(before);
    all.push(one);
    rest = rest && clip(rest, endOf(one), endOf(rest));
  }
  if (rest) all.push(rest);
  return all;
}

/** The blocks of a SACK option: runs of pieces, the one that holds `latest` first (RFC 2018 4), four at most. */
export function sackBlocks(held: readonly Piece[], latest: number): [number, number][] {
  const runs: [number, number][] = [];
  for (const piece of held) {
    const run = runs.at(-1);
    if (run && run[1] === piece.from) run[1] = endOf(piece);
    else runs.push([piece.from, endOf(piece)]);
  }
  const first = runs.findIndex(([left, right]) => left <= latest && latest < right);
  return (first > 0 ? [...runs.splice(first, 1), ...runs] : runs).slice(0, 4);
}
