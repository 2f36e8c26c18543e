/** What each alert says: what the one who sends it found. */
import type { AlertName } from '../../../tls/messages/alerts';

const alerts: Readonly<Record<AlertName, string>> = {
  close_notify: 'the sender will send no more',
  unexpected_message: 'a message came that does not belong here',
  bad_record_mac: 'a record could not be deprotected',
  decryption_failed: 'a record could not be decrypted',
  record_overflow: 'a record is longer than allowed',
  decompression_failure: 'a record could not be decompressed',
  handshake_failure: 'no acceptable set of parameters could be found',
  no_certificate: 'no certificate is there to be sent (SSL 3.0)',
  bad_certificate: 'a certificate is corrupt, or a signature in it is wrong',
  unsupported_certificate: 'a certificate is of a kind that is not supported',
  certificate_revoked: 'a certificate was revoked by its signer',
  certificate_expired: 'a certificate has expired or is not valid yet',
  certificate_unknown: 'something else makes the certificate unacceptable',
  illegal_parameter: 'a field is wrong, or contradicts another',
  unknown_ca: 'no trusted authority stands behind the certificate',
  access_denied: 'the certificate is valid, but access is refused',
  decode_error: 'a message cannot be decoded: a length is wrong, or a field out of range',
  decrypt_error: 'a signature, a Finished or a binder does not verify',
  export_restriction: 'export restrictions are not met',
  protocol_version: 'the version that the peer wants is not supported',
  insufficient_security: 'the server wants stronger parameters than the client supports',
  internal_error: 'something failed that has nothing to do with the peer',
  inappropriate_fallback: 'the client retried with a lower version for no reason',
  user_canceled: 'the handshake is given up for a reason of no importance to the protocol',
  no_renegotiation: 'a new handshake on this connection is refused',
  missing_extension: 'an extension that must be there is missing',
  unsupported_extension: 'an extension came that was not asked for',
  certificate_unobtainable: 'a certificate could not be fetched from its URL',
  unrecognized_name: 'no server of that name is here',
  bad_certificate_status_response: 'the stapled status of the certificate is wrong',
  bad_certificate_hash_value: 'a certificate does not match its hash',
  unknown_psk_identity: 'no acceptable pre-shared key was offered',
  certificate_required: 'a certificate of the client is wanted and did not come',
  no_application_protocol: 'none of the application protocols offered is known',
};

/** An alert in words; one that nobody registered has none. */
export const alertSays = (name: string): string | undefined =>
  Object.hasOwn(alerts, name) ? alerts[name as AlertName] : undefined;
