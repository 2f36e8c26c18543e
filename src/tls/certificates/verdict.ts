/** What a check of the peer's certificate came to. */
import type { Reason } from '../../wire/reason';
import type { AlertName } from '../messages/alerts';

export type CertificateVerdict =
  | { readonly code: 'valid' | 'self-signed' | 'bad-signature' | 'not-an-authority' | 'wrong-use' | 'unsupported' }
  | { readonly code: 'absent' }
  /** `because`: where the way to an authority ended, if it did not end at a stranger. */
  | { readonly code: 'unknown-ca'; readonly because: 'no-issuer' | 'too-long' | null }
  /** When it ended, or is to begin (ISO 8601). */
  | { readonly code: 'expired' | 'not-yet-valid'; readonly when: string }
  | { readonly code: 'wrong-host'; readonly names: readonly string[]; readonly called: string }
  | { readonly code: 'malformed'; readonly why: Reason | null };

/** The alert that says so. */
export const ALERT_OF: Readonly<Record<Exclude<CertificateVerdict['code'], 'valid'>, AlertName>> = {
  'self-signed': 'unknown_ca',
  'unknown-ca': 'unknown_ca',
  expired: 'certificate_expired',
  'not-yet-valid': 'certificate_expired',
  'wrong-host': 'bad_certificate',
  'bad-signature': 'bad_certificate',
  'not-an-authority': 'bad_certificate',
  'wrong-use': 'unsupported_certificate',
  unsupported: 'unsupported_certificate',
  malformed: 'bad_certificate',
  absent: 'certificate_required',
};
