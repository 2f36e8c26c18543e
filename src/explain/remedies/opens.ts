/** What a change of a scenario opens: the doors that were shut before, and what no door shows. */
import type { Hazard } from '../../scenario/values/knob';
import { knobs } from '../../scenario/knobs/knobs';
import type { KnobName } from '../../scenario/knobs/table';
import { applies, valueOf, type Scenario } from '../../scenario/scenario';
import { nameOfNode } from '../diagnosis/phrases';
import { doorsOf, rangeText, sizeOf, without, type Door } from '../reading/reach';

interface Opening {
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

/** What a knob's value exposes that is no port. */
export interface Exposed extends Hazard {
  readonly knob: KnobName;
}

/** What the values of a scenario expose, of the knobs that mean something in it. */
export const hazardsOf = (scenario: Scenario): readonly Exposed[] =>
  knobs.flatMap(({ hazards = [], ...knob }) =>
    hazards
      .filter(({ value }) => valueOf(scenario, knob.name) === value && applies(scenario, knob))
      .map((hazard) => ({ knob: knob.name, ...hazard })),
  );

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

function doorText({ edge, from, who, ports }: Door): string {
  const all =
    sizeOf(ports) > 60_000
      ? 'nearly every port'
      : `port${sizeOf(ports) === 1 ? '' : 's'} ${ports.map(rangeText).join(', ')}`;
  return from === 'outside'
    ? `at ${nameOfNode(edge)}, ${all} to ${who}`
    : `from behind ${nameOfNode(edge)} outward, ${all}`;
}
