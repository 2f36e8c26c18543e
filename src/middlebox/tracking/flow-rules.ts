/** The rules of a tracked flow's machine, after Linux 6's nf_conntrack_proto_tcp.c. */
import type { Micros } from '../../machine/contract';
import { SYN } from '../../wire/packet/tcp';
import type { FlowCommand, FlowContext } from './flow';
import { judged, withSegment, type FlowRule, type SegmentEvent } from './flow-segment';
import type { InvalidReason } from '../reasons';
import type { FlowState, Kind } from '../seen';
import { opposite, type Direction } from '../tuple';
import { blankHalf, optionsOf } from './window';

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
    commands: [{ type: 'violation', reason: { code: 'flow-destroyed', event: type } }],
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
