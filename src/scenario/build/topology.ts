/** From knobs to a world: its nodes. Client, its edge, the wide network, the server's edge, server. */
import type { NodeSpec } from '../../sim/topology';
import { addressingOf, type Addressing } from './addressing';
import { clientHost } from './client-host';
import { buildRouters } from './edges';
import type { Parts } from './parts';
import type { Reading } from './reading';
import { serverHost } from './server-host';
import { bystanders, scanners } from './strangers';

export function buildNodes(reading: Reading, parts: Parts): readonly NodeSpec[] {
  const addressing = addressingOf(reading);
  const [client, routers, server] = [
    clientHost(reading, parts, addressing),
    buildRouters(reading, addressing),
    serverHost(reading, parts, addressing),
  ];
  return [
    client,
    ...alongPath(addressing, routers, server),
    ...bystanders(reading, parts, addressing),
    ...scanners(reading, parts, addressing),
  ];
}

/**
 * In path order. On the server's network the wide one lies in nobody's way, and the edge only in the way of who calls
 * its address.
 */
function alongPath(
  { lan, called, server: address }: Addressing,
  routers: readonly NodeSpec[],
  server: NodeSpec,
): readonly NodeSpec[] {
  const passed = !lan ? routers.length : called === address ? 1 : 2;
  return [...routers.slice(0, passed), server, ...routers.slice(passed)];
}
