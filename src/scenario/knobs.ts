/**
 * The one table of everything that can be varied. From it come the checks of scenario files, the lab's controls, the
 * link, the command line's flags, the documentation and what a fix finder may try. A knob that is not here does not
 * exist; where the recordings' `setup` has a name for a thing, it is that name.
 */
import type { Knob } from './knob'
import { clientNames } from '../ftp/client-profile'
import { serverNames } from '../ftp/profile'
import type { Action } from '../ftp/work'
import { scannerNames } from '../scan/profile'

const v4 = (value: (name: string) => unknown) => value('ipVersion') === 4

/** The kind of firewall decides, not rules of the learner's own. */
const plain = (side: string) => (value: (name: string) => unknown) => value(`${side}.rules`) === null

const passive = (value: (name: string) => unknown) => value('dataMode') === 'PASV' || value('dataMode') === 'EPSV'

/** Whether an edge keeps anything of a connection in mind. */
const tracks = (edge: string) => (value: (name: string) => unknown) =>
  (v4(value) && value(`${edge}.nat`) === true) || value(`${edge}.firewall`) !== 'none' || value(`${edge}.rules`) !== null || value(`${edge}.ftpHelper`) === true

export const knobs: readonly Knob[] = [
  {
    name: 'dataMode', group: 'data connection', label: 'Data connection', kind: 'choice', default: 'PASV',
    values: ['PASV', 'EPSV', 'PORT', 'EPRT'],
    sentence: 'Who opens the data connection: the client (PASV, EPSV) or the server (PORT, EPRT).',
    reference: 'RFC 959 4.1.2; RFC 2428',
    conflict: (value) => (value('ipVersion') === 6 && (value('dataMode') === 'PORT' || value('dataMode') === 'PASV')
      ? `${String(value('dataMode'))} can only name an IPv4 address; on IPv6 use ${value('dataMode') === 'PORT' ? 'EPRT' : 'EPSV'}` : null),
  },
  {
    name: 'ipVersion', group: 'network', label: 'IP version', kind: 'choice', values: [4, 6], default: 4,
    sentence: 'Which Internet protocol the two machines speak.', reference: 'RFC 791; RFC 8200',
  },
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
  {
    name: 'clientEdge.nat', group: 'client\'s edge', label: 'Translates addresses (NAT)', kind: 'boolean', default: false,
    appliesWhen: v4, sentence: 'Whether the client has a private address that its edge replaces by its own.', reference: 'RFC 3022; RFC 5382',
  },
  {
    name: 'clientEdge.firewall', group: 'client\'s edge', label: 'Firewall', kind: 'choice', values: ['none', 'block-inbound', 'egress-filter'], default: 'none',
    appliesWhen: plain('clientEdge'), sentence: 'Which connections the client\'s edge lets begin; what belongs to one that has begun always passes.', reference: 'RFC 2979; nft(8)',
  },
  {
    name: 'clientEdge.action', group: 'client\'s edge', label: 'What happens to the rest', kind: 'choice', values: ['drop', 'reject'], default: 'drop',
    appliesWhen: (value) => plain('clientEdge')(value) && value('clientEdge.firewall') !== 'none', sentence: 'Whether the firewall is silent to what it refuses, or answers.', reference: 'nft(8) reject',
  },
  {
    name: 'clientEdge.rejectWith', group: 'client\'s edge', label: 'Answers with', kind: 'choice', default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    appliesWhen: (value) => plain('clientEdge')(value) && value('clientEdge.firewall') !== 'none' && value('clientEdge.action') === 'reject',
    sentence: 'What the firewall answers to what it refuses.', reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  {
    name: 'clientEdge.rules', group: 'client\'s edge', label: 'Rules of your own', kind: 'rules', optional: true, default: null,
    sentence: 'What the edge lets through, rule by rule, the first that matches decides; none leaves it to the kind of firewall.', reference: 'nft(8)',
  },
  {
    name: 'clientEdge.ftpHelper', group: 'client\'s edge', label: 'FTP helper', kind: 'boolean', default: false,
    sentence: 'Whether the edge reads PORT and PASV on port 21, and lets in, and translates, what they announce.', reference: 'nf_conntrack_ftp; RFC 2663 2.9',
  },
  {
    name: 'clientEdge.lifetime', group: 'client\'s edge', label: 'Forgets idle connections after', kind: 'integer', min: 1, max: 432_000, unit: 'seconds', default: 432_000,
    appliesWhen: tracks('clientEdge'), sentence: 'How long the edge remembers an established connection on which nothing is heard, and its NAT mapping.',
    reference: 'RFC 5382 5 REQ-5; Linux nf_conntrack_tcp_timeout_established',
  },
  {
    name: 'clientEdge.egressPorts', group: 'client\'s edge', label: 'Ports allowed out', kind: 'portList', default: [21],
    appliesWhen: (value) => plain('clientEdge')(value) && value('clientEdge.firewall') === 'egress-filter', sentence: 'To which ports those inside may open connections.', reference: 'nft(8)',
  },
  {
    name: 'serverEdge.nat', group: 'server\'s edge', label: 'Translates addresses (NAT)', kind: 'boolean', default: false,
    appliesWhen: v4, sentence: 'Whether the server has a private address that its edge replaces by its own.', reference: 'RFC 3022; RFC 5382',
  },
  {
    name: 'serverEdge.firewall', group: 'server\'s edge', label: 'Firewall', kind: 'choice', values: ['none', 'control-only', 'control-and-passive', 'block-all'], default: 'none',
    appliesWhen: plain('serverEdge'), sentence: 'Which connections the server\'s edge lets begin; what belongs to one that has begun always passes.', reference: 'RFC 2979; nft(8)',
  },
  {
    name: 'serverEdge.action', group: 'server\'s edge', label: 'What happens to the rest', kind: 'choice', values: ['drop', 'reject'], default: 'drop',
    appliesWhen: (value) => plain('serverEdge')(value) && value('serverEdge.firewall') !== 'none', sentence: 'Whether the firewall is silent to what it refuses, or answers.', reference: 'nft(8) reject',
  },
  {
    name: 'serverEdge.rejectWith', group: 'server\'s edge', label: 'Answers with', kind: 'choice', default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    appliesWhen: (value) => plain('serverEdge')(value) && value('serverEdge.firewall') !== 'none' && value('serverEdge.action') === 'reject',
    sentence: 'What the firewall answers to what it refuses.', reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  {
    name: 'serverEdge.rules', group: 'server\'s edge', label: 'Rules of your own', kind: 'rules', optional: true, default: null,
    sentence: 'What the edge lets through, rule by rule, the first that matches decides; none leaves it to the kind of firewall.', reference: 'nft(8)',
  },
  {
    name: 'serverEdge.ftpHelper', group: 'server\'s edge', label: 'FTP helper', kind: 'boolean', default: false,
    sentence: 'Whether the edge reads PORT and PASV on port 21, and lets in, and translates, what they announce.', reference: 'nf_conntrack_ftp; RFC 2663 2.9',
  },
  {
    name: 'serverEdge.lifetime', group: 'server\'s edge', label: 'Forgets idle connections after', kind: 'integer', min: 1, max: 432_000, unit: 'seconds', default: 432_000,
    appliesWhen: tracks('serverEdge'), sentence: 'How long the edge remembers an established connection on which nothing is heard, and its NAT mapping.',
    reference: 'RFC 5382 5 REQ-5; Linux nf_conntrack_tcp_timeout_established',
  },
  {
    name: 'serverEdge.forwards', group: 'server\'s edge', label: 'Port forwards', kind: 'forwards', default: '21; 50020-50045',
    appliesWhen: (value) => v4(value) && value('serverEdge.nat') === true,
    sentence: 'Which of its ports the edge hands on to the server behind it.', reference: 'nft(8) dnat',
  },
  {
    name: 'serverEdge.neighbourWaitMs', group: 'server\'s edge', label: 'Wait for the neighbour', kind: 'integer', min: 0, max: 10_000, unit: 'ms', default: 0,
    appliesWhen: (value) => value('ipVersion') === 6,
    sentence: 'How long the edge\'s first IPv6 packet to the server waits for Neighbour Discovery; a host that has just come up can take a second.',
    reference: 'RFC 4861 7.2.2; RFC 4862 5.4',
  },
  {
    name: 'wan.privateAddresses', group: 'network', label: 'Private addresses', kind: 'choice', values: ['drop', 'icmp-unreachable'], default: 'drop',
    appliesWhen: v4, sentence: 'What becomes of packets to a private address that is not their own network\'s: silence, or ICMP host unreachable.', reference: 'RFC 1918 3',
  },
  {
    name: 'wan.filteredPorts', group: 'network', label: 'Ports the provider filters', kind: 'portList', default: null, optional: true,
    sentence: 'To which ports the wide network lets nothing through, as providers do with 5060, where telephones speak SIP.', reference: 'RFC 3261 18.1.1; RFC 2979',
  },
  {
    name: 'wan.oneWayDelayMs', group: 'network', label: 'Delay one way', kind: 'integer', min: 0, max: 5000, unit: 'ms', default: 10,
    sentence: 'How long a packet travels through the wide network.', reference: 'RFC 2679',
  },
  {
    name: 'wan.rateKbit', group: 'network', label: 'Rate', kind: 'integer', min: 8, max: 10_000_000, unit: 'kbit/s', default: null, optional: true,
    sentence: 'How fast octets leave onto the wide network; none is as fast as they come.', reference: 'tc-tbf(8)',
  },
  {
    name: 'wan.lossPercent', group: 'network', label: 'Loss', kind: 'integer', min: 0, max: 90, unit: '%', default: 0,
    sentence: 'How many packets in a hundred the wide network loses.', reference: 'RFC 2680',
  },
  {
    name: 'wan.duplicatePercent', group: 'network', label: 'Duplication', kind: 'integer', min: 0, max: 90, unit: '%', default: 0,
    sentence: 'How many packets in a hundred arrive twice.', reference: 'RFC 5560',
  },
  {
    name: 'wan.reorderPercent', group: 'network', label: 'Reordering', kind: 'integer', min: 0, max: 90, unit: '%', default: 0,
    sentence: 'How many packets in a hundred are held back so that later ones overtake them.', reference: 'RFC 4737',
  },
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
    name: 'server.allowForeignPortAddress', group: 'server', label: 'Accepts foreign PORT', kind: 'boolean', default: false,
    appliesWhen: (value) => !passive(value),
    sentence: 'Whether the server dials any address a PORT names, not just the client\'s own.', reference: 'RFC 2577 3; vsftpd.conf port_promiscuous',
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
    name: 'server.tls', group: 'server', label: 'Insists on TLS', kind: 'choice', values: ['off', 'required'], default: 'off',
    sentence: 'Whether the server turns away whoever logs in without TLS. The clients here do not ask for TLS yet.', reference: 'RFC 4217 3; vsftpd.conf force_local_logins_ssl',
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
  {
    name: 'tcp.synLinearTimeouts', group: 'tcp', label: 'Linear SYN retries', kind: 'integer', min: 0, max: 10, default: 0,
    sentence: 'How many SYNs are repeated a second apart before the intervals double.', reference: 'RFC 6298 5; Linux tcp_syn_linear_timeouts',
  },
  {
    name: 'faults.drop', group: 'network', label: 'Segment lost', kind: 'choice', default: null, optional: true,
    values: ['syn-ack', 'data', 'fin'],
    sentence: 'Which segment of a passive data connection is lost once, as it arrives at an edge.',
    reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.at', group: 'network', label: 'Where it is lost', kind: 'choice', values: ['clientEdge', 'serverEdge'], default: 'clientEdge',
    appliesWhen: (value) => value('faults.drop') !== null, sentence: 'At which edge the segment is lost.', reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.direction', group: 'network', label: 'On its way', kind: 'choice', values: ['to-client', 'to-server'], default: 'to-client',
    appliesWhen: (value) => value('faults.drop') !== null, sentence: 'Which way the lost segment goes.', reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.nth', group: 'network', label: 'Which of them', kind: 'integer', min: 1, max: 10_000, default: 1,
    appliesWhen: (value) => value('faults.drop') !== null,
    sentence: 'Which of these segments is lost, counted from 1.', reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.bystander', group: 'network', label: 'A bystander', kind: 'choice', values: ['listens-8080'], default: null, optional: true,
    sentence: 'Whether somebody at 203.0.113.99 on the wide network listens on port 8080, whom a PORT could name.', reference: 'RFC 2577 3',
  },
  {
    name: 'scanner.work', group: 'network', label: 'A scanner', kind: 'work', default: null, optional: true,
    sentence: 'What somebody at 203.0.113.98 on the wide network scans of the server meanwhile, as in \'scan syn 21,50020-50045\'.', reference: 'nmap(1)',
    conflict(value) {
      const work = value('scanner.work') as readonly Action[] | null
      return work === null || (work.length === 1 && work[0]?.op === 'scan') ? null : 'a scanner\'s work is one scan, as in \'scan syn 21,50020-50045\''
    },
  },
  {
    name: 'scanner.afterMs', group: 'network', label: 'It begins after', kind: 'integer', min: 0, max: 3_600_000, unit: 'ms', default: 0,
    appliesWhen: (value) => value('scanner.work') !== null, sentence: 'How long after the session\'s beginning the scanner begins.', reference: 'nmap(1)',
  },
  {
    name: 'actions', group: 'work', label: 'The work to do', kind: 'work', default: [{ op: 'list', path: '/' }],
    sentence: 'What the client\'s user asks for, in order.', reference: 'RFC 959 4.1.3',
    conflict(value) {
      const [work, client] = [value('actions') as readonly Action[], String(value('client.software'))]
      const scans = work.some(({ op }) => op === 'scan')
      if (client === 'nmap') return scans && work.length === 1 ? null : 'nmap is a scanner: its work is one scan, as in \'scan syn 20-22,50020\''
      return scans ? `${client} is no scanner; the client nmap is one` : null
    },
  },
  {
    name: 'user', group: 'work', label: 'User', kind: 'text', default: 'learner', sentence: 'The name the client logs in with.', reference: 'RFC 959 4.1.1',
  },
  {
    name: 'passwordOk', group: 'work', label: 'Right password', kind: 'boolean', default: true,
    sentence: 'Whether the client knows the user\'s password.', reference: 'RFC 959 4.1.1',
  },
  {
    name: 'seed', group: 'run', label: 'Seed', kind: 'integer', min: 0, max: 2 ** 32 - 1, default: 1,
    sentence: 'From which number all that a machine would draw by lot is made: ports, sequence numbers, losses.', reference: 'MODEL.md',
  },
]

const byName = new Map(knobs.map((knob) => [knob.name, knob]))

export function knobNamed(name: string): Knob | undefined {
  return byName.get(name)
}

/** The knob whose name is least edits away: for whoever mistyped one. */
export function nearestName(name: string): string {
  const scored = knobs.map((knob) => [distance(name.toLowerCase(), knob.name.toLowerCase()), knob.name] as const)
  return scored.reduce((best, next) => (next[0] < best[0] ? next : best))[1]
}

/** Levenshtein's distance, by rows. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
