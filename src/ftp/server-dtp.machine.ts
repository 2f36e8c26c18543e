/**
 * The server's data transfer process (RFC 959 section 2.3): it waits on a port or dials one, as its protocol interpreter
 * says, and moves a file over the data connection. The end of a file is the close of the connection, since MODE is S
 * (section 3.4.1).
 *
 * The kernel completes handshakes on a listener by itself; the process takes one when a transfer command has been found
 * good. So a connection that no transfer ever used is reset when its listener goes.
 *
 * Left out: MODE B and C, STRU R and P, restart markers, a transfer rate.
 */
import { setup } from 'xstate'
import type { Command, Endpoint, MachineEvent, Micros } from '../machine/contract'
import { bridge, bridgeGuards, defineModel, type Guard, type Rule } from '../machine/model'
import { call, called, fileNode, joined, type Owned, type Pieces, type ToPi, type ToServerDtp } from './calls'

export interface ServerDtp {
  /** How many data connections there have been, or listeners for them. */
  readonly count: number
  readonly connection: string | null
  readonly listener: string | null
  readonly peer: string | null
  readonly stall: Micros
  readonly progress: Micros
  readonly pieces: Pieces
  readonly size: number
  readonly peerClosed: boolean
  readonly sink: { readonly path: string; readonly before: Uint8Array; readonly node: Owned } | null
}

const initial: ServerDtp = { count: 0, connection: null, listener: null, peer: null, stall: 0, progress: 0, pieces: null, size: 0, peerClosed: false, sink: null }
const over: Partial<ServerDtp> = { connection: null, listener: null, pieces: null, size: 0, peerClosed: false, sink: null }

type DtpRule = Rule<ServerDtp, MachineEvent, Command>
type Asked<N extends ToServerDtp['name']> = Extract<ToServerDtp, { name: N }>
const asked = <N extends ToServerDtp['name']>(event: MachineEvent, _name: N) => called<Asked<N>>(event) as Asked<N>
const tell = (what: ToPi) => call('pi', what)

const unlisten = ({ listener }: ServerDtp): readonly Command[] => (listener === null ? [] : [{ type: 'unlisten', listener }])
const closeWhole = ({ connection }: ServerDtp): readonly Command[] => (connection === null ? [] : [{ type: 'close', connection }])
const cancelled: readonly Command[] = [{ type: 'cancel', timer: 'patience' }]

/** The file as far as it came. */
function stored(context: ServerDtp, event: MachineEvent): readonly Command[] {
  const { sink, pieces, size } = context
  if (sink === null) return []
  const octets = joined(pieces, size, sink.before)
  return [{ type: 'change', change: { op: 'write', path: sink.path, node: fileNode(sink.node, octets, event.epoch + event.at / 1e6) } }]
}

const rules = {
  bind: (context, event) => {
    const { address, port } = asked(event, 'listen')
    const count = context.count + 1
    const listener = `passive-${count}`
    return { context: { count, listener }, commands: [...unlisten(context), { type: 'listen', listener, purpose: 'data', address, port }] }
  },
  tellListening: (_context, event) => (event.type === 'listening' ? { commands: [tell({ name: 'listening', local: event.local })] } : {}),
  tellUnlistened: (_context, event) => ({ context: { listener: null }, commands: event.type === 'failed' ? [tell({ name: 'unlistened', reason: event.reason })] : [] }),
  forget: (context) => ({ context: over, commands: [...closeWhole(context), ...unlisten(context)] }),
  dial: (context, event) => {
    const { remote, local, patience, stall } = asked(event, 'open')
    const count = context.count + 1
    const connection = `data-${count}`
    return {
      context: { ...over, count, connection, stall },
      commands: [{ type: 'open', connection, purpose: 'data', remote: remote as Endpoint, ...(local ? { local } : {}) }, { type: 'arm', timer: 'patience', after: patience }],
    }
  },
  take: (context, event) => {
    const { peer, patience, stall } = asked(event, 'open')
    const connection = `data-${context.count}`
    return {
      context: { connection: null, peer, stall, pieces: null, size: 0, peerClosed: false, sink: null },
      commands: [{ type: 'accept', listener: context.listener ?? '', connection }, { type: 'arm', timer: 'patience', after: patience }],
    }
  },
  tellOpened: (_context, event) => ('connection' in event ? { context: { connection: event.connection }, commands: [...cancelled, tell({ name: 'opened' })] } : {}),
  turnAway: (context, event) => ({
    context: over,
    commands: [
      ...cancelled, ...('connection' in event ? [{ type: 'close', connection: event.connection } as const] : []), ...unlisten(context),
      tell({ name: 'unopened', reason: 'stranger' }),
    ],
  }),
  giveUp: (context) => ({ context: over, commands: [...closeWhole(context), ...unlisten(context), tell({ name: 'unopened', reason: 'timeout' })] }),
  tellUnopened: (context, event) => ({
    context: over,
    commands: [...cancelled, ...unlisten(context), ...(event.type === 'failed' ? [tell({ name: 'unopened', reason: event.reason })] : [])],
  }),
  send: (context, event) => {
    const { octets } = asked(event, 'send')
    const arm: Command = { type: 'arm', timer: 'stall', after: context.stall }
    return { context: { size: octets.length, progress: event.at }, commands: [{ type: 'send', connection: context.connection ?? '', octets }, arm] }
  },
  sendNothing: () => ({ commands: [tell({ name: 'sent', size: 0 })] }),
  tellSent: ({ size }) => ({ commands: [{ type: 'cancel', timer: 'stall' }, tell({ name: 'sent', size })] }),
  receive: (context, event) => {
    const { path, before, node } = asked(event, 'receive')
    return { context: { sink: { path, before, node }, progress: event.at }, commands: [{ type: 'arm', timer: 'stall', after: context.stall }] }
  },
  keep: ({ pieces, size }, event) =>
    event.type === 'received' ? { context: { pieces: { octets: event.octets, before: pieces }, size: size + event.octets.length, progress: event.at } } : {},
  finish: (context, event) => ({
    context: { sink: null, pieces: null },
    commands: [{ type: 'cancel', timer: 'stall' }, ...stored(context, event), tell({ name: 'ended', size: context.size })],
  }),
  /** The whole file and its end came before anybody asked for it. */
  finishAtOnce: (context, event) => {
    const { path, before, node } = asked(event, 'receive')
    return { context: { pieces: null }, commands: [...stored({ ...context, sink: { path, before, node } }, event), tell({ name: 'ended', size: context.size })] }
  },
  noteEnd: () => ({ context: { peerClosed: true } }),
  close: (context) => ({ commands: [...closeWhole(context), ...unlisten(context)] }),
  tellClosed: () => ({ context: over, commands: [tell({ name: 'closed' })] }),
  tellBroken: (context, event) => ({
    context: over,
    commands: [
      { type: 'cancel', timer: 'stall' }, ...stored(context, event), ...unlisten(context),
      ...(event.type === 'failed' ? [tell({ name: 'broken', reason: event.reason, size: context.size })] : []),
    ],
  }),
  watchOn: (context, event) => ({ commands: [{ type: 'arm', timer: 'stall', after: Math.max(1, context.progress + context.stall - event.at) }] }),
  tellStalled: () => ({ commands: [tell({ name: 'stalled' })] }),
  letGo: () => ({}),
  note: (_context, event) => ({
    commands: [{ type: 'note', text: `the data transfer process has no use for '${event.type === 'called' ? event.call.name : event.type}' now` }],
  }),
} satisfies Record<string, DtpRule>

const isAsked = (name: ToServerDtp['name']): Guard<ServerDtp, MachineEvent> => (_context, event) => called<ToServerDtp>(event)?.name === name
const guards = {
  'asked to listen': isAsked('listen'),
  'asked to dial': (_context, event) => isAsked('open')(_context, event) && asked(event, 'open').remote !== null,
  'asked to accept': (_context, event) => isAsked('open')(_context, event) && asked(event, 'open').remote === null,
  'asked to send nothing': (context, event) => isAsked('send')(context, event) && asked(event, 'send').octets.length === 0,
  'asked to send': isAsked('send'),
  'asked to receive what came': (context, event) => context.peerClosed && isAsked('receive')(context, event),
  'asked to receive': isAsked('receive'),
  'asked to close': isAsked('close'),
  'asked to forget': isAsked('forget'),
  ours: ({ connection, listener }, event) =>
    ('connection' in event && event.connection === connection) || ('listener' in event && event.listener === listener) ||
    (event.type === 'failed' && (event.subject === connection || event.subject === listener)),
  stranger: ({ peer }, event) => event.type === 'accepted' && peer !== null && event.remote.address !== peer,
  'for connecting': (_context, event) => event.type === 'timeout' && event.timer === 'patience',
  'for moving': (_context, event) => event.type === 'timeout' && event.timer === 'stall',
  'moved since': ({ progress, stall }, event) => event.type === 'timeout' && event.timer === 'stall' && event.at < progress + stall,
} satisfies Record<string, Guard<ServerDtp, MachineEvent>>

const listenOrDial = [
  { guard: 'asked to listen', target: 'BINDING', actions: 'bind' },
  { guard: 'asked to dial', target: 'CONNECTING', actions: 'dial' },
  { guard: 'asked to forget', target: 'IDLE', actions: 'forget' },
] as const
const broken = { guard: 'ours', target: 'IDLE', actions: 'tellBroken' } as const
const stall = [{ guard: 'moved since', actions: 'watchOn' }, { guard: 'for moving', actions: 'tellStalled' }] as const
const rfc = 'RFC 959 3.2'

const machine = setup({
  types: { context: {} as ServerDtp, events: {} as MachineEvent },
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'server-DTP',
  initial: 'IDLE',
  context: initial,
  on: { started: { actions: 'letGo' }, closed: { actions: 'letGo' }, drained: { actions: 'letGo' }, timeout: { actions: 'letGo' }, '*': { actions: 'note' } },
  states: {
    IDLE: { description: 'No data connection, and none expected.', meta: { rfc }, on: { called: [...listenOrDial, { guard: 'asked to close', actions: 'letGo' }] } },
    BINDING: {
      description: 'Asks its host for a port of the passive range.', meta: { rfc: 'RFC 959 4.1.2 PASV' },
      on: {
        listening: { guard: 'ours', target: 'LISTENING', actions: 'tellListening' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnlistened' },
        called: listenOrDial,
      },
    },
    LISTENING: {
      description: 'A port is open. Whoever calls is connected by the kernel; nobody here has looked yet.', meta: { rfc: 'RFC 959 4.1.2 PASV' },
      on: { called: [...listenOrDial, { guard: 'asked to accept', target: 'ACCEPTING', actions: 'take' }] },
    },
    ACCEPTING: {
      description: 'A transfer command came: takes the connection that is there, or waits for it.', meta: { rfc },
      on: {
        accepted: [{ guard: 'stranger', target: 'IDLE', actions: 'turnAway' }, { guard: 'ours', target: 'OPEN', actions: 'tellOpened' }],
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnopened' },
        timeout: { guard: 'for connecting', target: 'IDLE', actions: 'giveUp' },
        called: { guard: 'asked to forget', target: 'IDLE', actions: 'forget' },
      },
    },
    CONNECTING: {
      description: 'Dials the address that PORT or EPRT named.', meta: { rfc: 'RFC 959 4.1.2 PORT' },
      on: {
        opened: { guard: 'ours', target: 'OPEN', actions: 'tellOpened' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnopened' },
        timeout: { guard: 'for connecting', target: 'IDLE', actions: 'giveUp' },
        called: { guard: 'asked to forget', target: 'IDLE', actions: 'forget' },
      },
    },
    OPEN: {
      description: 'The data connection stands, and nothing moves on it.', meta: { rfc },
      on: {
        called: [
          { guard: 'asked to send nothing', actions: 'sendNothing' },
          { guard: 'asked to send', target: 'SENDING', actions: 'send' },
          { guard: 'asked to receive what came', actions: 'finishAtOnce' },
          { guard: 'asked to receive', target: 'RECEIVING', actions: 'receive' },
          { guard: 'asked to close', target: 'CLOSING', actions: 'close' },
          { guard: 'asked to forget', target: 'IDLE', actions: 'forget' },
        ],
        received: { guard: 'ours', actions: 'keep' },
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        failed: broken,
      },
    },
    SENDING: {
      description: 'Hands the file to TCP; a full buffer makes it wait.', meta: { rfc: 'RFC 959 4.1.3 RETR' },
      on: {
        drained: { guard: 'ours', target: 'OPEN', actions: 'tellSent' },
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        failed: broken,
        timeout: stall,
        called: [{ guard: 'asked to close', target: 'CLOSING', actions: 'close' }, { guard: 'asked to forget', target: 'IDLE', actions: 'forget' }],
      },
    },
    RECEIVING: {
      description: 'Stores what comes, until the client closes: that is the end of the file.', meta: { rfc: 'RFC 959 4.1.3 STOR' },
      on: {
        received: { guard: 'ours', actions: 'keep' },
        peerClosed: { guard: 'ours', target: 'OPEN', actions: 'finish' },
        failed: broken,
        timeout: stall,
        called: [{ guard: 'asked to close', target: 'CLOSING', actions: 'close' }, { guard: 'asked to forget', target: 'IDLE', actions: 'forget' }],
      },
    },
    CLOSING: {
      description: 'Has closed. A lingering close() returns when the FIN is acknowledged.', meta: { rfc: 'RFC 959 3.2; RFC 9293 3.6' },
      on: {
        closed: { guard: 'ours', target: 'IDLE', actions: 'tellClosed' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellClosed' },
        called: listenOrDial,
      },
    },
  },
})

export const serverDtp = defineModel<ServerDtp, MachineEvent, Command, null>(machine, rules, guards, () => initial)
