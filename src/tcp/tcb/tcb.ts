/**
 * The transmission control block (RFC 9293 3.3.1): everything a connection remembers, in the RFC's names. Sequence
 * numbers are not wrapped here (see sequence.ts); times are the world's microseconds.
 */
import type { Endpoint, Micros } from '../../machine/contract';
import type { TcpInput, TcpSettings, TcpTimer } from '../../machine/transport';
import { NO_OPTIONS, type TcpOptions } from '../../wire/packet/tcp';
import type { Piece } from './reassembly';
import { emptyStream, type Stream } from './stream';

/** Send sequence variables. */
export interface Snd {
  readonly iss: number;
  readonly una: number;
  readonly nxt: number;
  /** The peer's window in octets, scaled, and the segment that last told it. */
  readonly wnd: number;
  readonly wl1: number;
  readonly wl2: number;
  /** The largest window the peer ever offered. */
  readonly max: number;
  /** Shift of the windows we are told (RFC 7323 2). */
  readonly scale: number;
  /** The most octets of one segment: the smaller of both ends' MSS. */
  readonly mss: number;
  /** One past the last urgent octet, while any is unacknowledged. */
  readonly up: number | null;
  /** End of the last segment that was not full: what Nagle's rule waits for, in Minshall's reading. */
  readonly sml: number;
}

/** Receive sequence variables. RCV.WND is `right - nxt`. */
export interface Rcv {
  readonly irs: number;
  readonly nxt: number;
  /** Right edge of the window that we offered; it never moves back. */
  readonly right: number;
  readonly scale: number;
  /** The window we are ready to offer; grows with what comes (Linux rcv_ssthresh). */
  readonly threshold: number;
  /** The urgent octet that is still to be told. */
  readonly up: number | null;
  /** What came beyond a gap. */
  readonly held: readonly Piece[];
  /** Where the piece that came last begins: its SACK block goes first (RFC 2018 4). */
  readonly latest: number;
  /** Both ends sent SACK-permitted. */
  readonly sack: boolean;
  /** The peer's FIN was reached: nothing more will come. */
  readonly fin: boolean;
}

/** When to acknowledge: Linux's icsk_ack. */
export interface Acking {
  readonly due: boolean;
  readonly now: boolean;
  /** RCV.NXT as it was last acknowledged. */
  readonly acked: number;
  /** How many ACKs more are to leave at once. */
  readonly quick: number;
  /** A conversation: replies follow within the delay, so an ACK can ride. */
  readonly pingPong: boolean;
  /** The delay that suits this peer; 0 before the first octets. */
  readonly ato: Micros;
  readonly lastReceived: Micros;
  /** What a full segment of this peer seems to be, octets. */
  readonly mss: number;
  /** Segments since the last ACK that look like the end of a write; counted up to 2. */
  readonly pushed: number;
  /** When a segment out of the window was last answered: at most every half second (RFC 5961 7). */
  readonly challenged: Micros | null;
}

/** RFC 6298's variables. */
export interface Rtt {
  readonly srtt: Micros | null;
  readonly rttvar: Micros;
  readonly rto: Micros;
  /** Timeouts since the last progress: each doubles the RTO. */
  readonly backoff: number;
  /** Probes of a zero window or an idle peer without an answer. */
  readonly probes: number;
}

/** Congestion control of RFC 5681 and 6582, counted in segments as Linux does. */
export interface Congestion {
  readonly cwnd: number;
  readonly ssthresh: number;
  /** Segments acknowledged towards the next increase in congestion avoidance. */
  readonly credit: number;
  readonly phase: 'open' | 'recovery' | 'loss';
  /** SND.NXT when the phase began: it ends when that is acknowledged. */
  readonly recover: number;
  readonly duplicates: number;
  /** The congestion window, and nothing else, held back what could have been sent. */
  readonly limited: boolean;
  /** When octets were last sent. */
  readonly lastSent: Micros;
}

/** A segment on the retransmission queue. */
export interface Sent {
  readonly from: number;
  readonly to: number;
  readonly flags: number;
  readonly at: Micros;
  readonly times: number;
  readonly sacked: boolean;
  /** Taken for lost and not yet sent again. */
  readonly lost: boolean;
}

export interface Tcb {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly settings: TcpSettings;
  readonly passive: boolean;
  /** The options of our SYN, for when it must go again. */
  readonly syn: TcpOptions;
  readonly snd: Snd;
  readonly rcv: Rcv;
  readonly ack: Acking;
  readonly rtt: Rtt;
  readonly congestion: Congestion;
  /** When each timer is due, where it is armed. */
  readonly due: Readonly<Record<TcpTimer, Micros | null>>;
  /** What the user sent and the peer has not acknowledged; offsets of the stream. */
  readonly outgoing: Stream;
  readonly sent: readonly Sent[];
  /** What came in order and the user, who paused, has not read. */
  readonly unread: Stream;
  /** The user has closed: a FIN follows the last octet of `outgoing`. */
  readonly fin: boolean;
  /** False after close(2): nobody will read what comes. */
  readonly reading: boolean;
  readonly paused: boolean;
  readonly noDelay: boolean;
  /** The user said that more follows: a segment that is not full waits for it. */
  readonly corked: boolean;
  /** What the user is still owed a word of. */
  readonly owes: { readonly drained: boolean; readonly peerClosed: boolean; readonly closed: boolean };
  /** When anything was last heard of the peer. */
  readonly heard: Micros;
}

const NOTHING_RECEIVED: Omit<Rcv, 'threshold'> = {
  irs: 0,
  nxt: 0,
  right: 0,
  scale: 0,
  up: null,
  held: [],
  latest: 0,
  sack: false,
  fin: false,
};

const NOTHING_TO_ACKNOWLEDGE: Acking = {
  due: false,
  now: false,
  acked: 0,
  quick: 0,
  pingPong: false,
  ato: 0,
  lastReceived: 0,
  mss: 536,
  pushed: 0,
  challenged: null,
};

const openCongestion = ({ iss, settings }: TcpInput): Congestion => ({
  cwnd: settings.initialWindow,
  ssthresh: Infinity,
  credit: 0,
  phase: 'open',
  recover: iss,
  duplicates: 0,
  limited: false,
  lastSent: 0,
});

export function initial(input: TcpInput): Tcb {
  const { local, remote, iss, settings } = input;
  return {
    local,
    remote,
    settings,
    passive: false,
    syn: NO_OPTIONS,
    snd: { iss, una: iss, nxt: iss, wnd: 0, wl1: 0, wl2: 0, max: 0, scale: 0, mss: 536, up: null, sml: iss },
    rcv: { ...NOTHING_RECEIVED, threshold: firstWindow(settings) },
    ack: NOTHING_TO_ACKNOWLEDGE,
    rtt: { srtt: null, rttvar: 0, rto: settings.rtoInitial, backoff: 0, probes: 0 },
    congestion: openCongestion(input),
    due: { retransmission: null, delayedAck: null, persist: null, keepAlive: null, timeWait: null },
    outgoing: emptyStream(0),
    sent: [],
    unread: emptyStream(0),
    fin: false,
    reading: true,
    paused: false,
    noDelay: false,
    corked: false,
    owes: { drained: false, peerClosed: false, closed: false },
    heard: 0,
  };
}

/** The window of our SYN: what fits 16 bit in whole segments (Linux tcp_select_initial_window). */
function firstWindow({ receiveBuffer, mss }: TcpSettings): number {
  const space = Math.min(receiveBuffer, 65_535);
  return space > mss ? space - (space % mss) : space;
}

/** The sequence number that our FIN has or will have. */
export const finAt = (tcb: Tcb): number => tcb.snd.iss + 1 + tcb.outgoing.end;

/** Our FIN was sent and acknowledged. */
export const finAcknowledged = (tcb: Tcb): boolean => tcb.fin && tcb.snd.una > finAt(tcb);

/** Octets or their end wait for a user who paused. */
export const keepsUnread = ({ reading, unread, owes }: Tcb): boolean =>
  reading && (unread.end > unread.start || owes.peerClosed);
