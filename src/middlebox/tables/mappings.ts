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

const NO_NAT = { mapping: 'address-and-port-dependent', filtering: 'address-and-port-dependent' } as const;

export class Mappings {
  private readonly all = new Map<number, Mapping>();
  private next = 1;
  private readonly behaviour: Pick<NatSpec, 'mapping' | 'filtering'>;

  constructor(
    spec: NatSpec | null,
    private readonly lot: Lot,
  ) {
    this.behaviour = spec ?? NO_NAT;
  }

  /** The mapping of a flow, a new one or one that it may share. */
  join(
    flow: number,
    inside: Endpoint,
    outside: Endpoint,
    remote: Endpoint,
    at: Micros,
    changes: TableChange[],
  ): number {
    const needed = this.remoteOf(remote);
    const found = this.find(
      (one) => sameEndpoint(one.inside, inside) && sameEndpoint(one.outside, outside) && sameRemote(one.remote, needed),
    );
    const one = found ?? { id: this.next++, inside, outside, remote: needed, snapshot: machine.start(undefined) };
    one.snapshot = machine.step(one.snapshot, { type: 'flowTransitory', flow, at }).snapshot;
    if (found) return found.id;
    this.all.set(one.id, one);
    changes.push({ table: 'mapping', change: 'new', row: rowOf(one) });
    return one.id;
  }

  note(id: number, type: MappingEvent['type'], flow: number, at: Micros, changes: TableChange[]): void {
    const one = this.all.get(id);
    if (!one) return;
    const before = one.snapshot.value;
    one.snapshot = machine.step(one.snapshot, { type, flow, at }).snapshot;
    const { value } = one.snapshot;
    if (value === 'expired') this.all.delete(one.id);
    if (value !== before)
      changes.push({
        table: 'mapping',
        change: value === 'expired' ? 'expired' : 'update',
        row: rowOf(one),
        from: before as MappingState,
        event: type,
      });
  }

  /** Outside ports for a new flow from `inside` to `remote`, best first; `free` knows which tuples no flow has. */
  choose(inside: Endpoint, outside: string, remote: Endpoint, free: (port: number) => boolean): number | null {
    const there = [...this.all.values()].filter((one) => one.outside.address === outside);
    const mine = there.filter((one) => sameEndpoint(one.inside, inside));
    const shared = mine.find(
      (one) => this.behaviour.mapping !== 'address-and-port-dependent' && sameRemote(one.remote, this.remoteOf(remote)),
    );
    if (shared) return shared.outside.port;
    const taken = new Set(there.filter((one) => this.collides(one, inside, remote)).map((one) => one.outside.port));
    const fits = (port: number): boolean => !taken.has(port) && free(port);
    return mine.map((one) => one.outside.port).find(fits) ?? firstOf(natPorts(inside.port, this.lot), fits);
  }

  /** The inside endpoint that a stranger reaches at an outside one (filtering, RFC 4787 section 5). */
  reach(outside: Endpoint, stranger: Endpoint, contacts: (flow: number) => Endpoint | null): Endpoint | null {
    const { filtering } = this.behaviour;
    if (filtering === 'address-and-port-dependent') return null;
    const lets = (one: Mapping): boolean =>
      filtering === 'endpoint-independent' || flowsOf(one).some((flow) => contacts(flow)?.address === stranger.address);
    return this.find((one) => sameEndpoint(one.outside, outside) && lets(one))?.inside ?? null;
  }

  rows(): readonly MappingRow[] {
    return [...this.all.values()].map(rowOf);
  }

  private find(fits: (one: Mapping) => boolean): Mapping | undefined {
    return [...this.all.values()].find(fits);
  }

  private remoteOf(remote: Endpoint): MappingRow['remote'] {
    const { mapping: depends } = this.behaviour;
    if (depends === 'endpoint-independent') return null;
    return depends === 'address-dependent' ? { address: remote.address, port: null } : remote;
  }

  /**
   * Whether a mapping of another inside endpoint forbids its outside port: overloading is for flows to different ends
   * alone (RFC 4787 section 4.2.1).
   */
  private collides(one: Mapping, inside: Endpoint, remote: Endpoint): boolean {
    const { mapping: depends } = this.behaviour;
    if (sameEndpoint(one.inside, inside)) return false;
    return (
      depends === 'endpoint-independent' || (depends === 'address-dependent' && one.remote?.address === remote.address)
    );
  }
}

const sameRemote = (a: MappingRow['remote'], b: MappingRow['remote']): boolean =>
  a?.address === b?.address && a?.port === b?.port;

const flowsOf = ({ snapshot }: Mapping): readonly number[] => Object.keys(snapshot.context.flows).map(Number);

const rowOf = (one: Mapping): MappingRow => ({
  id: one.id,
  state: one.snapshot.value as MappingState,
  inside: one.inside,
  outside: one.outside,
  remote: one.remote,
  flows: flowsOf(one),
});
