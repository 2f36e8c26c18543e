/**
 * Habits of real TLS libraries as data: what a hello offers and in which order, what a server prefers, how many tickets
 * it gives, where a program's writes end. A profile knows nothing of the peer.
 */
import type { ExtensionName, GroupName, SchemeName, SuiteName } from '../messages/registry';

export type OfferedVersion = '1.3' | '1.2' | '1.1' | '1.0';

/**
 * When a check of the peer's certificate is made: in the handshake, with an alert; afterwards, by the program; or
 * never.
 */
type When = 'handshake' | 'afterwards' | 'never';

interface Habits {
  readonly name: string;
  readonly source: string;
  /** In order of preference. Versions and algorithms that we cannot perform may be offered, as real hellos do. */
  readonly versions: readonly OfferedVersion[];
  readonly suites: readonly SuiteName[];
  readonly groups: readonly GroupName[];
  readonly schemes: readonly SchemeName[];
  readonly pointFormats: readonly number[];
  /** After which messages the program writes to its socket; a flight goes out in one otherwise. */
  readonly writesAfter: readonly string[];
  /** The same for 1.2, where it differs. */
  readonly writesAfter12?: readonly string[];
  /** Whether an alert answers octets that are no TLS at all. */
  readonly answersStrangers: boolean;
  /** Whether a connection that ends without close_notify counts as ended, not as broken. */
  readonly toleratesTruncation: boolean;
  /** Whether it says decode_error where it read such an end, as OpenSSL 3 does. */
  readonly alertsTruncation: boolean;
  /** Octets of a record at most. */
  readonly recordSizeLimit: number;
}

export interface ClientProfile extends Habits {
  readonly extensions: readonly ExtensionName[];
  /** Groups for which the first hello of 1.3 brings a key. */
  readonly keyShares: readonly GroupName[];
  readonly pskModes: readonly number[];
  /**
   * Whether a suite of no meaning says that secure renegotiation is known (RFC 5746 section 3.3), besides any
   * extension.
   */
  readonly renegotiationSuite: boolean;
  /** Where nothing below 1.3 is offered, signatures that 1.3 does not know are not either. */
  readonly narrowsSchemes: boolean;
  /** Whether a range that leaves no version is passed over, and all are offered. */
  readonly ignoresEmptyRange?: boolean;
  /** Whether groups of finite fields are offered where 1.3 is not (RFC 7919). */
  readonly finiteFieldsBelow13?: boolean;
  /** A session id without meaning in 1.3 (RFC 8446 appendix D.4). */
  readonly compatibilityMode: boolean;
  /** A hello of 256 to 511 octets is brought to 512 (RFC 7685). */
  readonly padsHello: boolean;
  /** legacy_record_version of the first hello, as a version's name. */
  readonly firstRecord: '1.0' | '1.2';
  readonly checks: { readonly chain: When; readonly name: When };
  /**
   * Alerts in a handshake of 1.3 go unprotected: keys for writing are put in place with the Finished alone, as OpenSSL
   * does.
   */
  readonly earlyAlertsInClear?: boolean;
}

export interface ServerProfile extends Habits {
  /** Whose order decides over the suite. */
  readonly prefersOwnOrder: boolean;
  /** 'once': on the first connection of a session, not on a `further` one. */
  readonly acknowledgesServerName: 'always' | 'once' | 'never';
  /** EncryptedExtensions name the groups where another than the first was taken (RFC 8446 section 4.2.7). */
  readonly announcesGroups: boolean;
  readonly clientCertificate: 'ignored' | 'requested' | 'required';
  readonly tickets: {
    readonly afterHandshake: number;
    readonly afterResumption: number;
    /** Octets of a ticket in 1.3 and in 1.2; the session is padded to it. */
    readonly octets: number;
    readonly octets12: number;
    /** So many more for a session that has the name which the client called. */
    readonly named: number;
    readonly nonceOctets: number;
    /** Seconds. */
    readonly lifetime: number;
    readonly lifetime12: number;
  };
  /** Resumption of 1.2 by session id, kept by the server. */
  readonly keepsSessions: boolean;
  readonly schemesOfRequest: readonly SchemeName[];
}
