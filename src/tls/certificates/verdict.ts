/** What a check of the peer's certificate came to. */
import type { AlertName } from '../messages/alerts';

export const verdicts = {
  valid: { alert: null, says: 'the certificate is valid: a trusted authority signed it, for this name, for this time' },
  'self-signed': {
    alert: 'unknown_ca',
    says: 'the certificate is signed by its own key, and is not among those that are trusted',
  },
  'unknown-ca': { alert: 'unknown_ca', says: 'no trusted authority stands behind the certificate' },
  expired: { alert: 'certificate_expired', says: "the certificate's time is over" },
  'not-yet-valid': { alert: 'certificate_expired', says: "the certificate's time has not come" },
  'wrong-host': { alert: 'bad_certificate', says: 'the certificate is for another name' },
  'bad-signature': { alert: 'bad_certificate', says: 'the signature in the certificate does not verify' },
  'not-an-authority': { alert: 'bad_certificate', says: 'a certificate was signed by one that may not sign' },
  'wrong-use': { alert: 'unsupported_certificate', says: 'the certificate is for another use' },
  unsupported: {
    alert: 'unsupported_certificate',
    says: "the certificate's key or signature is of a kind that is not performed here, such as RSA",
  },
  malformed: { alert: 'bad_certificate', says: 'the certificate cannot be read' },
  absent: { alert: 'certificate_required', says: 'no certificate came' },
} as const satisfies Readonly<Record<string, { readonly alert: AlertName | null; readonly says: string }>>;

type VerdictName = keyof typeof verdicts;

export interface CertificateVerdict {
  readonly name: VerdictName;
  readonly text: string;
}

export const verdict = (name: VerdictName, detail = ''): CertificateVerdict => ({
  name,
  text: detail === '' ? verdicts[name].says : `${verdicts[name].says}: ${detail}`,
});
