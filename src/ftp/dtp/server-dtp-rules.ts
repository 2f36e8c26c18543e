/** What a server's data transfer process remembers and does; when it does what stands in server-dtp.machine.ts. */
import type { Command, Endpoint, Errno, MachineEvent, Micros } from '../../machine/contract';
import type { Guard, Rule } from '../../machine/model';
import { fromNvt, endOfNvt, initialAsciiState } from '../../wire/ascii';
import type { Securing } from '../protocol/requests';
import {
  call,
  called,
  fileNode,
  joined,
  type Owned,
  type Pace,
  type Pieces,
  type ToServerDtp,
  type ToServerPi,
} from '../protocol/calls';

export interface ServerDtp {
  /** How many data connections there have been, or listeners for them. */
  readonly count: number;
  readonly connection: string | null;
  readonly listener: string | null;
  readonly peer: string | null;
  readonly stall: Micros;
  readonly progress: Micros;
  readonly since: Micros;
  readonly pieces: Pieces;
  readonly size: number;
  /** What is still to be sent. */
  readonly left: Uint8Array;
  readonly corked: boolean;
  readonly pace: Pace | null;
  readonly peerClosed: boolean;
  /** It failed while we rested and nobody has looked yet. */
  readonly broken: Errno | null;
  readonly sink: {
    readonly path: string;
    readonly before: Uint8Array;
    readonly beneath: Uint8Array;
    readonly node: Owned;
    readonly text: boolean;
  } | null;
}

const NOTHING = new Uint8Array(0);
const SECOND: Micros = 1_000_000;
const over: Partial<ServerDtp> = {
  connection: null,
  listener: null,
  pieces: null,
  size: 0,
  left: NOTHING,
  corked: false,
  pace: null,
  peerClosed: false,
  broken: null,
  sink: null,
};
export const initial = { count: 0, peer: null, stall: 0, progress: 0, since: 0, ...over } as ServerDtp;

type DtpRule = Rule<ServerDtp, MachineEvent, Command>;
type Asked<N extends ToServerDtp['name']> = Extract<ToServerDtp, { name: N }>;
const asked = <N extends ToServerDtp['name']>(event: MachineEvent, _name: N) => called<Asked<N>>(event) as Asked<N>;
const tell = (what: ToServerPi) => call('pi', what);

/** The connection's own name beside that of its control connection. */
const named = (input: Securing, connection: string | null): Securing => ({
  ...input,
  name: `${connection ?? ''} ${input.name}`,
});

const undelayed = (connection: string | null, { noDelay }: { readonly noDelay?: true }): readonly Command[] =>
  noDelay ? [{ type: 'option', connection: connection ?? '', noDelay }] : [];

const unlisten = ({ listener }: ServerDtp): readonly Command[] =>
  listener === null ? [] : [{ type: 'unlisten', listener }];
const closeWhole = ({ connection }: ServerDtp): readonly Command[] =>
  connection === null ? [] : [{ type: 'close', connection }];
const cancelled = (...timers: readonly string[]): readonly Command[] =>
  timers.map((timer) => ({ type: 'cancel', timer }));

/** The file as far as it came: what was before, what came, what lies beneath and beyond it. */
function stored({ sink, pieces, size }: ServerDtp, event: MachineEvent): readonly Command[] {
  if (sink === null) return [];
  const came = joined(pieces, size);
  const local = sink.text ? fromNvt(initialAsciiState, came) : null;
  const held = local ? endOfNvt(local.state) : NOTHING;
  const parts = [sink.before, local?.octets ?? came, held];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const octets = new Uint8Array(Math.max(length, sink.beneath.length));
  octets.set(sink.beneath);
  parts.reduce((at, part) => (octets.set(part, at), at + part.length), 0);
  return [
    {
      type: 'change',
      change: { op: 'write', path: sink.path, node: fileNode(sink.node, octets, event.epoch + event.at / 1e6) },
    },
  ];
}

/** How long to rest so that no more than the rate's octets have moved since the transfer began. */
export function restAfter({ pace, size, since }: ServerDtp, at: Micros): Micros {
  if (pace === null) return 0;
  const counted = Math.max(0, size - (pace.firstFree ? pace.block : 0));
  return Math.max(0, Math.ceil((counted / pace.rate) * SECOND) - (at - since));
}

/** Hands the next octets to TCP: all of them, or a block where there is a pace. */
function sendNext(
  context: ServerDtp,
  at: Micros,
): { readonly context: Partial<ServerDtp>; readonly commands: readonly Command[] } {
  const { left, pace, corked, stall, connection, size } = context;
  const octets =
    pace === null ? left : left.subarray(0, (pace.ends?.find((end) => end > size) ?? size + pace.block) - size);
  const more = corked ? { more: true as const } : {};
  return {
    context: { left: pace === null ? NOTHING : left.subarray(octets.length), size: size + octets.length, progress: at },
    commands: [
      { type: 'send', connection: connection ?? '', octets, ...more },
      { type: 'arm', timer: 'stall', after: stall },
    ],
  };
}

const shut = ({ connection }: ServerDtp, lingering: Micros): readonly Command[] => [
  { type: 'shutdownWrite', connection: connection ?? '' },
  { type: 'arm', timer: 'linger', after: lingering },
];

const keep: DtpRule = ({ pieces, size }, event) =>
  event.type === 'received'
    ? {
        context: {
          pieces: { octets: event.octets, before: pieces },
          size: size + event.octets.length,
          progress: event.at,
        },
      }
    : {};

const finish: DtpRule = (context, event) => ({
  context: { sink: null, pieces: null },
  commands: [...cancelled('stall'), ...stored(context, event), tell({ name: 'ended', size: context.size })],
});

const tellSent: DtpRule = ({ size }) => ({ commands: [...cancelled('stall'), tell({ name: 'sent', size })] });

export const rules = {
  keep,
  finish,
  tellSent,
  bind: (context, event) => {
    const { address, port } = asked(event, 'listen');
    const count = context.count + 1;
    const listener = `passive-${count}`;
    return {
      context: { count, listener },
      commands: [...unlisten(context), { type: 'listen', listener, purpose: 'data', address, port }],
    };
  },
  tellListening: (_context, event) =>
    event.type === 'listening' ? { commands: [tell({ name: 'listening', local: event.local })] } : {},
  tellUnlistened: (_context, event) => ({
    context: { listener: null },
    commands: event.type === 'failed' ? [tell({ name: 'unlistened', reason: event.reason })] : [],
  }),
  forget: (context) => ({ context: over, commands: [...closeWhole(context), ...unlisten(context)] }),
  dial: (context, event) => {
    const { remote, local, patience, stall } = asked(event, 'open');
    const count = context.count + 1;
    const connection = `data-${count}`;
    return {
      context: { ...over, count, connection, stall },
      commands: [
        { type: 'open', connection, purpose: 'data', remote: remote as Endpoint, ...(local ? { local } : {}) },
        { type: 'arm', timer: 'patience', after: patience },
      ],
    };
  },
  take: (context, event) => {
    const { peer, patience, stall } = asked(event, 'open');
    const connection = `data-${context.count}`;
    return {
      context: { ...over, listener: context.listener, peer, stall },
      commands: [
        { type: 'accept', listener: context.listener ?? '', connection },
        { type: 'arm', timer: 'patience', after: patience },
      ],
    };
  },
  tellOpened: (_context, event) =>
    'connection' in event
      ? { context: { connection: event.connection }, commands: [...cancelled('patience'), tell({ name: 'opened' })] }
      : {},
  turnAway: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('patience'),
      ...('connection' in event ? [{ type: 'close', connection: event.connection } as const] : []),
      ...unlisten(context),
      tell({ name: 'unopened', reason: 'stranger' }),
    ],
  }),
  giveUp: (context) => ({
    context: over,
    commands: [...closeWhole(context), ...unlisten(context), tell({ name: 'unopened', reason: 'timeout' })],
  }),
  tellUnopened: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('patience'),
      ...unlisten(context),
      ...(event.type === 'failed' ? [tell({ name: 'unopened', reason: event.reason })] : []),
    ],
  }),
  send: (context, event) => {
    const { octets, pace = null, corked = false } = asked(event, 'send');
    const first = sendNext({ ...context, left: octets, size: 0, pace, corked }, event.at);
    return { context: { pace, corked, since: event.at, ...first.context }, commands: first.commands };
  },
  sendNothing: () => ({ commands: [tell({ name: 'sent', size: 0 })] }),
  sendMore: (context, event) => sendNext(context, event.at),
  rest: (context, event) => ({
    commands: [{ type: 'arm', timer: 'pace', after: Math.max(1, restAfter(context, event.at)) }, ...cancelled('stall')],
  }),
  restReading: (context, event) => {
    const kept = keep(context, event);
    const next = { ...context, ...kept.context };
    return {
      context: kept.context ?? {},
      commands: [
        { type: 'pause', connection: context.connection ?? '' },
        { type: 'arm', timer: 'pace', after: Math.max(1, restAfter(next, event.at)) },
        ...cancelled('stall'),
      ],
    };
  },
  readOn: ({ connection, stall }) => ({
    commands: [
      { type: 'resume', connection: connection ?? '' },
      { type: 'arm', timer: 'stall', after: stall },
    ],
  }),
  tellProgress: ({ size }) => ({ commands: [tell({ name: 'progress', size })] }),
  receive: (context, event) => {
    const { path, before, beneath = NOTHING, node, text = false, pace = null } = asked(event, 'receive');
    return {
      context: { sink: { path, before, beneath, node, text }, pace, since: event.at, progress: event.at },
      commands: [{ type: 'arm', timer: 'stall', after: context.stall }],
    };
  },
  /** The whole file and its end came before anybody asked for it. */
  finishAtOnce: (context, event) => {
    const { path, before, beneath = NOTHING, node, text = false } = asked(event, 'receive');
    return {
      context: { pieces: null },
      commands: [
        ...stored({ ...context, sink: { path, before, beneath, node, text } }, event),
        tell({ name: 'ended', size: context.size }),
      ],
    };
  },
  /** The end came during a rest: of a file that goes, or of one that comes. */
  finishRested: (context, event) => (context.sink ? finish(context, event) : tellSent(context, event)),
  noteEnd: () => ({ context: { peerClosed: true } }),
  noteBroken: (_context, event) => (event.type === 'failed' ? { context: { broken: event.reason } } : {}),
  close: (context) => ({ context: { listener: null }, commands: [...closeWhole(context), ...unlisten(context)] }),
  shut: (context, event) => ({
    context: { listener: null },
    commands: [...shut(context, asked(event, 'close').lingering ?? 0), ...unlisten(context)],
  }),
  abort: (context, event) => ({
    context: { sink: null, pieces: null, left: NOTHING },
    commands: [
      ...cancelled('stall', 'pace'),
      ...stored(context, event),
      ...shut(context, asked(event, 'abort').lingering),
      ...unlisten(context),
    ],
  }),
  /** There is nothing left to shut. */
  abortBroken: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('stall', 'pace'),
      ...stored(context, event),
      ...unlisten(context),
      tell({ name: 'closed' }),
    ],
  }),
  closeAfterPeer: (context) => ({
    context: over,
    commands: [...cancelled('linger'), ...closeWhole(context), tell({ name: 'closed' })],
  }),
  tellClosed: () => ({ context: over, commands: [tell({ name: 'closed' })] }),
  tellGone: () => ({ context: over, commands: [...cancelled('linger'), tell({ name: 'closed' })] }),
  tellBroken: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('stall'),
      ...stored(context, event),
      ...unlisten(context),
      tell({
        name: 'broken',
        reason: event.type === 'failed' ? event.reason : (context.broken ?? 'ECONNRESET'),
        size: context.size,
      }),
    ],
  }),
  watchOn: (context, event) => ({
    commands: [{ type: 'arm', timer: 'stall', after: Math.max(1, context.progress + context.stall - event.at) }],
  }),
  tellStalled: () => ({ commands: [tell({ name: 'stalled' })] }),
  /** TLS begins; what the peer has sent already is its beginning. */
  secure: ({ connection }, event) => ({
    commands: [
      ...undelayed(connection, asked(event, 'secure')),
      {
        type: 'secure',
        connection: connection ?? '',
        layer: 'tls-server',
        input: named(asked(event, 'secure').input, connection),
      },
      { type: 'arm', timer: 'stall', after: asked(event, 'secure').patience },
    ],
  }),
  tellSecured: (_context, event) =>
    event.type === 'secured'
      ? { commands: [...cancelled('stall'), tell({ name: 'secured', facts: event.facts })] }
      : {},
  /**
   * The handshake failed, or there was nobody to make it with; the connection is still there, unless it failed itself.
   */
  tellNotSecured: (context, event) => ({
    context: event.type === 'failed' ? over : {},
    commands: [
      ...cancelled('stall'),
      ...(event.type === 'failed' ? unlisten(context) : []),
      tell({ name: 'notSecured', failure: event.type === 'broken' ? event : { name: 'handshake_ended' } }),
    ],
  }),
  part: ({ connection, stall }, event) => ({
    commands: [
      ...undelayed(connection, asked(event, 'part')),
      { type: 'unsecure', connection: connection ?? '' },
      { type: 'arm', timer: 'stall', after: stall },
    ],
  }),
  tellParted: () => ({ commands: [...cancelled('stall'), tell({ name: 'parted' })] }),
  tellResumable: (_context, event) =>
    event.type === 'resumable' ? { commands: [tell({ name: 'resumable', session: event.session })] } : {},
  tellInsecure: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('stall'),
      ...stored(context, event),
      ...closeWhole(context),
      ...unlisten(context),
      tell({ name: 'broken', reason: 'ECONNRESET', size: context.size }),
    ],
  }),
  letGo: () => ({}),
  note: (_context, event) => ({
    commands: [
      {
        type: 'note',
        text: `the data transfer process has no use for '${event.type === 'called' ? event.call.name : event.type}' now`,
      },
    ],
  }),
} satisfies Record<string, DtpRule>;

const isAsked =
  (name: ToServerDtp['name']): Guard<ServerDtp, MachineEvent> =>
  (_context, event) =>
    called<ToServerDtp>(event)?.name === name;
const rang =
  (timer: string): Guard<ServerDtp, MachineEvent> =>
  (_context, event) =>
    event.type === 'timeout' && event.timer === timer;
const ours: Guard<ServerDtp, MachineEvent> = ({ connection, listener }, event) =>
  ('connection' in event && event.connection === connection) ||
  ('listener' in event && event.listener === listener) ||
  (event.type === 'failed' && (event.subject === connection || event.subject === listener));

export const guards = {
  'asked to listen': isAsked('listen'),
  'asked to dial': (_context, event) => isAsked('open')(_context, event) && asked(event, 'open').remote !== null,
  'asked to accept': (_context, event) => isAsked('open')(_context, event) && asked(event, 'open').remote === null,
  'asked to send nothing': (context, event) =>
    isAsked('send')(context, event) && asked(event, 'send').octets.length === 0,
  'asked to send': isAsked('send'),
  'asked to receive what came': (context, event) => context.peerClosed && isAsked('receive')(context, event),
  'asked to receive': isAsked('receive'),
  'asked to abort what is broken': (context, event) => context.broken !== null && isAsked('abort')(context, event),
  'asked to abort': isAsked('abort'),
  'asked to proceed though broken': (context, event) => context.broken !== null && isAsked('proceed')(context, event),
  'asked to proceed at the end': ({ left, peerClosed, sink }, event) =>
    (sink ? peerClosed : left.length === 0) && isAsked('proceed')(null as never, event),
  'asked to proceed with reading': ({ sink }, event) => sink !== null && isAsked('proceed')(null as never, event),
  'asked to proceed': isAsked('proceed'),
  'asked to linger': (context, event) =>
    isAsked('close')(context, event) && asked(event, 'close').lingering !== undefined && !context.peerClosed,
  'asked to close': isAsked('close'),
  'asked to forget': isAsked('forget'),
  'asked to secure what is over': (context, event) =>
    isAsked('secure')(context, event) && (context.peerClosed || context.broken !== null),
  'asked to secure': isAsked('secure'),
  'asked to part': isAsked('part'),
  ours,
  'ours, and too fast': (context, event) =>
    event.type === 'received' &&
    ours(context, event) &&
    restAfter({ ...context, size: context.size + event.octets.length }, event.at) > 0,
  'ours, and too fast to go on': (context, event) => ours(context, event) && restAfter(context, event.at) > 0,
  'ours, and not the end': (context, event) => ours(context, event) && context.left.length > 0,
  stranger: ({ peer }, event) => event.type === 'accepted' && peer !== null && event.remote.address !== peer,
  'for connecting': rang('patience'),
  'for moving': rang('stall'),
  'for resting': rang('pace'),
  'for the peer': rang('linger'),
  'moved since': ({ progress, stall }, event) =>
    event.type === 'timeout' && event.timer === 'stall' && event.at < progress + stall,
} satisfies Record<string, Guard<ServerDtp, MachineEvent>>;
