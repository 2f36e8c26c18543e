/** What a change of a scenario opens: the doors that were shut before, and what no door shows. */
import type { KnobValue } from '../../scenario/values/knob';
import { knobNamed } from '../../scenario/knobs/knobs';
import { applies, valueOf, type Scenario } from '../../scenario/scenario';
import { nameOfNode } from '../diagnosis/phrases';
import { doorsOf, rangeText, sizeOf, without, type Door } from '../reading/reach';

export interface Opening {
  /** In words: `at the server's edge, ports 50020-50045 to anyone`; `nothing new`. */
  readonly text: string;
  /** For putting in order: ports and who may reach them; more is worse. */
  readonly weight: number;
}

/** How much a port counts by who may call it. From inside nearly nothing: it is not an outsider's. */
const WEIGHTS: Readonly<Record<string, number>> = {
  anyone: 1,
  'anyone who calls from port 20': 0.9,
  'the other side': 0.02,
  'the other side from port 20': 0.01,
};
const FROM_INSIDE = 0.001;

export interface Hazard {
  readonly knob: string;
  readonly value: KnobValue;
  readonly text: string;
  /** As how many ports it counts. */
  readonly weight: number;
}

/** What a value exposes that is no port. */
const HAZARDS: readonly Hazard[] = [
  ...['clientEdge', 'serverEdge'].map((edge) => ({
    knob: `${edge}.ftpHelper`,
    value: true,
    text: `the one port that each PORT or 227 announces, for one connection, at ${nameOfNode(edge)}`,
    weight: 0.1,
  })),
  {
    knob: 'server.allowForeignPortAddress',
    value: true,
    text: 'whoever is logged in can have the server dial others (RFC 2577, the bounce)',
    weight: 2000,
  },
  {
    knob: 'server.allowForeignDataAddress',
    value: true,
    text: 'whoever is faster than the client can take its data connection (RFC 2577, port stealing)',
    weight: 30,
  },
  { knob: 'server.readOnly', value: false, text: 'whoever is logged in can change files', weight: 5 },
  { knob: 'server.tls', value: 'off', text: 'passwords and files cross the network in clear', weight: 300 },
  {
    knob: 'server.tls',
    value: 'optional',
    text: 'whoever does not ask for TLS sends a password in clear',
    weight: 100,
  },
  {
    knob: 'server.requireTlsSessionReuse',
    value: false,
    text: 'a data connection need not come from whoever logged in',
    weight: 20,
  },
  {
    knob: 'server.requireTlsData',
    value: false,
    text: 'whoever asks for PROT C has files and listings cross the network in clear',
    weight: 10,
  },
  {
    knob: 'client.skipPasvAddress',
    value: 'false',
    text: 'the client dials whatever address a server names',
    weight: 20,
  },
  { knob: 'security', value: 'none', text: 'the client sends its password in clear', weight: 300 },
  {
    knob: 'tls.insists',
    value: false,
    text: 'the client sends its password in clear where AUTH is refused, by whomever',
    weight: 200,
  },
  { knob: 'tls.protectData', value: false, text: 'files and listings cross the network in clear', weight: 50 },
  {
    knob: 'tls.clearControlAfterLogin',
    value: true,
    text: 'commands after the login cross the network in clear',
    weight: 30,
  },
  { knob: 'tls.verifyCertificate', value: false, text: 'the client takes anybody for its server', weight: 300 },
];

/** What the values of a scenario expose, of the knobs that mean something in it. */
export const hazardsOf = (scenario: Scenario): readonly Hazard[] =>
  HAZARDS.filter(({ knob, value }) => valueOf(scenario, knob) === value && means(scenario, knob));

function means(scenario: Scenario, name: string): boolean {
  const knob = knobNamed(name);
  return knob !== undefined && applies(scenario, knob);
}

export function opensBetween(before: Scenario, after: Scenario): Opening {
  const shut = new Map(doorsOf(before).map((door) => [nameOfDoor(door), door.ports]));
  const found = doorsOf(after)
    .map((door) => ({ ...door, ports: without(door.ports, shut.get(nameOfDoor(door)) ?? []) }))
    .filter(({ ports }) => ports.length > 0);
  const told = found.filter((door) => !found.some((wider) => covers(wider, door)));
  const had = hazardsOf(before);
  const hazards = hazardsOf(after).filter(
    ({ knob, value, weight }) =>
      valueOf(before, knob) !== value && !had.some((one) => one.knob === knob && one.weight >= weight),
  );
  const texts = [...told.map(doorText), ...hazards.map(({ text }) => text)];
  const weight = told.reduce(
    (sum, { from, who, ports }) => sum + sizeOf(ports) * (WEIGHTS[who] ?? 1) * (from === 'inside' ? FROM_INSIDE : 1),
    0,
  );
  return {
    text: texts.length === 0 ? 'nothing new' : texts.join('; '),
    weight: hazards.reduce((sum, hazard) => sum + hazard.weight, weight),
  };
}

const nameOfDoor = ({ edge, from, who }: Door): string => `${edge} ${from} ${who}`;

/** Whether a door says all that another says: the same ports to more callers. */
const covers = (wider: Door, door: Door): boolean =>
  wider !== door &&
  wider.edge === door.edge &&
  wider.from === door.from &&
  (WEIGHTS[wider.who] ?? 1) > (WEIGHTS[door.who] ?? 1) &&
  (door.who.startsWith(wider.who) ||
    (wider.who.startsWith('anyone') && (!wider.who.endsWith('20') || door.who.endsWith('20')))) &&
  without(door.ports, wider.ports).length === 0;

export function doorText({ edge, from, who, ports }: Door): string {
  const all =
    sizeOf(ports) > 60_000
      ? 'nearly every port'
      : `port${sizeOf(ports) === 1 ? '' : 's'} ${ports.map(rangeText).join(', ')}`;
  return from === 'outside'
    ? `at ${nameOfNode(edge)}, ${all} to ${who}`
    : `from behind ${nameOfNode(edge)} outward, ${all}`;
}
