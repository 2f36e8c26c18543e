/** The firewalls that client and server have themselves. */
import type { Rows } from '../../values/knob';
import { not } from './when';

export const hostFirewallKnobs = {
  'client.firewall': {
    group: 'client',
    label: 'Its own firewall',
    kind: 'choice',
    values: ['none', 'block-inbound'],
    default: 'none',
    when: { 'client.rules': [null] },
    filters: 'client',
    sentence:
      "Which connections the client's own firewall lets come in; what belongs to one that has begun always passes.",
    reference: 'nft(8) input hook; RFC 2979',
  },
  'client.action': {
    group: 'client',
    label: 'What happens to the rest',
    kind: 'choice',
    values: ['drop', 'reject'],
    default: 'drop',
    when: { 'client.rules': [null], 'client.firewall': not('none') },
    filters: 'client',
    sentence: "Whether the client's firewall is silent to what it refuses, or answers.",
    reference: 'nft(8) reject',
  },
  'client.rejectWith': {
    group: 'client',
    label: 'Answers with',
    kind: 'choice',
    default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    when: { 'client.rules': [null], 'client.firewall': not('none'), 'client.action': ['reject'] },
    filters: 'client',
    sentence: "What the client's firewall answers to what it refuses.",
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  'client.rules': {
    group: 'client',
    label: 'Rules of its own',
    kind: 'rules',
    optional: true,
    default: null,
    filters: 'client',
    sentence:
      'What the client itself lets in (from outside) and out (from inside), rule by rule, the first that matches ' +
      'decides; none leaves it to the kind of firewall.',
    reference: 'nft(8)',
  },
  'server.firewall': {
    group: 'server',
    label: 'Its own firewall',
    kind: 'choice',
    values: ['none', 'control-only', 'control-and-passive'],
    default: 'none',
    when: { 'server.rules': [null] },
    filters: 'server',
    sentence:
      "Which connections the server's own firewall lets come in; what belongs to one that has begun always passes.",
    reference: 'nft(8) input hook; RFC 2979',
  },
  'server.action': {
    group: 'server',
    label: 'What happens to the rest',
    kind: 'choice',
    values: ['drop', 'reject'],
    default: 'drop',
    when: { 'server.rules': [null], 'server.firewall': not('none') },
    filters: 'server',
    sentence: "Whether the server's firewall is silent to what it refuses, or answers.",
    reference: 'nft(8) reject',
  },
  'server.rejectWith': {
    group: 'server',
    label: 'Answers with',
    kind: 'choice',
    default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    when: { 'server.rules': [null], 'server.firewall': not('none'), 'server.action': ['reject'] },
    filters: 'server',
    sentence: "What the server's firewall answers to what it refuses.",
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  'server.rules': {
    group: 'server',
    label: 'Rules of its own',
    kind: 'rules',
    optional: true,
    default: null,
    filters: 'server',
    sentence:
      'What the server itself lets in (from outside) and out (from inside), rule by rule, the first that matches ' +
      'decides; none leaves it to the kind of firewall.',
    reference: 'nft(8)',
  },
} as const satisfies Rows;
