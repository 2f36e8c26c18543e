/**
 * Which connections may begin through the edges of a scenario, and through its hosts' own firewalls: found by trying
 * them. Every engine is asked with SYNs, one for each stretch of ports between the numbers that the scenario names; so
 * whatever rules, forwards and NAT there are, this agrees with what a run would do.
 */
import type { Micros } from '../../machine/contract';
import type { Gateway, Side } from '../../machine/gateway';
import { buildRouters } from '../../scenario/build/edges/edges';
import { formatValue } from '../../scenario/values/knob';
import { knobs, type Knob } from '../../scenario/knobs/knobs';
import { BYSTANDER, addressingOf, type Edge, type Addressing } from '../../scenario/build/reading/addressing';
import { Reading } from '../../scenario/build/reading/reading';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { FIREWALLED, hostFirewallOf } from '../../scenario/build/hosts/host-firewall';
import { Recorder } from '../../sim/recorder';
import { encodePacket } from '../../wire/packet/packet';
import { SYN } from '../../wire/packet/tcp';

export type PortRange = readonly [number, number];

/** Somebody who calls from a side: anyone, or the other machine alone; from any port, or from FTP's port 20. */
export type CallerName = 'anyone' | 'anyone-from-20' | 'peer' | 'peer-from-20';

interface Caller {
  readonly name: CallerName;
  readonly peer: boolean;
  readonly sourcePort: number;
}

export interface Door {
  readonly edge: string;
  readonly from: Side;
  readonly who: CallerName;
  readonly ports: readonly PortRange[];
  /** False for a host without a firewall of its own. */
  readonly guarded: boolean;
}

const CALLERS: readonly Caller[] = [
  { name: 'anyone', peer: false, sourcePort: 40_961 },
  { name: 'anyone-from-20', peer: false, sourcePort: 20 },
  { name: 'peer', peer: true, sourcePort: 40_961 },
  { name: 'peer-from-20', peer: true, sourcePort: 20 },
];

const STRANGER_V6 = '2001:db8:99::99';

const known = new WeakMap<Scenario, readonly Door[]>();

/** What may begin, by edge, side and caller; outward no caller differs from another. */
export function doorsOf(scenario: Scenario): readonly Door[] {
  const doors = known.get(scenario) ?? tried(scenario);
  known.set(scenario, doors);
  return doors;
}

function tried(scenario: Scenario): readonly Door[] {
  const reading = new Reading(scenario, new Recorder());
  const addressing = addressingOf(reading);
  const stretches = stretchesOf(scenario);
  const gates: readonly Gate[] = [
    ...buildRouters(reading, addressing).flatMap(({ id, gateway }) =>
      gateway ? [{ id, engine: gateway.engine }] : [],
    ),
    ...FIREWALLED.map((id) => ({ id, engine: hostFirewallOf(id, reading, addressing)?.engine ?? null })),
  ];
  return gates.flatMap((gate) =>
    (['outside', 'inside'] as const).flatMap((from) =>
      (from === 'outside' ? CALLERS : CALLERS.slice(0, 1)).map((caller) => ({
        edge: gate.id,
        from,
        who: caller.name,
        ports: open(gate, from, caller, addressing, stretches),
        guarded: gate.engine !== null,
      })),
    ),
  );
}

/** Null where nothing decides. */
interface Gate {
  readonly id: string;
  readonly engine: Gateway | null;
}

/** Ports that differ in no number of the scenario's behave alike. */
function stretchesOf(scenario: Scenario): readonly PortRange[] {
  const texts = knobs.filter(ofPorts).map((knob) => formatValue(knob, valueOf(scenario, knob.name)));
  const numbers = texts
    .flatMap((text) => text.match(/\d+/g) ?? [])
    .map(Number)
    .filter((number) => number >= 1 && number <= 65_535);
  const starts = [...new Set([1, ...numbers, ...numbers.map((number) => number + 1)])]
    .filter((start) => start <= 65_535)
    .sort((a, b) => a - b);
  return starts.map((start, index) => [start, (starts[index + 1] ?? 65_536) - 1]);
}

const ofPorts = ({ kind, min, max }: Knob): boolean =>
  kind === 'ports' ||
  kind === 'portList' ||
  kind === 'forwards' ||
  kind === 'rules' ||
  (kind === 'integer' && min === 1 && max === 65_535);

function open(
  { id, engine }: Gate,
  from: Side,
  caller: Caller,
  addressing: Addressing,
  stretches: readonly PortRange[],
): readonly PortRange[] {
  if (!engine) return [[1, 65_535]];
  const [source, destination] = ends(id, from, caller, addressing);
  const ranges: [number, number][] = [];
  for (const [first, last] of stretches) {
    if (!passes(engine, from, source, destination, caller.sourcePort, first, first * APART)) continue;
    const before = ranges[ranges.length - 1];
    if (before && before[1] === first - 1) before[1] = last;
    else ranges.push([first, last]);
  }
  return ranges;
}

/** Who calls whom: from outside what lies behind the gate, as it is known there; from inside the same calls out. */
function ends(gate: string, from: Side, { peer }: Caller, addressing: Addressing): readonly [string, string] {
  const { version, client, server, clientEdge, serverEdge, carrier } = addressing;
  const known = (own: string, prefix: string, edge: Edge) =>
    version === 4 && !own.startsWith(prefix) ? (edge.outside[0] ?? own) : own;
  const seen = {
    client: known(client, PREFIXES.client, carrier ?? clientEdge),
    server: known(server, PREFIXES.server, serverEdge),
  };
  const ownEdge = known(client, PREFIXES.client, clientEdge);
  const [inner, outer, other]: readonly [string, string, string] = {
    client: [client, client, seen.server] as const,
    clientEdge: [client, ownEdge, seen.server] as const,
    carrier: [ownEdge, seen.client, seen.server] as const,
    serverEdge: [server, seen.server, seen.client] as const,
  }[gate] ?? [server, server, seen.client];
  const stranger = version === 6 ? STRANGER_V6 : BYSTANDER;
  const far = peer ? other : stranger;
  return from === 'outside' ? [far, outer] : [inner, far];
}

/** Public addresses need no edge in front of them. */
const PREFIXES = { client: '203.0.113.', server: '198.51.100.' } as const;

/** Between two tries an edge forgets the one before. */
const APART = 1e9;

function passes(
  engine: Gateway,
  from: Side,
  source: string,
  destination: string,
  sourcePort: number,
  destinationPort: number,
  at: Micros,
): boolean {
  const octets = encodePacket(
    { source, destination, ttl: 64, identification: 1, dontFragment: true },
    {
      sourcePort,
      destinationPort,
      seq: 1,
      ack: 0,
      flags: SYN,
      window: 65_535,
      urgentPointer: 0,
      options: {},
      payload: new Uint8Array(0),
    },
  );
  return engine.handle(octets, from, at).verdict === 'forwarded';
}

export const rangeText = ([from, to]: PortRange): string => (from === to ? String(from) : `${from}-${to}`);

export const sizeOf = (ranges: readonly PortRange[]): number =>
  ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);

/** The ports of `ranges` that are not in `others`. */
export function without(ranges: readonly PortRange[], others: readonly PortRange[]): readonly PortRange[] {
  return others.reduce<readonly PortRange[]>(
    (rest, [low, high]) =>
      rest.flatMap(([from, to]): readonly PortRange[] =>
        high < from || low > to
          ? [[from, to]]
          : [...(from < low ? [[from, low - 1] as const] : []), ...(to > high ? [[high + 1, to] as const] : [])],
      ),
    ranges,
  );
}
