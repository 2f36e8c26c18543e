/**
 * Where a trace keeps its packets: one growing block of octets and the offset of each packet in it. A packet is
 * stored once and referred to by every hop. What a protected record held is kept in the same way.
 */
export interface Arena {
  octets: Uint8Array;
  /** starts[i] to starts[i + 1] is packet i; the last element is the end of what is used. */
  readonly starts: number[];
}

export function newArena(): Arena {
  return { octets: new Uint8Array(1 << 14), starts: [0] };
}

/** Stores a packet and returns its number. */
export function store(arena: Arena, packet: Uint8Array): number {
  const from = arena.starts[arena.starts.length - 1] ?? 0;
  const to = from + packet.length;
  if (to > arena.octets.length) {
    const larger = new Uint8Array(Math.max(to, arena.octets.length * 2));
    larger.set(arena.octets);
    arena.octets = larger;
  }
  arena.octets.set(packet, from);
  return arena.starts.push(to) - 2;
}

/** The octets of a packet, as a view. Empty for a number that was never given out. */
export function packetOf(arena: Arena, number: number): Uint8Array {
  return arena.octets.subarray(arena.starts[number] ?? 0, arena.starts[number + 1] ?? 0);
}
