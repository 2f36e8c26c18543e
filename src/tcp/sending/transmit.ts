/** Putting a segment together: numbers, window, urgent pointer, SACK blocks; and what having sent it means. */
import { ACK, NO_OPTIONS, URG, type TcpOptions } from '../../wire/packet/tcp';
import { acknowledged } from './acking';
import { sackBlocks } from '../tcb/reassembly';
import { wire } from '../tcb/sequence';
import { NO_OCTETS } from '../../wire/octets';
import type { Draft, RuleRun } from '../tcb/draft';
import { offered } from './window';

interface SegmentFields {
  readonly seq: number;
  readonly flags: number;
  readonly payload?: Uint8Array;
  readonly options?: TcpOptions;
}

export function transmit(work: RuleRun, part: SegmentFields, again = false): void {
  const { tcb } = work;
  const { seq, payload = NO_OCTETS } = part;
  const urgent = tcb.snd.up !== null && seq < tcb.snd.up && payload.length > 0;
  const acknowledges = (part.flags & ACK) !== 0;
  const segment = {
    sourcePort: tcb.local.port,
    destinationPort: tcb.remote.port,
    seq: wire(seq),
    ack: acknowledges ? wire(tcb.rcv.nxt) : 0,
    flags: part.flags | (urgent ? URG : 0),
    window: offered(work, part.flags),
    urgentPointer: urgent ? Math.min((tcb.snd.up ?? seq) - seq, 0xffff) : 0,
    options: part.options ?? optionsFor(tcb, acknowledges ? payload.length : Infinity),
    payload,
  };
  if (acknowledges) acknowledged(work);
  work.commands.push(again ? { type: 'transmit', segment, again } : { type: 'transmit', segment });
}

/** SACK blocks, as many as the segment has room for beside its octets. */
function optionsFor({ rcv, snd }: Draft, octets: number): TcpOptions {
  if (!rcv.sack || rcv.held.length === 0) return NO_OPTIONS;
  const room = Math.floor((snd.mss - octets - 4) / 8);
  const sack = room > 0 ? sackBlocks(rcv.held, rcv.latest).slice(0, room) : [];
  return sack.length > 0 ? { sack: sack.map(([left, right]) => [wire(left), wire(right)]) } : NO_OPTIONS;
}

/** A bare ACK. */
export const transmitAck = (work: RuleRun): void => transmit(work, { seq: work.tcb.snd.nxt, flags: ACK });

/** An ACK one octet too low: the peer must answer it (RFC 9293 3.8.4; Linux probes a zero window so as well). */
export const transmitProbe = (work: RuleRun): void => transmit(work, { seq: work.tcb.snd.una - 1, flags: ACK });
