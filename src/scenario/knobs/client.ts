/** The client's habits and settings. */
import type { Knob } from '../knob'
import { clientNames } from '../../ftp/client-profile'
import { scannerNames } from '../../scan/profile'
import { v4 } from './when'

export const clientKnobs: readonly Knob[] = [
  {
    name: 'client.software', group: 'client', label: 'Client', kind: 'choice', values: [...clientNames, ...scannerNames], default: 'curl',
    sentence: 'Whose habits the client has; those of FileZilla and ftp.exe are told by others and not verified here.',
    reference: 'recordings of curl 7.88.1, lftp 4.9.2, tnftp 20210827 and Python 3.11',
  },
  {
    name: 'client.connectPort', group: 'client', label: 'Port the client calls', kind: 'integer', min: 1, max: 65535, default: 21,
    sentence: 'The server port that the client dials for the control connection.', reference: 'RFC 959 5.2; IANA',
  },
  {
    name: 'client.place', group: 'client', label: 'Where the client is', kind: 'choice', values: ['internet', 'server-lan'], default: 'internet',
    sentence: 'Whether the client comes over the Internet, or stands on the server\'s own network.', reference: 'RFC 1918 3; RFC 5382 7.2',
  },
  {
    name: 'client.called', group: 'client', label: 'Where the name leads', kind: 'choice', values: ['public', 'private'], default: 'public',
    appliesWhen: (value) => value('client.place') === 'server-lan' && v4(value) && value('serverEdge.nat') === true,
    sentence: 'Whether on the server\'s network its name leads to the public address, or to its own (a split DNS).', reference: 'RFC 2775 3.8',
  },
  {
    name: 'client.connectTimeout', group: 'client', label: 'Connect timeout', kind: 'integer', min: 1, max: 3600, unit: 'seconds', default: 20,
    optional: true, sentence: 'How long the client waits for a connection to open; none leaves the program its own patience.',
    reference: 'curl(1) --connect-timeout',
  },
  {
    name: 'client.skipPasvAddress', group: 'client', label: 'Ignores the address in 227', kind: 'choice', values: ['true', 'false'],
    optional: true, default: null, appliesWhen: (value) => value('dataMode') === 'PASV',
    sentence: 'Whether the client dials the control connection\'s address instead of the one in the 227 reply; none leaves the program its habit.',
    reference: 'curl(1) --ftp-skip-pasv-ip',
  },
  {
    name: 'client.maxTime', group: 'client', label: 'Time for an action', kind: 'integer', min: 1, max: 86400, unit: 'seconds', default: null, optional: true,
    appliesWhen: (value) => value('client.software') === 'curl',
    sentence: 'How long an action may take in all before the client gives it up; none waits as long as the program does by itself.', reference: 'curl(1) --max-time',
  },
  {
    name: 'client.keepAlive', group: 'client', label: 'Keep-alive', kind: 'integer', min: 1, max: 86400, unit: 'seconds', default: null, optional: true,
    sentence: 'After how long a silence the client\'s TCP asks whether the other end is still there, which edges take for traffic; none never asks.',
    reference: 'RFC 9293 3.8.4; RFC 1122 4.2.3.6; curl(1) --keepalive-time',
  },
  {
    name: 'client.noop', group: 'client', label: 'NOOP as keep-alive', kind: 'integer', min: 1, max: 86400, unit: 'seconds', default: null, optional: true,
    appliesWhen: (value) => value('client.software') === 'lftp' || value('client.software') === 'filezilla',
    sentence: 'Every how many seconds the client says NOOP so that nobody takes it for idle: lftp while a file is under way, FileZilla between two; none never does.',
    reference: 'RFC 959 4.1.3; lftp(1) ftp:nop-interval; FileZilla, Send FTP keep-alive commands',
  },
  {
    name: 'client.ephemeralPorts', group: 'client', label: 'Client\'s ephemeral ports', kind: 'ports', default: [40036, 44031],
    sentence: 'From which ports the client\'s kernel draws when a program asks for any.', reference: 'RFC 6335 6; Linux ip_local_port_range',
  },
]
