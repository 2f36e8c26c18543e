/** What the server has of TLS, and demands of it. */
import type { Rows } from '../../values/knob';
import { offersTls } from './when';

export const serverTlsKnobs = {
  'server.tls': {
    group: 'server',
    label: 'TLS at the server',
    kind: 'choice',
    values: ['off', 'optional', 'required', 'implicit'],
    default: 'off',
    speaksTls: true,
    shuts: 'a password in clear',
    hazards: [
      { value: 'off', text: 'passwords and files cross the network in clear', weight: 300 },
      { value: 'optional', text: 'whoever does not ask for TLS sends a password in clear', weight: 100 },
    ],
    sentence:
      'Whether the server has TLS: not at all, for whoever asks with AUTH TLS, for everybody who logs in, ' +
      'or from the first octet of every connection.',
    reference: 'RFC 4217 3; vsftpd.conf ssl_enable, force_local_logins_ssl, implicit_ssl',
  },
  'server.certificate': {
    group: 'server',
    label: 'Its certificate',
    kind: 'choice',
    values: ['trusted', 'wrong-name', 'expired', 'self-signed'],
    default: 'trusted',
    when: offersTls,
    sentence:
      "Whether the server's certificate is signed by the authority, for its name and the present time; " +
      'for another name; over; or signed by its own key.',
    reference: 'RFC 5280 6.1; RFC 9525 6; vsftpd.conf rsa_cert_file',
  },
  'server.requireTlsSessionReuse': {
    group: 'server',
    label: 'Demands the session again',
    kind: 'boolean',
    default: false,
    when: offersTls,
    restricts: true,
    shuts: 'unseen',
    hazards: [{ value: false, text: 'a data connection need not come from whoever logged in', weight: 20 }],
    sentence:
      'Whether a data connection must resume the TLS session of its control connection, ' +
      'so that nobody else can take it.',
    reference: 'RFC 4217 10.2; vsftpd.conf require_ssl_reuse',
  },
  'server.requireTlsData': {
    group: 'server',
    label: 'Demands TLS for data',
    kind: 'boolean',
    default: false,
    when: offersTls,
    restricts: true,
    hazards: [
      { value: false, text: 'whoever asks for PROT C has files and listings cross the network in clear', weight: 10 },
    ],
    sentence:
      'Whether listings and files may cross in TLS alone. ProFTPD means that too where it demands TLS at the login.',
    reference: 'RFC 4217 10.2, 11.4; vsftpd.conf force_local_data_ssl',
  },
  'server.alsoImplicit': {
    group: 'server',
    label: 'Port 990 besides',
    kind: 'boolean',
    default: false,
    when: { 'server.tls': ['optional', 'required'] },
    sentence:
      'Whether a second server waits on port 990, with TLS from the first octet, beside the one that ' +
      'waits for AUTH TLS.',
    reference: 'RFC 4217 A',
  },
  'server.minTls': {
    group: 'server',
    label: "Server's oldest TLS",
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: offersTls,
    sentence: 'The oldest version of TLS that the server takes; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; RFC 8996',
  },
  'server.maxTls': {
    group: 'server',
    label: "Server's newest TLS",
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: offersTls,
    sentence: 'The newest version of TLS that the server takes; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1',
  },
  'server.ciphers': {
    group: 'server',
    label: "Server's suites",
    kind: 'choice',
    values: ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'DES-CBC3-SHA'],
    optional: true,
    default: null,
    when: offersTls,
    restricts: true,
    sentence:
      "The only suite of TLS 1.2 that the server takes, by OpenSSL's name; none leaves the program its habit. " +
      'Suites of TLS 1.3 are another list.',
    reference: 'vsftpd.conf ssl_ciphers, DES-CBC3-SHA before 3.0.4; ciphers(1)',
  },
} as const satisfies Rows;
