/** Certificates: read, checked, written; and DER that is none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { X509Certificate } from 'node:crypto';
import { isViolation } from '../../src/wire/violation';
import { isoOf, readDer, time, timeOf, type Node } from '../../src/tls/certificates/der';
import { authority, authorityKey, identity } from '../../src/tls/identities';
import { primitives, remembering } from '../../src/tls/crypto/primitives';
import { readCertificate, type X509 } from '../../src/tls/certificates/x509';
import { writeCertificate } from '../../src/tls/certificates/write';
import { matches } from '../../src/tls/certificates/check';
import { check } from '../../src/tls/certificates/check';
import { EPOCH } from './ends';

const chainOf = (name: Parameters<typeof identity>[0]) => identity(name).chain;
const judge = (chain: readonly Uint8Array[], more: Partial<Parameters<typeof check>[0]> = {}) => {
  const { chain: one, name } = check(
    { chain, anchors: [authority], now: EPOCH, name: 'ftp.example.test', use: 'server', ...more },
    primitives,
  );
  return [one.code, name.code];
};

describe('a check', () => {
  test('valid, by name and by address', () => {
    expect(judge(chainOf('server'))).toEqual(['valid', 'valid']);
    expect(judge(chainOf('ed25519'), { name: '198.51.100.21' })).toEqual(['valid', 'valid']);
  });
  test('each fault has its verdict', () => {
    expect(judge(chainOf('selfSigned'))).toEqual(['self-signed', 'valid']);
    expect(judge(chainOf('selfSigned'), { anchors: chainOf('selfSigned') })).toEqual(['valid', 'valid']);
    expect(judge(chainOf('server'), { anchors: [] })).toEqual(['unknown-ca', 'valid']);
    expect(judge(chainOf('server'), { now: EPOCH + 10 * 366 * 86400 })).toEqual(['expired', 'valid']);
    expect(judge(chainOf('server'), { now: EPOCH - 2 * 366 * 86400 })).toEqual(['not-yet-valid', 'valid']);
    expect(judge(chainOf('other'))).toEqual(['valid', 'wrong-host']);
    expect(judge(chainOf('client'))).toEqual(['wrong-use', 'wrong-host']);
    expect(judge([])).toEqual(['absent', 'absent']);
    expect(judge([Uint8Array.of(1, 2, 3)])).toEqual(['malformed', 'malformed']);
    const forged = chainOf('server')[0]!.slice();
    forged[forged.length - 1] = forged.at(-1)! ^ 1;
    expect(judge([forged])[0]).toBe('bad-signature');
  });
  test("a server's certificate may not sign another's", () => {
    const wanted = { organization: 'Portcall lab', notBefore: EPOCH, notAfter: EPOCH + 86400, isAuthority: false };
    const key = (name: 'server' | 'other') => ({
      kind: 'p256' as const,
      octets: primitives.publicKey('secp256r1', identity(name).key.secret),
    });
    const middle = writeCertificate(
      {
        ...wanted,
        serial: 8,
        issuer: 'Portcall lab CA',
        subject: 'middle.example.test',
        key: key('server'),
        names: ['middle.example.test'],
      },
      authorityKey,
      primitives,
    );
    const leaf = writeCertificate(
      {
        ...wanted,
        serial: 9,
        issuer: 'middle.example.test',
        subject: 'bank.example.test',
        key: key('other'),
        names: ['bank.example.test'],
      },
      { kind: 'p256', secret: identity('server').key.secret },
      primitives,
    );
    expect(judge([middle], { name: 'middle.example.test' })[0]).toBe('valid');
    expect(judge([leaf, middle], { name: 'bank.example.test' })[0]).toBe('not-an-authority');
  });
  test('names and wildcards', () => {
    const of = (names: string[]) => ({ names, addresses: [], commonName: 'old.example.test' }) as unknown as X509;
    expect([
      matches(of(['*.example.test']), 'FTP.example.test'),
      matches(of(['*.example.test']), 'a.b.example.test'),
      matches(of(['*.example.test']), 'example.test'),
    ]).toEqual([true, false, false]);
    expect([matches(of([]), 'old.example.test'), matches(of(['new.example.test']), 'old.example.test')]).toEqual([
      true,
      false,
    ]);
  });
});

test('what we write, others read', () => {
  const der = writeCertificate(
    {
      serial: 200,
      issuer: 'Portcall lab CA',
      subject: 'new.example.test',
      organization: 'Portcall lab',
      notBefore: EPOCH,
      notAfter: 2_600_000_000,
      key: { kind: 'p256', octets: primitives.publicKey('secp256r1', identity('server').key.secret) },
      names: ['new.example.test'],
      isAuthority: false,
    },
    authorityKey,
    primitives,
  );
  const theirs = new X509Certificate(der);
  expect(theirs.verify(new X509Certificate(authority).publicKey)).toBe(true);
  expect([
    theirs.subjectAltName,
    new Date(theirs.validFrom).getTime() / 1000,
    new Date(theirs.validTo).getTime() / 1000,
  ]).toEqual(['DNS:new.example.test', EPOCH, 2_600_000_000]);
  expect(judge([der], { name: 'new.example.test' })).toEqual(['valid', 'valid']);
});

test('times go there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      expect(isoOf(seconds)).toBe(new Date(seconds * 1000).toISOString().replace('T', ' ').replace('.000', ''));
      expect(timeOf(readDer(time(seconds)) as Node)).toBe(seconds);
    }),
  );
});

test('a certificate cut, prolonged or changed is a value with a name, never an exception', () => {
  const [der] = chainOf('server') as [Uint8Array];
  for (let length = 0; length < der.length; length += 1)
    expect(isViolation(readCertificate(der.slice(0, length)))).toBe(true);
  expect(isViolation(readCertificate(Uint8Array.from([...der, 0])))).toBe(true);
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.nat(255), (at, octet) => {
      const changed = der.slice();
      changed[at] = octet;
      expect([
        'valid',
        'malformed',
        'bad-signature',
        'unknown-ca',
        'unsupported',
        'wrong-use',
        'self-signed',
        'expired',
        'not-yet-valid',
      ]).toContain(judge([changed])[0]);
      if (octet !== der[at]) expect(judge([changed])[0]).not.toBe('valid');
    }),
    { numRuns: 300 },
  );
});

test('what is remembered is what would be computed, and no more than so much', () => {
  let count = 0;
  const counting = {
    ...primitives,
    publicKey: (...inputs: Parameters<typeof primitives.publicKey>) => {
      count += 1;
      return primitives.publicKey(...inputs);
    },
  };
  const memory = remembering(counting, 2);
  const secrets = [1, 2, 3].map((octet) => new Uint8Array(32).fill(octet));
  for (const secret of [secrets[0]!, secrets[0]!, secrets[1]!, secrets[2]!, secrets[0]!])
    expect(memory.publicKey('x25519', secret)).toEqual(primitives.publicKey('x25519', secret));
  expect(count).toBe(4);
});
