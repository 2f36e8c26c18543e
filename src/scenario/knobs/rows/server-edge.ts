/** What stands at the server's edge: NAT, firewall, FTP helper, port forwards. */
import type { Rows } from '../../values/knob';
import { not, v4 } from './when';

export const serverEdgeKnobs = {
  'serverEdge.nat': {
    group: "server's edge",
    kind: 'boolean',
    default: false,
    when: v4,
  },
  'serverEdge.firewall': {
    group: "server's edge",
    kind: 'choice',
    values: ['none', 'control-only', 'control-and-passive', 'block-all'],
    default: 'none',
    when: { 'serverEdge.rules': [null] },
    filters: 'serverEdge',
    shuts: 'calls to the server',
  },
  'serverEdge.action': {
    group: "server's edge",
    kind: 'choice',
    values: ['drop', 'reject'],
    default: 'drop',
    when: { 'serverEdge.rules': [null], 'serverEdge.firewall': not('none') },
    filters: 'serverEdge',
  },
  'serverEdge.rejectWith': {
    group: "server's edge",
    kind: 'choice',
    default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    when: { 'serverEdge.rules': [null], 'serverEdge.firewall': not('none'), 'serverEdge.action': ['reject'] },
    filters: 'serverEdge',
  },
  'serverEdge.rules': {
    group: "server's edge",
    kind: 'rules',
    optional: true,
    default: null,
    filters: 'serverEdge',
    shuts: 'calls to the server',
  },
  'serverEdge.ftpHelper': {
    group: "server's edge",
    kind: 'boolean',
    default: false,
    shuts: 'calls to the server',
    hazards: [
      {
        value: true,
        weight: 0.1,
      },
    ],
  },
  'serverEdge.helperPort': {
    group: "server's edge",
    kind: 'integer',
    min: 1,
    max: 65535,
    default: 21,
    when: { 'serverEdge.ftpHelper': [true] },
  },
  'serverEdge.helperReads': {
    group: "server's edge",
    kind: 'choice',
    values: ['RFC 959', 'RFC 2428'],
    default: 'RFC 2428',
    when: { 'serverEdge.ftpHelper': [true] },
  },
  'serverEdge.lifetime': {
    group: "server's edge",
    kind: 'integer',
    min: 1,
    max: 432_000,
    unit: 'seconds',
    default: 432_000,
    when: [
      { ...v4, 'serverEdge.nat': [true] },
      { 'serverEdge.firewall': not('none') },
      { 'serverEdge.rules': not(null) },
      { 'serverEdge.ftpHelper': [true] },
    ],
    remembers: true,
  },
  'serverEdge.forwards': {
    group: "server's edge",
    kind: 'forwards',
    default: '21; 50020-50045',
    when: { ...v4, 'serverEdge.nat': [true] },
    shuts: 'calls to the server',
  },
  'serverEdge.hairpin': {
    group: "server's edge",
    kind: 'boolean',
    default: false,
    when: { ...v4, 'serverEdge.nat': [true], 'client.place': ['server-lan'] },
  },
  'serverEdge.neighbourWaitMs': {
    group: "server's edge",
    kind: 'integer',
    min: 0,
    max: 10_000,
    unit: 'ms',
    default: 0,
    when: { ipVersion: [6] },
  },
} as const satisfies Rows;
