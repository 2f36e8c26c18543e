/** Handshake messages that TLS 1.2 alone has (RFC 5246 section 7.4, RFC 8422 section 5, RFC 5077 section 3.3). */
import { field, list, opaque, struct, uint } from './codec';
import { certificateData, schemeName } from './messages';
import { groups, nameOf, namesOf, signatureSchemes } from './registry';

export const certificate12 = field('certificate12.certificate_list', list(3, certificateData));

export interface ServerKeyExchange {
  readonly curveType: number;
  readonly group: number;
  readonly point: Uint8Array;
  readonly algorithm: number;
  readonly signature: Uint8Array;
}

export const serverKeyExchange = struct<ServerKeyExchange>({
  curveType: field('server_key_exchange.curve_type', uint(1)),
  group: field('server_key_exchange.namedcurve', uint(2), (group) => nameOf(groups, group)),
  point: field('server_key_exchange.public', opaque(1, 1)),
  algorithm: field('server_key_exchange.algorithm', uint(2), schemeName),
  signature: field('server_key_exchange.signature', opaque(2)),
});

interface CertificateRequest12 {
  readonly types: readonly number[];
  readonly algorithms: readonly number[];
  readonly authorities: readonly Uint8Array[];
}

export const certificateRequest12 = struct<CertificateRequest12>({
  types: field('certificate_request12.certificate_types', list(1, uint(1), 1), (all) => all.join(', ')),
  algorithms: field(
    'certificate_request12.supported_signature_algorithms',
    list(2, uint(2), 2),
    namesOf(signatureSchemes),
  ),
  authorities: field('certificate_request12.certificate_authorities', list(2, opaque(2, 1))),
});

export const clientKeyExchange = field('client_key_exchange.ecdh_Yc', opaque(1, 1));

interface NewSessionTicket12 {
  readonly lifetimeHint: number;
  readonly ticket: Uint8Array;
}

export const newSessionTicket12 = struct<NewSessionTicket12>({
  lifetimeHint: field('new_session_ticket12.ticket_lifetime_hint', uint(4)),
  ticket: field('new_session_ticket12.ticket', opaque(2)),
});
