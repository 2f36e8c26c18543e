/** The links between nodes: which one leads to an address, and when what goes over it arrives, if it does. */
import type { Micros } from '../../machine/contract';
import type { NodeId } from '../../trace/entry';
import { inPrefix } from '../../wire/packet/address';
import { draw } from '../random';
import type { LinkSpec, NodeSpec } from '../topology';

/** A link as it stands at the moment. */
interface Link {
  readonly spec: LinkSpec;
  freeAt: Micros;
  /** When the neighbour's address is known; null before the first packet. */
  knownAt: Micros | null;
  drawn: number;
}

const LOST: readonly Micros[] = [];

/** The length of a prefix; '*' fits everything, and worst. */
const bits = (prefix: string): number => (prefix === '*' ? -1 : Number(prefix.slice(prefix.indexOf('/') + 1)));

export class Links {
  private readonly nodes: ReadonlyMap<NodeId, NodeSpec>;
  private readonly links = new Map<NodeId, Map<NodeId, Link>>();
  private readonly routes = new Map<string, Link | null>();

  constructor(
    nodes: readonly NodeSpec[],
    links: readonly LinkSpec[],
    private readonly seed: number,
  ) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    for (const spec of links) {
      const out = this.links.get(spec.from) ?? new Map<NodeId, Link>();
      this.links.set(spec.from, out.set(spec.to, { spec, freeAt: 0, knownAt: null, drawn: 0 }));
    }
  }

  /** The way out of a node for a destination: its longest matching prefix. Remembered, since routes stand still. */
  towards(node: NodeId, destination: string): Link | null {
    const key = `${node} ${destination}`;
    const known = this.routes.get(key);
    if (known !== undefined) return known;
    const fitting = (this.nodes.get(node)?.routes ?? [])
      .filter(({ prefix }) => prefix === '*' || inPrefix(destination, prefix))
      .sort((a, b) => bits(b.prefix) - bits(a.prefix));
    const link = (fitting[0] && this.links.get(node)?.get(fitting[0].via)) ?? null;
    this.routes.set(key, link);
    return link;
  }

  /** When a packet that leaves now comes out at the other end: at no time where it is lost, twice where doubled. */
  arrivals(link: Link, length: number, now: Micros): readonly Micros[] {
    const { delay, loss, duplicate, reorder } = link.spec;
    if (loss && this.lot(link, 'loss') < loss) return LOST;
    const held = reorder && this.lot(link, 'reorder') < reorder ? Math.max(1000, 2 * delay) : 0;
    const first = this.arrival(link, length, now) + held;
    return duplicate && this.lot(link, 'duplicate') < duplicate ? [first, this.arrival(link, length, now)] : [first];
  }

  /** One packet after the other: each waits until the link is free and the neighbour known. */
  private arrival(link: Link, length: number, now: Micros): Micros {
    const { delay, rate, resolution } = link.spec;
    link.knownAt ??= now + resolution;
    const start = Math.max(now, link.freeAt, link.knownAt);
    const gone = start + (rate === null ? 0 : Math.round((length * 1e6) / rate));
    link.freeAt = rate === null ? now : gone;
    return gone + delay;
  }

  private lot(link: Link, purpose: string): number {
    return draw(this.seed, `${link.spec.from}>${link.spec.to}`, purpose, link.drawn++) / 2 ** 32;
  }
}
