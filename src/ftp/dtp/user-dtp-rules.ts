/** What the user's data transfer process does and asks, by the names that its configuration uses. */
import type { Command, MachineEvent, Micros } from '../../machine/contract';
import type { Guard, Outcome, Rule } from '../../machine/model';
import { fromNvtWhole } from '../../wire/ftp/ascii';
import { textOf } from '../../wire/text/text';
import { call, joined, type ToUserDtp, type ToUserPi } from '../protocol/calls';
import type { Securing } from '../protocol/requests';
import { brokenOf, keptOf } from '../protocol/sessions';
import {
  accepted,
  asking,
  bound,
  common,
  dialled,
  kept,
  noConnection,
  ours,
  rang,
  unlisten,
  written,
  type DataConnection,
} from './data-connection';

/** Where a download belongs. */
type Sink = Pick<Extract<ToUserDtp, { readonly name: 'receive' }>, 'path' | 'node' | 'before' | 'text'>;

export interface UserDtp extends DataConnection {
  readonly sink: Sink | null;
  /** How many octets are wanted, of a download that is only tasted. */
  readonly taste: number | null;
  /** How long a transfer may stand still; null is for ever. */
  readonly patience: Micros | null;
  readonly noDelay: boolean;
  /** Whether TLS comes off before the connection is closed, and what is to be told then. */
  readonly unwraps: boolean;
  readonly last: ToUserPi | null;
}

const over = {
  ...noConnection,
  sink: null,
  taste: null,
  patience: null,
  noDelay: false,
  unwraps: false,
  last: null,
} as const satisfies Partial<UserDtp>;
export const initial: UserDtp = { count: 0, ...over };

type DtpRule = Rule<UserDtp, MachineEvent, Command>;
const { asked, asks, isAsked } = asking<ToUserDtp>();
const tell = (what: ToUserPi) => call('pi', what);

/** More came than was wanted: the rest is unread, and closing then resets (RFC 2525 2.17). */
const close = ({ connection, taste, size }: UserDtp): readonly Command[] =>
  connection === null ? [] : [{ type: taste !== null && size > taste ? 'abort' : 'close', connection }];
const arm = (patience: Micros | null): readonly Command[] =>
  patience === null ? [] : [{ type: 'arm', timer: 'stall', after: patience }];
const disarm = ({ patience }: UserDtp): readonly Command[] =>
  patience === null ? [] : [{ type: 'cancel', timer: 'stall' }];

/** A listing is kept by nobody, but its user reads it. */
const ended = ({ sink, pieces, size }: UserDtp): ToUserPi => ({
  name: 'ended',
  size,
  ...(sink?.path === null ? { listing: textOf(joined(pieces, size)) } : {}),
});

/** The file as far as it came; a listing is kept by nobody. */
function stored({ sink, pieces, size }: UserDtp, event: MachineEvent): readonly Command[] {
  if (sink === null || sink.path === null) return [];
  const { path, node, before, text } = sink;
  const octets = text ? fromNvtWhole(joined(pieces, size)) : joined(pieces, size, before);
  return [written(path, node, octets, event)];
}

/** The transfer is over: closes the connection and tells, or takes TLS off it first. */
const end = (context: UserDtp, told: ToUserPi, before: readonly Command[] = []): Outcome<UserDtp, Command> =>
  context.unwraps
    ? { context: { last: told }, commands: [...before, { type: 'unsecure', connection: context.connection ?? '' }] }
    : { context: over, commands: [...before, ...close(context), tell(told)] };

export const rules = {
  ...common,
  dial: (context, event) => {
    const { remote, noDelay = false } = asked(event, 'connect');
    const called = dialled(context, remote);
    return {
      context: { ...over, ...called.context, noDelay },
      commands: [...close(context), ...unlisten(context), ...called.commands],
    };
  },
  bind: (context, event) => {
    const asks = bound(context, 'active', { address: asked(event, 'listen').address, port: 'ephemeral' });
    return { context: { ...over, ...asks.context }, commands: [...close(context), ...asks.commands] };
  },
  take: (context) => ({ commands: [accepted(context)] }),
  tellAccepted: (context, event) =>
    event.type === 'accepted'
      ? {
          context: { connection: event.connection, listener: null },
          commands: [...unlisten(context), tell({ name: 'accepted' })],
        }
      : {},
  tellOpened: ({ connection, noDelay }) => ({
    commands: [
      ...(noDelay ? [{ type: 'option', connection: connection ?? '', noDelay } as const] : []),
      tell({ name: 'opened' }),
    ],
  }),
  secure: ({ connection }, event) => {
    const { session, farewell, unwraps = false } = asked(event, 'secure');
    const input: Securing = {
      name: connection ?? '',
      ...(session === undefined ? {} : { session }),
      ...(farewell === undefined ? {} : { farewell }),
    };
    return {
      context: { unwraps },
      commands: [{ type: 'secure', connection: connection ?? '', layer: 'tls-client', input }],
    };
  },
  tellSecured: (_context, event) => ({
    commands: event.type === 'secured' ? [tell({ name: 'dataSecured', facts: event.facts })] : [],
  }),
  tellResumable: (_context, event) => ({
    commands: event.type === 'resumable' ? [tell({ name: 'resumable', kept: keptOf(event) })] : [],
  }),
  tellInsecure: (context, event) => ({
    context: over,
    commands: [
      ...stored(context, event),
      ...disarm(context),
      ...close(context),
      ...(event.type === 'broken' ? [tell({ name: 'dataInsecure', fault: brokenOf(event), size: context.size })] : []),
    ],
  }),
  tellLast: (context) => ({
    context: over,
    commands: [...close(context), ...(context.last ? [tell(context.last)] : [])],
  }),
  tellUnopened: (context, event) => ({
    context: over,
    commands: [
      ...unlisten(context),
      ...(event.type === 'failed' ? [tell({ name: 'unopened', reason: event.reason })] : []),
    ],
  }),
  receive: (_context, event) => {
    const { name: _, patience = null, ...sink } = asked(event, 'receive');
    return { context: { sink, patience }, commands: arm(patience) };
  },
  keep: (context, event) =>
    event.type === 'received' ? { context: kept(context, event.octets), commands: arm(context.patience) } : {},
  await: (_context, event) => {
    const { octets: taste, patience = null } = asked(event, 'taste');
    return { context: { taste, patience }, commands: arm(patience) };
  },
  /** The octets are there already. */
  tasteAtOnce: ({ connection }, event) => ({
    context: { taste: asked(event, 'taste').octets },
    commands: [{ type: 'pause', connection: connection ?? '' }, tell({ name: 'arrived' })],
  }),
  taste: (context, event) => ({
    context: event.type === 'received' ? { size: event.octets.length } : {},
    commands: [...disarm(context), { type: 'pause', connection: context.connection ?? '' }, tell({ name: 'arrived' })],
  }),
  tellStalled: (context, event) => ({
    context: over,
    commands: [...stored(context, event), ...close(context), tell({ name: 'stalled' })],
  }),
  finish: (context, event) => end(context, ended(context), [...stored(context, event), ...disarm(context)]),
  /** The whole file and its end came before the plan asked for it. */
  finishAtOnce: (context, event) => {
    const { name: _, patience: __, ...sink } = asked(event, 'receive');
    const whole = { ...context, sink };
    return end(whole, ended(whole), stored(whole, event));
  },
  send: (context, event) => {
    const { octets, block = octets.length } = asked(event, 'send');
    const blocks = Array.from({ length: Math.ceil(octets.length / block) }, (_, at) =>
      octets.subarray(at * block, (at + 1) * block),
    );
    return {
      context: { size: octets.length },
      commands: blocks.map((part) => ({ type: 'send', connection: context.connection ?? '', octets: part })),
    };
  },
  finishSending: (context) => end(context, { name: 'sent', size: context.size }),
  tellBroken: (context, event) => ({
    context: over,
    commands: [
      ...stored(context, event),
      ...disarm(context),
      ...(event.type === 'failed' ? [tell({ name: 'broken', reason: event.reason, size: context.size })] : []),
    ],
  }),
  forget: (context) => ({ context: over, commands: [...disarm(context), ...close(context), ...unlisten(context)] }),
} satisfies Record<string, DtpRule>;

export const guards = {
  'asked to connect': isAsked('connect'),
  'asked to listen': isAsked('listen'),
  'asked to accept': isAsked('accept'),
  'asked to receive what came': (context, event) => context.peerClosed && asks(event, 'receive'),
  'asked to receive': isAsked('receive'),
  'asked to taste what came': (context, event) => context.size > 0 && asks(event, 'taste'),
  'asked to taste': isAsked('taste'),
  stall: rang('stall'),
  'asked to send nothing': (_context, event) => asks(event, 'send') && asked(event, 'send').octets.length === 0,
  'asked to send': isAsked('send'),
  'asked to forget': isAsked('forget'),
  'asked to secure': isAsked('secure'),
  unwraps: ({ connection, unwraps }, event) => unwraps && 'connection' in event && event.connection === connection,
  'unwraps and asked to receive what came': (context, event) =>
    context.unwraps && context.peerClosed && asks(event, 'receive'),
  'unwraps and asked to send nothing': (context, event) =>
    context.unwraps && asks(event, 'send') && asked(event, 'send').octets.length === 0,
  ours,
} satisfies Record<string, Guard<UserDtp, MachineEvent>>;
