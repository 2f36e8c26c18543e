/**
 * The manners of real servers, as data: JSON without functions, keyed by verb, condition and reply. profile-check.ts
 * says what is wrong with one; which programs were seen doing what is in their `source`. client-profile.ts has the clients.
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
