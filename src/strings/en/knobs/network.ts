/** The wide network between the edges, and how TCP bears with it. */
import type { networkKnobs } from '../../../scenario/knobs/rows/network';
import type { WordsOf } from '../../knob-words';

export const networkWords: WordsOf<typeof networkKnobs> = {
  'wan.privateAddresses': {
    label: 'Private addresses',
    sentence:
      "What becomes of packets to a private address that is not their own network's: silence, " +
      'or ICMP host unreachable.',
    reference: 'RFC 1918 3',
  },
  'wan.filteredPorts': {
    label: 'Ports the provider filters',
    sentence:
      'To which ports the wide network lets nothing through, as providers do with 5060, where telephones speak SIP.',
    reference: 'RFC 3261 18.1.1; RFC 2979',
  },
  'wan.stripsAuth': {
    label: 'Strips AUTH',
    sentence:
      'Whether a box on the wide network writes XXXX over AUTH, so that the server never reads that ' +
      'the client wants TLS.',
    reference: 'RFC 7457 2.1; RFC 4217 4.1',
  },
  'wan.oneWayDelayMs': {
    label: 'Delay one way',
    sentence: 'How long a packet travels through the wide network.',
    reference: 'RFC 2679',
  },
  'wan.rateKbit': {
    label: 'Rate',
    sentence: 'How fast octets leave onto the wide network; none is as fast as they come.',
    reference: 'tc-tbf(8)',
  },
  'wan.lossPercent': {
    label: 'Loss',
    sentence: 'How many packets in a hundred the wide network loses.',
    reference: 'RFC 2680',
  },
  'wan.duplicatePercent': {
    label: 'Duplication',
    sentence: 'How many packets in a hundred arrive twice.',
    reference: 'RFC 5560',
  },
  'wan.reorderPercent': {
    label: 'Reordering',
    sentence: 'How many packets in a hundred are held back so that later ones overtake them.',
    reference: 'RFC 4737',
  },
  'tcp.synLinearTimeouts': {
    label: 'Linear SYN retries',
    sentence: 'How many SYNs are repeated a second apart before the intervals double.',
    reference: 'RFC 6298 5; Linux tcp_syn_linear_timeouts',
  },
};
