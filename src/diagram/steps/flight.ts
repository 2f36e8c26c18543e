/** A flight: one packet's way from the host that transmitted it to where it arrived or was dropped. */
import type { Micros } from '../../machine/contract';
import { decodedOf } from '../../trace/decoded';
import type { Entry, EntryOf, NodeId } from '../../trace/entry';
import { each, type Pieces } from '../../trace/pieces';
import type { Trace } from '../../trace/trace';
import type { TcpSegment } from '../../wire/packet/tcp';
import { isViolation } from '../../wire/violation';

export interface Flight {
  /** The entry of its transmission. */
  readonly begin: number;
  /** The entry of its arrival or drop; `begin` while it is under way when the run ends. */
  end: number;
  readonly packet: number;
  readonly connection: number | null;
  readonly from: NodeId;
  /** Where it arrived or was dropped, or the last node it passed. */
  to: NodeId;
  readonly sent: Micros;
  arrived: Micros | null;
  drop: EntryOf<'drop'> | null;
  /** A retransmission, or a second copy that the network made. */
  readonly again: boolean;
  readonly copy: boolean;
  /** The nodes it came through. */
  readonly passes: EntryOf<'pass'>[];
  /** Where it was changed on its way, in the order passed. */
  readonly rewrites: EntryOf<'pass'>[];
}

/** All flights, in order of transmission. */
export function* flightsOf(trace: Trace): Pieces<readonly Flight[]> {
  const flights: Flight[] = [];
  const byEntry = new Map<number, Flight>();
  const byPacket = new Map<number, Flight>();
  const start = (flight: Flight): Flight => {
    flights.push(flight);
    byEntry.set(flight.begin, flight);
    byPacket.set(flight.packet, flight);
    return flight;
  };
  /** The flight whose packet came on: by its causes, or else by the packet itself. */
  const knownOf = (entry: Going): Flight => {
    const caused = entry.causes.flatMap((n) => byEntry.get(n) ?? []);
    const mine = caused.find(({ packet }) => packet === entry.packet) ?? caused[0];
    return mine ?? byPacket.get(entry.packet) ?? start(fresh(entry));
  };
  yield* each(trace.entries, (entry) => {
    if (entry.kind === 'transmit') start({ ...fresh(entry), again: entry.again });
    if (entry.kind !== 'pass' && entry.kind !== 'arrive' && entry.kind !== 'drop') return;
    const known = knownOf(entry);
    // A flight ends once; what comes after that end is a second copy of the packet.
    const ended = known.arrived !== null || known.drop !== null;
    const flight = ended ? copyOf(known) : known;
    if (ended) flights.push(flight);
    byEntry.set(entry.n, flight);
    goOn(flight, entry);
    if (entry.kind === 'pass' && entry.rewritten !== null) byPacket.set(entry.packet, flight);
  });
  return flights;
}

type Going = EntryOf<'pass' | 'arrive' | 'drop'>;

const placeOf = ({ node }: Entry): NodeId => node ?? 'wan';

const fresh = (entry: Going | EntryOf<'transmit'>): Flight => ({
  begin: entry.n,
  end: entry.n,
  packet: entry.packet,
  connection: entry.connection,
  from: placeOf(entry),
  to: placeOf(entry),
  sent: entry.at,
  arrived: null,
  drop: null,
  again: false,
  copy: false,
  passes: [],
  rewrites: [],
});

const copyOf = (flight: Flight): Flight => ({
  ...flight,
  end: flight.begin,
  arrived: null,
  drop: null,
  copy: true,
  passes: [...flight.passes],
  rewrites: [...flight.rewrites],
});

/** One node further. */
function goOn(flight: Flight, entry: Going): void {
  flight.to = placeOf(entry);
  flight.end = entry.n;
  if (entry.kind === 'arrive') flight.arrived = entry.at;
  if (entry.kind === 'drop') flight.drop = entry;
  if (entry.kind !== 'pass') return;
  flight.passes.push(entry);
  if (entry.rewritten !== null) flight.rewrites.push(entry);
}

/** The TCP segment in a packet, or null where it holds something else. */
export function segmentIn(trace: Trace, packet: number): TcpSegment | null {
  const decoded = decodedOf(trace.arena, packet);
  return isViolation(decoded) ? null : decoded.tcp;
}
