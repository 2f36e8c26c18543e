/** The wide network between the edges, and how TCP bears with it. */
import type { Rows } from '../../values/knob';
import { v4 } from './when';

export const networkKnobs = {
  'wan.privateAddresses': {
    group: 'network',
    kind: 'choice',
    values: ['drop', 'icmp-unreachable'],
    default: 'drop',
    when: v4,
  },
  'wan.filteredPorts': {
    group: 'network',
    kind: 'portList',
    default: null,
    optional: true,
    restricts: true,
  },
  'wan.stripsAuth': {
    group: 'network',
    kind: 'boolean',
    default: false,
    restricts: true,
  },
  'wan.oneWayDelayMs': {
    group: 'network',
    kind: 'integer',
    min: 0,
    max: 5000,
    unit: 'ms',
    default: 10,
  },
  'wan.rateKbit': {
    group: 'network',
    kind: 'integer',
    min: 8,
    max: 10_000_000,
    unit: 'kbit/s',
    default: null,
    optional: true,
  },
  'wan.lossPercent': {
    group: 'network',
    kind: 'integer',
    min: 0,
    max: 90,
    unit: '%',
    default: 0,
  },
  'wan.duplicatePercent': {
    group: 'network',
    kind: 'integer',
    min: 0,
    max: 90,
    unit: '%',
    default: 0,
  },
  'wan.reorderPercent': {
    group: 'network',
    kind: 'integer',
    min: 0,
    max: 90,
    unit: '%',
    default: 0,
  },
  'tcp.synLinearTimeouts': {
    group: 'tcp',
    kind: 'integer',
    min: 0,
    max: 10,
    default: 0,
    fixed: true,
  },
} as const satisfies Rows;
