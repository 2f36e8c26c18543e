/** A connection's name in a host's table: its two sockets (RFC 9293 section 3.3.2). */
import type { Endpoint } from '../../machine/contract';

export function socketPair(local: Endpoint, remote: Endpoint): string {
  return `${local.address} ${local.port} ${remote.address} ${remote.port}`;
}
