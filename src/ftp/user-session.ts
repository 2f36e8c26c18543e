/** A client's session as its protocol interpreter remembers it, and the facts that its plan may ask for. */
import type { Command, Endpoint, MachineEvent, Micros } from '../machine/contract'
import { formatEprt, formatPort } from '../wire/host-port'
import { family } from '../wire/address'
import type { Reply, ReplyState } from '../wire/reply'
import type { Owned } from './calls'
import type { ClientProfile, Step, Word } from './profile'
import type { Action, ClientSettings, DataMode } from './work'

export const userStates = ['BEGIN', 'CONNECTING', 'WAIT-REPLY', 'WAIT-DATA', 'ENDED'] as const
export type UserState = (typeof userStates)[number]

export interface ClientSetup {
  readonly profile: ClientProfile
  readonly parts: ReadonlyMap<string, PreparedPart>
  readonly server: { readonly name: string; readonly address: string; readonly port: number }
  readonly user: string
  readonly password: string
  readonly dataMode: DataMode
  readonly ipVersion: 4 | 6
  readonly work: readonly Action[]
  readonly settings: ClientSettings
  /** To whom downloaded files belong. */
  readonly owner: Omit<Owned, 'mode'>
}

/** A part of a profile's plans: its steps, each with the word it is, and where its labels stand. 'end' is the end. */
export interface PreparedPart {
  readonly steps: readonly { readonly word: Word; readonly step: Step }[]
  readonly labels: ReadonlyMap<string, number>
}

/** Where the plan stands in a part; `items` are directories still to come. */
export interface Frame {
  readonly part: string
  readonly at: number
  readonly items: readonly string[]
}

export interface UserPi {
  readonly setup: ClientSetup
  /** The machine's state, which rules cannot see otherwise. */
  readonly state: UserState
  readonly frames: readonly Frame[]
  /** Index in the work; the length of it while leaving. */
  readonly action: number
  readonly stopped: boolean
  readonly began: Micros
  readonly facts: Readonly<Record<string, string>>
  readonly complaint: string | null
  readonly exit: number
  /** `open` is null when there is none, false while it opens. */
  readonly control: { readonly name: string; readonly count: number; readonly open: boolean | null }
  readonly local: Endpoint
  readonly dataRemote: Endpoint | null
  readonly rest: Uint8Array
  readonly replyState: ReplyState
  /** Replies that came and were not yet read by the plan. */
  readonly replies: readonly Reply[]
  /** What else happened and was not yet minded. */
  readonly occurred: readonly string[]
  readonly armed: readonly string[]
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** A step in the making. Only here is anything assigned to; what comes of it is a new value. */
export interface UserTurn {
  /** Its frames are its own. */
  readonly session: Mutable<Omit<UserPi, 'frames'>> & { frames: Mutable<Frame>[] }
  readonly event: MachineEvent
  readonly commands: Command[]
}

/** Occurrences of the data connection. */
export const OF_DATA: ReadonlySet<string> = new Set(['listening', 'unlistened', 'opened', 'unopened', 'accepted', 'ended', 'broken', 'sent'])

const quotedPath = (text: string): string => (/"((?:[^"]|"")*)"/.exec(text)?.[1] ?? '').replace(/""/g, '"')

/** Facts that are found when asked for; all others a plan sets, or an event. */
const found: Readonly<Record<string, (turn: UserTurn) => string>> = {
  user: ({ session }) => session.setup.user,
  password: ({ session }) => session.setup.password,
  server: ({ session }) => session.setup.server.name,
  port: ({ session }) => String(session.setup.server.port),
  dataMode: ({ session }) => session.setup.dataMode,
  ipVersion: ({ session }) => String(session.setup.ipVersion),
  connectTimeout: ({ session: { setup } }) => String(setup.settings.connectTimeout ?? setup.profile.defaults.connectTimeout),
  connected: ({ session }) => (session.control.open === true ? 'yes' : 'no'),
  localFile: ({ session, event }) => (event.files.get(`/${session.facts['path'] ?? ''}`)?.type === 'file' ? 'yes' : 'no'),
  /** Milliseconds since the action began. */
  ms: ({ session, event }) => String(Math.floor((event.at - session.began) / 1000)),
  /** The directory that a 257 names (RFC 959 appendix II). */
  quoted: ({ session }) => quotedPath(session.facts['text'] ?? ''),
  /** Octets that were announced and did not come. */
  missing: ({ session: { facts } }) => String(facts['expected'] === '' ? 0 : Math.max(0, Number(facts['expected']) - Number(facts['size'] ?? 0))),
}

export const factNames: readonly string[] = [
  ...Object.keys(found), 'path', 'directoryPath', 'directory', 'file', 'line', 'code', 'text', 'late', 'reason', 'size', 'hostPort', 'extendedHostPort',
]

export function userTurn(session: UserPi, event: MachineEvent): UserTurn {
  return { session: { ...session, frames: session.frames.map((frame) => ({ ...frame })) }, event, commands: [] }
}

export function fact(turn: UserTurn, name: string): string {
  return found[name]?.(turn) ?? turn.session.facts[name] ?? ''
}

export function fill(turn: UserTurn, text: string): string {
  return text.includes('{') ? text.replace(/\{(\w+)\}/g, (_, name: string) => fact(turn, name)) : text
}

/** What the port that we listen on is called in PORT and EPRT. */
export function portFacts(local: Endpoint): Readonly<Record<string, string>> {
  return {
    hostPort: family(local.address) === 4 ? formatPort(local.address, local.port) : '',
    extendedHostPort: formatEprt(local.address, local.port),
  }
}

/** Goes to a label of the part that the plan is in; 'next' goes on. */
export function goTo({ session }: UserTurn, part: PreparedPart, label: string): void {
  const frame = session.frames[session.frames.length - 1]
  if (frame && label !== 'next') frame.at = part.labels.get(label) ?? part.steps.length
}

/** The action is over. Its timers are, too. */
export function endAction(turn: UserTurn, ok: boolean): void {
  const { session, commands } = turn
  for (const timer of session.armed) commands.push({ type: 'cancel', timer })
  session.armed = []
  forget(turn, (name) => name === 'timeout')
  session.facts = { ...session.facts, late: 'no' }
  session.frames = []
  commands.push({ type: 'achieve', action: session.action, ok })
}

/** What happened before and no longer matters. */
export function forget({ session }: UserTurn, which: (name: string) => boolean): void {
  session.occurred = session.occurred.filter((name) => !which(name))
}
