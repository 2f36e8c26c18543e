/**
 * The user's data transfer process (RFC 959 section 2.3): dials the address that a 227 or 229 named, or waits on a port of
 * its own for the server to call, and moves a file. A download ends when the server closes; an upload when it closes itself.
 *
 * Octets that come before the plan asks for them are kept. Left out: MODE B and C, restart markers.
 */
import { setup } from 'xstate'
import type { Command, MachineEvent, Micros } from '../machine/contract'
import { bridge, bridgeGuards, defineModel, type Guard, type Rule } from '../machine/model'
import { textOf } from '../wire/text'
import { call, called, fileNode, joined, type Owned, type Pieces, type ToUserPi, type ToUserDtp } from './calls'

export interface UserDtp {
  /** How many data connections there have been, or listeners for them. */
  readonly count: number
  readonly connection: string | null
  readonly listener: string | null
  readonly pieces: Pieces
  readonly size: number
  readonly peerClosed: boolean
  readonly sink: { readonly path: string | null; readonly node: Owned } | null
  /** How many octets are wanted, of a download that is only tasted. */
  readonly taste: number | null
  /** How long a transfer may stand still; null is for ever. */
  readonly patience: Micros | null
}

const initial: UserDtp = { count: 0, connection: null, listener: null, pieces: null, size: 0, peerClosed: false, sink: null, taste: null, patience: null }
const over: Partial<UserDtp> = { connection: null, listener: null, pieces: null, size: 0, peerClosed: false, sink: null, taste: null, patience: null }

type DtpRule = Rule<UserDtp, MachineEvent, Command>
type Asked<N extends ToUserDtp['name']> = Extract<ToUserDtp, { name: N }>
const asked = <N extends ToUserDtp['name']>(event: MachineEvent, _name: N) => called<Asked<N>>(event) as Asked<N>
const tell = (what: ToUserPi) => call('pi', what)

const unlisten = ({ listener }: UserDtp): readonly Command[] => (listener === null ? [] : [{ type: 'unlisten', listener }])
/** More came than was wanted: the rest is unread, and closing then resets (RFC 2525 2.17). */
const close = ({ connection, taste, size }: UserDtp): readonly Command[] =>
  connection === null ? [] : [{ type: taste !== null && size > taste ? 'abort' : 'close', connection }]
const arm = (patience: Micros | null): readonly Command[] => (patience === null ? [] : [{ type: 'arm', timer: 'stall', after: patience }])
const disarm = ({ patience }: UserDtp): readonly Command[] => (patience === null ? [] : [{ type: 'cancel', timer: 'stall' }])

/** A listing is kept by nobody, but its user reads it. */
const ended = ({ sink, pieces, size }: UserDtp): ToUserPi => ({ name: 'ended', size, ...(sink?.path === null ? { listing: textOf(joined(pieces, size)) } : {}) })

/** The file as far as it came; a listing is kept by nobody. */
function stored({ sink, pieces, size }: UserDtp, event: MachineEvent): readonly Command[] {
  if (sink === null || sink.path === null) return []
  return [{ type: 'change', change: { op: 'write', path: sink.path, node: fileNode(sink.node, joined(pieces, size), event.epoch + event.at / 1e6) } }]
}

const rules = {
  dial: (context, event) => {
    const count = context.count + 1
    const connection = `data-${count}`
    return {
      context: { ...over, count, connection },
      commands: [...close(context), ...unlisten(context), { type: 'open', connection, purpose: 'data', remote: asked(event, 'connect').remote }],
    }
  },
  bind: (context, event) => {
    const count = context.count + 1
    const listener = `active-${count}`
    return {
      context: { ...over, count, listener },
      commands: [...close(context), ...unlisten(context), { type: 'listen', listener, purpose: 'data', address: asked(event, 'listen').address, port: 'ephemeral' }],
    }
  },
  tellListening: (_context, event) => (event.type === 'listening' ? { commands: [tell({ name: 'listening', local: event.local })] } : {}),
  tellUnlistened: (_context, event) => ({ context: { listener: null }, commands: event.type === 'failed' ? [tell({ name: 'unlistened', reason: event.reason })] : [] }),
  take: (context) => {
    const connection = `data-${context.count}`
    return { commands: [{ type: 'accept', listener: context.listener ?? '', connection }] }
  },
  tellAccepted: (context, event) =>
    event.type === 'accepted' ? { context: { connection: event.connection, listener: null }, commands: [...unlisten(context), tell({ name: 'accepted' })] } : {},
  tellOpened: () => ({ commands: [tell({ name: 'opened' })] }),
  tellUnopened: (context, event) => ({ context: over, commands: [...unlisten(context), ...(event.type === 'failed' ? [tell({ name: 'unopened', reason: event.reason })] : [])] }),
  receive: (_context, event) => {
    const { path, node, patience = null } = asked(event, 'receive')
    return { context: { sink: { path, node }, patience }, commands: arm(patience) }
  },
  keep: ({ pieces, size, patience }, event) =>
    event.type === 'received' ? { context: { pieces: { octets: event.octets, before: pieces }, size: size + event.octets.length }, commands: arm(patience) } : {},
  await: (_context, event) => {
    const { octets: taste, patience = null } = asked(event, 'taste')
    return { context: { taste, patience }, commands: arm(patience) }
  },
  /** The octets are there already. */
  tasteAtOnce: ({ connection }, event) => ({
    context: { taste: asked(event, 'taste').octets }, commands: [{ type: 'pause', connection: connection ?? '' }, tell({ name: 'arrived' })],
  }),
  taste: (context, event) => ({
    context: event.type === 'received' ? { size: event.octets.length } : {},
    commands: [...disarm(context), { type: 'pause', connection: context.connection ?? '' }, tell({ name: 'arrived' })],
  }),
  tellStalled: (context, event) => ({ context: over, commands: [...stored(context, event), ...close(context), tell({ name: 'stalled' })] }),
  noteEnd: () => ({ context: { peerClosed: true } }),
  finish: (context, event) => ({ context: over, commands: [...stored(context, event), ...disarm(context), ...close(context), tell(ended(context))] }),
  /** The whole file and its end came before the plan asked for it. */
  finishAtOnce: (context, event) => {
    const { path, node } = asked(event, 'receive')
    const whole = { ...context, sink: { path, node } }
    return { context: over, commands: [...stored(whole, event), ...close(whole), tell(ended(whole))] }
  },
  send: (context, event) => {
    const { octets, block = octets.length } = asked(event, 'send')
    const blocks = Array.from({ length: Math.ceil(octets.length / block) }, (_, at) => octets.subarray(at * block, (at + 1) * block))
    return { context: { size: octets.length }, commands: blocks.map((part) => ({ type: 'send', connection: context.connection ?? '', octets: part })) }
  },
  sendNothing: (context) => ({ context: over, commands: [...close(context), tell({ name: 'sent', size: 0 })] }),
  finishSending: (context) => ({ context: over, commands: [...close(context), tell({ name: 'sent', size: context.size })] }),
  tellBroken: (context, event) => ({
    context: over,
    commands: [...stored(context, event), ...disarm(context), ...(event.type === 'failed' ? [tell({ name: 'broken', reason: event.reason, size: context.size })] : [])],
  }),
  forget: (context) => ({ context: over, commands: [...disarm(context), ...close(context), ...unlisten(context)] }),
  letGo: () => ({}),
  note: (_context, event) => ({
    commands: [{ type: 'note', text: `the data transfer process has no use for '${event.type === 'called' ? event.call.name : event.type}' now` }],
  }),
} satisfies Record<string, DtpRule>

const isAsked = (name: ToUserDtp['name']): Guard<UserDtp, MachineEvent> => (_context, event) => called<ToUserDtp>(event)?.name === name
const guards = {
  'asked to connect': isAsked('connect'),
  'asked to listen': isAsked('listen'),
  'asked to accept': isAsked('accept'),
  'asked to receive what came': (context, event) => context.peerClosed && isAsked('receive')(context, event),
  'asked to receive': isAsked('receive'),
  'asked to taste what came': (context, event) => context.size > 0 && isAsked('taste')(context, event),
  'asked to taste': isAsked('taste'),
  stall: (_context, event) => event.type === 'timeout' && event.timer === 'stall',
  'asked to send nothing': (context, event) => isAsked('send')(context, event) && asked(event, 'send').octets.length === 0,
  'asked to send': isAsked('send'),
  'asked to forget': isAsked('forget'),
  ours: ({ connection, listener }, event) =>
    ('connection' in event && event.connection === connection) || ('listener' in event && event.listener === listener) ||
    (event.type === 'failed' && (event.subject === connection || event.subject === listener)),
} satisfies Record<string, Guard<UserDtp, MachineEvent>>

const connectOrListen = [
  { guard: 'asked to connect', target: 'CONNECTING', actions: 'dial' },
  { guard: 'asked to listen', target: 'BINDING', actions: 'bind' },
  { guard: 'asked to forget', target: 'IDLE', actions: 'forget' },
] as const
const broken = { guard: 'ours', target: 'IDLE', actions: 'tellBroken' } as const

const machine = setup({
  types: { context: {} as UserDtp, events: {} as MachineEvent },
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'user-DTP',
  initial: 'IDLE',
  context: initial,
  on: { started: { actions: 'letGo' }, closed: { actions: 'letGo' }, drained: { actions: 'letGo' }, '*': { actions: 'note' } },
  states: {
    IDLE: { description: 'No data connection, and none expected.', meta: { rfc: 'RFC 959 3.2' }, on: { called: connectOrListen } },
    BINDING: {
      description: 'Asks its host for a port that the server can be told.', meta: { rfc: 'RFC 959 4.1.2 PORT' },
      on: {
        listening: { guard: 'ours', target: 'LISTENING', actions: 'tellListening' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnlistened' },
        called: connectOrListen,
      },
    },
    LISTENING: {
      description: 'A port is open for the server. Whoever calls is connected by the kernel; nobody here has looked yet.', meta: { rfc: 'RFC 959 4.1.2 PORT' },
      on: { called: [...connectOrListen, { guard: 'asked to accept', target: 'ACCEPTING', actions: 'take' }] },
    },
    ACCEPTING: {
      description: 'Takes the connection that is there, or waits for the server to call.', meta: { rfc: 'RFC 959 3.2' },
      on: {
        accepted: { guard: 'ours', target: 'OPEN', actions: 'tellAccepted' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnopened' },
        called: connectOrListen,
      },
    },
    CONNECTING: {
      description: 'Dials the address that the server named.', meta: { rfc: 'RFC 959 4.1.2 PASV' },
      on: {
        opened: { guard: 'ours', target: 'OPEN', actions: 'tellOpened' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnopened' },
        called: connectOrListen,
      },
    },
    OPEN: {
      description: 'The data connection stands; the transfer command is still to be answered.', meta: { rfc: 'RFC 959 3.2' },
      on: {
        called: [
          { guard: 'asked to receive what came', target: 'IDLE', actions: 'finishAtOnce' },
          { guard: 'asked to receive', target: 'RECEIVING', actions: 'receive' },
          { guard: 'asked to taste what came', actions: 'tasteAtOnce' },
          { guard: 'asked to taste', target: 'TASTING', actions: 'await' },
          { guard: 'asked to send nothing', target: 'IDLE', actions: 'sendNothing' },
          { guard: 'asked to send', target: 'SENDING', actions: 'send' },
          ...connectOrListen,
        ],
        received: { guard: 'ours', actions: 'keep' },
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        failed: broken,
      },
    },
    TASTING: {
      description: 'Waits for the first octets of a download that it does not want whole.', meta: { rfc: 'RFC 959 4.1.3 ABOR' },
      on: {
        received: { guard: 'ours', target: 'OPEN', actions: 'taste' },
        peerClosed: { guard: 'ours', target: 'IDLE', actions: 'finish' },
        failed: broken,
        timeout: { guard: 'stall', target: 'IDLE', actions: 'tellStalled' },
        called: connectOrListen,
      },
    },
    RECEIVING: {
      description: 'Keeps what comes, until the server closes: that is the end of the file.', meta: { rfc: 'RFC 959 3.4.1; 4.1.3 RETR' },
      on: {
        received: { guard: 'ours', actions: 'keep' },
        peerClosed: { guard: 'ours', target: 'IDLE', actions: 'finish' },
        failed: broken,
        timeout: { guard: 'stall', target: 'IDLE', actions: 'tellStalled' },
        called: connectOrListen,
      },
    },
    SENDING: {
      description: 'Hands the file to TCP, then closes: that is the end of the file.', meta: { rfc: 'RFC 959 3.4.1; 4.1.3 STOR' },
      on: {
        drained: { guard: 'ours', target: 'IDLE', actions: 'finishSending' },
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        failed: broken,
        called: connectOrListen,
      },
    },
  },
})

export const userDtp = defineModel<UserDtp, MachineEvent, Command, null>(machine, rules, guards, () => initial)
