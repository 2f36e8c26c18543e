/** What stands at the client's edge, and a carrier's beyond it: NAT, firewall, FTP helper. */
import type { clientEdgeKnobs } from '../../../scenario/knobs/rows/client-edge';
import type { WordsOf } from '../../knob-words';

export const clientEdgeWords: WordsOf<typeof clientEdgeKnobs> = {
  'clientEdge.nat': {
    label: 'Translates addresses (NAT)',
    sentence: 'Whether the client has a private address that its edge replaces by its own.',
    reference: 'RFC 3022; RFC 5382',
  },
  'clientEdge.pooling': {
    label: 'Addresses it gives',
    sentence:
      'Whether all connections of a host leave with one outside address (paired), or in turn with one of two ' +
      "(arbitrary), as some carriers' NATs do.",
    reference: 'RFC 4787 4.1 REQ-2; RFC 6888 3 REQ-2',
  },
  'carrier.nat': {
    label: "Carrier's NAT beyond it",
    sentence: "Whether the edge's own address is no public one either, and the carrier translates a second time.",
    reference: 'RFC 6888; RFC 6598',
  },
  'carrier.mapping': {
    label: "Carrier's mapping",
    sentence: "Whether a client's port is seen as the same one by everybody, or as another by each other end.",
    reference: 'RFC 4787 4.1; RFC 5382 4.1 REQ-1',
  },
  'carrier.filtering': {
    label: "Carrier's filtering",
    sentence:
      'Who may call a port that is mapped: everybody, those who were called before, or only from the ' +
      'port that was called.',
    reference: 'RFC 4787 5; RFC 5382 4.3 REQ-3',
  },
  'carrier.lifetime': {
    label: 'Carrier forgets idle ones after',
    sentence: 'How long the carrier remembers an established connection on which nothing is heard, and its mapping.',
    reference: 'RFC 5382 5 REQ-5; RFC 6888 3 REQ-7',
  },
  'clientEdge.firewall': {
    label: 'Firewall',
    sentence: "Which connections the client's edge lets begin; what belongs to one that has begun always passes.",
    reference: 'RFC 2979; nft(8)',
  },
  'clientEdge.action': {
    label: 'What happens to the rest',
    sentence: 'Whether the firewall is silent to what it refuses, or answers.',
    reference: 'nft(8) reject',
  },
  'clientEdge.rejectWith': {
    label: 'Answers with',
    sentence: 'What the firewall answers to what it refuses.',
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  'clientEdge.rules': {
    label: 'Rules of your own',
    sentence:
      'What the edge lets through, rule by rule, the first that matches decides; none leaves it to ' +
      'the kind of firewall.',
    reference: 'nft(8)',
  },
  'clientEdge.ftpHelper': {
    label: 'FTP helper',
    sentence:
      'Whether the edge reads PORT and PASV on the control connection, and lets in, and translates, ' +
      'what they announce.',
    reference: 'nf_conntrack_ftp; RFC 2663 2.9',
    exposes: { true: "the one port that each PORT or 227 announces, for one connection, at the client's edge" },
  },
  'clientEdge.helperPort': {
    label: "The helper's port",
    sentence: 'To which control port the helper is assigned, behind the edge; what goes to another it does not read.',
    reference: 'nft(8) ct helper; nf_conntrack_ftp',
  },
  'clientEdge.helperReads': {
    label: 'The helper reads',
    sentence: 'Which announcements the helper knows: PORT and PASV alone (RFC 959), or EPRT and EPSV too (RFC 2428).',
    reference: 'RFC 2428 4; nf_conntrack_ftp',
  },
  'clientEdge.lifetime': {
    label: 'Forgets idle connections after',
    sentence: 'How long the edge remembers an established connection on which nothing is heard, and its NAT mapping.',
    reference: 'RFC 5382 5 REQ-5; Linux nf_conntrack_tcp_timeout_established',
  },
  'clientEdge.egressPorts': {
    label: 'Ports allowed out',
    sentence: 'To which ports those inside may open connections.',
    reference: 'nft(8)',
  },
};
