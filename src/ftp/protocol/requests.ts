/** What the client's user asks for: one action is one wish, and the client's profile says how it is done. */
export type Action =
  /** `relogin` is the right password after a wrong one, in the same session. */
  | { readonly op: 'login' | 'second-login' | 'relogin' }
  | { readonly op: 'list' | 'get' | 'put' | 'cd'; readonly path: string; readonly bytes?: number | null }
  | { readonly op: 'nlst' | 'mlsd' | 'delete' | 'mkdir' | 'rmdir'; readonly path: string }
  /** The rest of a file of so many octets, whose first ones are where they belong already. */
  | {
      readonly op: 'resume-get' | 'resume-put';
      readonly path: string;
      readonly bytes: number;
      readonly from: number;
    }
  | { readonly op: 'rename'; readonly path: string; readonly to: string }
  /** The TYPE of the transfers that follow. */
  | { readonly op: 'type'; readonly letter: 'A' | 'I' }
  /** A pattern or a folder, and the files that it stands for. */
  | { readonly op: 'mget' | 'mput' | 'mirror'; readonly path: string; readonly names: readonly string[] }
  /** One file in so many parts at once. */
  | { readonly op: 'pget'; readonly path: string; readonly bytes: number; readonly parts: number }
  /** One command line of the user's own. */
  | { readonly op: 'quote'; readonly line: string; readonly continue?: boolean }
  /** A command that opens a transfer, and both its replies. */
  | { readonly op: 'transfer'; readonly line: string }
  | { readonly op: 'wait'; readonly seconds: number }
  | { readonly op: 'abort'; readonly path: string; readonly style: 'inline' | 'telnet' | 'urgent' }
  /** What a port scanner does in a client's place; no client of FTP's does it. */
  | { readonly op: 'scan'; readonly technique: 'syn' | 'connect'; readonly ports: readonly number[] };

export type DataMode = 'PASV' | 'EPSV' | 'PORT' | 'EPRT';

/** What a server lets in. */
export interface Account {
  readonly name: string;
  readonly password: string;
  readonly uid: number;
  readonly gid: number;
  readonly group: string;
  /** Known as 'anonymous' and 'ftp'; any password will do, and nothing may be changed. */
  readonly anonymous?: true;
}

/** A server's settings, named as in the recorded setups. Times in seconds; null leaves the program its own. */
export interface ServerSettings {
  readonly activeDataPort: number | 'ephemeral';
  readonly passiveRange: readonly [from: number, to: number];
  readonly passiveAddress: string | null;
  /** Told instead to whoever comes from a private address (RFC 1918); null makes no difference between them. */
  readonly passiveAddressLan?: string | null;
  readonly allowForeignPortAddress: boolean;
  /** Whether a passive port takes a data connection from another address than its control connection's. */
  readonly allowForeignDataAddress?: boolean;
  readonly activeConnectTimeout: number | null;
  readonly passiveAcceptTimeout: number | null;
  readonly idleTimeout: number | null;
  readonly readOnly: boolean;
  /** Without TLS, with it for whoever asks, for everybody who logs in, or from the first octet (RFC 4217 section 3). */
  readonly tls: 'off' | 'optional' | 'required' | 'implicit';
  /** Data connections must resume the session of their control connection. */
  readonly requireTlsSessionReuse?: boolean;
  /** Data must be protected. Some insist on it wherever they insist on TLS. */
  readonly requireTlsData?: boolean;
  /** Connections from one address at a time; null is no limit. */
  readonly maxClientsPerAddress?: number | null;
  /** Octets a second of a transfer; null is no limit. */
  readonly maxRate?: number | null;
  /** How much the disk with the home holds; null is no limit. */
  readonly diskBytes?: number | null;
  /** Ways to a data connection that the server refuses. */
  readonly forbids?: 'passive' | 'active' | null;
}

/** A client's settings. Times in seconds; null leaves the program its own. */
export interface ClientSettings {
  readonly connectTimeout: number | null;
  /** Every how many seconds it says NOOP; null: never. */
  readonly noop?: number | null;
  /** Dial the control connection's address instead of the one in 227; null leaves the program its habit. */
  readonly skipPasvAddress: boolean | null;
  /**
   * TYPE of files for a client that does not choose by itself: text, or octet for octet; null leaves the program its
   * habit.
   */
  readonly fileType?: 'A' | 'I' | null;
  /** How the client asks for TLS; null: not at all. */
  readonly security?: Security | null;
  /** How it comes to a file in a folder; null leaves the program its habit. */
  readonly method?: 'multicwd' | 'singlecwd' | 'nocwd' | null;
  /** Whether it makes the folders on the way to a file. */
  readonly createDirs?: boolean;
  /** Seconds that an action may take in all; null for ever. */
  readonly maxTime?: number | null;
}

/** A client's use of TLS, named as in the recorded setups. */
export interface Security {
  readonly how: 'explicit' | 'implicit';
  /** Whether the client leaves where AUTH is refused; otherwise it goes on in clear (RFC 4217 section 4.1). */
  readonly insists?: boolean;
  /** PROT P, or PROT C. */
  readonly protectData: boolean;
  /** Data connections offer the control connection's session. */
  readonly sessionReuse: boolean;
  /** CCC after the login. */
  readonly clearControlAfterLogin: boolean;
}

/**
 * What an FTP machine gives to the TLS layer when it secures a connection: `layer` is 'tls-client' or 'tls-server' (the
 * FTP client is the TLS client even where the server dials, RFC 4217 section 7). All else, the layer knows from its
 * host's settings.
 */
export interface Securing {
  /** Tells this connection of the process from all others of the host: what its random numbers are drawn by. */
  readonly name: string;
  /** The client's: what a `resumable` brought, to be offered; as it came. */
  readonly session?: unknown;
  /** The server's: sessions that it keeps, as `resumable` brought them. */
  readonly sessions?: readonly unknown[];
  /**
   * The server's own mark on sessions that begin here; `secured` tells the mark of the one resumed as `facts.origin`.
   */
  readonly origin?: string;
  /** False where the program closes this connection without close_notify. */
  readonly farewell?: boolean;
  /** The server's: a data connection, of a session whose control connection had TLS before. */
  readonly further?: boolean;
  /** The server's: false where no new ticket follows a resumption. */
  readonly renews?: boolean;
}

/** Why a layer failed, as `broken` tells it. */
export interface Failure {
  readonly name: string;
  readonly detail?: string;
}
