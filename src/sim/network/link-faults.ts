/** What the learner did to the network's nodes, each thing with the entry of its intervention. */
import type { NodeId } from '../../trace/entry';
import type { TcpSegment } from '../../wire/packet/tcp';
import type { NetworkReason } from '../reasons';

/** Why a packet goes no further. */
export interface Refusal {
  readonly cause: number;
  readonly reason: NetworkReason;
  readonly rule: string | null;
}

const WIDE: NodeId = 'wan';

export class LinkFaults {
  private readonly cutOff = new Map<NodeId, number>();
  /** Ports to which the wide network lets nothing through. */
  private readonly filtered = new Map<number, number>();
  /** Nodes that carry again what they did not. */
  private readonly mended = new Map<NodeId, number>();

  /** From now on nothing comes to a node, and nothing leaves a host. */
  cut(node: NodeId, cause: number): void {
    this.cutOff.set(node, cause);
  }

  /** From now on the wide network lets nothing through to a port. */
  filter(port: number, cause: number): void {
    this.filtered.set(port, cause);
  }

  /** What was cut off or filtered is back. */
  mend(cause: number): void {
    for (const node of [...this.cutOff.keys(), ...(this.filtered.size > 0 ? [WIDE] : [])]) this.mended.set(node, cause);
    this.cutOff.clear();
    this.filtered.clear();
  }

  /** Why a packet does not come into a node; without `segment`, why it does not leave it. */
  refusal(node: NodeId, segment: TcpSegment | null): Refusal | null {
    const cut = this.cutOff.get(node);
    if (cut !== undefined) return { cause: cut, reason: { code: 'link-cut' }, rule: null };
    const barred = node === WIDE && segment ? this.filtered.get(segment.destinationPort) : undefined;
    return barred === undefined
      ? null
      : {
          cause: barred,
          reason: { code: 'port-filtered', port: segment?.destinationPort ?? 0 },
          rule: 'filtered ports',
        };
  }

  /** What made it come through again. */
  causes(node: NodeId): readonly number[] {
    const cause = this.mended.get(node);
    return cause === undefined ? [] : [cause];
  }
}
