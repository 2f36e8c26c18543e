/** Handshake messages that TLS 1.2 alone has (RFC 5246 section 7.4). */
import { field, list, opaque, struct, uint } from './codec';
import { algorithm, certificateData } from './messages';
import { groups, nameOf, namesOf, signatureSchemes } from './registry';

const T12 = 'RFC 5246 section';
export const certificate12 = field(
  'certificate_list',
  list(3, certificateData),
  "The sender's certificate first, then who vouches for it. In clear.",
  `${T12} 7.4.2`,
);

export interface ServerKeyExchange {
  readonly curveType: number;
  readonly group: number;
  readonly point: Uint8Array;
  readonly algorithm: number;
  readonly signature: Uint8Array;
}

export const serverKeyExchange = struct<ServerKeyExchange>({
  curveType: field('curve_type', uint(1), 'Always 3: a curve with a name.', 'RFC 8422 section 5.4'),
  group: field('namedcurve', uint(2), "The group of the server's key.", 'RFC 8422 section 5.4', (group) =>
    nameOf(groups, group),
  ),
  point: field('public', opaque(1, 1), "The server's public key for this handshake alone.", 'RFC 8422 section 5.4'),
  algorithm,
  signature: field(
    'signature',
    opaque(2),
    "Over both randoms and this key, by the certificate's key.",
    'RFC 8422 section 5.4',
  ),
});

interface CertificateRequest12 {
  readonly types: readonly number[];
  readonly algorithms: readonly number[];
  readonly authorities: readonly Uint8Array[];
}

export const certificateRequest12 = struct<CertificateRequest12>({
  types: field(
    'certificate_types',
    list(1, uint(1), 1),
    'Kinds of certificate that the server takes: 1 RSA, 2 DSA, 64 ECDSA.',
    `${T12} 7.4.4`,
    (all) => all.join(', '),
  ),
  algorithms: field(
    'supported_signature_algorithms',
    list(2, uint(2), 2),
    'Signatures that the server can verify.',
    `${T12} 7.4.4`,
    namesOf(signatureSchemes),
  ),
  authorities: field(
    'certificate_authorities',
    list(2, opaque(2, 1)),
    'Authorities that the server trusts; none means any.',
    `${T12} 7.4.4`,
  ),
});

export const clientKeyExchange = field(
  'ecdh_Yc',
  opaque(1, 1),
  "The client's public key for this handshake alone.",
  'RFC 8422 section 5.7',
);

interface NewSessionTicket12 {
  readonly lifetimeHint: number;
  readonly ticket: Uint8Array;
}

export const newSessionTicket12 = struct<NewSessionTicket12>({
  lifetimeHint: field(
    'ticket_lifetime_hint',
    uint(4),
    'Seconds for which the ticket is worth keeping.',
    'RFC 5077 section 3.3',
  ),
  ticket: field('ticket', opaque(2), 'The session, sealed for the server itself.', 'RFC 5077 section 3.3'),
});
