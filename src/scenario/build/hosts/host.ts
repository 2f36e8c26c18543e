/** What the hosts have in common. */
import type { HostSpec } from '../../../sim/topology';
import type { KnobValues } from '../../knobs/table';

/** A process wakes, reads and begins to answer within this many microseconds. */
export const THINK = 40;

export const ACCOUNT = { name: 'learner', password: 'portcall' };

/** The name that anybody may log in with (RFC 1635). */
export const isAnonymous = (name: string): boolean => /^(anonymous|ftp)$/i.test(name);

/**
 * The pool less ports whose low byte is below 100, so that a port has the same number of digits in every notation FTP
 * uses and no message's length depends on the port drawn (what Linux calls ip_local_reserved_ports).
 */
export function pool([from, to]: KnobValues['client.ephemeralPorts']): HostSpec['ephemeral'] {
  const even = to - from > 300;
  return { from, to, avoid: (port) => even && port % 256 < 100 };
}
