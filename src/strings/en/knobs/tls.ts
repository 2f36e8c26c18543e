/**
 * Whether and how the two ends speak TLS, from the client's side; what the server does of it is with the server's
 * knobs.
 */
import type { tlsKnobs } from '../../../scenario/knobs/rows/tls';
import type { WordsOf } from '../../knob-words';

export const tlsWords: WordsOf<typeof tlsKnobs> = {
  security: {
    label: 'Security',
    sentence:
      'Whether the client asks for TLS: not at all, with AUTH TLS on a connection that begins in clear, ' +
      'or from the first octet.',
    reference: 'RFC 4217 4; RFC 4217 A (implicit)',
    exposes: { none: 'the client sends its password in clear' },
  },
  'tls.insists': {
    label: 'Insists on TLS',
    sentence: 'Whether the client leaves where the server will not take AUTH, or goes on in clear.',
    reference: 'RFC 4217 4.1; curl(1) --ssl-reqd, --ssl; lftp(1) ftp:ssl-force',
    exposes: { false: 'the client sends its password in clear where AUTH is refused, by whomever' },
  },
  'tls.protectData': {
    label: 'Protects the data too',
    sentence: 'Whether the client asks for TLS on data connections (PROT P), or leaves them in clear (PROT C).',
    reference: 'RFC 4217 9; RFC 2228 3',
    exposes: { false: 'files and listings cross the network in clear' },
  },
  'tls.sessionReuse': {
    label: 'Resumes its session',
    sentence: "Whether the client offers the control connection's TLS session on data connections.",
    reference: 'RFC 4217 10.2; curl(1) --no-sessionid',
  },
  'tls.clientMinTls': {
    label: "Client's oldest TLS",
    sentence: 'The oldest version of TLS that the client offers; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; curl(1) --tlsv1.3',
  },
  'tls.clientMaxTls': {
    label: "Client's newest TLS",
    sentence: 'The newest version of TLS that the client offers; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; curl(1) --tls-max',
  },
  'tls.verifyCertificate': {
    label: 'Checks the certificate',
    sentence: 'Whether the client minds who the server is: an authority it trusts, the right name, the right time.',
    reference: 'RFC 4217 10; RFC 9525',
    exposes: { false: 'the client takes anybody for its server' },
  },
  'tls.trustCa': {
    label: 'Trusts the authority',
    sentence: "Whether the authority that signed the server's certificate is among those the client trusts.",
    reference: 'RFC 5280 6',
  },
  'tls.clearControlAfterLogin': {
    label: 'Clears the control connection',
    sentence:
      'Whether the client takes TLS off the control connection once it has logged in (CCC), so that boxes can ' +
      'read PORT and PASV again.',
    reference: 'RFC 4217 12.3',
    exposes: { true: 'commands after the login cross the network in clear' },
  },
};
