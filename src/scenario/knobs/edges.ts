/** What stands at the client's edge and at the server's: NAT, firewall, FTP helper. */
import type { Knob } from '../knob'
import { carried, plain, tracks, v4 } from './when'

const all: readonly Knob[] = [
  {
    name: 'clientEdge.nat', group: 'client\'s edge', label: 'Translates addresses (NAT)', kind: 'boolean', default: false,
    appliesWhen: v4, sentence: 'Whether the client has a private address that its edge replaces by its own.', reference: 'RFC 3022; RFC 5382',
  },
  {
    name: 'clientEdge.pooling', group: 'client\'s edge', label: 'Addresses it gives', kind: 'choice', values: ['paired', 'arbitrary'], default: 'paired',
    appliesWhen: (value) => v4(value) && value('clientEdge.nat') === true,
    sentence: 'Whether all connections of a host leave with one outside address (paired), or in turn with one of two (arbitrary), as some carriers\' NATs do.',
    reference: 'RFC 4787 4.1 REQ-2; RFC 6888 3 REQ-2',
  },
  {
    name: 'carrier.nat', group: 'client\'s edge', label: 'Carrier\'s NAT beyond it', kind: 'boolean', default: false,
    appliesWhen: (value) => v4(value) && value('clientEdge.nat') === true,
    sentence: 'Whether the edge\'s own address is no public one either, and the carrier translates a second time.', reference: 'RFC 6888; RFC 6598',
  },
  {
    name: 'carrier.mapping', group: 'client\'s edge', label: 'Carrier\'s mapping', kind: 'choice', values: ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'], default: 'endpoint-independent',
    appliesWhen: carried, sentence: 'Whether a client\'s port is seen as the same one by everybody, or as another by each other end.', reference: 'RFC 4787 4.1; RFC 5382 4.1 REQ-1',
  },
  {
    name: 'carrier.filtering', group: 'client\'s edge', label: 'Carrier\'s filtering', kind: 'choice', values: ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'], default: 'address-and-port-dependent',
    appliesWhen: carried, sentence: 'Who may call a port that is mapped: everybody, those who were called before, or only from the port that was called.', reference: 'RFC 4787 5; RFC 5382 4.3 REQ-3',
  },
  {
    name: 'carrier.lifetime', group: 'client\'s edge', label: 'Carrier forgets idle ones after', kind: 'integer', min: 1, max: 432_000, unit: 'seconds', default: 7440,
    appliesWhen: carried, sentence: 'How long the carrier remembers an established connection on which nothing is heard, and its mapping.', reference: 'RFC 5382 5 REQ-5; RFC 6888 3 REQ-7',
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
    sentence: 'Whether the edge reads PORT and PASV on the control connection, and lets in, and translates, what they announce.', reference: 'nf_conntrack_ftp; RFC 2663 2.9',
  },
  {
    name: 'clientEdge.helperPort', group: 'client\'s edge', label: 'The helper\'s port', kind: 'integer', min: 1, max: 65535, default: 21,
    appliesWhen: (value) => value('clientEdge.ftpHelper') === true,
    sentence: 'To which control port the helper is assigned, behind the edge; what goes to another it does not read.', reference: 'nft(8) ct helper; nf_conntrack_ftp',
  },
  {
    name: 'clientEdge.helperReads', group: 'client\'s edge', label: 'The helper reads', kind: 'choice', values: ['RFC 959', 'RFC 2428'], default: 'RFC 2428',
    appliesWhen: (value) => value('clientEdge.ftpHelper') === true,
    sentence: 'Which announcements the helper knows: PORT and PASV alone (RFC 959), or EPRT and EPSV too (RFC 2428).', reference: 'RFC 2428 4; nf_conntrack_ftp',
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
    sentence: 'Whether the edge reads PORT and PASV on the control connection, and lets in, and translates, what they announce.', reference: 'nf_conntrack_ftp; RFC 2663 2.9',
  },
  {
    name: 'serverEdge.helperPort', group: 'server\'s edge', label: 'The helper\'s port', kind: 'integer', min: 1, max: 65535, default: 21,
    appliesWhen: (value) => value('serverEdge.ftpHelper') === true,
    sentence: 'To which control port the helper is assigned, behind the edge; what goes to another it does not read.', reference: 'nft(8) ct helper; nf_conntrack_ftp',
  },
  {
    name: 'serverEdge.helperReads', group: 'server\'s edge', label: 'The helper reads', kind: 'choice', values: ['RFC 959', 'RFC 2428'], default: 'RFC 2428',
    appliesWhen: (value) => value('serverEdge.ftpHelper') === true,
    sentence: 'Which announcements the helper knows: PORT and PASV alone (RFC 959), or EPRT and EPSV too (RFC 2428).', reference: 'RFC 2428 4; nf_conntrack_ftp',
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
    name: 'serverEdge.hairpin', group: 'server\'s edge', label: 'Hairpin', kind: 'boolean', default: false,
    appliesWhen: (value) => v4(value) && value('serverEdge.nat') === true && value('client.place') === 'server-lan',
    sentence: 'Whether the edge\'s forwards also serve who calls its outside address from inside.', reference: 'RFC 5382 7.2 REQ-8; RFC 4787 6',
  },
  {
    name: 'serverEdge.neighbourWaitMs', group: 'server\'s edge', label: 'Wait for the neighbour', kind: 'integer', min: 0, max: 10_000, unit: 'ms', default: 0,
    appliesWhen: (value) => value('ipVersion') === 6,
    sentence: 'How long the edge\'s first IPv6 packet to the server waits for Neighbour Discovery; a host that has just come up can take a second.',
    reference: 'RFC 4861 7.2.2; RFC 4862 5.4',
  },
]

/** A client on the server's network has no edge of its own. */
export const edgeKnobs: readonly Knob[] = all.map((knob) => (knob.name.startsWith('serverEdge.') ? knob
  : { ...knob, appliesWhen: (value) => value('client.place') === 'internet' && (knob.appliesWhen?.(value) ?? true) }))
