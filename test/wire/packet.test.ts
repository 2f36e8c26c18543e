import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../src/wire/packet/address';
import { checksum } from '../../src/wire/packet/checksum';
import { segmentText } from '../../src/wire/notation/notation';
import { decodePacket, encodePacket, forwardPacket, packetAddresses } from '../../src/wire/packet/packet';
import { ACK, NO_OPTIONS, SYN, type TcpSegment } from '../../src/wire/packet/tcp';
import { isViolation } from '../../src/wire/violation';
import { hexOf, recorded } from './recorded';
import { repair } from './repair';

const decoded = (octets: Uint8Array) => {
  const packet = decodePacket(octets);
  if (isViolation(packet)) throw new Error(packet.violation);
  return packet;
};

describe('packets that Linux sent', () => {
  test.each(recorded)('$name is read as tshark reads it', ({ octets, source, destination, ttl, text }) => {
    const { ip, tcp } = decoded(octets);
    expect(segmentText(tcp, { window: true })).toBe(text);
    expect(ip).toMatchObject({ source, destination, ttl, protocol: 6, dontFragment: true });
    expect(packetAddresses(octets)).toEqual({
      source,
      destination,
      ttl,
      sourcePort: tcp.sourcePort,
      destinationPort: tcp.destinationPort,
    });
  });

  test.each(recorded)('$name is written again octet for octet', ({ octets }) => {
    const { ip, tcp } = decoded(octets);
    expect(hexOf(encodePacket(ip, tcp))).toBe(hexOf(octets));
  });

  test.each(recorded)('$name: every changed octet, every cut and every octet too many is noticed', ({ octets }) => {
    for (let at = 0; at < octets.length; at += 1) {
      const changed = octets.slice();
      changed[at]! ^= 0x41;
      const found = decodePacket(changed);
      // No checksum covers these fields of IPv6, and nothing depends on them.
      const uncovered = octets[0]! >> 4 === 6 && (at === 1 || at === 2 || at === 3 || at === 7);
      if (isViolation(found)) expect(found.violation).toMatch(/^(ip|tcp)-[a-z-]+$/);
      else expect([name(at), uncovered]).toEqual([name(at), true]);
      expect(isViolation(decodePacket(octets.subarray(0, at)))).toBe(true);
    }
    expect(decodePacket(Uint8Array.from([...octets, 0]))).toMatchObject({ violation: 'ip-length' });
    function name(at: number) {
      return `octet ${at}`;
    }
  });

  test.each(recorded)('$name forwarded is as if it had been sent with a TTL one less', ({ octets }) => {
    const { ip, tcp } = decoded(octets);
    const before = hexOf(octets);
    expect(hexOf(forwardPacket(octets))).toBe(hexOf(encodePacket({ ...ip, ttl: ip.ttl - 1 }, tcp)));
    expect(hexOf(octets)).toBe(before);
  });
});

describe('each rule broken alone, lengths and checksums right', () => {
  test.each([
    ['version 5', 0, 0x55, 'ip-version'],
    ['a header of 6 words', 0, 0x46, 'ip-header-length'],
    ['more fragments', 6, 0x60, 'ip-fragment'],
    ['a fragment offset', 7, 1, 'ip-fragment'],
    ['UDP', 9, 17, 'ip-protocol'],
    ['a TCP header of 4 words', 32, 0x40, 'tcp-data-offset'],
    ['a TCP header longer than the packet', 32, 0x90, 'tcp-data-offset'],
    ['an option of no length', 41, 0, 'tcp-option-length'],
    ['an option longer than the options', 41, 13, 'tcp-option-length'],
    ['an option of the wrong length', 50, 2, 'tcp-option-length'],
  ])('%s', (_, at, octet, name) => {
    const octets = recorded[0]!.octets.slice();
    octets[at] = octet;
    expect(decodePacket(repair(octets))).toMatchObject({ violation: name });
  });

  test('an unknown option is passed over, what follows the end of the list is not looked at', () => {
    const octets = recorded[0]!.octets.slice();
    octets.set([0xfd, 4, 1, 2, 3, 3, 7, 0, 2, 0, 0, 0], 40);
    expect(decoded(repair(octets)).tcp.options).toEqual({ windowScale: 7 });
  });

  test('a TTL of 0 stays 0', () => {
    const octets = recorded[0]!.octets.slice();
    octets[8] = 0;
    expect(hexOf(forwardPacket(repair(octets)))).toBe(hexOf(octets));
  });
});

describe('any packet', () => {
  const port = fc.nat(65535);
  const number = fc.nat(0xffffffff);
  const options = fc
    .record(
      {
        mss: fc.nat(65535),
        windowScale: fc.nat(14),
        sackPermitted: fc.constant(true as const),
        timestamps: fc.tuple(number, number),
        sack: fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    )
    .map((o) => (Object.keys(o).length === 0 ? NO_OPTIONS : o));
  const segment: fc.Arbitrary<TcpSegment> = fc.record({
    sourcePort: port,
    destinationPort: port,
    seq: number,
    ack: number,
    flags: fc.nat(255),
    window: port,
    urgentPointer: port,
    options,
    payload: fc.uint8Array({ maxLength: 50 }),
  });
  const v4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(formatAddress);
  const v6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(formatAddress);
  const addresses = fc.oneof(fc.tuple(v4, v4), fc.tuple(v6, v6));

  test('is read as it was written', () => {
    fc.assert(
      fc.property(
        addresses,
        fc.nat(255),
        port,
        fc.boolean(),
        fc.nat(255),
        segment,
        ([source, destination], ttl, identification, dontFragment, trafficClass, tcp) => {
          const version = source.includes(':') ? 6 : 4;
          const octets = encodePacket({ source, destination, ttl, identification, dontFragment, trafficClass }, tcp);
          expect(decoded(octets)).toEqual({
            ip: {
              version,
              source,
              destination,
              ttl,
              protocol: 6,
              identification: version === 4 ? identification : 0,
              dontFragment: version === 4 ? dontFragment : true,
              ...(trafficClass && { trafficClass }),
            },
            tcp: { ...tcp, options: fitting(tcp) },
          });
        },
      ),
    );
    // MSS, timestamps and window scale together leave 20 octets: one SACK block fits, and the second is left out.
    function fitting({ options: o }: TcpSegment) {
      if (!o.sack) return o;
      const before =
        (o.mss === undefined ? 0 : 4) +
        (o.timestamps ? 12 : o.sackPermitted ? 4 : 0) +
        (o.windowScale === undefined ? 0 : 4);
      const room = Math.floor((40 - before - 4) / 8);
      return { ...o, sack: o.sack.slice(0, room) };
    }
  });

  test('the payload is a view, not a copy', () => {
    const octets = recorded[3]!.octets;
    expect(decoded(octets).tcp.payload.buffer).toBe(octets.buffer);
  });
});

describe('options as Linux lays them out', () => {
  const write = (options: TcpSegment['options'], flags = SYN) =>
    hexOf(
      encodePacket(
        { source: '10.0.0.1', destination: '10.0.0.2', ttl: 64, identification: 1 },
        {
          sourcePort: 1,
          destinationPort: 2,
          seq: 0,
          ack: 0,
          flags,
          window: 1,
          urgentPointer: 0,
          options,
          payload: new Uint8Array(0),
        },
      ).subarray(40),
    );

  test.each([
    ['mss sackOK ws', { mss: 1460, sackPermitted: true, windowScale: 10 }, '020405b4010104020103030a'],
    [
      'with timestamps',
      { mss: 1460, sackPermitted: true, timestamps: [1, 2], windowScale: 7 },
      '020405b40402080a000000010000000201030307',
    ],
    ['timestamps alone', { timestamps: [1, 2] }, '0101080a0000000100000002'],
    ['SACK', { sack: [[1, 2]] }, '0101050a0000000100000002'],
    [
      'SACK, five blocks: four fit',
      {
        sack: [
          [1, 2],
          [3, 4],
          [5, 6],
          [7, 8],
          [9, 10],
        ],
      },
      '010105220000000100000002000000030000000400000005000000060000000700000008',
    ],
    ['none', {}, ''],
  ] as const)('%s', (_, options, hex) => expect(write(options, ACK)).toBe(hex));
});

test('RFC 1071 section 3: the example sums to ddf2', () => {
  expect(checksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7), 0, 8)).toBe(0xffff ^ 0xddf2);
});
