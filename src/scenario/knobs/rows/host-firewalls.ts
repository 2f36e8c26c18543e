/** The firewalls that client and server have themselves. */
import type { Rows } from '../../values/knob';
import { not } from './when';

export const hostFirewallKnobs = {
  'client.firewall': {
    group: 'client',
    kind: 'choice',
    values: ['none', 'block-inbound'],
    default: 'none',
    when: { 'client.rules': [null] },
    filters: 'client',
  },
  'client.action': {
    group: 'client',
    kind: 'choice',
    values: ['drop', 'reject'],
    default: 'drop',
    when: { 'client.rules': [null], 'client.firewall': not('none') },
    filters: 'client',
  },
  'client.rejectWith': {
    group: 'client',
    kind: 'choice',
    default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    when: { 'client.rules': [null], 'client.firewall': not('none'), 'client.action': ['reject'] },
    filters: 'client',
  },
  'client.rules': {
    group: 'client',
    kind: 'rules',
    optional: true,
    default: null,
    filters: 'client',
  },
  'server.firewall': {
    group: 'server',
    kind: 'choice',
    values: ['none', 'control-only', 'control-and-passive'],
    default: 'none',
    when: { 'server.rules': [null] },
    filters: 'server',
  },
  'server.action': {
    group: 'server',
    kind: 'choice',
    values: ['drop', 'reject'],
    default: 'drop',
    when: { 'server.rules': [null], 'server.firewall': not('none') },
    filters: 'server',
  },
  'server.rejectWith': {
    group: 'server',
    kind: 'choice',
    default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    when: { 'server.rules': [null], 'server.firewall': not('none'), 'server.action': ['reject'] },
    filters: 'server',
  },
  'server.rules': {
    group: 'server',
    kind: 'rules',
    optional: true,
    default: null,
    filters: 'server',
  },
} as const satisfies Rows;
