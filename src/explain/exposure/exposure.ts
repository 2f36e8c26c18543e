/**
 * What a scenario lays open: which ports an outsider reaches through the edges, and what crosses which link in clear.
 * The first is tried on the edges' own engines, the second read from the octets of the run. What the server would
 * accept from a worse client is in worse.ts, what to ask of a firewall's keeper in request.ts.
 */
import type { Scenario } from '../../scenario/scenario';
import type { NodeId } from '../../trace/entry';
import { entriesOf, type Trace } from '../../trace/trace';
import { clearSecrets, type ClearSecret } from '../reading/clear';
import { hazardsOf, type Exposed } from '../remedies/opens';
import { doorsOf, type CallerName, type PortRange } from '../reading/reach';

export interface ReachablePorts {
  readonly edge: NodeId;
  readonly who: CallerName;
  readonly ports: readonly PortRange[];
  /** Ports among them on which a program behind the edge waited during the run. */
  readonly answered: readonly number[];
}

export interface Exposure {
  readonly ports: readonly ReachablePorts[];
  readonly secrets: readonly ClearSecret[];
  /** What settings expose that is no port. */
  readonly hazards: readonly Exposed[];
}

export function exposure(scenario: Scenario, trace: Trace): Exposure {
  const inbound = doorsOf(scenario).filter(
    ({ from, who, ports, guarded }) =>
      guarded && from === 'outside' && (who === 'anyone' || who === 'peer') && ports.length > 0,
  );
  const ports = inbound.map(({ edge, who, ports: ranges }) => ({
    edge,
    who,
    ports: ranges,
    answered: listening(trace, edge).filter((port) => ranges.some(([from, to]) => port >= from && port <= to)),
  }));
  return { ports, secrets: clearSecrets(trace), hazards: hazardsOf(scenario) };
}

const HOSTS: Readonly<Record<string, NodeId>> = { clientEdge: 'client', serverEdge: 'server' };

const listening = (trace: Trace, edge: NodeId): readonly number[] =>
  [
    ...new Set(
      entriesOf(trace, 'listen')
        .filter(({ node }) => node === (HOSTS[edge] ?? edge))
        .map(({ local }) => local.port),
    ),
  ].sort((a, b) => a - b);
