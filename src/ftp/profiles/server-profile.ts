/**
 * The manners of real servers, as data: JSON without functions, keyed by verb, condition and reply. profile-check.ts
 * says what is wrong with one; which programs were seen doing what is in their `source`. client-profile.ts has the
 * clients.
 */

/** Every server that is known here, by the name of its profile. */
export const serverNames = ['vsftpd', 'proftpd', 'pure-ftpd'] as const;
export type ServerName = (typeof serverNames)[number];

/** '226 Transfer complete.', or the first line with its code and then the others. May hold {placeholders}. */
export type ReplyText = string | readonly string[];

export interface ServerProfile {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  /** TCP_NODELAY on the control connection. */
  readonly noDelay: boolean;
  /** Its TLS library, by the name of that one's profile. */
  readonly tls: string;
  /** What having TLS makes different (RFC 4217). */
  readonly security: ServerSecurity;
  /** A reply of several lines goes out in one write, or line by line. */
  readonly writes: 'reply' | 'line';
  /** By verb and condition (verbs.ts); a verb that is not here is unknown to the server. '*' holds the general ones. */
  readonly replies: Readonly<Record<string, Readonly<Record<string, ReplyText>>>>;
  /** Log lines by 'VERB.condition'. */
  readonly log: Readonly<Record<string, string>>;
  /**
   * Microseconds of thought before a reply, by 'VERB.condition'; before it closes the control connection after its last
   * words, by 'exit'; over a failure of TLS there, by 'tls'.
   */
  readonly think: Readonly<Record<string, number>>;
  /** Where the settings leave a time to the program, seconds. `linger`: how long it waits for the peer to close too. */
  readonly timeouts: {
    readonly idle: number;
    readonly accept: number;
    readonly connect: number;
    readonly data: number;
    readonly linger: number;
    /** For the handshake of a data connection. */
    readonly handshake: number;
    /** The idle time is set in steps of so many seconds, rounded down and at least one. */
    readonly idleStep: number;
  };
  /** How it says goodbye to a client that closes without QUIT: the text, to the code of its last reply. */
  readonly lastWords: string | null;
  /**
   * A line with Telnet commands in it: it is obeyed without them, or the whole line is lost, as one with control
   * characters is then.
   */
  readonly telnet: 'taken out' | 'loses the line';
  readonly login: {
    /** Wrong passwords until it hangs up. */
    readonly failuresAtMost: number;
    /** Verbs that are obeyed before login. */
    readonly verbsBefore: readonly string[];
    /** A verb that it does not know is named as such before login too. */
    readonly tellsUnknown: boolean;
    /** Where too many connections from one address are turned away. */
    readonly countsAt: 'greeting' | 'PASS';
    /** Hangs up on who logs in in the clear where TLS is required. */
    readonly partsWithoutTls: boolean;
  };
  readonly port: {
    /** Refuses ports below 1024: always, or unless it allows foreign addresses. */
    readonly reserved: 'refused' | 'refused at home';
    /** A private address (RFC 1918) from a client that has a public one: taken as it is, or for the client's own. */
    readonly privateAddress: 'kept' | 'replaced';
    /**
     * It cannot bind its own data port while it allows foreign addresses: its last words, write by write, then it dies.
     */
    readonly diesOnForeignAndFixedPort?: LastWords;
  };
  readonly passive: {
    /** Takes the data connection from its control connection's peer alone. */
    readonly peerOnly: boolean;
    /** Verbs whose refusal closes the listener. */
    readonly closedByRefusalOf: readonly string[];
    /** Where no port of its range is free it dies: its last words, write by write. */
    readonly diesWithoutPort?: LastWords;
    /** Where no port of its range is free it takes any other. */
    readonly beyondRange?: true;
    /** What it does with an EPSV that names neither protocol 1 nor 2. */
    readonly unknownProtocol: 'refused' | 'ignored';
  };
  readonly transfer: {
    /**
     * When it says 226. 'drained': the last octet is handed to TCP; then it closes. 'closing': it has closed. 'closed':
     * its close is acknowledged. 'peerClosed': it has shut its own direction, and the client has closed.
     */
    readonly completion: {
      readonly passive: Completion;
      readonly active: Completion;
      readonly receiving: Completion;
      /** Where the disk is full; as for what is received, without. */
      readonly full?: Completion;
    };
    /** Whether TYPE A changes what is sent and stored; 'blindly': a CR is put before each LF, even where one is. */
    readonly ascii: 'kept' | 'converted' | 'converted blindly';
    readonly firstType: 'A' | 'I';
    /** What TYPE takes, in capitals, and the condition of the reply. */
    readonly types: Readonly<Record<string, 'ascii' | 'image' | 'local'>>;
    /**
     * No data connection was prepared: refused at once, refused once the file was found, or it dials the default port
     * (RFC 959 3.2).
     */
    readonly unprepared: 'refused' | 'refused last' | 'dials the default port';
    /** REST and a STOR: the file ends where the new octets end, or keeps what lies behind them. */
    readonly restartedStore: 'cuts' | 'keeps';
    /** 'openingLarge' from so many octets on. */
    readonly large: number;
    /** Octets that it reads and sends at a time where its rate is limited, and whether the first go for nothing. */
    readonly block: number;
    readonly firstBlockFree: boolean;
    /** The octets of a listing wait for one another, and for the close (TCP_CORK). */
    readonly corksListings: boolean;
  };
  /** What becomes of commands while a transfer runs. */
  readonly during: {
    /** They wait for its end; are obeyed; or are refused. */
    readonly manner: 'wait' | 'obey' | 'refuse';
    /** Verbs that end the transfer. */
    readonly aborting: readonly string[];
    /** Where it obeys, verbs that it refuses all the same. */
    readonly refused: readonly string[];
    /** An urgent octet ends the transfer by itself, and is read with what comes after it. */
    readonly urgentAborts: boolean;
  };
  /** `unique`: the name that STOU makes, with {argument}, {count}, {letters} and {clock}. */
  readonly uploads: { readonly mode: number; readonly directoryMode: number; readonly unique: string };
  readonly listing: {
    readonly owner: 'number' | 'name' | 'own name';
    /** Columns of LIST. */
    readonly widths: { readonly links: number; readonly owner: number; readonly group: number; readonly size: number };
    /** NLST: names that begin with a dot too. */
    /** Names of NLST: sorted, or as the directory has them. */
    readonly namesOrder: 'sorted' | 'as read';
    readonly namesHidden: boolean;
    /** NLST takes options, patterns and names of files. */
    readonly namesOptions: 'all' | 'names' | 'none';
    readonly statHidden: boolean;
  };
  /**
   * RFC 3659 section 7: the facts it tells, in their order, and how it writes `perm`-less ones; a profile without MLST
   * has none.
   */
  readonly facts?: {
    readonly names: readonly string[];
    /** What stands before the facts in the reply to MLST. */
    /** Any file may be read, if this is asked; and all belongs to who is logged in, by name. */
    readonly anyReads?: true;
    readonly ownNamesAlone?: true;
    readonly indent: string;
    /** MLST names the whole path, or the name as given. */
    readonly path: 'whole' | 'as given';
    /** OPTS MLST chooses among them. */
    readonly chosen: boolean;
    /** 'FE00U{number}'. */
    readonly unique: string;
  };
}

/** A server's manners with TLS. */
interface ServerSecurity {
  /** As `replies`: besides those that it has without TLS, or in their place. */
  readonly replies: ServerProfile['replies'];
  /** More verbs that are obeyed before login. */
  readonly verbsBefore: readonly string[];
  /** What AUTH takes, in capitals, and the protection of data that it brings (RFC 4217 section 4). */
  readonly mechanisms: Readonly<Record<string, Protection>>;
  /** What PROT takes, and the condition of the reply; '*' is anything else. 'raised' ends in P, 'lowered' in C. */
  readonly levels: Readonly<Record<string, 'clear' | 'private' | 'unsupported' | 'unknown' | 'raised' | 'lowered'>>;
  /** Where it insists on TLS: verbs that are obeyed in the clear all the same; null where only USER is refused. */
  readonly verbsInClear: readonly string[] | null;
  /** Where it insists on TLS, data must be protected too. */
  readonly insistsOnData: boolean;
  /** Under TLS it leaves an idle client without a word. */
  readonly silentIdle?: true;
  /** Under TLS it answers ABOR first, and the transfer that ABOR ended last. */
  readonly abortsLast?: true;
  /**
   * What was sent in the clear behind AUTH, before TLS began: thrown away, or read as TLS, which it is not (RFC 4217
   * section 15).
   */
  readonly clearRest: 'discarded' | 'taken for TLS';
  readonly farewell: {
    /** Whether it says close_notify when it closes the control connection. */
    readonly control: boolean;
    /** When a file has moved, or a listing, it says close_notify and closes; or waits for the peer's before. */
    readonly files: 'said' | 'awaited';
    readonly listings: 'said' | 'awaited';
  };
  /** TCP_NODELAY on data connections with TLS: from the handshake on, for the farewell, or not at all. */
  readonly noDelay: 'handshake' | 'farewell' | 'never';
  /**
   * Whether a resumed data connection is given a new ticket for an upload too: its client reads nothing, and may be
   * gone by then.
   */
  readonly renewsForUploads: boolean;
  /** As `writes`, of what TLS protects. */
  readonly writes: ServerProfile['writes'];
  /** As `transfer.completion`, where it is another. */
  readonly completion: Partial<ServerProfile['transfer']['completion']>;
  /**
   * Its last words in the clear, line by line and write by write, when TLS fails: in the handshake of the control
   * connection, in that of a data connection (null: it says so in a reply and goes on), or later. {words} are those of
   * its library.
   */
  readonly dies: { readonly handshake: LastWords; readonly data: LastWords | null; readonly later: LastWords };
  /** Whether a data connection that resumes no session ends the whole session. */
  readonly partsUnresumed: boolean;
  /** The library's words by the failure's name; 'alert ...' where the peer said it, 'stranger' for what is no TLS. */
  readonly words: Readonly<Record<string, string>>;
}

export type Protection = 'C' | 'P';

export type LastWords = readonly (readonly string[])[];

export type Completion = 'drained' | 'closing' | 'closed' | 'peerClosed';

/** The profile of a server that has TLS: what it says and obeys then. */
export function withTls(profile: ServerProfile): ServerProfile {
  const { security, login, replies, transfer } = profile;
  const more = Object.entries(security.replies).map(([verb, texts]) => [verb, { ...replies[verb], ...texts }] as const);
  return {
    ...profile,
    replies: { ...replies, ...Object.fromEntries(more) },
    transfer: { ...transfer, completion: { ...transfer.completion, ...security.completion } },
    login: { ...login, verbsBefore: [...login.verbsBefore, ...security.verbsBefore] },
  };
}
