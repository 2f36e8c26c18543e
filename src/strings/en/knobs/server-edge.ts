/** What stands at the server's edge: NAT, firewall, FTP helper, port forwards. */
import type { serverEdgeKnobs } from '../../../scenario/knobs/rows/server-edge';
import type { WordsOf } from '../../knob-words';

export const serverEdgeWords: WordsOf<typeof serverEdgeKnobs> = {
  'serverEdge.nat': {
    label: 'Translates addresses (NAT)',
    sentence: 'Whether the server has a private address that its edge replaces by its own.',
    reference: 'RFC 3022; RFC 5382',
  },
  'serverEdge.firewall': {
    label: 'Firewall',
    sentence: "Which connections the server's edge lets begin; what belongs to one that has begun always passes.",
    reference: 'RFC 2979; nft(8)',
  },
  'serverEdge.action': {
    label: 'What happens to the rest',
    sentence: 'Whether the firewall is silent to what it refuses, or answers.',
    reference: 'nft(8) reject',
  },
  'serverEdge.rejectWith': {
    label: 'Answers with',
    sentence: 'What the firewall answers to what it refuses.',
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  'serverEdge.rules': {
    label: 'Rules of your own',
    sentence:
      'What the edge lets through, rule by rule, the first that matches decides; none leaves it to ' +
      'the kind of firewall.',
    reference: 'nft(8)',
  },
  'serverEdge.ftpHelper': {
    label: 'FTP helper',
    sentence:
      'Whether the edge reads PORT and PASV on the control connection, and lets in, and translates, ' +
      'what they announce.',
    reference: 'nf_conntrack_ftp; RFC 2663 2.9',
    exposes: { true: "the one port that each PORT or 227 announces, for one connection, at the server's edge" },
  },
  'serverEdge.helperPort': {
    label: "The helper's port",
    sentence: 'To which control port the helper is assigned, behind the edge; what goes to another it does not read.',
    reference: 'nft(8) ct helper; nf_conntrack_ftp',
  },
  'serverEdge.helperReads': {
    label: 'The helper reads',
    sentence: 'Which announcements the helper knows: PORT and PASV alone (RFC 959), or EPRT and EPSV too (RFC 2428).',
    reference: 'RFC 2428 4; nf_conntrack_ftp',
  },
  'serverEdge.lifetime': {
    label: 'Forgets idle connections after',
    sentence: 'How long the edge remembers an established connection on which nothing is heard, and its NAT mapping.',
    reference: 'RFC 5382 5 REQ-5; Linux nf_conntrack_tcp_timeout_established',
  },
  'serverEdge.forwards': {
    label: 'Port forwards',
    sentence: 'Which of its ports the edge hands on to the server behind it.',
    reference: 'nft(8) dnat',
  },
  'serverEdge.hairpin': {
    label: 'Hairpin',
    sentence: "Whether the edge's forwards also serve who calls its outside address from inside.",
    reference: 'RFC 5382 7.2 REQ-8; RFC 4787 6',
  },
  'serverEdge.neighbourWaitMs': {
    label: 'Wait for the neighbour',
    sentence:
      "How long the edge's first IPv6 packet to the server waits for Neighbour Discovery; a host that has just " +
      'come up can take a second.',
    reference: 'RFC 4861 7.2.2; RFC 4862 5.4',
  },
};
