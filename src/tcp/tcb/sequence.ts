/**
 * Sequence numbers (RFC 9293 3.4). On the wire they are taken modulo 2^32; inside they simply grow, so that
 * comparing them is comparing numbers. A JavaScript number is exact up to 2^53: two million wraps.
 */

/** The number congruent to a sequence number off the wire that lies nearest to `to`, within half the circle. */
export const near = (wireNumber: number, to: number): number => to + ((wireNumber - to) | 0);

/** A number as the wire carries it: 0 to 2^32 - 1. */
export const wire = (number: number): number => number >>> 0;
