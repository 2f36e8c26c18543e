/**
 * What connection tracking remembers of a TCP flow, and the rules and guards of its machine. After Linux 6's
 * nf_conntrack_proto_tcp.c: which packets count, how far their numbers may reach, how long the entry is kept.
 */
import type { Micros } from '../machine/contract';
import type { Guard, Rule } from '../machine/model';
import { ACK, FIN, RST, SYN, URG, type TcpSegment } from '../wire/tcp';
import type { Lifetimes } from './spec';
import { opposite, type Direction } from './tuple';
import type { InvalidReason } from './reasons';
import type { FlowState, Kind, SegmentSeen } from './seen';
import { before, blankHalf, judge, optionsOf, type Half, type Judgement } from './window';

export type FlowEvent = { readonly at: Micros } & (
  | {
      readonly type: `${Direction} ${Kind}`;
      readonly direction: Direction;
      readonly kind: Kind;
      readonly segment: SegmentSeen;
    }
  /** The rules rejected a packet of the flow with a reset (nf_conntrack_tcp_set_closing). */
  | { readonly type: 'rejected' }
  | { readonly type: 'expired' }
);

export type FlowCommand =
  /** 'again': the old entry is gone and the packet begins a new one. */
  | { readonly type: 'judge'; readonly as: 'valid' | 'again' }
  | { readonly type: 'judge'; readonly as: 'invalid'; readonly reason: InvalidReason }
  | { readonly type: 'violation'; readonly name: string; readonly text: string };

/** The segment seen last, and a SYN that was let through although it did not fit. */
interface Last {
  readonly kind: Kind | null;
  readonly direction: Direction;
  readonly seq: number;
  readonly ack: number;
  readonly end: number;
  readonly window: number;
  readonly options: Partial<Half>;
  readonly challenge: boolean;
}

export interface FlowContext {
  /** The state before the event that is being handled. */
  readonly state: FlowState;
  readonly halves: Readonly<Record<Direction, Half>>;
  readonly last: Last;
  readonly retransmissions: number;
  readonly openedAtOnce: boolean;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly expiresAt: Micros;
  readonly lifetimes: Lifetimes;
}

export const initialFlow = (lifetimes: Lifetimes): FlowContext => ({
  state: 'NONE',
  halves: { original: blankHalf, reply: blankHalf },
  last: { kind: null, direction: 'original', seq: 0, ack: 0, end: 0, window: 0, options: {}, challenge: false },
  retransmissions: 0,
  openedAtOnce: false,
  seenReply: false,
  assured: false,
  expiresAt: 0,
  lifetimes,
});

/** Combinations that tcp_valid_flags lets pass; PSH, ECE and CWR are always allowed. */
const VALID = new Set([SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG]);

export function kindOf({ flags }: TcpSegment): Kind {
  if (!VALID.has(flags & (FIN | SYN | RST | ACK | URG))) return 'none';
  if ((flags & RST) !== 0) return 'RST';
  if ((flags & SYN) !== 0) return (flags & ACK) !== 0 ? 'SYN,ACK' : 'SYN';
  return (flags & FIN) !== 0 ? 'FIN' : 'ACK';
}

type SegmentEvent = Extract<FlowEvent, { readonly kind: Kind }>;
type FlowGuard = Guard<FlowContext, FlowEvent>;
type FlowRule = Rule<FlowContext, FlowEvent, FlowCommand>;

const onSegment =
  (guard: (context: FlowContext, event: SegmentEvent) => boolean): FlowGuard =>
  (context, event) =>
    'kind' in event && guard(context, event);
const withSegment =
  (rule: Rule<FlowContext, SegmentEvent, FlowCommand>): FlowRule =>
  (context, event) =>
    'kind' in event ? rule(context, event) : {};

const judged = (context: FlowContext, { direction, segment }: SegmentEvent): Judgement =>
  judge(context.state, context.halves[direction], context.halves[opposite(direction)], direction, segment);

/** nf_conntrack_tcp_established(). */
const established = ({ state, assured }: FlowContext): boolean => state === 'ESTABLISHED' && assured;

/** What a RST with another number than the one expected may be: an attempt, answered by a challenge ACK (RFC 5961). */
function resetFate(
  { halves, last, ...flow }: FlowContext,
  { direction, segment }: SegmentEvent,
): 'stale' | 'challenged' | 'plain' {
  const { maxAck } = halves[opposite(direction)];
  if (maxAck === null || last.kind === 'SYN') return 'plain';
  const whole = established({ halves, last, ...flow });
  if (segment.seq === 0 && !whole) return 'plain';
  if (before(segment.seq, maxAck)) return 'stale';
  if (!whole || segment.seq === maxAck) return 'plain';
  return last.kind === 'ACK' && last.direction === direction && segment.seq === last.end ? 'plain' : 'challenged';
}

/** A RST that answers a SYN or an ACK which was let through unchecked. */
const answersOverlooked = (
  { state, last, seenReply, assured }: FlowContext,
  { direction, segment }: SegmentEvent,
): boolean =>
  (((seenReply && last.kind === 'SYN' && last.direction !== direction) || (!assured && last.kind === 'ACK')) &&
    segment.tcp.ack === last.end) ||
  (state === 'SYN_SENT' && last.kind === 'ACK' && last.direction === 'reply' && segment.seq === last.ack);

export const guards = {
  isBeyondWindow: onSegment((context, event) => judged(context, event).verdict === 'invalid'),
  isBelowWindow: onSegment((context, event) => judged(context, event).verdict === 'ignore'),
  acknowledgesOverlookedSyn: onSegment(
    ({ last }, { kind, direction, segment }) =>
      kind === 'SYN,ACK' && last.kind === 'SYN' && last.direction !== direction && segment.tcp.ack === last.end,
  ),
  reopens: onSegment(
    ({ halves, last }, { direction }) =>
      halves.original.closedFirst || halves.reply.closedFirst || (last.direction === direction && last.kind === 'RST'),
  ),
  isChallenge: onSegment(
    ({ state, last }, { direction }) =>
      state === 'LAST_ACK' && last.direction !== direction && last.kind === 'SYN' && last.challenge,
  ),
  openedAtOnce: ({ openedAtOnce }) => openedAtOnce,
  isUnanswered: ({ seenReply }) => !seenReply,
  isStale: onSegment((context, event) => resetFate(context, event) === 'stale'),
  mayBeChallenged: onSegment((context, event) => resetFate(context, event) === 'challenged'),
  endsUnanswered: onSegment(
    (context, event) =>
      !context.seenReply && (answersOverlooked(context, event) || judged(context, event).verdict === 'accept'),
  ),
  answersOverlooked: onSegment(answersOverlooked),
} satisfies Record<string, FlowGuard>;

const valid = { type: 'judge', as: 'valid' } as const;
const invalid = (reason: InvalidReason): FlowCommand => ({ type: 'judge', as: 'invalid', reason });
const replied = ({ seenReply }: FlowContext, { direction }: SegmentEvent): boolean =>
  seenReply || direction === 'reply';

/** Remembers a packet that is let through although nothing is concluded from it. */
const overlook = (context: FlowContext, event: SegmentEvent): FlowContext => {
  const { direction, kind, segment } = event;
  const challenge = {
    ack: context.state === 'SYN_SENT' && kind === 'ACK' && direction === 'reply' ? segment.tcp.ack : context.last.ack,
  };
  const syn =
    kind === 'SYN' && direction === 'original'
      ? { options: optionsOf(segment.tcp), challenge: context.state === 'LAST_ACK' }
      : {};
  return {
    ...context,
    seenReply: replied(context, event),
    last: {
      ...context.last,
      kind,
      direction,
      seq: segment.seq,
      end: segment.end,
      window: segment.tcp.window,
      ...challenge,
      ...syn,
    },
  };
};

function misfit(state: FlowState, kind: Kind, direction: Direction): InvalidReason {
  if (kind === 'none') return { code: 'no-flags' };
  return state === 'NONE' ? { code: 'begins-no-flow', kind } : { code: 'no-place', kind, direction, state };
}

const MAX_RETRANSMISSIONS = 3;

function lifetimeOf(
  next: Exclude<FlowState, 'NONE' | 'DESTROYED'>,
  { lifetimes, halves, last, retransmissions }: FlowContext,
): Micros {
  const whole = lifetimes[next];
  if (retransmissions >= MAX_RETRANSMISSIONS) return Math.min(whole, lifetimes.RETRANS);
  if (last.kind === 'RST') return lifetimes.CLOSE;
  if (halves.original.unacknowledged || halves.reply.unacknowledged) return Math.min(whole, lifetimes.UNACK);
  return last.window === 0 ? Math.min(whole, lifetimes.RETRANS) : whole;
}

/** On entering a state: what the packet that led there means for the entry. */
const enter =
  (next: Exclude<FlowState, 'NONE' | 'DESTROYED'>): FlowRule =>
  (context, event) => {
    if (!('kind' in event)) return { context: { state: next, expiresAt: event.at + context.lifetimes[next] } };
    const { state, seenReply, assured, halves } = context;
    const { direction, kind, at } = event;
    const last = { ...context.last, kind, direction };
    const closes = next === 'FIN_WAIT' && state !== next;
    const half = closes ? { ...halves, [direction]: { ...halves[direction], closedFirst: true } } : halves;
    const whole = lifetimeOf(next, { ...context, last, halves: half });
    const repeatsSyn = !seenReply && kind === 'SYN' && state === 'SYN_SENT';
    const pickedUp = !seenReply && next === 'ESTABLISHED';
    return {
      context: {
        state: next,
        last,
        halves: half,
        openedAtOnce: context.openedAtOnce || next === 'SYN_SENT2',
        seenReply: replied(context, event),
        assured: assured || (seenReply && next === 'ESTABLISHED' && (state === 'SYN_RECV' || state === 'ESTABLISHED')),
        // A repeated SYN does not prolong the life of what nobody answered.
        expiresAt: repeatsSyn ? context.expiresAt : at + (pickedUp ? Math.min(whole, context.lifetimes.UNACK) : whole),
      },
      commands: [valid],
    };
  };

export const rules = {
  /** The first packet (tcp_new): a SYN, or any packet of a connection that was under way before. */
  begin: withSegment(({ halves }, { segment: { end, tcp } }) => {
    const window = Math.max(1, tcp.window);
    const first = { ...blankHalf, end, maxWindow: window, maxEnd: end };
    if ((tcp.flags & SYN) !== 0)
      return { context: { halves: { ...halves, original: { ...first, ...optionsOf(tcp) } } } };
    const liberal = { sackPermitted: true, liberal: true };
    return {
      context: {
        halves: {
          original: { ...first, ...liberal, maxEnd: (end + window) >>> 0 },
          reply: { ...blankHalf, ...liberal },
        },
      },
    };
  }),
  track: withSegment((context, event) => {
    const {
      direction,
      kind,
      segment: { seq, end, ack, tcp },
    } = event;
    const { sender, receiver } = judged(context, event);
    const halves = { [direction]: sender, [opposite(direction)]: receiver } as FlowContext['halves'];
    if (kind !== 'ACK') return { context: { halves } };
    const { last } = context;
    const repeats =
      last.direction === direction &&
      last.seq === seq &&
      last.ack === ack &&
      last.end === end &&
      last.window === tcp.window;
    return {
      context: {
        halves,
        last: { ...last, direction, seq, ack, end, window: tcp.window },
        retransmissions: repeats ? context.retransmissions + 1 : 0,
      },
    };
  }),
  /** Ends of a flow were in step all the time, and this table was not: it takes over what the overlooked SYN said. */
  resynchronise: withSegment(({ halves, last }, { direction }) => ({
    context: {
      halves: {
        ...halves,
        [last.direction]: {
          ...blankHalf,
          ...last.options,
          end: last.end,
          maxEnd: last.end,
          maxWindow: Math.max(1, last.window),
        },
        [direction]: { ...blankHalf, liberal: halves[direction].liberal },
      },
      last: { ...last, challenge: false },
    },
  })),
  overlook: withSegment((context, event) => ({ context: overlook(context, event), whole: true, commands: [valid] })),
  overlookOld: withSegment((context, event) => {
    const { sender, receiver } = judged(context, event);
    const halves = { [event.direction]: sender, [opposite(event.direction)]: receiver } as FlowContext['halves'];
    return { context: { halves, seenReply: replied(context, event) }, commands: [valid] };
  }),
  overlookChallenge: withSegment((context, event) => ({
    context: { last: { ...context.last, challenge: false }, seenReply: replied(context, event) },
    commands: [valid],
  })),
  /**
   * Numbers that cannot be: after a FIN or RST answered by another, the entry is not kept for days
   * (nf_tcp_handle_invalid).
   */
  refuseNumbers: withSegment((context, event) => {
    const { last, lifetimes, expiresAt, assured } = context;
    const { kind, direction, at } = event;
    const { reason } = judged(context, event);
    const commands = reason === null ? [] : [invalid(reason)];
    if (!assured || (kind !== 'FIN' && kind !== 'RST')) return { commands };
    if (last.direction === direction || (last.kind !== 'FIN' && last.kind !== 'RST'))
      return { context: { last: { ...last, kind, direction } }, commands };
    return expiresAt - at < lifetimes.FIN_WAIT
      ? { commands }
      : { context: { expiresAt: Math.min(expiresAt, at + lifetimes.UNACK) }, commands };
  }),
  refuseReset: () => ({ commands: [invalid({ code: 'stale-reset' })] }),
  refuseKind: withSegment(({ state }, { kind, direction }) => ({
    commands: [invalid(misfit(state, kind, direction))],
  })),
  reopen: () => ({
    context: { state: 'DESTROYED' },
    commands: [{ type: 'judge', as: 'again' }],
  }),
  end: withSegment((context, event) => ({
    context: { state: 'DESTROYED', seenReply: replied(context, event) },
    commands: [valid],
  })),
  lapse: () => ({ context: { state: 'DESTROYED' } }),
  violateDestroyed: (_, { type }) => ({
    commands: [
      { type: 'violation', name: 'flow-destroyed', text: `'${type}' for a flow that is no longer in the table` },
    ],
  }),
  enterSYN_SENT: enter('SYN_SENT'),
  enterSYN_RECV: enter('SYN_RECV'),
  enterESTABLISHED: enter('ESTABLISHED'),
  enterFIN_WAIT: enter('FIN_WAIT'),
  enterCLOSE_WAIT: enter('CLOSE_WAIT'),
  enterLAST_ACK: enter('LAST_ACK'),
  enterTIME_WAIT: enter('TIME_WAIT'),
  enterCLOSE: enter('CLOSE'),
  enterSYN_SENT2: enter('SYN_SENT2'),
} satisfies Record<string, FlowRule>;
