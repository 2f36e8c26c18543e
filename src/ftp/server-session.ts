/** A server session as its protocol interpreter remembers it, and how it answers. */
import type { Command, Endpoint, MachineEvent, Micros } from '../machine/contract'
import type { Command as FtpCommand } from '../wire/command'
import { encodeReply, type Reply } from '../wire/reply'
import type { Violation } from '../wire/violation'
import type { ReplyText, ServerProfile } from './profile'
import type { Account, ServerSettings } from './work'

export const serverStates = ['WAIT-CONNECTION', 'WAIT-USER', 'WAIT-PASS', 'READY', 'BINDING', 'OPENING', 'TRANSFERRING', 'CLOSING', 'ENDED'] as const
export type ServerState = (typeof serverStates)[number]

/** A profile made ready: its texts parsed, those without placeholders encoded. */
export interface PreparedReply extends Reply {
  readonly octets: Uint8Array | null
}

export interface ServerSetup {
  readonly profile: ServerProfile
  readonly accounts: readonly Account[]
  readonly settings: ServerSettings
  readonly replies: ReadonlyMap<string, PreparedReply>
}

export interface Heard extends FtpCommand {
  readonly telnet: readonly string[]
}

export interface Transfer {
  readonly verb: string
  readonly argument: string
  readonly path: string
  /** Octets to send, or null when it receives. */
  readonly octets: Uint8Array | null
  readonly before: Uint8Array
  readonly size: number
  /** 'done', or what a directory that could not be opened is answered with. */
  readonly ending: string
}

export interface ServerPi {
  readonly setup: ServerSetup
  /** The machine's state, which rules cannot see otherwise. */
  readonly state: ServerState
  /** Octets of a line that is not yet complete, and lines that wait for a transfer to end. */
  readonly rest: Uint8Array
  readonly waiting: readonly (Heard | Violation)[]
  readonly peerClosed: boolean
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly heard: Micros
  readonly user: string | null
  readonly account: Account | null
  readonly failures: number
  readonly directory: string
  readonly type: 'A' | 'I'
  readonly restart: number
  readonly renameFrom: string | null
  readonly extendedOnly: boolean
  /** Where the next data connection is to be: on our listener, or at the address that the client named. */
  readonly offer: { readonly way: 'passive' } | { readonly way: 'active'; readonly remote: Endpoint } | null
  /** The verb that waits for a port. */
  readonly binding: string
  readonly transfer: Transfer | null
}

/** A step in the making. Only here is anything assigned to; what comes of it is a new value. */
export interface Turn {
  readonly session: { -readonly [K in keyof ServerPi]: ServerPi[K] }
  readonly event: MachineEvent
  readonly commands: Command[]
}

/** Obeys a verb with its argument, '' without one. */
export type Obey = (turn: Turn, verb: string, argument: string) => void

export type Facts = Readonly<Record<string, string | number>>

/** '226 Transfer complete.' or a list whose first line has the code. */
export function parseReplyText(text: ReplyText): Reply {
  const [first = '', ...others] = typeof text === 'string' ? [text] : text
  return { code: Number(first.slice(0, 3)), lines: [first.slice(4), ...others] }
}

export function prepareReplies(profile: ServerProfile): ReadonlyMap<string, PreparedReply> {
  const prepared = new Map<string, PreparedReply>()
  for (const [verb, texts] of Object.entries(profile.replies)) {
    for (const [condition, text] of Object.entries(texts)) {
      const reply = parseReplyText(text)
      prepared.set(`${verb}.${condition}`, { ...reply, octets: reply.lines.some((line) => line.includes('{')) ? null : encodeReply(reply) })
    }
  }
  return prepared
}

export function filled(text: string, facts: Facts): string {
  return text.includes('{') ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole)) : text
}

/** Says what the profile has for the verb's condition: thought, log line, reply. */
export function answer(turn: Turn, verb: string, condition: string, facts: Facts = {}): void {
  const { session, commands } = turn
  const { profile, replies } = session.setup
  const key = `${verb}.${condition}`
  const think = profile.think[key]
  if (think !== undefined) commands.push({ type: 'think', for: think })
  const log = profile.log[key]
  if (log !== undefined) commands.push({ type: 'say', to: 'log', text: filled(log, { client: session.remote.address, user: session.user ?? '', ...facts }) })
  const prepared = replies.get(key)
  if (!prepared) return
  const reply: Reply = prepared.octets ? prepared : { code: prepared.code, lines: prepared.lines.map((line) => filled(line, facts)) }
  commands.push(
    { type: 'message', connection: 'control', way: 'sent', message: { code: reply.code, lines: reply.lines } },
    { type: 'send', connection: 'control', octets: prepared.octets ?? encodeReply(reply) },
  )
}

/** The process ends; its host closes what it left open. */
export function leave(turn: Turn, code = 0): void {
  turn.session.state = 'ENDED'
  turn.commands.push({ type: 'exit', code })
}
