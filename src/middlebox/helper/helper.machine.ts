/**
 * The FTP helper (application-level gateway) of one control connection: Linux's nf_conntrack_ftp.c.
 *
 * It does not reassemble. For each direction it remembers two sequence numbers at which a line began, namely after
 * segments that ended in a newline; only a segment that begins there is looked at, and only its first line
 * (announcement.ts). What begins like an announcement and is none, or not yet, is dropped, in the hope that it is
 * retransmitted whole.
 *
 * Linux has none of the three states: it looks at each segment the same way, and under TLS finds nothing. *Blind* says
 * that what went by is no text; the same looking makes it see again when text comes back (CCC, RFC 4217 section 12.3).
 * It is this model's word for the page: it decides over no packet.
 *
 * What is left out: the sequence pickup for entries that user space injected.
 */
import { setup } from 'xstate';
import type { Micros } from '../../machine/contract';
import type { StateOf } from '../../machine/config';
import {
  bridge,
  bridgeGuards,
  defineModel,
  held,
  type Guard,
  type Model,
  type Rule,
  type Types,
} from '../../machine/model';
import { search, type Announcement, type Search } from './announcement';
import type { EdgeViolation, HelperReason } from '../reasons';
import type { Direction } from '../tuple';
import { after, before } from '../tracking/window';

export type HelperState = 'waiting' | 'expecting' | 'blind';

export type HelperEvent = { readonly at: Micros } &
  /** A segment with octets passes; numbers as its sender's, before any shift. `speaker` is the sender's own address. */
  (
    | {
        readonly type: 'spoke';
        readonly direction: Direction;
        readonly seq: number;
        readonly payload: Uint8Array;
        readonly speaker: string;
      }
    | { readonly type: 'connected' }
    | { readonly type: 'lapsed' }
  );

export type HelperCommand =
  | { readonly type: 'announce'; readonly announcement: Announcement }
  | { readonly type: 'drop'; readonly reason: HelperReason }
  | { readonly type: 'violation'; readonly reason: EdgeViolation };

export interface HelperContext {
  /** Where lines began: at most two sequence numbers a direction (NUM_SEQ_TO_REMEMBER). */
  readonly lines: Readonly<Record<Direction, readonly number[]>>;
}

const initial = (): HelperContext => ({ lines: { original: [], reply: [] } });

type Spoke = Extract<HelperEvent, { readonly type: 'spoke' }>;
type HelperGuard = Guard<HelperContext, HelperEvent>;
type HelperRule = Rule<HelperContext, HelperEvent, HelperCommand>;

const [TAB, LF, CR] = [9, 10, 13];

/** A TLS record: content type 20 to 23, version 3.x (RFC 8446 section 5.1). No line of FTP begins so. */
const isRecord = ({ payload }: Spoke): boolean =>
  (payload[0] ?? 0) >= 20 && (payload[0] ?? 0) <= 23 && payload[1] === 3;
const isInStep = ({ lines }: HelperContext, { direction, seq }: Spoke): boolean => lines[direction].includes(seq);
const searched = (context: HelperContext, event: HelperEvent): Search =>
  event.type === 'spoke' && isInStep(context, event) ? search(event.direction, event.payload, event.speaker) : 'none';

/** Remembers where the next line begins; of three the oldest goes. */
function remembered({ lines }: HelperContext, { direction, seq, payload }: Spoke): HelperContext['lines'] {
  const next = (seq + payload.length) >>> 0;
  const [first, second] = lines[direction];
  if (payload[payload.length - 1] !== LF || lines[direction].includes(next)) return lines;
  if (first === undefined || second === undefined) return { ...lines, [direction]: [...lines[direction], next] };
  const oldest = before(first, second) ? first : second;
  return after(next, oldest) ? { ...lines, [direction]: oldest === first ? [next, second] : [first, next] } : lines;
}

/**
 * A whole line, or several: TLS's records hold other control octets before long, even where one ends as a line does.
 */
const isText = (payload: Uint8Array): boolean =>
  payload[payload.length - 1] === LF &&
  payload.every((octet) => octet >= 32 || octet === CR || octet === LF || octet === TAB);

const guards = {
  isText: (_, event) => event.type === 'spoke' && isText(event.payload),
  isRecord: (_, event) => event.type === 'spoke' && isRecord(event),
  isPartial: (context, event) => {
    const found = searched(context, event);
    return found !== 'none' && 'partial' in found;
  },
  announces: (context, event) => {
    const found = searched(context, event);
    return found !== 'none' && 'address' in found;
  },
  /** 234: the reply to AUTH, after which TLS begins (RFC 4217 section 4.1). */
  agreesToTls: (context, event) =>
    event.type === 'spoke' &&
    event.direction === 'reply' &&
    isInStep(context, event) &&
    [50, 51, 52].every((digit, i) => event.payload[i] === digit),
} satisfies Record<string, HelperGuard>;

const rules = {
  passOver: (context, event) => (event.type === 'spoke' ? { context: { lines: remembered(context, event) } } : {}),
  announce: (context, event) => {
    const found = searched(context, event);
    return found !== 'none' && 'address' in found ? { commands: [{ type: 'announce', announcement: found }] } : {};
  },
  refuse: (context, event) => {
    const found = searched(context, event);
    if (found === 'none' || !('partial' in found)) return {};
    return {
      commands: [{ type: 'drop', reason: { code: 'partial-announcement', word: found.partial } }],
    };
  },
  violateUnexpected: (_, { type }) => ({
    commands: [{ type: 'violation', reason: { code: 'nothing-expected', event: type } }],
  }),
} satisfies Record<string, HelperRule>;

const reading = [
  { guard: 'isRecord', target: 'blind', actions: 'passOver' },
  { guard: 'isPartial', actions: 'refuse' },
  { guard: 'announces', target: 'expecting', actions: ['announce', 'passOver'] },
  { guard: 'agreesToTls', target: 'blind', actions: 'passOver' },
] as const;
const linux = 'nf_conntrack_ftp.c';

const machine = setup({
  types: {} as Types<HelperContext, HelperEvent, HelperCommand, undefined>,
  actions: bridge<HelperContext, HelperEvent, HelperCommand, keyof typeof rules>(rules),
  guards: bridgeGuards<HelperContext, HelperEvent, keyof typeof guards>(guards),
}).createMachine({
  id: 'ftp helper',
  context: held(initial()),
  initial: 'waiting',
  on: { '*': { actions: 'violateUnexpected' } },
  states: {
    waiting: {
      meta: { linux, rfc: '3022 4.4' },
      on: { spoke: [...reading, { actions: 'passOver' }] },
    },
    expecting: {
      meta: { linux, rfc: '2663 2.9' },
      on: {
        spoke: [...reading, { actions: 'passOver' }],
        connected: { target: 'waiting' },
        lapsed: { target: 'waiting' },
      },
    },
    blind: {
      meta: { linux, rfc: '4217 12.3' },
      on: {
        spoke: [...reading, { guard: 'isText', target: 'waiting', actions: 'passOver' }, { actions: 'passOver' }],
        connected: {},
        lapsed: {},
      },
    },
  },
});

export type HelperStates = StateOf<typeof machine>;

/** One helper, for one control connection. */
export const helper: Model<HelperContext, HelperEvent, HelperCommand, undefined> = defineModel<
  HelperContext,
  HelperEvent,
  HelperCommand,
  undefined
>(machine, initial);
