/**
 * The manners of real programs, as data: JSON without functions, keyed by verb, condition and reply. profile-check.ts
 * says what is wrong with one; which programs were seen doing what is in their `source`.
 */

/** '226 Transfer complete.', or the first line with its code and then the others. May hold {placeholders}. */
export type ReplyText = string | readonly string[]

export interface ServerProfile {
  readonly name: string
  readonly version: string
  readonly source: string
  /** TCP_NODELAY on the control connection. */
  readonly noDelay: boolean
  /** By verb and condition (verbs.ts); a verb that is not here is unknown to the server. '*' holds the general ones. */
  readonly replies: Readonly<Record<string, Readonly<Record<string, ReplyText>>>>
  /** Log lines by 'VERB.condition'. */
  readonly log: Readonly<Record<string, string>>
  /** Microseconds of thought before a reply, by 'VERB.condition'. */
  readonly think: Readonly<Record<string, number>>
  /** Where the settings leave a time to the program, seconds. */
  readonly timeouts: { readonly idle: number; readonly accept: number; readonly connect: number; readonly data: number }
  readonly login: {
    /** Wrong passwords until it hangs up. */
    readonly failuresAtMost: number
    /** Verbs that are obeyed before login. */
    readonly verbsBefore: readonly string[]
  }
  readonly port: {
    /** Refuses ports below 1024 unless it allows foreign addresses. */
    readonly refuseReserved: boolean
    /** It cannot bind its own data port while it allows foreign addresses: its last words, write by write, then it dies. */
    readonly diesOnForeignAndFixedPort?: readonly (readonly string[])[]
  }
  readonly passive: {
    /** Takes the data connection from its control connection's peer alone. */
    readonly peerOnly: boolean
  }
  readonly transfer: {
    /** When it says 226 after sending: once the last octet is handed to TCP, or once its close is acknowledged. */
    readonly completion: { readonly passive: Completion; readonly active: Completion; readonly receiving: Completion }
    /** Whether TYPE A changes what is sent and stored. */
    readonly convertsAscii: boolean
    readonly firstType: 'A' | 'I'
  }
  readonly uploads: { readonly mode: number; readonly directoryMode: number }
  readonly listing: { readonly owner: 'number' | 'name'; readonly form: 'vsftpd' }
}

export type Completion = 'drained' | 'closed'

/** One step of a client's plan: one word of the vocabulary. Labels and parts are names within the profile. */
export type Step =
  | { readonly label: string }
  | { readonly goto: string }
  /** Another part, then back here. */
  | { readonly do: string }
  /** A part once for each directory of the action's path. */
  | { readonly forEachDirectory: string }
  /** All facts as written, then the label; else the next step. */
  | { readonly if: Readonly<Record<string, string>>; readonly goto: string }
  | { readonly set: Readonly<Record<string, string>> }
  | { readonly openControl: true }
  | { readonly close: 'control' | 'data' }
  | { readonly send: string }
  /** Waits for the first of these: a reply's code or class, or an occurrence. 'next' goes on; another reply stays unread. */
  | { readonly expect: Readonly<Record<string, string>> }
  /** Reads the address out of the reply, for `openData`: 'next' when it is there, else the label. */
  | { readonly readAddress: '227' | '229'; readonly else: string }
  | { readonly openData: true }
  | { readonly listenData: true }
  | { readonly acceptData: true }
  | { readonly transfer: 'receive' | 'send' | 'list' }
  /** Seconds, or the name of a setting with them. */
  | { readonly arm: string; readonly seconds: string }
  | { readonly cancel: string }
  | { readonly think: number }
  /** The first complaint of an action is the one its user reads. */
  | { readonly complain: string }
  | { readonly forgive: true }
  | { readonly says: string }
  /** The action is over: well, or with the client's code for the failure. */
  | { readonly succeed: true }
  | { readonly fail: number }
  | { readonly exit: true }

/** Each word of the vocabulary, and what stands beside it. */
export const words = {
  label: [], goto: [], do: [], forEachDirectory: [], if: ['goto'], set: [], openControl: [], close: [], send: [], expect: [], readAddress: ['else'],
  openData: [], listenData: [], acceptData: [], transfer: [], arm: ['seconds'], cancel: [], think: [], complain: [], forgive: [], says: [],
  succeed: [], fail: [], exit: [],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Word = keyof typeof words

/** The word that a step is, or null when it is none. */
export function wordOf(step: object): Word | null {
  const keys = Object.keys(step)
  const beside = (word: string): readonly string[] | undefined => (words as Readonly<Record<string, readonly string[]>>)[word]
  const word = keys.find((key) => beside(key) && keys.every((other) => other === key || beside(key)?.includes(other)))
  return (word as Word | undefined) ?? null
}

/** What `expect` may wait for, besides a reply's code ('226') or class ('2'). */
export const occurrences = [
  'else', 'connected', 'unconnected', 'closed', 'timeout', 'listening', 'unlistened', 'opened', 'unopened', 'accepted', 'ended', 'broken', 'sent',
] as const

export interface ClientProfile {
  readonly name: string
  readonly version: string
  readonly source: string
  readonly noDelay: boolean
  /** What its user reads when an action fails: {complaint} and {exit}. */
  readonly lastWords: string
  /** Where the settings leave something to the program. */
  readonly defaults: { readonly connectTimeout: number; readonly skipPasvAddress: boolean }
  /** After a failed action: the next one, or the end. */
  readonly afterFailure: 'goes on' | 'stops'
  /** The user that downloaded files belong to. */
  readonly downloads: { readonly mode: number }
  /** By the action's op; `leave` comes after the last action. */
  readonly plans: Readonly<Record<string, readonly Step[]>>
  /** What no plan waits for and all must mind: a reply code or an occurrence, and the part that the action ends with. */
  readonly anytime: Readonly<Record<string, string>>
  /** What plans share. */
  readonly parts: Readonly<Record<string, readonly Step[]>>
}
