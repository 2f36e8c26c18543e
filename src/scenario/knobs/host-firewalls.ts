/** The firewalls that client and server have themselves. */
import type { Knob } from '../values/knob';
import { plain } from './when';

export const hostFirewallKnobs: readonly Knob[] = [
  {
    name: 'client.firewall',
    group: 'client',
    label: 'Its own firewall',
    kind: 'choice',
    values: ['none', 'block-inbound'],
    default: 'none',
    appliesWhen: plain('client'),
    sentence:
      "Which connections the client's own firewall lets come in; what belongs to one that has begun always passes.",
    reference: 'nft(8) input hook; RFC 2979',
  },
  {
    name: 'client.action',
    group: 'client',
    label: 'What happens to the rest',
    kind: 'choice',
    values: ['drop', 'reject'],
    default: 'drop',
    appliesWhen: (value) => plain('client')(value) && value('client.firewall') !== 'none',
    sentence: "Whether the client's firewall is silent to what it refuses, or answers.",
    reference: 'nft(8) reject',
  },
  {
    name: 'client.rejectWith',
    group: 'client',
    label: 'Answers with',
    kind: 'choice',
    default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    appliesWhen: (value) =>
      plain('client')(value) && value('client.firewall') !== 'none' && value('client.action') === 'reject',
    sentence: "What the client's firewall answers to what it refuses.",
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  {
    name: 'client.rules',
    group: 'client',
    label: 'Rules of its own',
    kind: 'rules',
    optional: true,
    default: null,
    sentence:
      'What the client itself lets in (from outside) and out (from inside), rule by rule, the first that matches decides; none leaves it to the kind of firewall.',
    reference: 'nft(8)',
  },
  {
    name: 'server.firewall',
    group: 'server',
    label: 'Its own firewall',
    kind: 'choice',
    values: ['none', 'control-only', 'control-and-passive'],
    default: 'none',
    appliesWhen: plain('server'),
    sentence:
      "Which connections the server's own firewall lets come in; what belongs to one that has begun always passes.",
    reference: 'nft(8) input hook; RFC 2979',
  },
  {
    name: 'server.action',
    group: 'server',
    label: 'What happens to the rest',
    kind: 'choice',
    values: ['drop', 'reject'],
    default: 'drop',
    appliesWhen: (value) => plain('server')(value) && value('server.firewall') !== 'none',
    sentence: "Whether the server's firewall is silent to what it refuses, or answers.",
    reference: 'nft(8) reject',
  },
  {
    name: 'server.rejectWith',
    group: 'server',
    label: 'Answers with',
    kind: 'choice',
    default: 'tcp-reset',
    values: ['tcp-reset', 'icmp-port-unreachable', 'icmp-admin-prohibited', 'icmp-host-unreachable'],
    appliesWhen: (value) =>
      plain('server')(value) && value('server.firewall') !== 'none' && value('server.action') === 'reject',
    sentence: "What the server's firewall answers to what it refuses.",
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  {
    name: 'server.rules',
    group: 'server',
    label: 'Rules of its own',
    kind: 'rules',
    optional: true,
    default: null,
    sentence:
      'What the server itself lets in (from outside) and out (from inside), rule by rule, the first that matches decides; none leaves it to the kind of firewall.',
    reference: 'nft(8)',
  },
];
