/** What there is to say of a message beside its name, as it was sent or read. */
import type { CertificateVerdict } from '../certificates/verdict';
import type { AlertName } from '../messages/alerts';

export type AlertLevel = 'warning' | 'fatal';

export type TlsSaid =
  | {
      readonly code: 'client-hello';
      /** As people write them: 'TLS 1.3'. */
      readonly versions: readonly string[];
      readonly serverName: string | null;
      readonly offersSession: boolean;
    }
  | {
      readonly code: 'server-hello';
      readonly version: 'TLS 1.2' | 'TLS 1.3';
      readonly suite: string;
      /** Null in 1.2, where the ServerKeyExchange names it. */
      readonly group: string | null;
      readonly resumes: boolean;
    }
  /** A HelloRetryRequest that wants a key of this group, or else its cookie back. */
  | { readonly code: 'wants-key'; readonly group: string | null }
  | { readonly code: 'application-protocol'; readonly name: string }
  | { readonly code: 'certificates'; readonly count: number }
  | { readonly code: 'certificate-checked'; readonly verdict: CertificateVerdict }
  | { readonly code: 'certificate-wanted'; readonly schemes: readonly string[] }
  | { readonly code: 'certificate-welcome' | 'status-passed-over' }
  | { readonly code: 'key-exchange'; readonly group: string }
  /** `verifies`: it was read; its writer has nothing to say of that. */
  | {
      readonly code: 'signature';
      readonly scheme: string;
      readonly group: string | null;
      readonly verifies: boolean;
    }
  | { readonly code: 'finished-verifies' }
  | { readonly code: 'ticket'; readonly octets: number; readonly seconds: number }
  | { readonly code: 'new-keys' }
  /** In 1.3 a ChangeCipherSpec is for old boxes' sake. */
  | { readonly code: 'change-means-nothing'; readonly sent: boolean }
  | { readonly code: 'key-update-wanted' | 'asks-for-handshake' }
  | { readonly code: 'application-data'; readonly octets: number }
  /** `alert`: a number that nobody registered is 'alert 99'. */
  | { readonly code: 'alert'; readonly level: AlertLevel; readonly alert: AlertName | (string & {}) };
