/** The wide network between the edges, and how TCP bears with it. */
import type { Knob } from '../knob'
import { v4 } from './when'

export const networkKnobs: readonly Knob[] = [
  {
    name: 'wan.privateAddresses', group: 'network', label: 'Private addresses', kind: 'choice', values: ['drop', 'icmp-unreachable'], default: 'drop',
    appliesWhen: v4, sentence: 'What becomes of packets to a private address that is not their own network\'s: silence, or ICMP host unreachable.', reference: 'RFC 1918 3',
  },
  {
    name: 'wan.filteredPorts', group: 'network', label: 'Ports the provider filters', kind: 'portList', default: null, optional: true,
    sentence: 'To which ports the wide network lets nothing through, as providers do with 5060, where telephones speak SIP.', reference: 'RFC 3261 18.1.1; RFC 2979',
  },
  {
    name: 'wan.stripsAuth', group: 'network', label: 'Strips AUTH', kind: 'boolean', default: false,
    sentence: 'Whether a box on the wide network writes XXXX over AUTH, so that the server never reads that the client wants TLS.', reference: 'RFC 7457 2.1; RFC 4217 4.1',
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
    name: 'tcp.synLinearTimeouts', group: 'tcp', label: 'Linear SYN retries', kind: 'integer', min: 0, max: 10, default: 0,
    sentence: 'How many SYNs are repeated a second apart before the intervals double.', reference: 'RFC 6298 5; Linux tcp_syn_linear_timeouts',
  },
]
