/** What the client's user asks for: one action is one wish, and the client's profile says how it is done. */
export type Action =
  | { readonly op: 'login' | 'second-login' }
  | { readonly op: 'list' | 'get' | 'put' | 'cd'; readonly path: string; readonly bytes?: number | null }
  /** One command line of the user's own. */
  | { readonly op: 'quote'; readonly line: string; readonly continue?: boolean }
  /** A command that opens a transfer, and both its replies. */
  | { readonly op: 'transfer'; readonly line: string }
  | { readonly op: 'wait'; readonly seconds: number }
  | { readonly op: 'abort'; readonly path: string; readonly style: 'inline' | 'telnet' | 'urgent' }
  /** What a port scanner does in a client's place; no client of FTP's does it. */
  | { readonly op: 'scan'; readonly technique: 'syn' | 'connect'; readonly ports: readonly number[] }

export type DataMode = 'PASV' | 'EPSV' | 'PORT' | 'EPRT'

/** What a server lets in. */
export interface Account {
  readonly name: string
  readonly password: string
  readonly uid: number
  readonly gid: number
  readonly group: string
  /** Known as 'anonymous' and 'ftp'; any password will do, and nothing may be changed. */
  readonly anonymous?: true
}

/** A server's settings, named as in the recorded setups. Times in seconds; null leaves the program its own. */
export interface ServerSettings {
  readonly activeDataPort: number | 'ephemeral'
  readonly passiveRange: readonly [from: number, to: number]
  readonly passiveAddress: string | null
  readonly allowForeignPortAddress: boolean
  readonly activeConnectTimeout: number | null
  readonly passiveAcceptTimeout: number | null
  readonly idleTimeout: number | null
  readonly readOnly: boolean
  /** `required`: nobody logs in in the clear. */
  readonly tls: 'off' | 'required'
  /** Connections from one address at a time; null is no limit. */
  readonly maxClientsPerAddress?: number | null
  /** Octets a second of a transfer; null is no limit. */
  readonly maxRate?: number | null
  /** Ways to a data connection that the server refuses. */
  readonly forbids?: 'passive' | 'active' | null
}

/** A client's settings. Times in seconds; null leaves the program its own. */
export interface ClientSettings {
  readonly connectTimeout: number | null
  /** Dial the control connection's address instead of the one in 227; null leaves the program its habit. */
  readonly skipPasvAddress: boolean | null
}
