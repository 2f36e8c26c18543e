/** What an arriving segment is, before anything is done with it (RFC 9293 3.10.7.4, first to fifth; RFC 5961). */
import { ACK, FIN, RST, SYN, type TcpSegment } from '../../wire/packet/tcp';
import { clip, reassemble, type Piece } from '../tcb/reassembly';
import { near } from '../tcb/sequence';
import { finAt, type Tcb } from '../tcb/tcb';

export const has = (segment: TcpSegment, flag: number): boolean => (segment.flags & flag) !== 0;

/** SEG.LEN: octets, SYN and FIN counted. */
export const lengthOf = (segment: TcpSegment): number =>
  segment.payload.length + (has(segment, SYN) ? 1 : 0) + (has(segment, FIN) ? 1 : 0);

/** The text of a segment and its FIN as a piece of the stream. */
export const pieceOf = (tcb: Tcb, segment: TcpSegment): Piece => ({
  from: near(segment.seq, tcb.rcv.nxt) + (has(segment, SYN) ? 1 : 0),
  octets: segment.payload,
  fin: has(segment, FIN),
});

/**
 * RFC 9293 3.4's table. A segment without text may also stand on the right edge, as Linux lets it: a peer that
 * filled our window acknowledges from there.
 */
export function isAcceptable(tcb: Tcb, segment: TcpSegment): boolean {
  const { nxt, right } = tcb.rcv;
  const seq = near(segment.seq, nxt);
  const length = lengthOf(segment);
  if (length === 0) return nxt <= seq && seq <= right;
  return nxt < right && seq < right && seq + length > nxt;
}

/** A RST counts where it stands exactly at RCV.NXT; elsewhere in the window it is challenged (RFC 5961 3.2). */
export const isExactReset = (tcb: Tcb, segment: TcpSegment): boolean =>
  has(segment, RST) && near(segment.seq, tcb.rcv.nxt) === tcb.rcv.nxt;

/** SEG.ACK of what was never sent, or so old that it was guessed (RFC 5961 5.2). */
export function acknowledgesOddly(tcb: Tcb, segment: TcpSegment): boolean {
  const ack = near(segment.ack, tcb.snd.una);
  return ack > tcb.snd.nxt || ack < tcb.snd.una - Math.max(tcb.snd.max, 1);
}

/** It was acknowledged before. */
export const isOldAck = ({ snd }: Tcb, { ack }: TcpSegment): boolean => near(ack, snd.una) < snd.una;

/** SND.UNA < SEG.ACK =< SND.NXT. */
export function acknowledgesNew(tcb: Tcb, segment: TcpSegment): boolean {
  const ack = near(segment.ack, tcb.snd.una);
  return has(segment, ACK) && ack > tcb.snd.una && ack <= tcb.snd.nxt;
}

/** Our FIN is sent and this acknowledges it. */
export const acknowledgesFin = (tcb: Tcb, segment: TcpSegment): boolean =>
  tcb.fin && has(segment, ACK) && tcb.snd.nxt > finAt(tcb) && near(segment.ack, tcb.snd.una) > finAt(tcb);

/** With this segment the stream is whole up to the peer's FIN. */
export function reachesFin(tcb: Tcb, segment: TcpSegment): boolean {
  const { nxt, right, held } = tcb.rcv;
  if (!has(segment, FIN) && !held.at(-1)?.fin) return false;
  return reassemble(nxt, right, held, pieceOf(tcb, segment)).ready.at(-1)?.fin === true;
}

/** Octets beyond RCV.NXT came though the user has closed and will not read them (RFC 2525 2.17). */
export function bringsUnwanted(tcb: Tcb, segment: TcpSegment): boolean {
  if (tcb.reading || segment.payload.length === 0) return false;
  return (clip(pieceOf(tcb, segment), tcb.rcv.nxt, tcb.rcv.right)?.octets.length ?? 0) > 0;
}
