/** What TLS's messages say beside their names, and what a check of a certificate came to. */
import type { CertificateVerdict } from '../../tls/certificates/verdict';
import type { TlsSaid } from '../../tls/handshake/said';
import { octetCount } from '../../wire/layout';
import type { Reason, Sentences } from '../../wire/reason';
import { sentenceOf } from '../sentence';
import { alertSays } from './fields/alerts';
import { violated } from './violations';

const WAYS_ENDED = { 'no-issuer': ': its issuer is not known', 'too-long': ': the chain is too long' } as const;

const verdicts: Sentences<CertificateVerdict> = {
  valid: 'the certificate is valid: a trusted authority signed it, for this name, for this time',
  'self-signed': 'the certificate is signed by its own key, and is not among those that are trusted',
  'unknown-ca': ({ because }) =>
    `no trusted authority stands behind the certificate${because === null ? '' : WAYS_ENDED[because]}`,
  expired: ({ when }) => `the certificate's time is over: it ended at ${when}`,
  'not-yet-valid': ({ when }) => `the certificate's time has not come: it begins at ${when}`,
  'wrong-host': ({ names, called }) =>
    `the certificate is for another name: it is for ${names.join(', ') || 'nobody'}, and ${called} was called`,
  'bad-signature': 'the signature in the certificate does not verify',
  'not-an-authority': 'a certificate was signed by one that may not sign',
  'wrong-use': 'the certificate is for another use',
  unsupported: "the certificate's key or signature is of a kind that is not performed here, such as RSA",
  malformed: ({ why }) => `the certificate cannot be read${why === null ? '' : `: ${violated(why)}`}`,
  absent: 'no certificate came',
};

const listed = (...parts: readonly (string | false | null)[]): string => parts.filter(Boolean).join(', ');

const said: Sentences<TlsSaid> = {
  'client-hello': ({ versions, serverName, offersSession }) =>
    listed(...versions, serverName, offersSession && 'offers a session'),
  'server-hello': ({ version, suite, group, resumes }) => listed(version, suite, group, resumes && 'resumes'),
  'wants-key': ({ group }) => (group === null ? 'wants its cookie back' : `wants a key of ${group}`),
  'application-protocol': ({ name }) => `application protocol ${name}`,
  certificates: ({ count }) => (count === 0 ? 'none' : `${count} of them`),
  'certificate-checked': ({ verdict }) => sentenceOf(verdicts, verdict),
  'certificate-wanted': ({ schemes }) => schemes.join(', '),
  'certificate-welcome': 'a certificate of the client is welcome',
  'status-passed-over': 'not looked into',
  'key-exchange': ({ group }) => group,
  signature: ({ scheme, group, verifies }) => listed(group, scheme, verifies && 'verifies'),
  'finished-verifies': 'verifies',
  ticket: ({ octets, seconds }) => `${octets} octets, for ${seconds} seconds`,
  'new-keys': 'what follows is protected with the new keys',
  'change-means-nothing': ({ sent }) => `without meaning in TLS 1.3${sent ? '; old boxes expect it' : ''}`,
  'key-update-wanted': 'and wants our key changed too',
  'asks-for-handshake': 'asks for a new handshake',
  'application-data': ({ octets }) => octetCount(octets),
  alert: ({ level, alert }) => `${level}: ${alertSays(alert) ?? 'an alert that nobody registered'}`,
};

/** What a message of a layer says beside its name, in words. */
export const layerSays = (reason: Reason | null): string => (reason === null ? '' : sentenceOf(said, reason));
