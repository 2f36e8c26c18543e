/**
 * Octets are compared at once. Vitest asks a Uint8Array for the key of each octet, which was most of the time of tests
 * that compare files or whole contexts.
 */
import { expect } from 'vitest';

const octetsEqual = (one: unknown, other: unknown): boolean | undefined =>
  one instanceof Uint8Array && other instanceof Uint8Array && one.constructor === other.constructor
    ? Buffer.compare(one, other) === 0
    : undefined;

/** Files that share a process share what Vitest was told: once is enough. */
const TOLD = Symbol.for('portcall: octets are compared at once');
const shared = globalThis as { [TOLD]?: true };
if (!shared[TOLD]) expect.addEqualityTesters([octetsEqual]);
shared[TOLD] = true;
