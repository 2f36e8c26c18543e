/**
 * Every alert there is, with what it says (RFC 8446 section 6.2; the reserved ones RFC 5246 section 7.2.2 and older).
 */

interface Alert {
  readonly code: number;
  /** One sentence: what the one who sends it found. */
  readonly says: string;
  readonly source: string;
}

const alert = (code: number, says: string, source = 'RFC 8446 section 6.2'): Alert => ({ code, says, source });
const old = 'RFC 5246 section 7.2.2';

export const alerts = {
  close_notify: alert(0, 'the sender will send no more', 'RFC 8446 section 6.1'),
  unexpected_message: alert(10, 'a message came that does not belong here'),
  bad_record_mac: alert(20, 'a record could not be deprotected'),
  decryption_failed: alert(21, 'a record could not be decrypted', old),
  record_overflow: alert(22, 'a record is longer than allowed'),
  decompression_failure: alert(30, 'a record could not be decompressed', old),
  handshake_failure: alert(40, 'no acceptable set of parameters could be found'),
  no_certificate: alert(41, 'no certificate is there to be sent (SSL 3.0)', old),
  bad_certificate: alert(42, 'a certificate is corrupt, or a signature in it is wrong'),
  unsupported_certificate: alert(43, 'a certificate is of a kind that is not supported'),
  certificate_revoked: alert(44, 'a certificate was revoked by its signer'),
  certificate_expired: alert(45, 'a certificate has expired or is not valid yet'),
  certificate_unknown: alert(46, 'something else makes the certificate unacceptable'),
  illegal_parameter: alert(47, 'a field is wrong, or contradicts another'),
  unknown_ca: alert(48, 'no trusted authority stands behind the certificate'),
  access_denied: alert(49, 'the certificate is valid, but access is refused'),
  decode_error: alert(50, 'a message cannot be decoded: a length is wrong, or a field out of range'),
  decrypt_error: alert(51, 'a signature, a Finished or a binder does not verify'),
  export_restriction: alert(60, 'export restrictions are not met', old),
  protocol_version: alert(70, 'the version that the peer wants is not supported'),
  insufficient_security: alert(71, 'the server wants stronger parameters than the client supports'),
  internal_error: alert(80, 'something failed that has nothing to do with the peer'),
  inappropriate_fallback: alert(86, 'the client retried with a lower version for no reason', 'RFC 7507 section 3'),
  user_canceled: alert(
    90,
    'the handshake is given up for a reason of no importance to the protocol',
    'RFC 8446 section 6.1',
  ),
  no_renegotiation: alert(100, 'a new handshake on this connection is refused', old),
  missing_extension: alert(109, 'an extension that must be there is missing'),
  unsupported_extension: alert(110, 'an extension came that was not asked for'),
  certificate_unobtainable: alert(111, 'a certificate could not be fetched from its URL', 'RFC 6066 section 9'),
  unrecognized_name: alert(112, 'no server of that name is here', 'RFC 6066 section 3'),
  bad_certificate_status_response: alert(113, 'the stapled status of the certificate is wrong', 'RFC 6066 section 8'),
  bad_certificate_hash_value: alert(114, 'a certificate does not match its hash', 'RFC 6066 section 9'),
  unknown_psk_identity: alert(115, 'no acceptable pre-shared key was offered'),
  certificate_required: alert(116, 'a certificate of the client is wanted and did not come'),
  no_application_protocol: alert(120, 'none of the application protocols offered is known', 'RFC 7301 section 3.2'),
} as const satisfies Readonly<Record<string, Alert>>;

export type AlertName = keyof typeof alerts;

const byCode = new Map<number, AlertName>(Object.entries(alerts).map(([name, { code }]) => [code, name as AlertName]));

/** An alert's name; one that nobody registered is 'alert 99'. */
export const alertName = (code: number): string => byCode.get(code) ?? `alert ${code}`;

/** What our end found wrong: the alert that says so, one sentence, and of a certificate the verdict. */
export interface Fault {
  readonly alert: AlertName;
  readonly text: string;
  readonly detail?: string;
}

export const fault = (alert: AlertName, text: string, detail?: string): Fault => ({
  alert,
  text,
  ...(detail === undefined ? {} : { detail }),
});

export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'alert' in value && 'text' in value;
