/**
 * Whether and how the two ends speak TLS, from the client's side; what the server does of it is with the server's
 * knobs.
 */
import type { Knob } from '../values/knob';
import { secured } from './when';

/** Clients that were built without TLS, and FileZilla, whose TLS is not built here. */
const WITHOUT_TLS = ['tnftp', 'ftp.exe', 'nmap'];

/** Clients whose user may take TLS for a wish. */
const MAY_GIVE_IN = ['curl', 'lftp'];

export const tlsKnobs: readonly Knob[] = [
  {
    name: 'security',
    group: 'protocol',
    label: 'Security',
    kind: 'choice',
    values: ['none', 'explicit', 'implicit'],
    default: 'none',
    sentence:
      'Whether the client asks for TLS: not at all, with AUTH TLS on a connection that begins in clear, or from the first octet.',
    reference: 'RFC 4217 4; RFC 4217 A (implicit)',
    conflict: (value) =>
      value('security') !== 'none' && WITHOUT_TLS.includes(String(value('client.software')))
        ? `${String(value('client.software'))} speaks no TLS; curl, lftp, ftplib, filezilla and openssl do`
        : value('security') === 'none' && value('client.software') === 'openssl'
          ? 'openssl (s_client) speaks TLS and nothing else; set security to explicit or implicit'
          : null,
  },
  {
    name: 'tls.insists',
    group: 'protocol',
    label: 'Insists on TLS',
    kind: 'boolean',
    default: true,
    appliesWhen: (value) => value('security') === 'explicit' && MAY_GIVE_IN.includes(String(value('client.software'))),
    sentence: 'Whether the client leaves where the server will not take AUTH, or goes on in clear.',
    reference: 'RFC 4217 4.1; curl(1) --ssl-reqd, --ssl; lftp(1) ftp:ssl-force',
  },
  {
    name: 'tls.protectData',
    group: 'protocol',
    label: 'Protects the data too',
    kind: 'boolean',
    default: true,
    appliesWhen: secured,
    sentence: 'Whether the client asks for TLS on data connections (PROT P), or leaves them in clear (PROT C).',
    reference: 'RFC 4217 9; RFC 2228 3',
  },
  {
    name: 'tls.sessionReuse',
    group: 'protocol',
    label: 'Resumes its session',
    kind: 'boolean',
    default: true,
    appliesWhen: secured,
    sentence: "Whether the client offers the control connection's TLS session on data connections.",
    reference: 'RFC 4217 10.2; curl(1) --no-sessionid',
  },
  {
    name: 'tls.clientMinTls',
    group: 'protocol',
    label: "Client's oldest TLS",
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    appliesWhen: secured,
    sentence: 'The oldest version of TLS that the client offers; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; curl(1) --tlsv1.3',
  },
  {
    name: 'tls.clientMaxTls',
    group: 'protocol',
    label: "Client's newest TLS",
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    appliesWhen: secured,
    sentence: 'The newest version of TLS that the client offers; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; curl(1) --tls-max',
    conflict: (value) =>
      value('security') !== 'none' &&
      value('tls.clientMinTls') !== null &&
      value('tls.clientMaxTls') !== null &&
      String(value('tls.clientMinTls')) > String(value('tls.clientMaxTls'))
        ? "the client's oldest TLS is newer than its newest"
        : null,
  },
  {
    name: 'tls.verifyCertificate',
    group: 'protocol',
    label: 'Checks the certificate',
    kind: 'boolean',
    default: true,
    appliesWhen: secured,
    sentence: 'Whether the client minds who the server is: an authority it trusts, the right name, the right time.',
    reference: 'RFC 4217 10; RFC 9525',
  },
  {
    name: 'tls.trustCa',
    group: 'protocol',
    label: 'Trusts the authority',
    kind: 'boolean',
    default: true,
    appliesWhen: (value) => secured(value) && value('tls.verifyCertificate') === true,
    sentence: "Whether the authority that signed the server's certificate is among those the client trusts.",
    reference: 'RFC 5280 6',
  },
  {
    name: 'tls.clearControlAfterLogin',
    group: 'protocol',
    label: 'Clears the control connection',
    kind: 'boolean',
    default: false,
    appliesWhen: secured,
    sentence:
      'Whether the client takes TLS off the control connection once it has logged in (CCC), so that boxes can read PORT and PASV again.',
    reference: 'RFC 4217 12.3',
  },
];
