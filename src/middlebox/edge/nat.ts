/**
 * Where the first packet of a flow is translated to; its later packets follow the flow's tuples. After Linux 6's
 * nf_nat_core.c: destinations before routing, sources after it, and no two flows with one tuple.
 */
import type { Endpoint } from '../../machine/contract';
import type { Side } from '../../machine/gateway';
import { family } from '../../wire/packet/address';
import type { Box } from '../tables/box';
import type { Expected } from '../tables/expectations';
import type { Flow } from '../tables/flows';
import { firstOf, natPorts } from '../nat/ports';
import { inRange } from '../spec';
import { inverse, sameEndpoint, type Tuple } from '../tuple';

const translates = ({ spec }: Box, address: string): boolean =>
  (spec.nat !== null || spec.forwards.length > 0) && family(address) === 4;

/** Whether no flow has the tuple that the answers to `leaving` would have. */
const isFree = ({ flows }: Box, leaving: Tuple): boolean => flows.find(inverse(leaving)) === null;

/**
 * Before routing: a data connection follows its control connection; else a forward, or a mapping that strangers may
 * use.
 */
export function mapDestination(box: Box, flow: Flow, from: Side, expected: Expected | null): void {
  const { source, destination } = flow.original;
  if (!translates(box, destination.address)) return;
  if (expected?.inside) {
    const caller = { address: expected.caller ?? source.address, port: source.port };
    flow.reply = { source: expected.inside, destination: { ...caller, port: freePort(box, caller, expected.inside) } };
    return;
  }
  const target = forwarded(box, destination, from) ?? inboundTarget(box, destination, source, from);
  if (target) flow.reply = { source: target, destination: source };
}

function forwarded({ spec }: Box, destination: Endpoint, from: Side): Endpoint | null {
  if (!spec.outside.addresses.includes(destination.address) || (from === 'inside' && !spec.hairpin)) return null;
  for (const { outside, inside, address } of spec.forwards) {
    const port = inside[0] + destination.port - outside[0];
    if (inRange(destination.port, outside) && inRange(port, inside)) return { address, port };
  }
  return null;
}

function inboundTarget(
  { spec, mappings, flows }: Box,
  destination: Endpoint,
  source: Endpoint,
  from: Side,
): Endpoint | null {
  if (!spec.nat || (from === 'inside' && !spec.hairpin)) return null;
  return mappings.reach(destination, source, (id) => {
    const flow = flows.get(id);
    return flow && (sameEndpoint(flow.original.destination, destination) ? flow.original.source : flow.reply.source);
  });
}

/**
 * After routing: what leaves to the outside, or by the hairpin back inside, gets the outside address. False when no
 * port is left. What keeps its address still gets another port where its tuple is another flow's.
 */
export function mapSource(box: Box, flow: Flow, from: Side, towards: Side, expected: Expected | null): boolean {
  const { source } = flow.original;
  const destination = flow.reply.source;
  if (!translates(box, source.address) || expected?.inside) return true;
  const hairpin = from === 'inside' && towards === 'inside' && !sameEndpoint(destination, flow.original.destination);
  const outside = outsideFor(box, source.address);
  if (box.spec.nat && outside !== null && (towards === 'outside' || hairpin)) {
    const port = box.mappings.choose(source, outside, destination, (candidate) =>
      isFree(box, { source: { address: outside, port: candidate }, destination }),
    );
    if (port === null) return false;
    flow.reply = { source: destination, destination: { address: outside, port } };
  } else flow.reply = { source: destination, destination: { ...source, port: freePort(box, source, destination) } };
  return true;
}

/** The box's outside address, or where it has several and pairs them with no host, the next in turn. */
function outsideFor(box: Box, source: string): string | null {
  const all = box.spec.outside.addresses.filter((address) => family(address) === family(source));
  return (box.spec.nat?.pooling === 'arbitrary' ? all[box.mappings.rows().length % all.length] : all[0]) ?? null;
}

/** The source's port, or another with which the tuple is no other flow's. */
const freePort = (box: Box, source: Endpoint, destination: Endpoint): number =>
  firstOf(natPorts(source.port, box.lot), (port) => isFree(box, { source: { ...source, port }, destination })) ??
  source.port;
