/** What an outsider finds at each edge, port by port: open, closed or filtered. Pure. */
import type { ReachablePorts } from '../../explain/exposure/exposure';
import { rangeText, without, type CallerName, type PortRange } from '../../explain/reading/reach';
import type { TraceNode } from '../../trace/trace';

interface Reached {
  readonly edge: string;
  readonly who: CallerName;
  /** As text; empty where there are none. */
  readonly open: string;
  readonly closed: string;
  readonly filtered: string;
}

const ALL: readonly PortRange[] = [[1, 65_535]];

/** An edge that lets nobody in has a row too. What holds for anyone is not said again of one caller. */
export function reachedAt(ports: readonly ReachablePorts[], nodes: readonly TraceNode[]): readonly Reached[] {
  const edges = [
    ...new Set([
      ...nodes.filter(({ gear }) => gear !== undefined).map(({ id }) => id),
      ...ports.map(({ edge }) => edge),
    ]),
  ];
  return edges.flatMap((edge) => {
    const mine = ports.filter((one) => one.edge === edge);
    const anyone = mine.find(({ who }) => who === 'anyone');
    const told = mine.filter((one) => one === anyone || text(one.ports) !== text(anyone?.ports ?? []));
    return (told.length > 0 ? told : [{ edge, who: 'anyone' as const, ports: [], answered: [] }]).map((one) =>
      row(one),
    );
  });
}

function row({ edge, who, ports, answered }: ReachablePorts): Reached {
  const open = answered.map((port): PortRange => [port, port]);
  return { edge, who, open: text(open), closed: text(without(ports, open)), filtered: text(without(ALL, ports)) };
}

const text = (ports: readonly PortRange[]): string => ports.map(rangeText).join(', ');
