/** The server's habits and settings. */
import type { Knob } from '../knob'
import { serverNames } from '../../ftp/profile'
import { offersTls, passive } from './when'

export const serverKnobs: readonly Knob[] = [
  {
    name: 'server.software', group: 'server', label: 'Server', kind: 'choice', values: [...serverNames, 'none'], default: 'vsftpd',
    sentence: 'Whose habits the server has; with none, nothing listens.', reference: 'recordings of vsftpd 3.0.3, ProFTPD 1.3.8 and Pure-FTPd 1.0.50',
  },
  {
    name: 'server.controlPort', group: 'server', label: 'Control port', kind: 'integer', min: 1, max: 65535, default: 21,
    sentence: 'The port on which the server waits for control connections.', reference: 'RFC 959 5.2; vsftpd.conf listen_port',
  },
  {
    name: 'server.activeDataPort', group: 'server', label: 'Active source port', kind: 'integer', min: 1, max: 65535, values: ['ephemeral'], default: 20,
    appliesWhen: (value) => !passive(value),
    sentence: 'From which port the server dials the client in active mode.', reference: 'RFC 959 5.2; vsftpd.conf connect_from_port_20',
  },
  {
    name: 'server.passiveRange', group: 'server', label: 'Passive ports', kind: 'ports', default: [50020, 50045], appliesWhen: passive,
    sentence: 'The ports on which the server waits for passive data connections.', reference: 'vsftpd.conf pasv_min_port, pasv_max_port',
  },
  {
    name: 'server.passiveAddress', group: 'server', label: 'Address told in 227', kind: 'address', optional: true, default: null,
    appliesWhen: (value) => value('dataMode') === 'PASV',
    sentence: 'The address the server puts into its 227 reply; none is the one the client reached.', reference: 'vsftpd.conf pasv_address',
  },
  {
    name: 'server.passiveAddressLan', group: 'server', label: 'The same for its own network', kind: 'address', optional: true, default: null,
    appliesWhen: (value) => value('dataMode') === 'PASV' && value('server.passiveAddress') !== null && value('server.software') === 'proftpd',
    sentence: 'The address told instead to who comes from a private address; none tells everybody the same.', reference: 'ProFTPD MasqueradeAddress by class; FileZilla Server, no external address for local connections',
  },
  {
    name: 'server.allowForeignPortAddress', group: 'server', label: 'Accepts foreign PORT', kind: 'boolean', default: false,
    appliesWhen: (value) => !passive(value),
    sentence: 'Whether the server dials any address a PORT names, not just the client\'s own.', reference: 'RFC 2577 3; vsftpd.conf port_promiscuous',
  },
  {
    name: 'server.allowForeignDataAddress', group: 'server', label: 'Accepts foreign data connections', kind: 'boolean', default: false,
    appliesWhen: passive,
    sentence: 'Whether anybody may connect to a passive port, or only the address that the control connection comes from.', reference: 'RFC 2577 8; vsftpd.conf pasv_promiscuous',
  },
  {
    name: 'server.activeConnectTimeout', group: 'server', label: 'Active connect timeout', kind: 'integer', min: 1, max: 3600, unit: 'seconds', default: 20,
    optional: true, appliesWhen: (value) => !passive(value),
    sentence: 'How long the server waits for the client to answer its data connection.', reference: 'vsftpd.conf connect_timeout',
  },
  {
    name: 'server.passiveAcceptTimeout', group: 'server', label: 'Passive accept timeout', kind: 'integer', min: 1, max: 3600, unit: 'seconds', default: 20,
    optional: true, appliesWhen: passive,
    sentence: 'How long the server waits for the client\'s data connection.', reference: 'vsftpd.conf accept_timeout',
  },
  {
    name: 'server.idleTimeout', group: 'server', label: 'Idle timeout', kind: 'integer', min: 1, max: 86400, unit: 'seconds', default: null, optional: true,
    sentence: 'After how long without a command the server says 421 and closes; none leaves the program its own patience.',
    reference: 'RFC 959 4.2.1 (421); vsftpd.conf idle_session_timeout',
  },
  {
    name: 'server.tls', group: 'server', label: 'TLS at the server', kind: 'choice', values: ['off', 'optional', 'required', 'implicit'], default: 'off',
    sentence: 'Whether the server has TLS: not at all, for whoever asks with AUTH TLS, for everybody who logs in, or from the first octet of every connection.',
    reference: 'RFC 4217 3; vsftpd.conf ssl_enable, force_local_logins_ssl, implicit_ssl',
  },
  {
    name: 'server.certificate', group: 'server', label: 'Its certificate', kind: 'choice', values: ['trusted', 'wrong-name', 'expired', 'self-signed'], default: 'trusted', appliesWhen: offersTls,
    sentence: 'Whether the server\'s certificate is signed by the authority, for its name and the present time; for another name; over; or signed by its own key.',
    reference: 'RFC 5280 6.1; RFC 9525 6; vsftpd.conf rsa_cert_file',
  },
  {
    name: 'server.requireTlsSessionReuse', group: 'server', label: 'Demands the session again', kind: 'boolean', default: false, appliesWhen: offersTls,
    sentence: 'Whether a data connection must resume the TLS session of its control connection, so that nobody else can take it.',
    reference: 'RFC 4217 10.2; vsftpd.conf require_ssl_reuse',
  },
  {
    name: 'server.requireTlsData', group: 'server', label: 'Demands TLS for data', kind: 'boolean', default: false, appliesWhen: offersTls,
    sentence: 'Whether listings and files may cross in TLS alone. ProFTPD means that too where it demands TLS at the login.',
    reference: 'RFC 4217 10.2, 11.4; vsftpd.conf force_local_data_ssl',
  },
  {
    name: 'server.alsoImplicit', group: 'server', label: 'Port 990 besides', kind: 'boolean', default: false, appliesWhen: (value) => offersTls(value) && value('server.tls') !== 'implicit',
    sentence: 'Whether a second server waits on port 990, with TLS from the first octet, beside the one that waits for AUTH TLS.', reference: 'RFC 4217 A',
  },
  {
    name: 'server.minTls', group: 'server', label: 'Server\'s oldest TLS', kind: 'choice', values: ['1.0', '1.1', '1.2', '1.3'], optional: true, default: null, appliesWhen: offersTls,
    sentence: 'The oldest version of TLS that the server takes; none leaves the program its habit.', reference: 'RFC 8446 4.2.1; RFC 8996',
  },
  {
    name: 'server.maxTls', group: 'server', label: 'Server\'s newest TLS', kind: 'choice', values: ['1.0', '1.1', '1.2', '1.3'], optional: true, default: null, appliesWhen: offersTls,
    sentence: 'The newest version of TLS that the server takes; none leaves the program its habit.', reference: 'RFC 8446 4.2.1',
  },
  {
    name: 'server.ciphers', group: 'server', label: 'Server\'s suites', kind: 'choice', values: ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'DES-CBC3-SHA'], optional: true, default: null, appliesWhen: offersTls,
    sentence: 'The only suite of TLS 1.2 that the server takes, by OpenSSL\'s name; none leaves the program its habit. Suites of TLS 1.3 are another list.',
    reference: 'vsftpd.conf ssl_ciphers, DES-CBC3-SHA before 3.0.4; ciphers(1)',
  },
  {
    name: 'server.readOnly', group: 'server', label: 'Read only', kind: 'boolean', default: false,
    sentence: 'Whether the server refuses every command that would change its files.', reference: 'vsftpd.conf write_enable',
  },
  {
    name: 'server.maxClientsPerAddress', group: 'server', label: 'Connections from one address', kind: 'integer', min: 1, max: 1000, default: null, optional: true,
    sentence: 'How many control connections of one address the server bears at a time; none is no limit.', reference: 'vsftpd.conf max_per_ip; RFC 2577 5',
  },
  {
    name: 'server.maxRate', group: 'server', label: 'Rate of a transfer', kind: 'integer', min: 100, max: 1_000_000_000, unit: 'octets/s', default: null, optional: true,
    sentence: 'How fast the server lets a file go or come; none is as fast as it can.', reference: 'vsftpd.conf local_max_rate',
  },
  {
    name: 'server.forbids', group: 'server', label: 'Forbids', kind: 'choice', values: ['passive', 'active'], default: null, optional: true,
    sentence: 'Which way to a data connection the server refuses: PASV and EPSV, or PORT and EPRT.', reference: 'vsftpd.conf pasv_enable, port_enable',
  },
  {
    name: 'server.ephemeralPorts', group: 'server', label: 'Server\'s ephemeral ports', kind: 'ports', default: [44132, 48127],
    sentence: 'From which ports the server\'s kernel draws when a program asks for any.', reference: 'RFC 6335 6; Linux ip_local_port_range',
  },
]
