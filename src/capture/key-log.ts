/**
 * The secrets of a run as a key log, which Wireshark, and any program that reads an SSLKEYLOGFILE, decrypts its TLS
 * with (draft-ietf-tls-keylogfile).
 */
import { entriesOf, type Trace } from '../trace/trace';

/**
 * One line a secret, each once although both ends know it, in the order in which they came to be; empty for a run
 * without TLS.
 */
export function keyLogOf(trace: Trace): string {
  const lines = entriesOf(trace, 'secret').map(
    ({ label, clientRandom, secret }) => `${label} ${clientRandom} ${secret}`,
  );
  return [...new Set(lines)].map((line) => `${line}\n`).join('');
}
