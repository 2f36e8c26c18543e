/**
 * You are the firewall: the learner decides over the first packet of every flow at an edge. A verdict becomes a rule of
 * the edge, the rest is dropped, and the first packet that no rule but the last has met is the next question. So what
 * is known of the run up to there is as it happened, and what the verdicts did is asked of the run that they make.
 */
import { readers, type Sees } from '../explain/exposure/readers';
import { rulesText } from '../middlebox/firewall/rules-text';
import type { Rule } from '../middlebox/spec';
import { fromLink } from '../scenario/text/link';
import { withKnob, type Scenario } from '../scenario/scenario';
import type { Endpoint } from '../machine/contract';
import type { Side } from '../machine/gateway';
import type { Entry, EntryOf, Ruling } from '../trace/entry';
import { octetsOf, type Trace } from '../trace/trace';
import { decodePacket } from '../wire/packet/packet';
import { flagNames, FIN, RST, SYN } from '../wire/packet/tcp';
import { isViolation } from '../wire/violation';

export type Edge = 'clientEdge' | 'serverEdge';

export interface Round {
  readonly name: 'strangers' | 'callback' | 'sealed';
  /** Where the learner stands. */
  readonly edge: Edge;
  /** The scenario without the edge's rules, as the text of a link. */
  readonly link: string;
}

/** Somebody scans while the session goes on; in the second it is the server that calls. */
export const rounds: readonly Round[] = [
  {
    name: 'strangers',
    edge: 'serverEdge',
    link: 'dataMode=PASV&actions=list+/;+get+hello.txt&scanner.work=scan+syn+21,8080,50030&scanner.afterMs=130',
  },
  { name: 'callback', edge: 'clientEdge', link: 'dataMode=PORT&actions=list+/;+get+hello.txt' },
  {
    name: 'sealed',
    edge: 'serverEdge',
    link:
      'security=explicit&server.tls=required&dataMode=PASV&actions=list+/;+get+hello.txt&' +
      'scanner.work=scan+syn+8080,50024,50030&scanner.afterMs=200',
  },
];

/**
 * What a verdict is about: the port that a caller chose to call from is left open, so that another try is no other
 * question.
 */
interface Call {
  readonly from: Side;
  readonly source: string;
  readonly destination: string;
  readonly port: number;
}

export interface Decision extends Call {
  readonly passes: boolean;
}

/** The rules that the verdicts make: what has begun goes on, each verdict in turn, and nothing else. */
const rulesOf = (verdicts: readonly Decision[]): readonly Rule[] => [
  { states: ['ESTABLISHED', 'RELATED'], verdict: 'accept' },
  ...verdicts.map(({ from, source, destination, port, passes }): Rule => ({
    from,
    source,
    destination,
    protocol: 'tcp',
    destinationPorts: [[port, port]],
    verdict: passes ? 'accept' : 'drop',
  })),
  { protocol: 'tcp', verdict: 'drop' },
];

export function scenarioOf({ edge, link }: Round, verdicts: readonly Decision[]): Scenario {
  return withKnob(fromLink(link).scenario, `${edge}.rules`, rulesText(rulesOf(verdicts)));
}

/** A packet as the edge sees it: nothing that is not written on it, or in the edge's own tables. */
export interface Sight {
  readonly entry: number;
  readonly from: Side;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** `SYN,ACK`. */
  readonly flags: string;
  /** Connection tracking's word for it. */
  readonly state: string;
  readonly passed: boolean;
  readonly sees: readonly Sees[];
}

type Decided = EntryOf<'pass' | 'drop'> & { readonly ruling: Ruling };
export const decidedAt = (trace: Trace, edge: Edge): readonly Decided[] =>
  trace.entries.filter(
    (entry: Entry): entry is Decided =>
      (entry.kind === 'pass' || entry.kind === 'drop') && entry.node === edge && entry.ruling !== undefined,
  );

export function sightOf(trace: Trace, edge: Edge, entry: Decided): Sight | null {
  const packet = decodePacket(octetsOf(trace, entry));
  const reader = readers(trace, entry).find(({ who }) => who === edge);
  if (isViolation(packet) || !reader?.believes) return null;
  return {
    entry: entry.n,
    from: entry.ruling.from,
    source: reader.believes.from,
    destination: reader.believes.to,
    flags: flagNames(packet.tcp.flags),
    state: entry.ruling.state,
    passed: entry.kind === 'pass',
    sees: reader.sees,
  };
}

/** The first packet over which the learner has not decided; null when the run came to its end without one more. */
export function questionOf(trace: Trace, { edge }: Round): Sight | null {
  const last = trace.nodes.find(({ id }) => id === edge)?.gear?.rules.length;
  const asked = decidedAt(trace, edge).find(
    ({ kind, ruling }) => kind === 'drop' && ruling.rule === last && ruling.state === 'NEW',
  );
  return asked ? sightOf(trace, edge, asked) : null;
}

export const callOf = ({ from, source, destination }: Sight): Call => ({
  from,
  source: source.address,
  destination: destination.address,
  port: destination.port,
});

/** The verdicts with one more; over the same call none is given twice. */
export function decided(verdicts: readonly Decision[], question: Sight, passes: boolean): readonly Decision[] {
  const call = callOf(question);
  const same = (one: Decision): boolean =>
    one.from === call.from &&
    one.source === call.source &&
    one.destination === call.destination &&
    one.port === call.port;
  return verdicts.some(same) ? verdicts : [...verdicts, { ...call, passes }];
}

/** What came by the edge before an entry, bare acknowledgements aside. */
export function seenBefore(trace: Trace, { edge }: Round, entry: number): readonly Sight[] {
  return decidedAt(trace, edge)
    .filter((one) => one.n < entry && says(trace, one))
    .flatMap((one) => sightOf(trace, edge, one) ?? []);
}

function says(trace: Trace, entry: Decided): boolean {
  const packet = decodePacket(octetsOf(trace, entry));
  return !isViolation(packet) && (packet.tcp.payload.length > 0 || (packet.tcp.flags & (SYN | FIN | RST)) !== 0);
}
