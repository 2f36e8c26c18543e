/**
 * 100,000 inputs across all parsers, the same ones each time: nothing is thrown, and what is refused is refused by
 * name.
 */
import { expect, test } from 'vitest';
import { inPrefix, parseAddress } from '../../src/wire/packet/address';
import { fromNvt, initialAsciiState, toNvt } from '../../src/wire/ftp/ascii';
import { parseCommand } from '../../src/wire/ftp/command';
import { parse227, parse229, parseEprt, parsePort } from '../../src/wire/ftp/host-port';
import { decodeIcmp, encodeIcmp } from '../../src/wire/packet/icmp';
import { readLines } from '../../src/wire/ftp/line';
import { parseReplyText, parseSegmentText } from '../../src/wire/notation/notation';
import { decodePacket, encodePacket, forwardPacket, packetAddresses } from '../../src/wire/packet/packet';
import { spansOf } from '../../src/wire/packet/packet-spans';
import { initialReplyState, readReplies } from '../../src/wire/ftp/reply';
import { octetsOf, textOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';
import { octetsOfHex, recorded } from './recorded';
import { repair } from './repair';
import { violated } from '../../src/strings/en/violations';

/** xorshift32, from a fixed seed. */
function generator(seed: number) {
  let state = seed;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const icmp = encodeIcmp(
  { source: '10.0.0.1', destination: '10.0.0.2', ttl: 9, identification: 7 },
  { kind: 'destination unreachable', code: 3, offending: recorded[0]!.octets },
);
const urgent = octetsOfHex('4c49535420fff4fff241424f520d0a');
const seeds: readonly Uint8Array[] = [
  ...recorded.map(({ octets }) => octets),
  icmp,
  urgent,
  ...[
    '227 Entering Passive Mode (198,51,100,21,195,107).\r\n',
    '229 Extended (|||50040|)\r\n',
    '211-Features:\r\n EPRT\r\n211 End\r\n',
    'PORT 1,2,3,4,5,6\r\n',
    '1,2,3,4,5,6',
    '|2|2001:db8::1|40549|',
    '|1|1.2.3.4|5|',
    '::ffff:1.2.3.4',
    '2001:db8::1',
    '10.0.0.0/8',
    '(|||9|)',
    'SYN,ACK seq=0 ack=1 mss=1460 sackOK ts=1/2 sack=1-2 win=0',
    'USER x\r\n',
  ].map(octetsOf),
];

/**
 * Noise, or a good input with a few octets changed, cut, doubled or appended; checksums sometimes put right again, to
 * get past them.
 */
function input(next: (below: number) => number): Uint8Array {
  if (next(4) === 0) return Uint8Array.from({ length: next(90) }, () => next(256));
  let octets: Uint8Array = seeds[next(seeds.length)]!.slice();
  for (let changes = 1 + next(4); changes > 0; changes -= 1) {
    const at = next(octets.length + 1);
    const how = next(4);
    if (how === 0) octets = octets.slice(0, at);
    else if (how === 1) octets = Uint8Array.from([...octets, next(256)]);
    else if (how === 2) octets = Uint8Array.from([...octets.subarray(0, at), next(256), ...octets.subarray(at)]);
    else if (at < octets.length) octets[at] = [0, 255, 13, 10, 40, 44, 124][next(14)] ?? next(256);
  }
  if (next(2) === 0) repair(octets);
  return octets;
}

test('no parser throws, every refusal has a name', () => {
  const next = generator(959);
  const seen = new Map<string, number>();
  const note = (result: unknown): void => {
    const name = isViolation(result) ? result.violation : 'accepted';
    seen.set(name, (seen.get(name) ?? 0) + 1);
    if (isViolation(result) && (!/^[a-z]+(-[a-z0-9]+)*$/.test(name) || !violated(result.why).endsWith('.')))
      throw new Error(`badly named: ${JSON.stringify(result)}`);
  };
  const octetParsers: readonly ((octets: Uint8Array) => unknown)[] = [
    (o) => {
      const packet = decodePacket(o);
      // What is accepted can be written, and is then read as the same.
      if (!isViolation(packet)) expect(decodePacket(encodePacket(packet.ip, packet.tcp))).toEqual(packet);
      return packet;
    },
    decodeIcmp,
    parseCommand,
    (o) => {
      spansOf(o);
      packetAddresses(o);
      return forwardPacket(o);
    },
    (o) => {
      const cut = next(o.length + 1);
      const first = readLines(new Uint8Array(0), o.subarray(0, cut), 20);
      const second = readLines(first.rest, o.subarray(cut), 20);
      if (second.rest.length > 21) throw new Error('the rest grows');
      const { replies, violations } = readReplies(initialReplyState, [...first.lines, ...second.lines]);
      violations.forEach(note);
      return [...first.violations, ...second.violations][0] ?? replies;
    },
    (o) => [toNvt(initialAsciiState, o), fromNvt(initialAsciiState, o)],
  ];
  const textParsers: readonly ((text: string) => unknown)[] = [
    parseAddress,
    parsePort,
    parse227,
    parseEprt,
    parse229,
    parseSegmentText,
    parseReplyText,
    (text) => inPrefix(text, text),
  ];
  for (let i = 0; i < 100_000; i += 1) {
    const octets = input(next);
    const chosen = i % (octetParsers.length + textParsers.length);
    note(
      chosen < octetParsers.length
        ? octetParsers[chosen]!(octets)
        : textParsers[chosen - octetParsers.length]!(textOf(octets)),
    );
  }
  // The inputs reach deep: each rule was broken by some.
  for (const name of [
    'accepted',
    'ip-version',
    'ip-truncated',
    'ip-header-length',
    'ip-length',
    'ip-checksum',
    'ip-fragment',
    'ip-protocol',
    'tcp-truncated',
    'tcp-data-offset',
    'tcp-checksum',
    'tcp-option-length',
    'icmp-truncated',
    'icmp-checksum',
    'icmp-type',
    'icmp-quote',
    'line-too-long',
    'reply-code',
    'reply-end',
    'command-verb',
    'command-empty',
    'command-line-end',
    'host-port',
    'host-port-range',
    'extended-port',
    'network-protocol',
    'port-range',
    'address',
    'segment-flag',
    'segment-word',
  ]) {
    expect([name, seen.has(name)]).toEqual([name, true]);
  }
}, 60_000);
