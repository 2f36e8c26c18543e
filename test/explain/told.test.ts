/** Who may begin what in a scenario, what its changes open, and what a keeper writes down: test/explain/told.txt. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nftLine } from '../../src/explain/remedies/config';
import { toldOf } from './told';

const sections = readFileSync('test/explain/told.txt', 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((part) => part.trimEnd().split('\n'));

test.each(sections)('%s', (link, ...lines) => expect(toldOf(link!)).toEqual(lines));

// nft(8): a chain of the forward hook for a router, of input and output for a host.
test.each([
  ['tcp dport 21 accept', '', 'nft insert rule inet edge forward tcp dport 21 accept'],
  [
    'from outside tcp dport 21 accept',
    'clientEdge',
    'nft insert rule inet edge forward iifname "out0" tcp dport 21 accept',
  ],
  ['from inside tcp sport 20 drop', 'serverEdge', 'nft insert rule inet edge forward iifname "in0" tcp sport 20 drop'],
  ['from inside tcp dport 21 accept', 'client', 'nft insert rule inet filter output tcp dport 21 accept'],
  ['from outside tcp dport 21 accept', 'server', 'nft insert rule inet filter input tcp dport 21 accept'],
  ['state established,related accept', '', 'nft insert rule inet edge forward ct state established,related accept'],
  [
    'source 203.0.113.10/32 destination 2001:db8::/32 tcp sport 20 dport 21 accept',
    '',
    'nft insert rule inet edge forward ip saddr 203.0.113.10/32 ip6 daddr 2001:db8::/32 tcp sport 20 tcp dport 21 ' +
      'accept',
  ],
  [
    'source 2001:db8::/32 destination 203.0.113.10/32 accept',
    '',
    'nft insert rule inet edge forward ip6 saddr 2001:db8::/32 ip daddr 203.0.113.10/32 accept',
  ],
])('%s at %j', (rule, node, line) => expect(nftLine(rule, node)).toBe(line));
