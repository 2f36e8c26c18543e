/** Every octet has its label, and the labels are of the octets. */
import { describe, expect, test } from 'vitest';
import { contentSpans, recordSpans } from '../../src/tls/explain';
import { fieldText } from '../../src/strings/en/fields';
import { stretchesOf } from '../../src/tls/record/record-scan';
import type { Span } from '../../src/wire/span';
import { serverProfiles } from '../../src/tls/profiles/profiles';
import { client, deliver, meet, server } from './ends';

/** Octets that no span covers. */
const bare = (spans: readonly Span[], length: number): number[] =>
  Array.from({ length }, (_, i) => i).filter((i) => !spans.some(({ from, to }) => from <= i && i < to));

describe('labels', () => {
  test('a ClientHello, whole', () => {
    const one = client();
    one.step({ type: 'started' });
    const hello = one.drain();
    const spans = recordSpans(hello, false, { version: '1.3', suite: null });
    expect(bare(spans, hello.length)).toEqual([]);
    const value = (name: string) => spans.find((span) => span.name === name)?.value;
    expect(value('ServerNameList')).toBe('ftp.example.test');
    expect(value('versions')).toBe('TLS 1.3, TLS 1.2, TLS 1.1, TLS 1.0');
    expect(value('legacy_record_version')).toBe('TLS 1.0');
    expect(value('NamedGroupList')).toMatch(/^x25519, secp256r1/);
    const name = spans.find((span) => span.name === 'ServerNameList')!;
    expect(Buffer.from(hello.subarray(name.from, name.to)).toString('latin1')).toContain('ftp.example.test');
    for (const span of spans) expect(fieldText(span.is), span.name).not.toBeNull();
  });
  test('a flight of 1.3: the hello open, the rest sealed', () => {
    const one = client();
    const other = server();
    one.step({ type: 'started' });
    deliver(other, one.drain());
    const flight = other.drain();
    const spans = stretchesOf(flight).flatMap(({ from, to }, index) =>
      recordSpans(flight.subarray(from, to), index > 1, { version: '1.3', suite: 0x1302 }, from),
    );
    expect(bare(spans, flight.length)).toEqual([]);
    expect(spans.filter(({ name }) => name === 'encrypted_record').map(({ value }) => value)).toEqual([
      '11 octets',
      '478 octets',
      '80 octets',
      '53 octets',
    ]);
    expect(spans.filter(({ name }) => name === 'tag').map(({ value }) => value)).toEqual(Array(4).fill('16 octets'));
  });
  test.each(['1.3', '1.2'] as const)('every message of a whole handshake, %s, opened', (most) => {
    const { one } = meet(client({ versions: { most } }), server({ profile: serverProfiles['vsftpd-openssl'] }));
    const { transcript } = one.snapshot.context;
    // After a HelloRetryRequest the transcript begins with a message that is only a hash.
    const spans = contentSpans(22, transcript, most);
    expect(bare(spans, transcript.length)).toEqual([]);
    expect(spans.filter(({ layer }) => layer === 'X.509').length).toBeGreaterThan(30);
    expect(spans.find(({ is }) => is.code.endsWith('.signature') && is.code !== 'x509.signature')?.value).toBe(
      '71 octets',
    );
  });
});
