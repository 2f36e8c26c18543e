/** What a change of a scenario opens: the doors that were shut before, and what no door shows. */
import type { Hazard } from '../../scenario/values/knob';
import { knobs } from '../../scenario/knobs/knobs';
import type { KnobName } from '../../scenario/knobs/table';
import { applies, valueOf, type Scenario } from '../../scenario/scenario';
import type { Side } from '../../machine/gateway';
import { doorsOf, sizeOf, without, type CallerName, type Door, type PortRange } from '../reading/reach';

/** What is open at a gate: which ports to whom. */
export type OpenDoor = {
  readonly code: 'door';
  readonly edge: string;
  readonly from: Side;
  readonly who: CallerName;
  readonly ports: readonly PortRange[];
};

/** What is exposed that is no port: by a knob's value. */
export type OpenHazard = { readonly code: 'hazard'; readonly knob: KnobName; readonly value: string };

/** Nothing new where both are empty. */
export type Opens = {
  readonly code: 'opens';
  readonly doors: readonly OpenDoor[];
  readonly hazards: readonly OpenHazard[];
};

export const NOTHING_NEW: Opens = { code: 'opens', doors: [], hazards: [] };

interface Opening {
  readonly opens: Opens;
  /** For putting in order: ports and who may reach them; more is worse. */
  readonly weight: number;
}

/** How much a port counts by who may call it. From inside nearly nothing: it is not an outsider's. */
const WEIGHTS: Readonly<Record<CallerName, number>> = {
  anyone: 1,
  'anyone-from-20': 0.9,
  peer: 0.02,
  'peer-from-20': 0.01,
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
      .map((hazard) => ({ knob: knob.name, ...hazard }))
      .filter(({ value }) => valueOf(scenario, knob.name) === value && applies(scenario, knob)),
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
  const weight = told.reduce(
    (sum, { from, who, ports }) => sum + sizeOf(ports) * WEIGHTS[who] * (from === 'inside' ? FROM_INSIDE : 1),
    0,
  );
  return {
    opens: {
      code: 'opens',
      doors: told.map(({ edge, from, who, ports }) => ({ code: 'door', edge, from, who, ports })),
      hazards: hazards.map(({ knob, value }) => ({ code: 'hazard', knob, value: String(value) })),
    },
    weight: hazards.reduce((sum, hazard) => sum + hazard.weight, weight),
  };
}

const nameOfDoor = ({ edge, from, who }: Door): string => `${edge} ${from} ${who}`;

/** Whether a door says all that another says: the same ports to more callers. */
const covers = (wider: Door, door: Door): boolean =>
  wider !== door &&
  wider.edge === door.edge &&
  wider.from === door.from &&
  WEIGHTS[wider.who] > WEIGHTS[door.who] &&
  (door.who.startsWith(wider.who) ||
    (wider.who.startsWith('anyone') && (!wider.who.endsWith('20') || door.who.endsWith('20')))) &&
  without(door.ports, wider.ports).length === 0;
