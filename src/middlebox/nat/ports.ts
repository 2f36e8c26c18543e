/**
 * Which ports Linux 6 tries where the wanted one is taken: drawn by chance, so that nobody can guess them (RFC 6056
 * section 3).
 */

/** A drawn number of 16 bits. */
export type Lot = () => number;

/** Port ranges that stay among themselves when a port cannot be preserved: first port, and how many. */
function classOf(port: number): readonly [first: number, size: number] {
  if (port < 512) return [1, 511];
  return port < 1024 ? [600, 424] : [1024, 64_512];
}

const MOST_ATTEMPTS = 128;
const LEAST_ATTEMPTS = 16;

/**
 * For NAT: the same port first (port preservation, RFC 4787 section 4.2.1), then runs from drawn places, each half as
 * long as the one before (nf_nat_l4proto_unique_tuple).
 */
export function* natPorts(port: number, lot: Lot): Generator<number> {
  yield port;
  const [first, size] = classOf(port);
  for (let attempts = MOST_ATTEMPTS; attempts >= LEAST_ATTEMPTS / 2; attempts /= 2) {
    const from = lot();
    for (let i = 0; i < attempts; i += 1) yield first + ((from + i) % size);
  }
}

/** For an expectation under NAT: the announced port first, then drawn ones from there upward (nf_nat_exp_find_port). */
export function* expectationPorts(port: number, lot: Lot): Generator<number> {
  yield port;
  const range = 65_535 - port;
  for (let i = 0; i < Math.min(range, MOST_ATTEMPTS); i += 1) yield port + Math.floor((lot() * range) / 2 ** 16);
}

/** The first that fits. */
export function firstOf(ports: Iterable<number>, fits: (port: number) => boolean): number | null {
  for (const port of ports) if (fits(port)) return port;
  return null;
}
