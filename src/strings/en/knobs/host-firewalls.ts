/** The firewalls that client and server have themselves. */
import type { hostFirewallKnobs } from '../../../scenario/knobs/rows/host-firewalls';
import type { WordsOf } from '../../knob-words';

export const hostFirewallWords: WordsOf<typeof hostFirewallKnobs> = {
  'client.firewall': {
    label: 'Its own firewall',
    sentence:
      "Which connections the client's own firewall lets come in; what belongs to one that has begun always passes.",
    reference: 'nft(8) input hook; RFC 2979',
  },
  'client.action': {
    label: 'What happens to the rest',
    sentence: "Whether the client's firewall is silent to what it refuses, or answers.",
    reference: 'nft(8) reject',
  },
  'client.rejectWith': {
    label: 'Answers with',
    sentence: "What the client's firewall answers to what it refuses.",
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  'client.rules': {
    label: 'Rules of its own',
    sentence:
      'What the client itself lets in (from outside) and out (from inside), rule by rule, the first that matches ' +
      'decides; none leaves it to the kind of firewall.',
    reference: 'nft(8)',
  },
  'server.firewall': {
    label: 'Its own firewall',
    sentence:
      "Which connections the server's own firewall lets come in; what belongs to one that has begun always passes.",
    reference: 'nft(8) input hook; RFC 2979',
  },
  'server.action': {
    label: 'What happens to the rest',
    sentence: "Whether the server's firewall is silent to what it refuses, or answers.",
    reference: 'nft(8) reject',
  },
  'server.rejectWith': {
    label: 'Answers with',
    sentence: "What the server's firewall answers to what it refuses.",
    reference: 'RFC 9293 3.5.2; RFC 1812 5.2.7.1',
  },
  'server.rules': {
    label: 'Rules of its own',
    sentence:
      'What the server itself lets in (from outside) and out (from inside), rule by rule, the first that matches ' +
      'decides; none leaves it to the kind of firewall.',
    reference: 'nft(8)',
  },
};
