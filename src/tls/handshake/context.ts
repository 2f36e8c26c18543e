/**
 * What one end of a connection knows: a channel, which both roles have, and what is the client's or the server's own.
 */
import { NO_OCTETS } from '../../wire/octets';
import type { Fault } from '../messages/alerts';
import type { ClientHello } from '../messages/messages';
import type { LayerCommand, LayerEvent } from '../../machine/layer';
import type { ClientProfile, OfferedVersion, ServerProfile } from '../profiles/profile';
import { secretLength, type PerformedGroup } from '../crypto/primitives';
import type { Protection } from '../record/record';
import type { MessageName, Version } from '../messages/registry';
import type { Session } from './session';
import type { CertificateVerdict } from '../certificates/verdict';

export type TlsEvent = LayerEvent;
/** A session that may be resumed is the client's from a ticket or a handshake, or the server's to be kept by its id. */
export type TlsCommand =
  | Exclude<LayerCommand, { readonly type: 'session' }>
  | { readonly type: 'session'; readonly session: Session; readonly once?: true };

/** Octets by purpose, each purpose drawn once: from the seed in a simulation, from the system elsewhere. */
export type Random = (purpose: string, length: number) => Uint8Array;

/** A certificate with those that vouch for it, in DER, and the secret key of its public key. */
export interface Identity {
  readonly chain: readonly Uint8Array[];
  readonly key: { readonly kind: 'p256' | 'p384' | 'ed25519'; readonly secret: Uint8Array };
}

export interface VersionRange {
  readonly least?: OfferedVersion;
  readonly most?: OfferedVersion;
}

export interface ClientInput {
  readonly profile: ClientProfile;
  readonly random: Random;
  /**
   * Whom the client calls: sent as server_name, and looked for in the certificate. An address is not sent (RFC 6066
   * section 3).
   */
  readonly serverName: string | null;
  /** Certificates of authorities that are trusted, in DER. */
  readonly anchors: readonly Uint8Array[];
  readonly versions?: VersionRange;
  readonly alpn?: readonly string[];
  readonly session?: Session | null;
  readonly identity?: Identity | null;
  /** Overrides the profile's habit: a user may say that nothing is to be checked. */
  readonly checks?: ClientProfile['checks'];
  /** False for a program that closes without close_notify. */
  readonly farewell?: boolean;
}

export interface ServerInput {
  readonly profile: ServerProfile;
  readonly random: Random;
  readonly identity: Identity;
  readonly versions?: VersionRange;
  readonly alpn?: readonly string[];
  /** 32 octets that seal tickets: the same on all connections of a server. */
  readonly ticketKey: Uint8Array;
  /** Sessions of 1.2 that the server kept. */
  readonly sessions?: readonly Session[];
  /** What new sessions are marked with, to know them again. */
  readonly origin?: string;
  readonly clientCertificate?: ServerProfile['clientCertificate'];
  readonly anchors?: readonly Uint8Array[];
  /** The connection belongs to a session that has one already, as FTP's data connections do. */
  readonly further?: boolean;
  /** False where no new ticket follows a resumption. */
  readonly renews?: boolean;
  /** False for a program that closes without close_notify. */
  readonly farewell?: boolean;
}

/** What stands first in line to be handled. */
export interface Incoming {
  readonly kind:
    MessageName | 'HelloRetryRequest' | 'ChangeCipherSpec' | 'Alert' | 'ApplicationData' | 'unknown' | 'broken';
  /** A handshake message with its header; otherwise a record's content. */
  readonly octets: Uint8Array;
  readonly protected: boolean;
  readonly fault: Fault | null;
  /** The peer speaks no TLS. */
  readonly strange?: true;
}

/** Secrets of the connection, by the RFC's names. */
interface Secrets {
  readonly handshake?: Uint8Array;
  readonly clientHandshake?: Uint8Array;
  readonly serverHandshake?: Uint8Array;
  readonly master?: Uint8Array;
  readonly clientTraffic?: Uint8Array;
  readonly serverTraffic?: Uint8Array;
  readonly resumption?: Uint8Array;
}

export interface Channel {
  readonly role: 'client' | 'server';
  readonly drawn: Readonly<Record<string, Uint8Array>>;
  /** Octets that are no whole record yet, and handshake octets that are no whole message yet. */
  readonly input: Uint8Array;
  readonly fragments: Uint8Array;
  readonly fragmentsProtected: boolean;
  readonly next: Incoming | null;
  readonly recordsRead: number;
  readonly recordsWritten: number;
  readonly read: Protection | null;
  readonly write: Protection | null;
  /** 1.2: what ChangeCipherSpec brings into use. */
  readonly readNext: Protection | null;
  readonly writeNext: Protection | null;
  readonly version: Version | null;
  readonly suite: number | null;
  readonly group: PerformedGroup | null;
  /** Every handshake message so far, one after the other. */
  readonly transcript: Uint8Array;
  readonly clientHello: ClientHello | null;
  readonly serverRandom: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly secrets: Secrets;
  readonly session: Session | null;
  readonly resumed: boolean;
  readonly extendedMasterSecret: boolean;
  readonly alpn: string | null;
  readonly peerChain: readonly Uint8Array[];
  readonly verdict: CertificateVerdict | null;
  readonly retried: boolean;
  /** A ChangeCipherSpec has gone out, or come in: in 1.3 it means nothing, and once is enough. */
  readonly saidChange: boolean;
  readonly handshaken: boolean;
  /** What the machine above sent before the handshake was done. */
  readonly held: readonly Uint8Array[];
  readonly ticketsGiven: number;
}

interface CertificateWish {
  readonly context: Uint8Array;
  readonly schemes: readonly number[];
}

export interface ClientContext extends Channel {
  readonly role: 'client';
  readonly own: Omit<ClientInput, 'random'>;
  /** The group that a HelloRetryRequest asked for, and the cookie that it brought. */
  readonly retryGroup: PerformedGroup | null;
  readonly cookie: Uint8Array | null;
  readonly certificateWish: CertificateWish | null;
  /** 1.2: the server's key, from its ServerKeyExchange. */
  readonly serverShare: Uint8Array | null;
  /** 1.2: a NewSessionTicket was announced, or came. */
  readonly newTicket: Uint8Array | null;
  readonly ticketLifetime: number;
}

export interface ServerContext extends Channel {
  readonly role: 'server';
  readonly own: Omit<ServerInput, 'random'>;
  /** What the selection came to, until it is acted upon. */
  readonly serverName: string | null;
  readonly pskIndex: number | null;
  readonly clientShare: Uint8Array | null;
  readonly announcesTicket: boolean;
}

const GROUPS: readonly PerformedGroup[] = ['x25519', 'secp256r1', 'secp384r1'];

function draws(random: Random): Record<string, Uint8Array> {
  const fixed = { random: random('random', 32), sessionId: random('session id', 32), tickets: random('tickets', 32) };
  return {
    ...fixed,
    ...Object.fromEntries(GROUPS.map((group) => [group, random(`key share ${group}`, secretLength(group))])),
  };
}

function channel(random: Random) {
  return {
    drawn: draws(random),
    input: NO_OCTETS,
    fragments: NO_OCTETS,
    fragmentsProtected: false,
    next: null,
    recordsRead: 0,
    recordsWritten: 0,
    read: null,
    write: null,
    readNext: null,
    writeNext: null,
    version: null,
    suite: null,
    group: null,
    transcript: NO_OCTETS,
    clientHello: null,
    serverRandom: NO_OCTETS,
    sessionId: NO_OCTETS,
    secrets: {},
    session: null,
    resumed: false,
    extendedMasterSecret: false,
    alpn: null,
    peerChain: [],
    verdict: null,
    retried: false,
    saidChange: false,
    handshaken: false,
    held: [],
    ticketsGiven: 0,
  } as const;
}

export function initialClient({ random, ...own }: ClientInput): ClientContext {
  return {
    ...channel(random),
    role: 'client',
    own,
    retryGroup: null,
    cookie: null,
    certificateWish: null,
    serverShare: null,
    newTicket: null,
    ticketLifetime: 0,
  };
}

export function initialServer({ random, ...own }: ServerInput): ServerContext {
  return {
    ...channel(random),
    role: 'server',
    own,
    serverName: null,
    pskIndex: null,
    clientShare: null,
    announcesTicket: false,
  };
}

const order: readonly OfferedVersion[] = ['1.0', '1.1', '1.2', '1.3'];

/** The versions of a profile that lie within a range, in the profile's order. */
export function versionsOf(versions: readonly OfferedVersion[], range: VersionRange = {}): readonly OfferedVersion[] {
  const at = (version: OfferedVersion): number => order.indexOf(version);
  return versions.filter(
    (version) => at(version) >= at(range.least ?? '1.0') && at(version) <= at(range.most ?? '1.3'),
  );
}
