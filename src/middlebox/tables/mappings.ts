/** The NAT's mappings: which inside endpoint is seen as which outside one, and where a new flow is mapped to. */
import type { Endpoint, Micros } from '../../machine/contract';
import { stepper, type Snapshot } from '../../machine/step';
import type { MappingRow, TableChange } from './handled';
import { mapping as model, type MappingContext, type MappingEvent, type MappingState } from '../nat/mapping.machine';
import { firstOf, natPorts, type Lot } from '../nat/ports';
import type { NatSpec } from '../spec';
import { sameEndpoint } from '../tuple';

const machine = stepper(model);

interface Mapping {
  readonly id: number;
  readonly inside: Endpoint;
  readonly outside: Endpoint;
  readonly remote: MappingRow['remote'];
  snapshot: Snapshot<MappingContext>;
}

export interface Mappings {
  /** The mapping of a flow, a new one or one that it may share. */
  join(flow: number, inside: Endpoint, outside: Endpoint, remote: Endpoint, at: Micros, changes: TableChange[]): number;
  note(id: number, type: MappingEvent['type'], flow: number, at: Micros, changes: TableChange[]): void;
  /** Outside ports for a new flow from `inside` to `remote`, best first; `free` knows which tuples no flow has. */
  choose(inside: Endpoint, outside: string, remote: Endpoint, free: (port: number) => boolean): number | null;
  /** The inside endpoint that a stranger reaches at an outside one (filtering, RFC 4787 section 5). */
  reach(outside: Endpoint, stranger: Endpoint, contacts: (flow: number) => Endpoint | null): Endpoint | null;
  rows(): readonly MappingRow[];
}

export function makeMappings(spec: NatSpec | null, lot: Lot): Mappings {
  const all = new Map<number, Mapping>();
  let next = 1;
  const { mapping: depends, filtering } = spec ?? {
    mapping: 'address-and-port-dependent',
    filtering: 'address-and-port-dependent',
  };
  const remoteOf = (remote: Endpoint): MappingRow['remote'] => {
    if (depends === 'endpoint-independent') return null;
    return depends === 'address-dependent' ? { address: remote.address, port: null } : remote;
  };
  const sameRemote = (a: MappingRow['remote'], b: MappingRow['remote']): boolean =>
    a?.address === b?.address && a?.port === b?.port;

  const step = (one: Mapping, event: MappingEvent, changes: TableChange[]): void => {
    const before = one.snapshot.value;
    one.snapshot = machine.step(one.snapshot, event).snapshot;
    const { value } = one.snapshot;
    if (value === 'expired') all.delete(one.id);
    if (value !== before)
      changes.push({
        table: 'mapping',
        change: value === 'expired' ? 'expired' : 'update',
        row: rowOf(one),
        from: before as MappingState,
        event: event.type,
      });
  };
  return {
    join(flow, inside, outside, remote, at, changes) {
      const needed = remoteOf(remote);
      const found = [...all.values()].find(
        (one) =>
          sameEndpoint(one.inside, inside) && sameEndpoint(one.outside, outside) && sameRemote(one.remote, needed),
      );
      const one = found ?? { id: next++, inside, outside, remote: needed, snapshot: machine.start(undefined) };
      one.snapshot = machine.step(one.snapshot, { type: 'flowTransitory', flow, at }).snapshot;
      if (found) return found.id;
      all.set(one.id, one);
      changes.push({ table: 'mapping', change: 'new', row: rowOf(one) });
      return one.id;
    },
    note(id, type, flow, at, changes) {
      const one = all.get(id);
      if (one) step(one, { type, flow, at }, changes);
    },
    choose(inside, outside, remote, free) {
      const mine = [...all.values()].filter(
        (one) => sameEndpoint(one.inside, inside) && one.outside.address === outside,
      );
      const shared = mine.find(
        (one) => depends !== 'address-and-port-dependent' && sameRemote(one.remote, remoteOf(remote)),
      );
      if (shared) return shared.outside.port;
      const taken = new Set(
        [...all.values()]
          .filter((one) => one.outside.address === outside && collides(one, inside, remote))
          .map((one) => one.outside.port),
      );
      const fits = (port: number): boolean => !taken.has(port) && free(port);
      const again = mine.map((one) => one.outside.port).find(fits);
      if (again !== undefined) return again;
      return firstOf(natPorts(inside.port, lot), fits);
    },
    reach(outside, stranger, contacts) {
      if (filtering === 'address-and-port-dependent') return null;
      const found = [...all.values()].find(
        (one) =>
          sameEndpoint(one.outside, outside) &&
          (filtering === 'endpoint-independent' ||
            flowsOf(one).some((flow) => contacts(flow)?.address === stranger.address)),
      );
      return found?.inside ?? null;
    },
    rows: () => [...all.values()].map(rowOf),
  };

  /**
   * Whether a mapping of another inside endpoint forbids its outside port: overloading is for flows to different ends
   * alone (RFC 4787 section 4.2.1).
   */
  function collides(one: Mapping, inside: Endpoint, remote: Endpoint): boolean {
    if (sameEndpoint(one.inside, inside)) return false;
    return (
      depends === 'endpoint-independent' || (depends === 'address-dependent' && one.remote?.address === remote.address)
    );
  }
}

const flowsOf = ({ snapshot }: Mapping): readonly number[] => Object.keys(snapshot.context.flows).map(Number);

const rowOf = (one: Mapping): MappingRow => ({
  id: one.id,
  state: one.snapshot.value as MappingState,
  inside: one.inside,
  outside: one.outside,
  remote: one.remote,
  flows: flowsOf(one),
});
