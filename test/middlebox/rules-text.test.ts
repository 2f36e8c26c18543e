import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleText } from '../../src/middlebox/firewall/rules';
import { parseRule, parseRules, rulesText } from '../../src/middlebox/firewall/rules-text';
import type { Rule } from '../../src/middlebox/spec';
import { isViolation } from '../../src/wire/violation';

const port = fc.integer({ min: 0, max: 65535 });
const ranges = fc.array(
  fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  { minLength: 1, maxLength: 3 },
);
const prefix = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
  fc.constantFrom('2001:db8:1::/64', '::1/128', 'fc00::/7', '2001:db8:ff::21/128'),
);
const states = fc.uniqueArray(fc.constantFrom('NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'), {
  minLength: 1,
});
const rule = fc
  .record(
    {
      from: fc.constantFrom('inside', 'outside'),
      bound: fc.constantFrom('through', 'own'),
      protocol: fc.constantFrom('tcp', 'icmp'),
      states,
      source: prefix,
      destination: prefix,
      sourcePorts: ranges,
      destinationPorts: ranges,
      verdict: fc.constantFrom(
        'accept',
        'drop',
        'tcp-reset',
        'icmp-port-unreachable',
        'icmp-admin-prohibited',
        'icmp-host-unreachable',
      ),
    },
    { requiredKeys: ['verdict'] },
  )
  .map((made) => (made.sourcePorts || made.destinationPorts ? { ...made, protocol: 'tcp' } : made) as Rule);

describe('rules as text', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(rule, (made) => {
        expect(parseRule(ruleText(made))).toEqual(made);
      }),
    );
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), (made) => {
        expect(parseRules(rulesText(made))).toEqual(made);
      }),
    );
  });

  it('may have their parts in any order, and are then written in one', () => {
    const read = parseRule('dport 21 tcp  from outside accept');
    expect(isViolation(read) ? read : ruleText(read)).toBe('from outside tcp dport 21 accept');
    expect(parseRule('destination 198.51.100.21 drop')).toEqual({ destination: '198.51.100.21/32', verdict: 'drop' });
  });

  it('never throw, whatever they are', () => {
    const words = fc.array(
      fc.constantFrom(
        'from',
        'inside',
        'tcp',
        'to',
        'the',
        'router',
        'dport',
        '21',
        'reject',
        'with',
        'drop',
        'state',
        'new,',
        'constructor',
        '__proto__',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          words.map((all) => all.join(' ')),
        ),
        (text) => {
          const read = parseRule(text);
          if (!isViolation(read)) expect(parseRule(ruleText(read))).toEqual(read);
        },
      ),
    );
  });

  it.each([
    ['', /no rule here/],
    ['tcp dport 21', /must end with/],
    ['accept tcp', /nothing may follow the verdict/],
    ['reject', /needs 'with'/],
    ['from above drop', /'from above' is no side/],
    ['udp drop', /'udp' is no part of a rule/],
    ['tcp tcp drop', /twice/],
    ['tcp icmp drop', /beside 'tcp'/],
    ['dport 21 accept', /need 'tcp'/],
    ['tcp dport 99999 accept', /no ports/],
    ['state old drop', /no list of states/],
    ['source 300.1.1.1/8 drop', /no prefix/],
    ['source 10.0.0.0/33 drop', /no prefix/],
    ['to me drop', /after 'to' comes 'the router'/],
  ])('%s is wrong', (text, why) => {
    const read = parseRule(text);
    expect(isViolation(read) && read.text).toMatch(why);
  });

  it('name the rule that is wrong', () => {
    const read = parseRules('tcp accept; tcp');
    expect(isViolation(read) && read.text).toMatch(/^rule 2: /);
  });
});
