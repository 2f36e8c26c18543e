/** What connection tracking tells apart: a flow's states, kinds of segments, and of a segment what is judged. */
import type { TcpSegment } from '../wire/packet/tcp';

export type FlowState =
  | 'NONE'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'SYN_SENT2'
  | 'DESTROYED';

/** A segment by the one flag that counts most. */
export type Kind = 'SYN' | 'SYN,ACK' | 'FIN' | 'ACK' | 'RST' | 'none';

export interface SegmentSeen {
  /** As at the sender's side, wire numbers; `end` counts SYN and FIN. */
  readonly seq: number;
  readonly end: number;
  /** What is acknowledged, and the highest right edge of a SACK block, as the receiver numbers its octets. */
  readonly ack: number;
  readonly sack: number;
  readonly tcp: TcpSegment;
}
