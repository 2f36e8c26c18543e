/**
 * A router between two networks, with a packet filter, NAT and an FTP helper: Linux 6 with nftables. Packets go the way
 * they go there: connection tracking, destination NAT, routing, rules, source NAT, helper and shift of numbers, out. An
 * instance owns its tables; it has no clock, lifetimes are looked at when a packet or a question comes.
 *
 * What is left out: fragments, UDP, echo requests; rate limits of ICMP errors; redirects. Without NAT, filter or helper
 * the router only routes, and tracks nothing.
 */
import type { Micros } from '../../machine/contract';
import type { Side } from '../../machine/gateway';
import { decodeIcmp } from '../../wire/packet/icmp';
import { decodePacket, packetAddresses } from '../../wire/packet/packet';
import { isViolation } from '../../wire/violation';
import { destroy, lapse, makeBox, type Box } from '../tables/box';
import { flowRow } from '../tables/flows';
import type { FlowRow, Handled, TableChange, Tables } from '../tables/handled';
import { hookedIcmp } from './icmp-passage';
import type { Lot } from '../nat/ports';
import { forwarded, newPassage, route, type Passage } from './passage';
import type { EdgeSpec } from '../spec';
import { hookedTcp } from './tcp-passage';
import { judge, type Hooked } from './verdict';

export interface Edge {
  /** Where a packet goes that is only routed; null where there is more to it, so that `handle` must see it. */
  routes(destination: string, timeToLive: number): Side | null;
  /** One packet, whole, as it arrives from one side. */
  handle(octets: Uint8Array, from: Side, at: Micros): Handled;
  tables(at: Micros): Tables;
  /**
   * Forgets what is due, and the flows that `which` picks, with their mappings and expectations, as `conntrack -D`
   * does.
   */
  expire(at: Micros, which?: (flow: FlowRow) => boolean): readonly TableChange[];
  /**
   * Nobody inside answers for the address any more, or again: what would go there is answered with ICMP host
   * unreachable.
   */
  lose(address: string, lost: boolean): void;
}

/** What it draws by chance; without one, always 0. RangeError when an address in the specification is none. */
export function makeEdge(spec: EdgeSpec, lot: Lot = () => 0): Edge {
  const box = makeBox(spec, lot);
  return {
    routes: (destination, timeToLive) => routedOn(box, destination, timeToLive),
    handle(octets, from, at) {
      const { destination, ttl } = packetAddresses(octets);
      const quick = routedOn(box, destination, ttl);
      if (quick) return forwarded(newPassage(octets, from, at, [], quick));
      const changes: TableChange[] = [];
      lapse(box, at, changes);
      const passage = newPassage(octets, from, at, changes);
      return judge(box, passage, hookedOf(box, passage));
    },
    tables: (at) => ({
      rules: spec.rules,
      flows: box.flows
        .all()
        .map(flowRow)
        .filter(({ expiresAt }) => expiresAt > at),
      mappings: box.mappings.rows(),
      expectations: box.expectations.rows(at),
    }),
    expire(at, which) {
      const changes: TableChange[] = [];
      lapse(box, at, changes);
      for (const flow of which ? box.flows.all().filter((one) => which(flowRow(one))) : [])
        destroy(box, flow, at, changes, { code: 'deleted' });
      return changes;
    },
    lose: (address, lost) => void (lost ? box.lost.add(address) : box.lost.delete(address)),
  };
}

/** A router that only routes looks at no more than where a packet goes; null where there is more to it. */
function routedOn(box: Box, destination: string, timeToLive: number): Side | null {
  if (!box.plain || box.lost.size > 0 || timeToLive <= 1) return null;
  const way = route(box, destination);
  return way === 'inside' || way === 'outside' ? way : null;
}

function hookedOf(box: Box, passage: Passage): Hooked {
  const packet = decodePacket(passage.octets);
  if (!isViolation(packet)) return hookedTcp(box, passage, packet);
  const icmp = decodeIcmp(passage.octets);
  if (!isViolation(icmp)) return hookedIcmp(box, passage, icmp);
  passage.violations.push(packet.violation === 'ip-protocol' ? icmp : packet);
  return unreadable;
}

const beyond = (): never => {
  throw new Error('what nobody can read comes to no second hook');
};
const unreadable: Hooked = {
  prerouting: () => ({ type: 'unreadable' }),
  subject: beyond,
  postrouting: beyond,
  deliver: beyond,
};
