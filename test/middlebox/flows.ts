/** A tracked flow as a rule finds it, and segments that come. */
import { initialFlow, type FlowContext, type FlowEvent } from '../../src/middlebox/tracking/flow';
import type { Kind, SegmentSeen } from '../../src/middlebox/seen';
import { linuxLifetimes } from '../../src/middlebox/spec';
import type { Direction } from '../../src/middlebox/tuple';
import { blankHalf, type Half } from '../../src/middlebox/tracking/window';
import { ACK, FIN, NO_OPTIONS, RST, SYN } from '../../src/wire/packet/tcp';

export const SECOND = 1_000_000;
export const AT = 1_000 * SECOND;
const LATER = AT + 999 * SECOND;
const FLAGS: Readonly<Record<Kind, number>> = { SYN, 'SYN,ACK': SYN | ACK, FIN: FIN | ACK, ACK, RST, none: 0 };
export const HALF: Half = { ...blankHalf, end: 1_000, maxEnd: 2_000, maxWindow: 1_000 };

export interface Given extends Partial<Omit<FlowContext, 'last' | 'halves'>> {
  readonly last?: Partial<FlowContext['last']>;
  readonly original?: Partial<Half>;
  readonly reply?: Partial<Half>;
}
export const flow = ({ last, original, reply, ...given }: Given = {}): FlowContext => {
  const fresh = initialFlow(linuxLifetimes);
  return {
    ...fresh,
    expiresAt: LATER,
    ...given,
    last: { ...fresh.last, window: 500, ...last },
    halves: { original: { ...HALF, ...original }, reply: { ...HALF, ...reply } },
  };
};
export const comes = (direction: Direction, kind: Kind, more: Partial<SegmentSeen> = {}, window = 500): FlowEvent => {
  const { seq = 1_000, end = seq, ack = 1_000, sack = ack } = more;
  const payload = new Uint8Array(0);
  const tcp = {
    sourcePort: 1,
    destinationPort: 2,
    seq,
    ack,
    flags: FLAGS[kind],
    window,
    urgentPointer: 0,
    options: NO_OPTIONS,
    payload,
  };
  return { type: `${direction} ${kind}`, direction, kind, at: AT, segment: { seq, end, ack, sack, tcp } };
};
export const VALID = [{ type: 'judge', as: 'valid' }];
