/** What a page and the worker that makes its runs say to each other. */
import type { Entry } from '../../trace/entry';
import type { Trace } from '../../trace/trace';

/** A result of TLS's public-key operations with its inputs (tls/crypto/primitives.ts). */
export type Learned = readonly (readonly [inputs: string, result: unknown])[];

/** What becomes a trace: the link of a scenario, run; or a saved trace, read. */
export type Source = { readonly link: string } | { readonly file: Blob };

/** What another worker has computed already; or that all be fetched that a run may need, while there is a network. */
export type News = { readonly learned: Learned } | { readonly ahead: true };

/** A trace to be made, or news. */
export type Wish = ({ readonly id: number } & Source) | News;

/** A trace comes in pieces, its first entries before the rest, so that none is long to receive. */
export type Made =
  | { readonly id: number; readonly piece: readonly Entry[] }
  | { readonly id: number; readonly trace: Trace; readonly learned: Learned }
  | { readonly id: number; readonly failed: string };

/** Entries in one message: a few milliseconds to receive. */
const PIECE = 2000;

export function pieces(id: number, trace: Trace, learned: Learned): readonly Made[] {
  const { entries } = trace;
  const last = Math.max(0, Math.ceil(entries.length / PIECE) - 1) * PIECE;
  const before = Array.from({ length: last / PIECE }, (_, at) => ({
    id,
    piece: entries.slice(at * PIECE, (at + 1) * PIECE),
  }));
  return [...before, { id, trace: { ...trace, entries: entries.slice(last) }, learned }];
}

export function whole(before: readonly (readonly Entry[])[], trace: Trace): Trace {
  return before.length === 0 ? trace : { ...trace, entries: [...before, trace.entries].flat() };
}
