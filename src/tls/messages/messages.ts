/** Handshake messages (RFC 8446 section 4, RFC 5246 section 7.4): one layout each, which writes, reads and labels. */
import { field, fixed, list, opaque, optional, prefixed, rest, struct, uint, type Layout } from './codec';
import { extensions, type Extension } from './extensions';
import { handshakeTypes, nameOf, namesOf, signatureSchemes, suites, versionName } from './registry';

const suiteName = (value: number): string => nameOf(suites, value);
export const schemeName = (value: number): string => nameOf(signatureSchemes, value);

/** The header of every handshake message. */
export const handshakeHeader = struct<{ readonly type: number; readonly length: number }>({
  type: field('handshake.msg_type', uint(1), (value) => nameOf(handshakeTypes, value)),
  length: field('handshake.length', uint(3)),
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
const isEmpty = (octets: Uint8Array): { readonly empty: boolean } => ({ empty: octets.length === 0 });

export const clientHello = struct<ClientHello>({
  legacyVersion: field('client_hello.legacy_version', uint(2), versionName),
  random: field('client_hello.random', fixed(32)),
  legacySessionId: field('client_hello.legacy_session_id', prefixed(1, rest), undefined, isEmpty),
  cipherSuites: field('client_hello.cipher_suites', list(2, uint(2), 2), namesOf(suites)),
  legacyCompressionMethods: field('client_hello.legacy_compression_methods', list(1, uint(1), 1), (all) =>
    all.join(', '),
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

/** Whether the last octets of a server's random say that it would have spoken a higher version. */
const downgraded = (random: Uint8Array): { readonly downgraded: boolean } => ({
  downgraded: Object.values(DOWNGRADE).some((mark) => mark.every((octet, at) => random[24 + at] === octet)),
});

const serverHelloOf = (carrier: 'ServerHello' | 'HelloRetryRequest'): Layout<ServerHello> => {
  const is = carrier === 'ServerHello' ? 'server_hello' : 'hello_retry_request';
  return struct<ServerHello>({
    legacyVersion: field(`${is}.legacy_version`, uint(2), versionName),
    random: field(`${is}.random`, fixed(32), undefined, downgraded),
    legacySessionIdEcho: field(`${is}.legacy_session_id_echo`, prefixed(1, rest), undefined, isEmpty),
    cipherSuite: field(`${is}.cipher_suite`, uint(2), suiteName),
    legacyCompressionMethod: field(`${is}.legacy_compression_method`, uint(1)),
    extensions: optional(extensions(carrier), NO_EXTENSIONS),
  });
};
export const serverHello = serverHelloOf('ServerHello');
export const helloRetryRequest = serverHelloOf('HelloRetryRequest');

export const encryptedExtensions = extensions('EncryptedExtensions');

export interface CertificateRequest {
  readonly context: Uint8Array;
  readonly extensions: readonly Extension[];
}
export const certificateRequest = struct<CertificateRequest>({
  context: field('certificate_request.certificate_request_context', opaque(1)),
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
export const certificateData = field('certificate.cert_data', opaque(3, 1), (data) => `${data.length} octets of X.509`);
export const certificate = struct<Certificate>({
  context: field('certificate.certificate_request_context', opaque(1), undefined, isEmpty),
  entries: field(
    'certificate.certificate_list',
    list(3, struct<CertificateEntry>({ data: certificateData, extensions: extensions('Certificate') })),
  ),
});

export interface CertificateVerify {
  readonly algorithm: number;
  readonly signature: Uint8Array;
}
export const certificateVerify = struct<CertificateVerify>({
  algorithm: field('certificate_verify.algorithm', uint(2), schemeName),
  signature: field('certificate_verify.signature', opaque(2)),
});

export const finished = field('finished.verify_data', rest);

export interface NewSessionTicket {
  readonly lifetime: number;
  readonly ageAdd: number;
  readonly nonce: Uint8Array;
  readonly ticket: Uint8Array;
  readonly extensions: readonly Extension[];
}
export const newSessionTicket = struct<NewSessionTicket>({
  lifetime: field('new_session_ticket.ticket_lifetime', uint(4)),
  ageAdd: field('new_session_ticket.ticket_age_add', uint(4)),
  nonce: field('new_session_ticket.ticket_nonce', opaque(1)),
  ticket: field('new_session_ticket.ticket', opaque(2, 1)),
  extensions: extensions('NewSessionTicket'),
});

export const keyUpdate = field('key_update.request_update', uint(1));
