/** What each extension of TLS is for, and what it holds. */
import type { LayoutField, TlsField } from '../../../tls/messages/fields';
import type { ExtensionName } from '../../../tls/messages/registry';
import { told, type FieldFacts, type Fields } from '../../explained';

type ExtensionField = Extract<TlsField, `extension.${string}`>;
export type BodyField = Extract<LayoutField, `${ExtensionName | 'unknown'}.${string}`>;

const T13 = 'RFC 8446 section';

/** In the client's hello it asks, in an answer it grants. */
const asked = (asks: string, grants: string) => (facts: FieldFacts) =>
  facts['carrier'] === 'ClientHello' ? asks : grants;

export const extensionFields: Fields<ExtensionField> = {
  'extension.server_name': told(
    asked(
      'Server Name Indication: whom the client calls, since one address may serve many names. In clear.',
      'Empty: the server has heeded the name that it was called by.',
    ),
    'RFC 6066 section 3',
  ),
  'extension.max_fragment_length': told('Shorter records, for who has little memory.', 'RFC 6066 section 4'),
  'extension.status_request': told(
    asked(
      "Asks the server to bring its authority's word (OCSP) that the certificate is not revoked.",
      "The server's side of status_request: its authority's word, or that it will come.",
    ),
    `RFC 6066 section 8, ${T13} 4.4.2.1`,
  ),
  'extension.status_request_v2': told(
    'As status_request, for every certificate of the chain; 1.3 has no use for it.',
    'RFC 6961 section 2.2',
  ),
  'extension.supported_groups': told(
    'Which curves and fields the sender can exchange keys in.',
    `${T13} 4.2.7, RFC 8422 section 5.1.1`,
  ),
  'extension.ec_point_formats': told(
    'How 1.2 may write points of a curve; 1.3 settled it and does not look.',
    'RFC 8422 section 5.1.2',
  ),
  'extension.signature_algorithms': told('Which signatures the sender can verify in this handshake.', `${T13} 4.2.3`),
  'extension.signature_algorithms_cert': told(
    'Which signatures the sender can verify in certificates, where that is another list.',
    `${T13} 4.2.3`,
  ),
  'extension.application_layer_protocol_negotiation': told(
    'ALPN: what is to be spoken inside the records.',
    'RFC 7301 section 3.1',
  ),
  'extension.padding': told(
    'Makes the hello longer, since some old boxes choke on certain lengths.',
    'RFC 7685 section 3',
  ),
  'extension.encrypt_then_mac': told(
    'For CBC suites of 1.2: encrypt first, then compute the MAC. GCM and ChaCha20 have no need of it.',
    'RFC 7366 section 2',
  ),
  'extension.extended_master_secret': told(
    'Binds the secret of 1.2 to the whole handshake, so that nobody can make two connections share one.',
    'RFC 7627 section 5.1',
  ),
  'extension.record_size_limit': told('How long a record the sender is ready to receive.', 'RFC 8449 section 4'),
  'extension.session_ticket': told(
    asked(
      'Tickets of 1.2: brings one, or says by being empty that one is welcome.',
      'Empty: the server will send a ticket of 1.2.',
    ),
    'RFC 5077 section 3.2',
  ),
  'extension.pre_shared_key': told(
    asked(
      'The sessions that the client could resume. Always the last of its extensions, so that it can seal all before.',
      'The server resumes: this is which.',
    ),
    `${T13} 4.2.11`,
  ),
  'extension.early_data': told('Data with the first flight, under the key of an earlier session.', `${T13} 4.2.10`),
  'extension.supported_versions': told(
    asked(
      'The versions that the client speaks: this counts, and not the field legacy_version.',
      'The version that is spoken from here on: being here at all, it says 1.3.',
    ),
    `${T13} 4.2.1`,
  ),
  'extension.cookie': told(
    "The server's note to itself in a HelloRetryRequest, which the client brings back.",
    `${T13} 4.2.2`,
  ),
  'extension.psk_key_exchange_modes': told('How the client would use the key of a session before.', `${T13} 4.2.9`),
  'extension.certificate_authorities': told('Authorities that the sender trusts, by name.', `${T13} 4.2.4`),
  'extension.post_handshake_auth': told(
    'The client may be asked for its certificate later, after the handshake.',
    `${T13} 4.2.6`,
  ),
  'extension.key_share': told(
    asked(
      'Public keys of the client, before it knows what the server takes: that saves a trip.',
      "The server's side of the key exchange: its key, or in a HelloRetryRequest the group that it wants.",
    ),
    `${T13} 4.2.8`,
  ),
  'extension.renegotiation_info': told(
    'Ties a second handshake on a connection of 1.2 to the first, so that nobody can slip one in before.',
    'RFC 5746 section 3.2',
  ),
  'extension.unknown': told('An extension not known here: who does not know one passes over it.', `${T13} 4.2`),
};

export const bodyFields: Fields<BodyField> = {
  'server_name.ServerNameList': told('The name, as the client was given it; never an address.', 'RFC 6066 section 3'),
  'supported_groups.NamedGroupList': told('Groups for the key exchange, best first.', `${T13} 4.2.7`),
  'signature_algorithms.SignatureSchemeList': told(
    'Schemes by key and hash, best first; names with rsa_pkcs1 count in certificates alone in 1.3.',
    `${T13} 4.2.3`,
  ),
  'signature_algorithms_cert.SignatureSchemeList': told('Schemes for the chain, best first.', `${T13} 4.2.3`),
  'application_layer_protocol_negotiation.ProtocolNameList': told(
    'Names of protocols, best first; of a server the one it took.',
    'RFC 7301 section 3.1',
  ),
  'supported_versions.versions': told('Version numbers, best first.', `${T13} 4.2.1`),
  'supported_versions.selected_version': told('The version that the server chose.', `${T13} 4.2.1`),
  'key_share.client_shares': told(
    'Public keys sent on trust that the server takes one of these groups.',
    `${T13} 4.2.8`,
  ),
  'key_share.server_share': told("The server's public key, in the group that it took.", `${T13} 4.2.8`),
  'key_share.selected_group': told('The group in which the server wants a key.', `${T13} 4.2.8`),
  'key_share.group': told('The group that the key behind it belongs to.', `${T13} 4.2.8`),
  'key_share.key_exchange': told(
    'The public key for this handshake alone; its secret never leaves the host.',
    `${T13} 4.2.8.2`,
  ),
  'psk_key_exchange_modes.ke_modes': told(
    'psk_dhe_ke: together with a fresh key exchange; psk_ke: without one.',
    `${T13} 4.2.9`,
  ),
  'pre_shared_key.identities': told(
    'Tickets of earlier sessions, each with its age, which is blurred for others.',
    `${T13} 4.2.11`,
  ),
  'pre_shared_key.binders': told(
    "Proof that the client knows each ticket's key, over this very hello.",
    `${T13} 4.2.11.2`,
  ),
  'pre_shared_key.selected_identity': told('Which of the offered tickets the server took, from 0.', `${T13} 4.2.11`),
  'cookie.cookie': told('Octets that mean something to the server alone.', `${T13} 4.2.2`),
  'ec_point_formats.ECPointFormatList': told(
    'Formats by number; only 0, uncompressed, is in use.',
    'RFC 8422 section 5.1.2',
  ),
  'renegotiation_info.renegotiated_connection': told(
    'The Finished of the handshake before; empty in a first one.',
    'RFC 5746 section 3.2',
  ),
  'record_size_limit.RecordSizeLimit': told('The longest record in octets, before it is sealed.', 'RFC 8449 section 4'),
  'session_ticket.ticket': told('The ticket, as the server once sent it.', 'RFC 5077 section 3.2'),
  'padding.extension_data': told('Zeros, as many as are wanted.', 'RFC 7685 section 3'),
  'max_fragment_length.MaxFragmentLength': told('1 to 4: 512, 1024, 2048 or 4096 octets.', 'RFC 6066 section 4'),
  'status_request.CertificateStatusRequest': told(
    'Of the client: 1 for OCSP, and from whom it would take it. Of the server: the OCSP response.',
    'RFC 6066 section 8',
  ),
  'early_data.max_early_data_size': told('The most octets of early data that the server takes.', `${T13} 4.2.10`),
  'certificate_authorities.authorities': told('Distinguished names, in DER.', `${T13} 4.2.4`),
  'unknown.extension_data': told('What an extension holds that is not known here.', `${T13} 4.2`),
};
