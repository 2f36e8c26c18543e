/**
 * The code of every field that TLS's layouts label: the structure it is of, and the RFC's name for it. What is said of
 * each stands in strings/en/fields.
 */
import type { ExtensionName, MessageName } from './registry';

/** What each structure holds. A HelloRetryRequest is a ServerHello with other contents. */
interface Fields {
  record: 'type' | 'legacy_record_version' | 'length';
  handshake: 'msg_type' | 'length';
  client_hello: 'random' | 'legacy_session_id' | 'cipher_suites' | 'legacy_compression_methods' | HelloField;
  server_hello: 'random' | 'legacy_session_id_echo' | 'cipher_suite' | 'legacy_compression_method' | HelloField;
  hello_retry_request: Fields['server_hello'];
  encrypted_extensions: 'extensions';
  certificate_request: 'certificate_request_context' | 'extensions';
  certificate_request12: 'certificate_types' | 'supported_signature_algorithms' | 'certificate_authorities';
  certificate: 'certificate_request_context' | 'certificate_list' | 'cert_data' | 'extensions';
  certificate12: 'certificate_list';
  certificate_verify: 'algorithm' | 'signature';
  finished: 'verify_data';
  new_session_ticket: 'ticket_lifetime' | 'ticket_age_add' | 'ticket_nonce' | 'ticket' | 'extensions';
  new_session_ticket12: 'ticket_lifetime_hint' | 'ticket';
  key_update: 'request_update';
  server_key_exchange: 'curve_type' | 'namedcurve' | 'public' | 'algorithm' | 'signature';
  client_key_exchange: 'ecdh_Yc';
  message: 'body';
  /** What the extensions hold. */
  server_name: 'ServerNameList';
  supported_groups: 'NamedGroupList';
  signature_algorithms: 'SignatureSchemeList';
  signature_algorithms_cert: 'SignatureSchemeList';
  application_layer_protocol_negotiation: 'ProtocolNameList';
  supported_versions: 'versions' | 'selected_version';
  key_share: 'client_shares' | 'server_share' | 'selected_group' | 'group' | 'key_exchange';
  psk_key_exchange_modes: 'ke_modes';
  pre_shared_key: 'identities' | 'binders' | 'selected_identity';
  cookie: 'cookie';
  ec_point_formats: 'ECPointFormatList';
  renegotiation_info: 'renegotiated_connection';
  record_size_limit: 'RecordSizeLimit';
  session_ticket: 'ticket';
  padding: 'extension_data';
  max_fragment_length: 'MaxFragmentLength';
  status_request: 'CertificateStatusRequest';
  early_data: 'max_early_data_size';
  certificate_authorities: 'authorities';
  unknown: 'extension_data';
}
type HelloField = 'legacy_version' | 'extensions';

/** Fields of the structures that a layout reads. */
export type LayoutField = { [S in keyof Fields]: `${S}.${Fields[S]}` }[keyof Fields];

/** And what is labelled beside them: whole messages and extensions, what a record holds, what is sealed. */
export type TlsField =
  | LayoutField
  | `message.${MessageName | 'HelloRetryRequest'}`
  | `extension.${ExtensionName | 'unknown'}`
  | `content.${'change_cipher_spec' | 'application_data' | 'unknown'}`
  | `alert.${'level' | 'description'}`
  | `sealed.${'nonce_explicit' | 'encrypted_record' | 'tag' | 'type'}`;
