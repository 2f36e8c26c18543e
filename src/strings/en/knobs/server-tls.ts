/** What the server has of TLS, and demands of it. */
import type { serverTlsKnobs } from '../../../scenario/knobs/rows/server-tls';
import type { WordsOf } from '../../knob-words';

export const serverTlsWords: WordsOf<typeof serverTlsKnobs> = {
  'server.tls': {
    label: 'TLS at the server',
    sentence:
      'Whether the server has TLS: not at all, for whoever asks with AUTH TLS, for everybody who logs in, ' +
      'or from the first octet of every connection.',
    reference: 'RFC 4217 3; vsftpd.conf ssl_enable, force_local_logins_ssl, implicit_ssl',
    exposes: {
      off: 'passwords and files cross the network in clear',
      optional: 'whoever does not ask for TLS sends a password in clear',
    },
  },
  'server.certificate': {
    label: 'Its certificate',
    sentence:
      "Whether the server's certificate is signed by the authority, for its name and the present time; " +
      'for another name; over; or signed by its own key.',
    reference: 'RFC 5280 6.1; RFC 9525 6; vsftpd.conf rsa_cert_file',
  },
  'server.requireTlsSessionReuse': {
    label: 'Demands the session again',
    sentence:
      'Whether a data connection must resume the TLS session of its control connection, ' +
      'so that nobody else can take it.',
    reference: 'RFC 4217 10.2; vsftpd.conf require_ssl_reuse',
    exposes: { false: 'a data connection need not come from whoever logged in' },
  },
  'server.requireTlsData': {
    label: 'Demands TLS for data',
    sentence:
      'Whether listings and files may cross in TLS alone. ProFTPD means that too where it demands TLS at the login.',
    reference: 'RFC 4217 10.2, 11.4; vsftpd.conf force_local_data_ssl',
    exposes: { false: 'whoever asks for PROT C has files and listings cross the network in clear' },
  },
  'server.alsoImplicit': {
    label: 'Port 990 besides',
    sentence:
      'Whether a second server waits on port 990, with TLS from the first octet, beside the one that ' +
      'waits for AUTH TLS.',
    reference: 'RFC 4217 A',
  },
  'server.minTls': {
    label: "Server's oldest TLS",
    sentence: 'The oldest version of TLS that the server takes; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1; RFC 8996',
  },
  'server.maxTls': {
    label: "Server's newest TLS",
    sentence: 'The newest version of TLS that the server takes; none leaves the program its habit.',
    reference: 'RFC 8446 4.2.1',
  },
  'server.ciphers': {
    label: "Server's suites",
    sentence:
      "The only suite of TLS 1.2 that the server takes, by OpenSSL's name; none leaves the program its habit. " +
      'Suites of TLS 1.3 are another list.',
    reference: 'vsftpd.conf ssl_ciphers, DES-CBC3-SHA before 3.0.4; ciphers(1)',
  },
};
