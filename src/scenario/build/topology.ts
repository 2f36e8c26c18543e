/** From knobs to a world: its nodes. Client, its edge, the wide network, the server's edge, server. */
import type { NodeSpec } from '../../sim/topology';
import { addressingOf, type Addressing } from './reading/addressing';
import { clientHost } from './hosts/client-host';
import { buildRouters } from './edges/edges';
import type { Parts } from './reading/parts';
import type { Reading } from './reading/reading';
import { serverHost } from './hosts/server-host';
import { bystanders, scanners } from './hosts/strangers';

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
  const onLan = called === address ? 1 : 2;
  const passed = lan ? onLan : routers.length;
  return [...routers.slice(0, passed), server, ...routers.slice(passed)];
}
