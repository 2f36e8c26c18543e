/**
 * Every alert there is (RFC 8446 section 6.2; the reserved ones RFC 5246 section 7.2.2 and older).
 */
import type { TlsFault } from './faults';

interface Alert {
  readonly code: number;
  readonly source: string;
}

const alert = (code: number, source = 'RFC 8446 section 6.2'): Alert => ({ code, source });
const old = 'RFC 5246 section 7.2.2';

export const alerts = {
  close_notify: alert(0, 'RFC 8446 section 6.1'),
  unexpected_message: alert(10),
  bad_record_mac: alert(20),
  decryption_failed: alert(21, old),
  record_overflow: alert(22),
  decompression_failure: alert(30, old),
  handshake_failure: alert(40),
  no_certificate: alert(41, old),
  bad_certificate: alert(42),
  unsupported_certificate: alert(43),
  certificate_revoked: alert(44),
  certificate_expired: alert(45),
  certificate_unknown: alert(46),
  illegal_parameter: alert(47),
  unknown_ca: alert(48),
  access_denied: alert(49),
  decode_error: alert(50),
  decrypt_error: alert(51),
  export_restriction: alert(60, old),
  protocol_version: alert(70),
  insufficient_security: alert(71),
  internal_error: alert(80),
  inappropriate_fallback: alert(86, 'RFC 7507 section 3'),
  user_canceled: alert(90, 'RFC 8446 section 6.1'),
  no_renegotiation: alert(100, old),
  missing_extension: alert(109),
  unsupported_extension: alert(110),
  certificate_unobtainable: alert(111, 'RFC 6066 section 9'),
  unrecognized_name: alert(112, 'RFC 6066 section 3'),
  bad_certificate_status_response: alert(113, 'RFC 6066 section 8'),
  bad_certificate_hash_value: alert(114, 'RFC 6066 section 9'),
  unknown_psk_identity: alert(115),
  certificate_required: alert(116),
  no_application_protocol: alert(120, 'RFC 7301 section 3.2'),
} as const satisfies Readonly<Record<string, Alert>>;

export type AlertName = keyof typeof alerts;

const byCode = new Map<number, AlertName>(Object.entries(alerts).map(([name, { code }]) => [code, name as AlertName]));

/** An alert's name; one that nobody registered is 'alert 99'. */
export const alertName = (code: number): string => byCode.get(code) ?? `alert ${code}`;

/** What our end found wrong: the alert that says so, the reason, and of a certificate the verdict. */
export interface Fault {
  readonly alert: AlertName;
  readonly why: TlsFault;
  readonly detail?: string;
}

export const fault = (alert: AlertName, why: TlsFault, detail?: string): Fault => ({
  alert,
  why,
  ...(detail === undefined ? {} : { detail }),
});

export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'alert' in value && 'why' in value;
