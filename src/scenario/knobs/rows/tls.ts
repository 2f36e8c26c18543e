/**
 * Whether and how the two ends speak TLS, from the client's side; what the server does of it is with the server's
 * knobs.
 */
import type { Rows } from '../../values/knob';
import { secured } from './when';

export const tlsKnobs = {
  security: {
    group: 'protocol',
    label: 'Security',
    kind: 'choice',
    values: ['none', 'explicit', 'implicit'],
    default: 'none',
    speaksTls: true,
    marked: {},
    shuts: 'a password in clear',
    hazards: [{ value: 'none', text: 'the client sends its password in clear', weight: 300 }],
    sentence:
      'Whether the client asks for TLS: not at all, with AUTH TLS on a connection that begins in clear, ' +
      'or from the first octet.',
    reference: 'RFC 4217 4; RFC 4217 A (implicit)',
  },
  'tls.insists': {
    group: 'protocol',
    label: 'Insists on TLS',
    kind: 'boolean',
    default: true,
    when: { security: ['explicit'], 'client.software': ['curl', 'lftp'] },
    speaksTls: true,
    hazards: [
      { value: false, text: 'the client sends its password in clear where AUTH is refused, by whomever', weight: 200 },
    ],
    sentence: 'Whether the client leaves where the server will not take AUTH, or goes on in clear.',
    reference: 'RFC 4217 4.1; curl(1) --ssl-reqd, --ssl; lftp(1) ftp:ssl-force',
  },
  'tls.protectData': {
    group: 'protocol',
    label: 'Protects the data too',
    kind: 'boolean',
    default: true,
    when: secured,
    speaksTls: true,
    shuts: 'unseen',
    hazards: [{ value: false, text: 'files and listings cross the network in clear', weight: 50 }],
    sentence: 'Whether the client asks for TLS on data connections (PROT P), or leaves them in clear (PROT C).',
    reference: 'RFC 4217 9; RFC 2228 3',
  },
  'tls.sessionReuse': {
    group: 'protocol',
    label: 'Resumes its session',
    kind: 'boolean',
    default: true,
    when: secured,
    speaksTls: true,
    sentence: "Whether the client offers the control connection's TLS session on data connections.",
    reference: 'RFC 4217 10.2; curl(1) --no-sessionid',
  },
  'tls.clientMinTls': {
    group: 'protocol',
    label: "Client's oldest TLS",
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: secured,
    speaksTls: true,
    sentence: 'The oldest version of TLS that the client offers; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; curl(1) --tlsv1.3',
  },
  'tls.clientMaxTls': {
    group: 'protocol',
    label: "Client's newest TLS",
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: secured,
    speaksTls: true,
    sentence: 'The newest version of TLS that the client offers; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; curl(1) --tls-max',
  },
  'tls.verifyCertificate': {
    group: 'protocol',
    label: 'Checks the certificate',
    kind: 'boolean',
    default: true,
    when: secured,
    speaksTls: true,
    shuts: 'unseen',
    hazards: [{ value: false, text: 'the client takes anybody for its server', weight: 300 }],
    sentence: 'Whether the client minds who the server is: an authority it trusts, the right name, the right time.',
    reference: 'RFC 4217 10; RFC 9525',
  },
  'tls.trustCa': {
    group: 'protocol',
    label: 'Trusts the authority',
    kind: 'boolean',
    default: true,
    when: { ...secured, 'tls.verifyCertificate': [true] },
    speaksTls: true,
    sentence: "Whether the authority that signed the server's certificate is among those the client trusts.",
    reference: 'RFC 5280 6',
  },
  'tls.clearControlAfterLogin': {
    group: 'protocol',
    label: 'Clears the control connection',
    kind: 'boolean',
    default: false,
    when: secured,
    speaksTls: true,
    shuts: 'unseen',
    hazards: [{ value: true, text: 'commands after the login cross the network in clear', weight: 30 }],
    sentence:
      'Whether the client takes TLS off the control connection once it has logged in (CCC), so that boxes can ' +
      'read PORT and PASV again.',
    reference: 'RFC 4217 12.3',
  },
} as const satisfies Rows;
