import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/wire/text/base64';
import { octetsOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';

/** RFC 4648 section 10. */
const published = [
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
] as const;

describe('base64', () => {
  test.each(published)('%s is %s', (plain, encoded) => {
    expect(encodeBase64(octetsOf(plain))).toBe(encoded);
    expect(decodeBase64(encoded)).toEqual(octetsOf(plain));
  });

  test('any octets come back, and an independent encoder agrees', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const text = encodeBase64(octets);
        expect(text).toBe(Buffer.from(octets).toString('base64'));
        expect(decodeBase64(text)).toEqual(octets);
      }),
    );
  });

  test.each([
    ['Zg=', 'base64-length'],
    ['Zg', 'base64-length'],
    ['Zm9v\n', 'base64-length'],
    ['Zm-v', 'base64-character'],
    ['====', 'base64-character'],
    ['Z===', 'base64-character'],
    ['Zm8=Zm8=', 'base64-character'],
    ['Zh==', 'base64-bits'],
    ['Zm9=', 'base64-bits'],
  ])('%j is %s', (text, name) => {
    expect(decodeBase64(text)).toMatchObject({ violation: name });
  });

  test('what is accepted is what would have been written', () => {
    const text = fc.string({ unit: fc.constantFrom(...'AZaz09+/=-'), maxLength: 12 });
    fc.assert(
      fc.property(text, (found) => {
        const octets = decodeBase64(found);
        if (!isViolation(octets)) expect(encodeBase64(octets)).toBe(found);
      }),
      { numRuns: 2000 },
    );
  });
});
