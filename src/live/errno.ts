import type { Errno } from '../machine/contract';

/** What Node says, in the contract's words: its own stream errors, and the errnos that a program reads as another. */
const words: Readonly<Record<string, Errno>> = {
  ECONNREFUSED: 'ECONNREFUSED',
  ECONNRESET: 'ECONNRESET',
  ETIMEDOUT: 'ETIMEDOUT',
  EHOSTUNREACH: 'EHOSTUNREACH',
  ENETUNREACH: 'ENETUNREACH',
  EPIPE: 'EPIPE',
  EADDRINUSE: 'EADDRINUSE',
  EADDRNOTAVAIL: 'EADDRNOTAVAIL',
  EACCES: 'EACCES',
  EAFNOSUPPORT: 'EAFNOSUPPORT',
  ECONNABORTED: 'ECONNRESET',
  EPERM: 'EACCES',
  EINVAL: 'EAFNOSUPPORT', // bind(2) and connect(2) with an address of the other family
  ERR_STREAM_WRITE_AFTER_END: 'EPIPE',
  ERR_STREAM_DESTROYED: 'EPIPE',
};

export function errnoOf(error: Error): Errno {
  return words[(error as NodeJS.ErrnoException).code ?? ''] ?? 'ECONNRESET';
}
