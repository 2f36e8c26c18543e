/** Handshake messages (RFC 8446 section 4, RFC 5246 section 7.4): one layout each, which writes, reads and labels. */
import { field, fixed, list, opaque, optional, prefixed, rest, struct, uint, type Layout } from './codec';
import { extensions, type Extension } from './extensions';
import { handshakeTypes, nameOf, namesOf, signatureSchemes, suites, versionName } from './registry';

const T13 = 'RFC 8446 section';
const suiteName = (value: number): string => nameOf(suites, value);
const schemeName = (value: number): string => nameOf(signatureSchemes, value);

/** The header of every handshake message. */
export const handshakeHeader = struct<{ readonly type: number; readonly length: number }>({
  type: field('msg_type', uint(1), 'Which handshake message this is.', `${T13} 4`, (value) =>
    nameOf(handshakeTypes, value),
  ),
  length: field('length', uint(3), 'Octets of the message that follow.', `${T13} 4`),
});

export interface ClientHello {
  readonly legacyVersion: number;
  readonly random: Uint8Array;
  readonly legacySessionId: Uint8Array;
  readonly cipherSuites: readonly number[];
  readonly legacyCompressionMethods: readonly number[];
  readonly extensions: readonly Extension[];
}

const NO_EXTENSIONS: readonly Extension[] = [];
const sessionId = (why: string) => field('legacy_session_id', prefixed(1, rest), why, `${T13} 4.1.2`);
const random = (whose: string) =>
  field('random', fixed(32), `32 octets that the ${whose} draws anew for every handshake.`, `${T13} 4.1.2`);
const legacyVersion = field(
  'legacy_version',
  uint(2),
  'Frozen at 1.2 for the sake of old boxes; the version is negotiated in supported_versions.',
  `${T13} 4.1.2`,
  versionName,
);

export const clientHello = struct<ClientHello>({
  legacyVersion,
  random: random('client'),
  legacySessionId: sessionId(
    'In 1.2 the session to resume. In 1.3 32 octets without meaning, so that the handshake looks like a ' +
      'resumption of old.',
  ),
  cipherSuites: field(
    'cipher_suites',
    list(2, uint(2), 2),
    'How the client can protect records, best first.',
    `${T13} 4.1.2`,
    namesOf(suites),
  ),
  legacyCompressionMethods: field(
    'legacy_compression_methods',
    list(1, uint(1), 1),
    'Always the one method 0: none.',
    `${T13} 4.1.2`,
    (all) => all.join(', '),
  ),
  extensions: optional(extensions('ClientHello'), NO_EXTENSIONS),
});

export interface ServerHello {
  readonly legacyVersion: number;
  readonly random: Uint8Array;
  readonly legacySessionIdEcho: Uint8Array;
  readonly cipherSuite: number;
  readonly legacyCompressionMethod: number;
  readonly extensions: readonly Extension[];
}

/** The random that makes a ServerHello a HelloRetryRequest: SHA-256 of "HelloRetryRequest" (section 4.1.3). */
export const RETRY_RANDOM = Uint8Array.from(
  'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'.match(/../g) ?? [],
  (digits) => parseInt(digits, 16),
);
/** The last octets of the random of a server that speaks 1.3 and was asked for 1.2, or for less (section 4.1.3). */
export const DOWNGRADE = {
  '1.2': [0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01],
  '1.1': [0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x00],
} as const;

const serverHelloOf = (carrier: 'ServerHello' | 'HelloRetryRequest'): Layout<ServerHello> =>
  struct<ServerHello>({
    legacyVersion,
    random: random('server'),
    legacySessionIdEcho: sessionId('What the client sent, back again; in 1.2 the session that begins or is resumed.'),
    cipherSuite: field('cipher_suite', uint(2), 'The one suite that the server took.', `${T13} 4.1.3`, suiteName),
    legacyCompressionMethod: field('legacy_compression_method', uint(1), 'Always 0: none.', `${T13} 4.1.3`),
    extensions: optional(extensions(carrier), NO_EXTENSIONS),
  });
export const serverHello = serverHelloOf('ServerHello');
export const helloRetryRequest = serverHelloOf('HelloRetryRequest');

export const encryptedExtensions = extensions('EncryptedExtensions');

export interface CertificateRequest {
  readonly context: Uint8Array;
  readonly extensions: readonly Extension[];
}
export const certificateRequest = struct<CertificateRequest>({
  context: field('certificate_request_context', opaque(1), 'Empty in a handshake.', `${T13} 4.3.2`),
  extensions: extensions('CertificateRequest', 2),
});

interface CertificateEntry {
  readonly data: Uint8Array;
  readonly extensions: readonly Extension[];
}
export interface Certificate {
  readonly context: Uint8Array;
  readonly entries: readonly CertificateEntry[];
}
export const certificateData = field(
  'cert_data',
  opaque(3, 1),
  'A certificate, in DER: whose key is whose, signed by who says so.',
  `${T13} 4.4.2`,
  (data) => `${data.length} octets of X.509`,
);
export const certificate = struct<Certificate>({
  context: field(
    'certificate_request_context',
    opaque(1),
    'Of a client: which request this answers. Of a server: empty.',
    `${T13} 4.4.2`,
  ),
  entries: field(
    'certificate_list',
    list(3, struct<CertificateEntry>({ data: certificateData, extensions: extensions('Certificate') })),
    "The sender's certificate first, then who vouches for it.",
    `${T13} 4.4.2`,
  ),
});

export interface CertificateVerify {
  readonly algorithm: number;
  readonly signature: Uint8Array;
}
export const algorithm = field('algorithm', uint(2), 'How the signature is made.', `${T13} 4.4.3`, schemeName);
export const certificateVerify = struct<CertificateVerify>({
  algorithm,
  signature: field(
    'signature',
    opaque(2),
    "Over the whole handshake so far: proof that the sender has the certificate's key.",
    `${T13} 4.4.3`,
  ),
});

export const finished = field(
  'verify_data',
  rest,
  'A keyed hash of the whole handshake: any octet that was changed on the way shows here.',
  `${T13} 4.4.4`,
);

export interface NewSessionTicket {
  readonly lifetime: number;
  readonly ageAdd: number;
  readonly nonce: Uint8Array;
  readonly ticket: Uint8Array;
  readonly extensions: readonly Extension[];
}
export const newSessionTicket = struct<NewSessionTicket>({
  lifetime: field(
    'ticket_lifetime',
    uint(4),
    'Seconds for which the ticket may be used; at most seven days.',
    `${T13} 4.6.1`,
  ),
  ageAdd: field(
    'ticket_age_add',
    uint(4),
    'Added to the age that the client names, so that tickets cannot be followed by it.',
    `${T13} 4.6.1`,
  ),
  nonce: field('ticket_nonce', opaque(1), 'Makes the key of each ticket of a connection another.', `${T13} 4.6.1`),
  ticket: field('ticket', opaque(2, 1), 'The session, sealed for the server itself.', `${T13} 4.6.1`),
  extensions: extensions('NewSessionTicket'),
});

export const keyUpdate = field(
  'request_update',
  uint(1),
  'Whether the receiver is to change its own key too.',
  `${T13} 4.6.3`,
);
