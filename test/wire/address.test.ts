import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalAddress,
  family,
  formatAddress,
  inPrefix,
  isLoopback,
  isPrivate,
  parseAddress,
} from '../../src/wire/packet/address';
import { isViolation } from '../../src/wire/violation';

test.each([
  ['203.0.113.10', '203.0.113.10'],
  ['0.0.0.0', '0.0.0.0'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'], // RFC 5952 section 4.2.3: the first of two equal runs
  ['2001:0db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'], // section 4.2.2: one zero group is not shortened
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'], // section 4.2.3: the longer run
  ['0:0:0:0:0:0:0:0', '::'],
  ['::1', '::1'],
  ['fe80:0::', 'fe80::'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
])('%s is written %s', (text, canonical) => expect(canonicalAddress(text)).toBe(canonical));

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '01.2.3.4',
  '1.2.3.4 ',
  ' 1.2.3.4',
  '1.2.3.-4',
  '1..2.3',
  ':',
  ':::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '1:2:3:4:5:6:7:8::',
  '12345::',
  'g::',
  'fe80::1%eth0',
  '[::1]',
  '::1.2.3',
  '1.2.3.4::',
  'server',
])('%j is no address', (text) => expect(parseAddress(text)).toMatchObject({ violation: 'address' }));

test('octets and text are one to one', () => {
  const octets = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 255), { minLength: 16, maxLength: 16 }).map((o) => Uint8Array.from(o)),
  );
  fc.assert(
    fc.property(octets, (o) => {
      const text = formatAddress(o);
      expect(family(text)).toBe(o.length === 4 ? 4 : 6);
      expect(parseAddress(text)).toEqual(o);
    }),
  );
});

test("who changes the octets of an address changes no other reader's", () => {
  const octets = parseAddress('192.0.2.7');
  if (isViolation(octets)) throw new Error(octets.violation);
  octets.fill(0);
  expect(parseAddress('192.0.2.7')).toEqual(Uint8Array.of(192, 0, 2, 7));
});

describe('ranges', () => {
  test.each([
    ['192.168.1.10', '192.168.1.0/24', true],
    ['192.168.2.10', '192.168.1.0/24', false],
    ['192.168.1.10', '0.0.0.0/0', true],
    ['192.168.1.129', '192.168.1.128/25', true],
    ['192.168.1.127', '192.168.1.128/25', false],
    ['192.168.1.1', '192.168.1.1/32', true],
    ['2001:db8:1::10', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['10.0.0.1', '::/0', false],
    ['10.0.0.1', '10.0.0.0/33', false],
    ['10.0.0.1', '10.0.0.0', false],
    ['10.0.0.1', '10.0.0.0/8/8', false],
    ['x', '10.0.0.0/8', false],
    ['10.0.0.1', 'x/8', false],
    ['10.0.0.1', '10.0.0.0/8x', false],
    ['10.0.0.1', '10.0.0.0/x8', false],
    ['10.0.0.1', '10.0.0.0/', false],
    ['193.168.1.10', '192.168.1.0/24', false],
    ['192.169.1.10', '192.168.1.0/24', false],
    ['192.168.1.2', '192.168.1.1/32', false],
    ['2001:db8::2', '2001:db8::1/128', false],
    ['2001:db8::1', '2001:db8::1/129', false],
  ])('%s in %s: %s', (address, prefix, inside) => expect(inPrefix(address, prefix)).toBe(inside));

  test.each(['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fd00::1', 'fc00::'])('%s is private', (a) =>
    expect(isPrivate(a)).toBe(true),
  );
  test.each(['11.0.0.1', '172.15.0.1', '172.32.0.0', '192.169.0.1', '203.0.113.10', 'fe80::1', '2001:db8::1'])(
    '%s is not',
    (a) => expect(isPrivate(a)).toBe(false),
  );
  test('loopback', () =>
    expect(['127.0.0.1', '127.9.9.9', '::1', '128.0.0.1', '::2'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]));
});
