/** What a run cost and laid open, in numbers that two runs can be held against each other by. */
import type { EntryOf } from '../../trace/entry';
import { entriesOf, octetsOf, type Trace } from '../../trace/trace';
import { decodePacket } from '../../wire/packet/packet';
import { FIN, SYN } from '../../wire/packet/tcp';
import { isViolation } from '../../wire/violation';
import { count, timeText } from '../steps/words';
import { measureWords, openedBy } from '../../strings/en/compare';

interface Measure {
  readonly name: string;
  /** How it is counted. */
  readonly why: string;
  readonly text: string;
}

type Reader = (trace: Trace) => string;

const MEASURES: Readonly<Record<keyof typeof measureWords, Reader>> = {
  connections,
  openers,
  roundTrips: (trace) => count(roundTrips(trace)),
  octets: (trace) => count(sum(transmitted(trace).map((entry) => octetsOf(trace, entry).length))),
  time: (trace) => timeText(done(trace)),
  ports,
  inClear: (trace) => count(inClear(trace)),
};

/** In a fixed order. */
export function measuresOf(trace: Trace): readonly Measure[] {
  return (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).map((measure) => {
    const [name, why] = measureWords[measure];
    return { name, why, text: MEASURES[measure](trace) };
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** What two hosts of the path sent, until the client's program ended; retransmissions too. */
function transmitted(trace: Trace): readonly EntryOf<'transmit'>[] {
  return entriesOf(trace, 'transmit');
}

function connections(trace: Trace): string {
  const opened = new Set(
    entriesOf(trace, 'told')
      .filter(({ told }) => told === 'opened')
      .map(({ connection }) => connection),
  );
  const came = trace.connections.filter(({ index }) => opened.has(index)).length;
  return came === trace.connections.length ? count(came) : openedBy.some(count(came), count(trace.connections.length));
}

function openers(trace: Trace): string {
  const name = (id: string): string => (trace.nodes.find((node) => node.id === id)?.name ?? id).toLowerCase();
  const tally = new Map<string, number>();
  for (const { opener } of trace.connections) tally.set(opener, (tally.get(opener) ?? 0) + 1);
  if (tally.size === 0) return openedBy.nobody;
  return tally.size === 1
    ? openedBy.one(name([...tally.keys()][0] ?? ''))
    : [...tally].map(([id, n]) => `${name(id)} ${n}`).join(', ');
}

/** Acknowledgements alone are no news. */
function roundTrips(trace: Trace): number {
  const [client] = trace.nodes;
  let [trips, waiting] = [0, false];
  for (const entry of trace.entries) {
    if ((entry.kind !== 'transmit' && entry.kind !== 'arrive') || entry.node !== client?.id) continue;
    const packet = decodePacket(octetsOf(trace, entry));
    if (isViolation(packet) || (packet.tcp.payload.length === 0 && (packet.tcp.flags & (SYN | FIN)) === 0)) continue;
    if (entry.kind === 'arrive' && waiting) trips += 1;
    waiting = entry.kind === 'transmit';
  }
  return trips;
}

function done(trace: Trace): number {
  const [client] = trace.nodes;
  const exit = entriesOf(trace, 'exit').find(({ node }) => node === client?.id);
  return (exit ?? trace.entries[trace.entries.length - 1])?.at ?? 0;
}

function ports(trace: Trace): string {
  const hosts = trace.nodes.filter(({ kind }) => kind === 'host');
  return hosts
    .map(
      ({ id, name }) =>
        `${name.toLowerCase()} ${
          new Set(
            entriesOf(trace, 'listen')
              .filter(({ node }) => node === id)
              .map(({ local }) => local.port),
          ).size
        }`,
    )
    .join(', ');
}

/**
 * RFC 8446 5.1: a record begins with its type, 20 to 23, and 3 for the version; then comes its length. No command or
 * reply begins so.
 */
const RECORD = { first: 20, last: 23, major: 3, header: 5 };

/** Octets of each direction in the order they were sent, once each; what stands in a record of TLS is not counted. */
function inClear(trace: Trace): number {
  const left = new Map<string, number>();
  let clear = 0;
  for (const entry of transmitted(trace)) {
    if (entry.again) continue;
    const packet = decodePacket(octetsOf(trace, entry));
    if (isViolation(packet)) continue;
    const key = `${entry.connection} ${entry.node}`;
    const { payload } = packet.tcp;
    let record = left.get(key) ?? 0;
    for (let at = 0; at < payload.length;) {
      const [type = 0, major, , high = 0, low = 0] = payload.subarray(at, at + RECORD.header);
      if (record === 0 && major === RECORD.major && type >= RECORD.first && type <= RECORD.last)
        record = RECORD.header + (high << 8) + low;
      const step = record > 0 ? Math.min(record, payload.length - at) : 1;
      if (record > 0) record -= step;
      else clear += step;
      at += step;
    }
    left.set(key, record);
  }
  return clear;
}
