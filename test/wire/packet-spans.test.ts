import { describe, expect, test } from 'vitest';
import { fieldText } from '../../src/strings/en/fields';
import { decodeIcmp, encodeIcmp } from '../../src/wire/packet/icmp';
import { spansOf } from '../../src/wire/packet/packet-spans';
import { packetAddresses } from '../../src/wire/packet/packet';
import type { Span } from '../../src/wire/span';
import { isViolation } from '../../src/wire/violation';
import { hexOf, recorded } from './recorded';

const line = ({ layer, name, from, to, value }: Span): string => `${layer} ${from}-${to} ${name}: ${value}`;

/** Octets 0 to the end, none left out, in order. */
function expectCover(octets: Uint8Array): void {
  let reached = 0;
  for (const { from, to, is, name } of spansOf(octets)) {
    const { why = '', source = '' } = fieldText(is) ?? {};
    expect(from).toBeLessThanOrEqual(reached);
    expect(to).toBeGreaterThanOrEqual(reached);
    expect(to).toBeGreaterThan(from);
    expect(name && why.endsWith('.') && /^RFC \d+/.test(source)).toBe(true);
    reached = to;
  }
  expect(reached).toBe(octets.length);
}

describe('every octet has its label', () => {
  test.each(recorded)('$name', ({ octets }) => {
    for (let length = 0; length <= octets.length; length += 1) expectCover(octets.subarray(0, length));
  });

  test('the SYN of a Linux host, field by field', () => {
    expect(spansOf(recorded[0]!.octets).map(line)).toEqual([
      'IPv4 0-1 Version: 4',
      'IPv4 0-1 IHL: 5 words, 20 octets',
      'IPv4 1-2 DSCP and ECN: DSCP 0, ECN 0',
      'IPv4 2-4 Total Length: 52 octets',
      'IPv4 4-6 Identification: 0xcbdc',
      "IPv4 6-7 Flags: don't fragment",
      'IPv4 6-8 Fragment Offset: 0',
      'IPv4 8-9 Time to Live: 64',
      'IPv4 9-10 Protocol: 6, TCP',
      'IPv4 10-12 Header Checksum: 0x0894, right',
      'IPv4 12-16 Source Address: 203.0.113.10',
      'IPv4 16-20 Destination Address: 198.51.100.21',
      'TCP 20-22 Source Port: 40658',
      'TCP 22-24 Destination Port: 21',
      'TCP 24-28 Sequence Number: 4149234513',
      'TCP 28-32 Acknowledgment Number: 0',
      'TCP 32-33 Data Offset: 8 words, 32 octets',
      'TCP 32-33 Reserved: 0',
      'TCP 33-34 Control Bits: SYN (SYN: opens: synchronises sequence numbers)',
      'TCP 34-36 Window: 64,240 octets',
      'TCP 36-38 Checksum: 0x2c40, right',
      'TCP 38-40 Urgent Pointer: 0, not in use',
      'TCP 40-44 Maximum Segment Size: 1460 octets',
      'TCP 44-45 No-Operation: padding',
      'TCP 45-46 No-Operation: padding',
      'TCP 46-48 SACK Permitted: yes',
      'TCP 48-49 No-Operation: padding',
      'TCP 49-52 Window Scale: shift by 10: times 1024',
    ]);
  });

  test('a command over IPv6 ends in its text; a wrong checksum is called wrong', () => {
    const { octets } = recorded.find(({ name }) => name === 'a command over IPv6')!;
    expect(line(spansOf(octets).at(-1)!)).toBe('payload 60-74 Data: 14 octets: "USER learner\\r\\n"');
    const changed = octets.slice();
    changed[60]! ^= 1;
    expect(spansOf(changed).find(({ layer, name }) => layer === 'TCP' && name === 'Checksum')!.value).toMatch(
      /, wrong$/,
    );
  });
});

describe('ICMP errors quote the packet they are about', () => {
  const cases = [
    {
      version: 4,
      from: '198.51.100.1',
      to: '203.0.113.10',
      offending: recorded[0]!,
      code: 3,
      octets: 20 + 8 + 52,
      words: '3, port unreachable',
    },
    {
      version: 6,
      from: '2001:db8:2::1',
      to: '2001:db8:1::10',
      offending: recorded[6]!,
      code: 1,
      octets: 40 + 8 + 72,
      words: '1, communication administratively prohibited',
    },
  ] as const;

  test.each(cases)('over IPv$version', ({ from, to, offending, code, octets, words }) => {
    const packet = encodeIcmp(
      { source: from, destination: to, ttl: 64, identification: 0 },
      { kind: 'destination unreachable', code, offending: offending.octets },
    );
    expect(packet.length).toBe(octets);
    const found = decodeIcmp(packet);
    if (isViolation(found)) throw new Error(found.violation);
    expect(found.icmp).toMatchObject({ kind: 'destination unreachable', code });
    expect(hexOf(found.icmp.offending)).toBe(hexOf(offending.octets));
    expect(packetAddresses(found.icmp.offending)).toMatchObject({
      source: offending.source,
      destination: offending.destination,
      destinationPort: 21,
    });
    expectCover(packet);
    expect(spansOf(packet).find(({ name }) => name === 'Code')!.value).toBe(words);
    for (let at = packet.length - 60; at < packet.length; at += 1) {
      const changed = packet.slice();
      changed[at]! ^= 0x10;
      expect(decodeIcmp(changed)).toMatchObject({ violation: 'icmp-checksum' });
      expect(isViolation(decodeIcmp(packet.subarray(0, at)))).toBe(true);
    }
  });

  test('a long packet is quoted up to 576 octets in all', () => {
    const long = new Uint8Array(1500).fill(0x45);
    const packet = encodeIcmp(
      { source: '10.0.0.1', destination: '10.0.0.2', ttl: 64, identification: 0 },
      { kind: 'time exceeded', code: 0, offending: long },
    );
    expect(packet.length).toBe(576);
    expect(decodeIcmp(packet)).toMatchObject({ icmp: { kind: 'time exceeded', code: 0 } });
    expectCover(packet);
  });
});
