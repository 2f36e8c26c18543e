/** What the steps of every depth are read from: the trace once gone through, kept as long as the trace lives. */
import type { NodeId } from '../../trace/entry';
import { flatMapped, type Pieces } from '../../trace/pieces';
import { rememberedPieces } from '../../trace/query/remembered';
import type { Connection, Trace } from '../../trace/trace';
import type { TcpSegment } from '../../wire/packet/tcp';
import { exchangesOf, type Exchange } from './exchange';
import { flightsOf, segmentIn, type Flight } from './flight';
import { secrecyOf, type Secrecy } from './secrecy';
import type { Role } from './step';

export interface Sighting {
  readonly flight: Flight;
  readonly segment: TcpSegment | null;
}

export interface Reading {
  readonly trace: Trace;
  readonly flights: readonly Sighting[];
  /** The same, by connection. */
  readonly of: readonly (readonly Sighting[])[];
  readonly exchanges: readonly Exchange[];
  /** The name of the moment an entry makes. */
  readonly names: ReadonlyMap<number, string>;
  readonly secrecy: Secrecy;
  /** Read by somebody between the ends, who holds no key. */
  readonly between: boolean;
}

/** `between`: as somebody reads it who holds no key. */
export const readingOf = rememberedPieces(function* (trace, between?: boolean): Pieces<Reading> {
  return between ? { ...(yield* readingOf.pieces(trace)), between } : yield* read(trace);
});

function* read(trace: Trace): Pieces<Reading> {
  const flights = yield* flightsOf(trace);
  const sightings = yield* flatMapped(flights, (flight) => ({ flight, segment: segmentIn(trace, flight.packet) }));
  const of: Sighting[][] = trace.connections.map(() => []);
  for (const sighting of sightings) of[sighting.flight.connection ?? -1]?.push(sighting);
  return {
    trace,
    flights: sightings,
    of,
    exchanges: yield* exchangesOf(trace, flights),
    names: new Map([...trace.moments].map(([name, entry]) => [entry, name])),
    secrecy: secrecyOf(trace),
    between: false,
  };
}

export const momentAt = ({ names }: Reading, ...entries: readonly number[]): string | null =>
  entries.map((n) => names.get(n)).find((name) => name !== undefined) ?? null;

export const roleOf = (connection: Connection | null | undefined): Role => connection?.purpose ?? 'other';

export const timeOf = (trace: Trace, entry: number): number => trace.entries[entry]?.at ?? 0;

/** The other end of a connection, or null for what is no end of it. */
export function peerOf(connection: Connection, node: NodeId): NodeId | null {
  if (node === connection.opener) return connection.listener;
  return node === connection.listener ? connection.opener : null;
}

export const flag = (sighting: Sighting, bit: number): boolean => ((sighting.segment?.flags ?? 0) & bit) !== 0;
export const arrived = (sighting: Sighting): boolean => sighting.flight.arrived !== null;
export const octets = (sighting: Sighting): number => sighting.segment?.payload.length ?? 0;
