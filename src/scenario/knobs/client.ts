/** The client's habits and settings. */
import type { Knob } from '../knob'
import { clientNames } from '../../ftp/client-profile'
import { scannerNames } from '../../scan/profile'

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
    name: 'client.keepAlive', group: 'client', label: 'Keep-alive', kind: 'integer', min: 1, max: 86400, unit: 'seconds', default: null, optional: true,
    sentence: 'After how long a silence the client\'s TCP asks whether the other end is still there, which edges take for traffic; none never asks.',
    reference: 'RFC 9293 3.8.4; RFC 1122 4.2.3.6; curl(1) --keepalive-time',
  },
  {
    name: 'client.ephemeralPorts', group: 'client', label: 'Client\'s ephemeral ports', kind: 'ports', default: [40036, 44031],
    sentence: 'From which ports the client\'s kernel draws when a program asks for any.', reference: 'RFC 6335 6; Linux ip_local_port_range',
  },
]
