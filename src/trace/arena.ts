/**
 * Where a trace keeps its packets: one growing block of octets and the offset of each packet in it. A packet is
 * stored once and referred to by every hop. What a protected record held is kept in the same way. The octets of a file
 * that the trace has anyway are not kept a second time: a packet that carries a stretch of them borrows it.
 */
import { ipLength } from '../wire/packet/ip';

export interface Arena {
  octets: Uint8Array;
  /** starts[i] to starts[i + 1] is packet i, but for what it borrows; the last element is the end of what is used. */
  readonly starts: number[];
  /** Whole files. */
  readonly lenders: Uint8Array[];
  /** Where what packet i borrows begins, the lenders taken as one after the other; -1 where it borrows nothing. */
  readonly loans: number[];
}

/** Below that there is nothing to be saved. */
const WORTH = 256;

export function newArena(): Arena {
  return { octets: new Uint8Array(1 << 14), starts: [0], lenders: [], loans: [] };
}

/** From now on packets borrow from a file, which never changes. */
export function lend(arena: Arena, file: Uint8Array): void {
  if (file.length >= WORTH && file.length === file.buffer.byteLength) arena.lenders.push(file);
}

/** Stores a packet and returns its number. `payload` is its end, where that may lie in a file. */
export function store(arena: Arena, packet: Uint8Array, payload: Uint8Array | null = null): number {
  const loan = payload === null || payload.length < WORTH ? -1 : loanOf(arena, payload);
  const from = arena.starts[arena.starts.length - 1] ?? 0;
  const to = from + packet.length - (loan < 0 ? 0 : (payload?.length ?? 0));
  if (to > arena.octets.length) {
    const larger = new Uint8Array(Math.max(to, arena.octets.length * 2));
    larger.set(arena.octets);
    arena.octets = larger;
  }
  arena.octets.set(loan < 0 ? packet : packet.subarray(0, to - from), from);
  arena.loans.push(loan);
  return arena.starts.push(to) - 2;
}

function loanOf({ lenders }: Arena, { buffer, byteOffset }: Uint8Array): number {
  let before = 0;
  for (const lender of lenders) {
    if (lender.buffer === buffer) return before + byteOffset;
    before += lender.length;
  }
  return -1;
}

/** The octets of a packet: a view, unless it borrows. Empty for a number that was never given out. */
export function packetOf(arena: Arena, number: number): Uint8Array {
  const own = arena.octets.subarray(arena.starts[number] ?? 0, arena.starts[number + 1] ?? 0);
  const borrowed = borrowedBy(arena, number);
  if (borrowed === null) return own;
  const packet = new Uint8Array(own.length + borrowed.length);
  packet.set(own);
  packet.set(borrowed, own.length);
  return packet;
}

/** What a packet borrows, where it lies; null where it borrows nothing. */
export function borrowedBy({ octets, starts, lenders, loans }: Arena, number: number): Uint8Array | null {
  let at = loans[number] ?? -1;
  if (at < 0) return null;
  const own = octets.subarray(starts[number] ?? 0, starts[number + 1] ?? 0);
  for (const lender of lenders) {
    if (at < lender.length) return lender.subarray(at, at + ipLength(own) - own.length);
    at -= lender.length;
  }
  return null;
}

/** The same packets, each whole in one block. */
export function gathered(arena: Arena): { readonly octets: Uint8Array; readonly starts: readonly number[] } {
  const { octets, starts, loans } = arena;
  if (loans.every((loan) => loan < 0)) return { octets: octets.subarray(0, starts.at(-1) ?? 0), starts };
  const whole = newArena();
  for (let number = 0; number < loans.length; number++) store(whole, packetOf(arena, number));
  return gathered(whole);
}

/** Octets that all packets have together. */
export const octetsIn = (arena: Arena): number =>
  arena.loans.reduce(
    (sum, loan, number) => (loan < 0 ? sum : sum + (borrowedBy(arena, number)?.length ?? 0)),
    arena.starts.at(-1) ?? 0,
  );
