/** The server's habits and settings. */
import type { serverKnobs } from '../../../scenario/knobs/rows/server';
import type { WordsOf } from '../../knob-words';
import { serverTlsWords } from './server-tls';

export const serverWords: WordsOf<typeof serverKnobs> = {
  'server.software': {
    label: 'Server',
    sentence: 'Whose habits the server has; with none, nothing listens.',
    reference: 'recordings of vsftpd 3.0.3, ProFTPD 1.3.8 and Pure-FTPd 1.0.50',
  },
  'server.controlPort': {
    label: 'Control port',
    sentence: 'The port on which the server waits for control connections.',
    reference: 'RFC 959 5.2; vsftpd.conf listen_port',
  },
  'server.activeDataPort': {
    label: 'Active source port',
    sentence: 'From which port the server dials the client in active mode.',
    reference: 'RFC 959 5.2; vsftpd.conf connect_from_port_20',
  },
  'server.passiveRange': {
    label: 'Passive ports',
    sentence: 'The ports on which the server waits for passive data connections.',
    reference: 'vsftpd.conf pasv_min_port, pasv_max_port',
  },
  'server.passiveAddress': {
    label: 'Address told in 227',
    sentence: 'The address the server puts into its 227 reply; none is the one the client reached.',
    reference: 'vsftpd.conf pasv_address',
  },
  'server.passiveAddressLan': {
    label: 'The same for its own network',
    sentence: 'The address told instead to who comes from a private address; none tells everybody the same.',
    reference: 'ProFTPD MasqueradeAddress by class; FileZilla Server, no external address for local connections',
  },
  'server.allowForeignPortAddress': {
    label: 'Accepts foreign PORT',
    sentence: "Whether the server dials any address a PORT names, not just the client's own.",
    reference: 'RFC 2577 3; vsftpd.conf port_promiscuous',
    exposes: { true: 'whoever is logged in can have the server dial others (RFC 2577, the bounce)' },
  },
  'server.allowForeignDataAddress': {
    label: 'Accepts foreign data connections',
    sentence:
      'Whether anybody may connect to a passive port, or only the address that the control connection comes from.',
    reference: 'RFC 2577 8; vsftpd.conf pasv_promiscuous',
    exposes: { true: 'whoever is faster than the client can take its data connection (RFC 2577, port stealing)' },
  },
  'server.activeConnectTimeout': {
    label: 'Active connect timeout',
    sentence: 'How long the server waits for the client to answer its data connection.',
    reference: 'vsftpd.conf connect_timeout',
  },
  'server.passiveAcceptTimeout': {
    label: 'Passive accept timeout',
    sentence: "How long the server waits for the client's data connection.",
    reference: 'vsftpd.conf accept_timeout',
  },
  'server.idleTimeout': {
    label: 'Idle timeout',
    sentence:
      'After how long without a command the server says 421 and closes; none leaves the program its own patience.',
    reference: 'RFC 959 4.2.1 (421); vsftpd.conf idle_session_timeout',
  },
  ...serverTlsWords,
  'server.readOnly': {
    label: 'Read only',
    sentence: 'Whether the server refuses every command that would change its files.',
    reference: 'vsftpd.conf write_enable',
    exposes: { false: 'whoever is logged in can change files' },
  },
  'server.anonymous': {
    label: 'Anonymous',
    sentence: 'Whether the server lets anybody in as anonymous, whatever the password, to read and change nothing.',
    reference: 'RFC 1635; vsftpd.conf anonymous_enable',
    exposes: { true: 'anybody can read what the server has' },
  },
  'server.accounts': {
    label: 'Accounts besides',
    sentence:
      'Who may log in besides learner, each with a password; all come to the same home, where only learner may write.',
    reference: 'RFC 959 4.1.1',
  },
  'server.diskBytes': {
    label: 'Size of the disk',
    sentence: "How much the disk with the server's home holds; none holds all.",
    reference: 'RFC 959 4.2 (452 and 552)',
  },
  'server.maxClientsPerAddress': {
    label: 'Connections from one address',
    sentence: 'How many control connections of one address the server bears at a time; none is no limit.',
    reference: 'vsftpd.conf max_per_ip; RFC 2577 5',
  },
  'server.maxRate': {
    label: 'Rate of a transfer',
    sentence: 'How fast the server lets a file go or come; none is as fast as it can.',
    reference: 'vsftpd.conf local_max_rate',
  },
  'server.forbids': {
    label: 'Forbids',
    sentence: 'Which way to a data connection the server refuses: PASV and EPSV, or PORT and EPRT.',
    reference: 'vsftpd.conf pasv_enable, port_enable',
  },
  'server.ephemeralPorts': {
    label: "Server's ephemeral ports",
    sentence: "From which ports the server's kernel draws when a program asks for any.",
    reference: 'RFC 6335 6; Linux ip_local_port_range',
  },
};
