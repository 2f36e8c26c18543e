/** ICMP errors by RFC 792 and RFC 4443: types, codes, bounds; and labels of octets that no recording has. */
import { describe, expect, test } from 'vitest';
import { isAddress, parseAddress } from '../../src/wire/packet/address';
import { checksum, onesComplementSum } from '../../src/wire/packet/checksum';
import { decodeIcmp, encodeIcmp } from '../../src/wire/packet/icmp';
import { encodePacket } from '../../src/wire/packet/packet';
import { fieldText } from '../../src/strings/en/fields';
import { preview, spansOf } from '../../src/wire/packet/packet-spans';
import { ACK, NO_OPTIONS, URG, type TcpSegment } from '../../src/wire/packet/tcp';
import { optionSpans } from '../../src/wire/packet/tcp-options';
import { hexOf, recorded } from './recorded';
import { repair } from './repair';

const [syn, syn6] = [recorded[0]!.octets, recorded[6]!.octets];
const ends = {
  4: { source: '198.51.100.1', destination: '203.0.113.10', ttl: 64, identification: 0 },
  6: { source: '2001:db8::1', destination: '2001:db8::2', ttl: 64, identification: 0 },
} as const;
const [unreachable, exceeded] = ['destination unreachable', 'time exceeded'] as const;

describe('errors', () => {
  test.each([
    [4, unreachable, 3, 0, 'net unreachable'],
    [4, unreachable, 3, 1, 'host unreachable'],
    [4, unreachable, 3, 2, 'protocol unreachable'],
    [4, unreachable, 3, 3, 'port unreachable'],
    [4, unreachable, 3, 4, 'fragmentation needed'],
    [4, unreachable, 3, 13, 'communication administratively prohibited'],
    [4, unreachable, 3, 200, 'unknown here'],
    [4, exceeded, 11, 0, 'time to live exceeded in transit'],
    [4, exceeded, 11, 1, 'fragment reassembly time exceeded'],
    [6, unreachable, 1, 0, 'no route to destination'],
    [6, unreachable, 1, 1, 'communication administratively prohibited'],
    [6, unreachable, 1, 3, 'address unreachable'],
    [6, unreachable, 1, 4, 'port unreachable'],
    [6, exceeded, 3, 0, 'hop limit exceeded in transit'],
    [6, exceeded, 3, 4, 'unknown here'],
  ] as const)('of IPv%i, %s is type %i, and code %i %s', (version, kind, type, code, words) => {
    const packet = encodeIcmp(ends[version], { kind, code, offending: version === 4 ? syn : syn6 });
    const start = version === 4 ? 20 : 40;
    expect([packet[start], packet[start + 1], hexOf(packet.subarray(start + 4, start + 8))]).toEqual([
      type,
      code,
      '00000000',
    ]);
    expect(hexOf(repair(packet.slice()))).toBe(hexOf(packet));
    expect(decodeIcmp(packet)).toMatchObject({ icmp: { kind, code }, ip: { protocol: version === 4 ? 1 : 58 } });
    const own = spansOf(packet).filter(({ layer }) => layer === (version === 4 ? 'ICMP' : 'ICMPv6'));
    expect(own.map(({ name, from, to, value }) => `${name} ${from - start}-${to - start} ${value}`)).toEqual([
      `Type 0-1 ${type}, ${kind}`,
      `Code 1-2 ${code}, ${words}`,
      `Checksum 2-4 0x${hexOf(packet.subarray(start + 2, start + 4))}`,
      'Unused 4-8 0',
    ]);
    expect(fieldText(own[2]!.is)!.why).toBe(
      version === 4
        ? 'Covers the ICMP message, the quoted octets with it.'
        : 'Covers the message and a pseudo-header with both addresses: the IPv6 header has no checksum itself.',
    );
    expect(spansOf(packet).find(({ from }) => from === start + 8)!.layer).toBe(`quoted IPv${version}`);
  });

  test.each([
    [4, 576],
    [6, 1280],
  ] as const)('of IPv%i are at most %i octets, whatever they quote', (version, most) => {
    const start = version === 4 ? 20 : 40;
    const length = (quoted: number) =>
      encodeIcmp(ends[version], { kind: exceeded, code: 0, offending: new Uint8Array(quoted) }).length;
    expect([most - start - 9, most - start - 8, most - start - 7].map(length)).toEqual([most - 1, most, most]);
  });

  test.each([4, 6] as const)('of IPv%i quote a header and eight octets at least', (version) => {
    const [start, type, known] = version === 4 ? [20, 8, [3, 11]] : [40, 128, [1, 3]];
    const of = (quoted: number) =>
      decodeIcmp(encodeIcmp(ends[version], { kind: exceeded, code: 0, offending: new Uint8Array(quoted) }));
    expect(of(start + 8)).toMatchObject({ icmp: { offending: { length: start + 8 } } });
    expect(of(start + 7)).toMatchObject({ violation: 'icmp-quote', at: start + 8 + start + 7 });
    const whole = encodeIcmp(ends[version], { kind: exceeded, code: 0, offending: new Uint8Array(start + 8) });
    expect(decodeIcmp(repair(whole.slice(0, start + 7)))).toMatchObject({
      violation: 'icmp-truncated',
      why: { octets: 7, least: 8 },
      at: start + 7,
    });
    expect(decodeIcmp(repair(whole.slice(0, start + 8)))).toMatchObject({ violation: 'icmp-quote' });
    whole[start] = type;
    expect(decodeIcmp(repair(whole))).toMatchObject({ violation: 'icmp-type', why: { type, known }, at: start });
    whole[start + 2]! ^= 1;
    expect(decodeIcmp(whole)).toMatchObject({ violation: 'icmp-checksum', at: start + 2 });
  });
});

test('RFC 1071: an odd last octet is padded, a sum goes on, carries come round', () => {
  const octets = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
  expect(onesComplementSum(octets, 0, 7)).toBe(0xddf2 - 0xf7);
  expect(onesComplementSum(octets, 1, 4)).toBe(0x01f2 + 0x0300);
  expect(onesComplementSum(octets, 4, 8, onesComplementSum(octets, 0, 4))).toBe(0xddf2);
  expect(onesComplementSum(Uint8Array.of(0xff, 0xff), 0, 2, 0xffff)).toBe(0xffff);
  expect(checksum(octets, 3, 3)).toBe(0xffff);
  expect(checksum(octets, 0, 2, 0xfffe)).toBe(0);
});

test('of a version that there is not nothing is known', () =>
  expect(spansOf(Uint8Array.from(syn, (octet, at) => (at === 0 ? 0x55 : octet))).map(({ name }) => name)).toEqual([
    'Octets',
  ]));

describe('labels', () => {
  const write = (over: Partial<TcpSegment>) =>
    encodePacket(ends[4], {
      sourcePort: 1,
      destinationPort: 2,
      seq: 3,
      ack: 4,
      flags: ACK,
      window: 1,
      urgentPointer: 5,
      options: NO_OPTIONS,
      payload: new Uint8Array(0),
      ...over,
    });
  const value = (octets: Uint8Array, name: string) => spansOf(octets).find((span) => span.name === name)?.value;

  test.each<[string, Uint8Array, string, string]>([
    ['no flag', write({ flags: 0 }), 'Control Bits', 'none set'],
    [
      'an urgent pointer',
      write({ flags: URG }),
      'Urgent Pointer',
      '5: urgent data ends there, counted from the sequence number',
    ],
    ['one that is none', write({}), 'Urgent Pointer', '5, not in use'],
    ['a window of one', write({}), 'Window', '1 octet'],
    [
      'a packet cut off',
      write({ payload: Uint8Array.of(1) }).subarray(0, 40),
      'Checksum',
      `0x${hexOf(write({ payload: Uint8Array.of(1) }).subarray(36, 38))}, not to be told: the packet is cut off`,
    ],
    ['one that may be cut', Uint8Array.from(syn, (octet, at) => (at === 6 ? 0 : octet)), 'Flags', 'may be fragmented'],
    [
      'one with more',
      Uint8Array.from(syn, (octet, at) => (at === 6 ? 0x20 : octet)),
      'Flags',
      'may be fragmented, more fragments follow',
    ],
    [
      'a changed header',
      Uint8Array.from(syn, (octet, at) => (at === 6 ? 0 : octet)),
      'Header Checksum',
      '0x0894, wrong',
    ],
    ['UDP', Uint8Array.from(syn, (octet, at) => (at === 9 ? 17 : octet)), 'Protocol', '17, UDP'],
    ['what is unknown', Uint8Array.from(syn, (octet, at) => (at === 9 ? 99 : octet)), 'Protocol', '99'],
    ['what is unknown', Uint8Array.from(syn, (octet, at) => (at === 9 ? 99 : octet)), 'Octets', '32 octets'],
    ['ICMPv6 next', Uint8Array.from(syn6, (octet, at) => (at === 6 ? 58 : octet)), 'Next Header', '58, ICMPv6'],
  ])('%s', (_, octets, name, words) => expect(value(octets, name)).toBe(words));

  test.each([
    ['fd040102', ['Option 253 0-4 4 octets']],
    ['01fd0200', ['No-Operation 0-1 padding', 'Option 253 1-3 2 octets', 'End of Option List 3-4 padding']],
    ['00020405', ['End of Option List 0-4 padding']],
    ['02030000', ['Malformed option 0-4 option 2']],
    ['01030307', ['No-Operation 0-1 padding', 'Window Scale 1-4 shift by 7: times 128']],
    ['080a000000010000000200', ['Timestamps 0-10 1, echoes 2', 'End of Option List 10-11 padding']],
    ['050a0000000100000002', ['SACK 0-10 1 to 2']],
    ['0512000000010000000200000003ffffffff', ['SACK 0-18 1 to 2, 3 to 4294967295']],
  ])('options %s', (hex, words) => {
    const octets = Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
    expect(
      optionSpans(octets, 0, octets.length).map(({ name, from, to, value: of }) => `${name} ${from}-${to} ${of}`),
    ).toEqual(words);
  });

  test.each([
    [[], '0 octets: ""'],
    [[32], '1 octet: " "'],
    [[126, 9, 10, 13, 34, 92], '6 octets: "~\\t\\n\\r\\"\\\\"'],
    [[65, 31], '2 octets'],
    [[127], '1 octet'],
    [Array<number>(64).fill(65), `64 octets: "${'A'.repeat(64)}"`],
    [Array<number>(65).fill(65), `65 octets: "${'A'.repeat(64)}…"`],
    [[...Array<number>(64).fill(65), 0], `65 octets: "${'A'.repeat(64)}…"`],
    [Array<number>(1000).fill(0), '1,000 octets'],
  ])('%j is previewed as %s', (octets, text) => expect(preview(Uint8Array.from(octets))).toBe(text));
});

test('more addresses than are remembered are all read right', () => {
  expect([isAddress('1.2.3.4'), isAddress('1.2.3')]).toEqual([true, false]);
  for (let i = 0; i < 1030; i++)
    expect(parseAddress(`10.1.${i >> 8}.${i & 255}`)).toEqual(Uint8Array.of(10, 1, i >> 8, i & 255));
});
