/**
 * What the learner does to a run: an intervention at the moment of a name. The run up to that moment is the parent's,
 * entry for entry; then stands the intervention's own entry, a root, which whatever it brings about names as cause.
 */
import type { Micros } from '../machine/contract';
import type { Entry, NodeId } from '../trace/entry';

export type Intervention =
  /**
   * The segment of the moment, or else the next one that the same host transmits on the connection, does not come
   * through.
   */
  | { readonly do: 'drop' }
  /** That segment waits so many milliseconds at the first router. */
  | { readonly do: 'delay'; readonly ms: number }
  /** The wide network carries nothing any more. */
  | { readonly do: 'cut' }
  /** The wide network lets nothing more through to a port, as providers do with 5060, where telephones speak SIP. */
  | { readonly do: 'filter'; readonly port: number }
  /** It carries again, and whatever else was cut off is back. */
  | { readonly do: 'mend' }
  /** An edge forgets every flow and mapping, as when their lifetimes were over. */
  | { readonly do: 'expire'; readonly edge: NodeId }
  /** The server's programs are ended, as by SIGTERM, and its listeners are back RESTART later. */
  | { readonly do: 'restart' }
  /** Every port of the server's passive range is somebody else's from now on. */
  | { readonly do: 'exhaust' }
  /** The server's cable is pulled: silence. */
  | { readonly do: 'unplug' }
  /** The same, and its edge says host unreachable. */
  | { readonly do: 'unreachable' };

/** What the learner does to a run at the moment of a name (trace/moment.ts). */
export type TimedIntervention = Intervention & { readonly at: string };

/** How long a server takes to start anew. */
export const RESTART: Micros = 100_000;

/** What awaits a packet at the next router, and the intervention's entry. */
export interface PendingFault {
  readonly entry: number;
  /** How long it is held; null for ever. */
  readonly hold: Micros | null;
}

/** What interventions reach of a world. `cause` is the intervention's entry. */
interface Reach {
  later(run: () => void): void;
  cut(node: NodeId, cause: number): void;
  filter(port: number, cause: number): void;
  mend(cause: number): void;
  expire(edge: NodeId, cause: number): void;
  lose(host: NodeId, lost: boolean, cause: number): void;
  restart(host: NodeId, cause: number): void;
  exhaust(host: NodeId, cause: number): void;
}

type Performer<D> = (reach: Reach, intervention: D, cause: number) => void;

const SERVER = 'server';

/** An intervention that makes machines act waits until what is being handled at this moment is done. */
const PERFORMERS: {
  readonly [D in Exclude<Intervention['do'], 'drop' | 'delay'>]: Performer<Extract<Intervention, { do: D }>>;
} = {
  cut: (reach, _, cause) => reach.cut('wan', cause),
  filter: (reach, { port }, cause) => reach.filter(port, cause),
  mend(reach, _, cause) {
    reach.mend(cause);
    reach.lose(SERVER, false, cause);
  },
  expire: (reach, { edge }, cause) => reach.later(() => reach.expire(edge, cause)),
  restart: (reach, _, cause) => reach.later(() => reach.restart(SERVER, cause)),
  exhaust: (reach, _, cause) => reach.exhaust(SERVER, cause),
  unplug: (reach, _, cause) => reach.cut(SERVER, cause),
  unreachable(reach, _, cause) {
    reach.cut(SERVER, cause);
    reach.lose(SERVER, true, cause);
  },
};

export class Interventions {
  private readonly pendingFaults = new Map<number, PendingFault>();
  private readonly waiting: {
    readonly node: NodeId | null;
    readonly connection: number | null;
    readonly pendingFault: PendingFault;
  }[] = [];

  constructor(
    private readonly acts: readonly TimedIntervention[],
    private readonly reach: Reach,
  ) {}

  /** A moment has come: `record` writes down each intervention of it. */
  at(moment: string, entry: Entry, record: (index: number) => number): void {
    this.acts.forEach((act, index) => {
      if (act.at !== moment) return;
      const cause = record(index);
      if (act.do === 'drop' || act.do === 'delay')
        this.lieInWait(entry, { entry: cause, hold: act.do === 'drop' ? null : act.ms * 1000 });
      else (PERFORMERS[act.do] as Performer<Intervention>)(this.reach, act, cause);
    });
  }

  /** What awaits the packet that an entry transmits. */
  pendingFaultOf(entry: Entry): PendingFault | null {
    const own = this.pendingFaults.get(entry.n);
    if (own) return own;
    const found = this.waiting.findIndex(
      ({ node, connection }) => node === entry.node && (connection === null || connection === entry.connection),
    );
    return found < 0 ? null : (this.waiting.splice(found, 1)[0]?.pendingFault ?? null);
  }

  private lieInWait(entry: Entry, pendingFault: PendingFault): void {
    if (entry.kind === 'transmit') this.pendingFaults.set(entry.n, pendingFault);
    else this.waiting.push({ node: entry.node, connection: entry.connection, pendingFault });
  }
}
