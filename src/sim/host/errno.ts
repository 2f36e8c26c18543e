/**
 * Which errno a destination-unreachable becomes: Linux's icmp_err_convert (net/ipv4/icmp.c) and tab_unreach
 * (net/ipv6/icmp.c).
 */
import type { Errno } from '../../machine/contract';

const V4: Readonly<Record<number, Errno>> = {
  0: 'ENETUNREACH',
  1: 'EHOSTUNREACH',
  3: 'ECONNREFUSED',
  9: 'ENETUNREACH',
  10: 'EHOSTUNREACH',
  13: 'EHOSTUNREACH',
};
const V6: Readonly<Record<number, Errno>> = {
  0: 'ENETUNREACH',
  1: 'EACCES',
  2: 'EHOSTUNREACH',
  3: 'EHOSTUNREACH',
  4: 'ECONNREFUSED',
  5: 'EACCES',
  6: 'EACCES',
};

export function errnoOf(version: 4 | 6, code: number): Errno {
  return (version === 4 ? V4 : V6)[code] ?? 'EHOSTUNREACH';
}
