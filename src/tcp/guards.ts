/** The guards of the TCP machine by name: questions to a segment, a call or a timer, answered from the block. */
import type { Guard } from '../machine/model';
import type { TcpEvent, TcpTimer } from '../machine/transport';
import { ACK, RST, SYN, type TcpSegment } from '../wire/packet/tcp';
import {
  acknowledgesFin,
  acknowledgesNew,
  acknowledgesOddly,
  bringsUnwanted,
  has,
  isAcceptable,
  isExactReset,
  pieceOf,
  reachesFin,
} from './arriving/acceptability';
import { endOf } from './tcb/reassembly';
import { keepsUnread, type Tcb } from './tcb/tcb';
import { timeoutsBorne } from './sending/retransmission';

type TcpGuard = Guard<Tcb, TcpEvent>;

const segment =
  (ask: (tcb: Tcb, segment: TcpSegment) => boolean): TcpGuard =>
  (tcb, event) =>
    event.type === 'arrived' && ask(tcb, event.segment);

/** The timer is armed, so this is not an echo of one that was cancelled. */
const due =
  (timer: TcpTimer, ask: (tcb: Tcb) => boolean = () => true): TcpGuard =>
  (tcb, event) =>
    event.type === 'timeout' && event.timer === timer && tcb.due[timer] !== null && ask(tcb);

export const guards = {
  // Segments
  isUnacceptable: segment((tcb, s) => !has(s, RST) && !isAcceptable(tcb, s)),
  isStrayReset: segment((tcb, s) => has(s, RST) && !isAcceptable(tcb, s)),
  isReset: segment((_, s) => has(s, RST)),
  isExactReset: segment(isExactReset),
  isPassiveReset: segment((tcb, s) => tcb.passive && isExactReset(tcb, s)),
  hasSyn: segment((_, s) => has(s, SYN)),
  hasAck: segment((_, s) => has(s, ACK)),
  lacksAck: segment((_, s) => !has(s, ACK)),
  acknowledgesOddly: segment(acknowledgesOddly),
  acknowledgesNothing: segment((tcb, s) => has(s, ACK) && !acknowledgesNew(tcb, s)),
  isRefusal: segment((tcb, s) => has(s, RST) && acknowledgesNew(tcb, s)),
  isSynAck: segment((_, s) => has(s, SYN) && has(s, ACK)),
  isInvalidReset: segment((tcb, s) => has(s, RST) && !acknowledgesNew(tcb, s)),
  /** The very SYN that this end was opened with. */
  repeatsSyn: segment((tcb, s) => has(s, SYN) && !has(s, ACK) && s.seq === tcb.rcv.irs),
  /** Both SYNs crossed, and here is the other end's SYN,ACK. */
  completesCrossing: segment(
    (tcb, s) => has(s, SYN) && has(s, ACK) && s.seq === tcb.rcv.irs && acknowledgesNew(tcb, s),
  ),
  repeatsFin: segment(
    (tcb, s) => !has(s, RST) && !has(s, SYN) && endOf(pieceOf(tcb, s)) === tcb.rcv.nxt && pieceOf(tcb, s).fin,
  ),
  reachesFin: segment(reachesFin),
  acknowledgesFin: segment(acknowledgesFin),
  acknowledgesAndReachesFin: segment((tcb, s) => acknowledgesFin(tcb, s) && reachesFin(tcb, s)),
  bringsUnwanted: segment(bringsUnwanted),

  // User calls
  opensPassively: (_, event) => event.type === 'OPEN' && event.passive,
  leavesUnread: (tcb, event) => event.type === 'CLOSE' && !event.reading && tcb.unread.end > tcb.unread.start,
  closesAgain: (tcb, event) => event.type === 'CLOSE' && (event.reading || !tcb.reading),

  keepsUnread,

  // Timers
  retransmissionDue: due('retransmission'),
  retransmissionExhausted: due('retransmission', (tcb) => tcb.rtt.backoff >= timeoutsBorne(tcb)),
  delayedAckDue: due('delayedAck'),
  persistDue: due('persist'),
  persistExhausted: due('persist', (tcb) => tcb.rtt.probes >= tcb.settings.retries),
  keepAliveDue: due('keepAlive'),
  keepAliveExhausted: due(
    'keepAlive',
    ({ rtt, due: { persist }, sent, settings }) =>
      rtt.probes >= settings.keepAliveProbes && sent.length === 0 && persist === null,
  ),
  timeWaitDue: due('timeWait'),
} satisfies Record<string, TcpGuard>;
