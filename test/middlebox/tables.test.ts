import { describe, expect, test } from 'vitest';
import { stepper } from '../../src/machine/step';
import { announcementText, search } from '../../src/middlebox/helper/announcement';
import { flow } from '../../src/middlebox/tracking/flow.machine';
import { initialFlow, type FlowEvent } from '../../src/middlebox/tracking/flow';
import type { Kind } from '../../src/middlebox/seen';
import { rulesOf, ruleText, type Firewall } from '../../src/middlebox/firewall/rules';
import { linuxLifetimes } from '../../src/middlebox/spec';
import { withNumbers, withText } from '../../src/middlebox/nat/rewrite';
import { decodeIcmp } from '../../src/wire/packet/icmp';
import { decodePacket, encodePacket, packetAddresses } from '../../src/wire/packet/packet';
import { ACK, NO_OPTIONS, SYN, type TcpSegment } from '../../src/wire/packet/tcp';
import { octetsOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';
import { makeEdge } from '../../src/middlebox/edge/edge';
import { clientEdge } from './edges';

describe('the rows of each kind of firewall', () => {
  const settings = {
    action: 'reject',
    rejectWith: 'tcp-reset',
    controlPort: 21,
    passiveRange: [50020, 50045],
    egressPorts: [21, 80],
  } as const;
  const known = 'state established,related accept';
  const refusal = 'tcp reject with tcp-reset';
  test.each<[Firewall, readonly string[]]>([
    ['none', []],
    ['block-inbound', [known, 'from inside accept', refusal]],
    [
      'egress-filter',
      [known, 'through from inside tcp dport 21,80 accept', 'to the router from inside accept', refusal],
    ],
    ['control-only', [known, 'from inside accept', 'through tcp dport 21 accept', refusal]],
    [
      'control-and-passive',
      [known, 'from inside accept', 'through tcp dport 21 accept', 'through tcp dport 50020-50045 accept', refusal],
    ],
    ['block-all', [known, 'from inside accept', refusal]],
  ])('%s', (firewall, rows) => expect(rulesOf(firewall, settings).map(ruleText)).toEqual(rows));

  test('silence is drop', () =>
    expect(
      rulesOf('block-all', { ...settings, action: 'drop' })
        .map(ruleText)
        .at(-1),
    ).toBe('tcp drop'));
});

describe('what the helper reads', () => {
  const at = (verb: string, address: string, port: number, from: number, length: number) => ({
    verb,
    address,
    port,
    from,
    length,
  });
  test.each<['original' | 'reply', string, string, unknown]>([
    ['original', '192.168.1.10', 'PORT 192,168,1,10,156,103\r\n', at('PORT', '192.168.1.10', 40039, 5, 20)],
    ['original', '192.168.1.10', 'port 192,168,1,10,156,103\r\n', at('PORT', '192.168.1.10', 40039, 5, 20)],
    ['original', '192.168.1.10', 'PORT 192,168,1,10,156,103\n', { partial: 'PORT' }],
    ['original', '192.168.1.10', 'PORT 192,168,1,10,156,256\r\n', { partial: 'PORT' }],
    ['original', '192.168.1.10', 'PORT 192,168,1,10,156,103', { partial: 'PORT' }],
    ['original', '192.168.1.10', 'PORT 192,168,1,10,156,1,3\r\n', { partial: 'PORT' }],
    ['original', '192.168.1.10', 'PORT', { partial: 'PORT' }],
    ['original', '192.168.1.10', 'P', { partial: 'PORT' }],
    ['original', '192.168.1.10', 'EP', { partial: 'EPRT' }],
    ['original', '192.168.1.10', 'PASV\r\n', 'none'],
    ['original', '192.168.1.10', ' PORT 192,168,1,10,156,103\r\n', 'none'],
    ['original', '192.168.1.10', '227 (192,168,1,10,156,103)\r\n', 'none'],
    ['original', '192.168.1.10', 'EPRT |1|192.168.1.10|40039|\r\n', at('EPRT', '192.168.1.10', 40039, 5, 22)],
    ['original', '192.168.1.10', 'EPRT !1!192.168.1.10!40039!\r\n', at('EPRT', '192.168.1.10', 40039, 5, 22)],
    ['original', '192.168.1.10', 'EPRT |1|192.168.1.10|0|\r\n', { partial: 'EPRT' }],
    ['original', '192.168.1.10', 'EPRT |1|192.168.1.10|65536|\r\n', { partial: 'EPRT' }],
    ['original', '192.168.1.10', 'EPRT |2|2001:db8::1|40039|\r\n', { partial: 'EPRT' }],
    ['original', '2001:db8::1', 'EPRT |2|2001:db8::1|40039|\r\n', at('EPRT', '2001:db8::1', 40039, 5, 21)],
    [
      'reply',
      '198.51.100.21',
      '227 Entering Passive Mode (198,51,100,21,195,105).\r\n',
      at('227', '198.51.100.21', 50025, 27, 21),
    ],
    ['reply', '198.51.100.21', '227 =198,51,100,21,195,105\r\n', at('227', '198.51.100.21', 50025, 5, 21)],
    ['reply', '198.51.100.21', '227 Pässiv (198,51,100,21,195,105)\r\n', at('227', '198.51.100.21', 50025, 13, 21)],
    ['reply', '198.51.100.21', '227 Soon.\r\n', { partial: '227' }],
    ['reply', '198.51.100.21', '22', { partial: '227' }],
    ['reply', '198.51.100.21', '226 Done.\r\n', 'none'],
    ['reply', '198.51.100.21', '229 Extended Passive Mode (|||50025|)\r\n', at('229', '198.51.100.21', 50025, 27, 9)],
    ['reply', '198.51.100.21', '229 Extended Passive Mode (||50025|)\r\n', { partial: '229' }],
  ])('%s of %s: %j', (direction, speaker, line, expected) =>
    expect(search(direction, octetsOf(line), speaker)).toEqual(expected),
  );

  test('and writes', () => {
    const there = { address: '203.0.113.7', port: 40039 };
    expect((['PORT', 'EPRT', '227', '229'] as const).map((verb) => announcementText(verb, there))).toEqual([
      '203,0,113,7,156,103',
      '|1|203.0.113.7|40039|',
      '203,0,113,7,156,103',
      '|||40039|',
    ]);
  });
});

describe('a flow', () => {
  const kinds: readonly Kind[] = ['SYN', 'SYN,ACK', 'FIN', 'ACK', 'RST', 'none'];
  const tcp: TcpSegment = {
    sourcePort: 1,
    destinationPort: 2,
    seq: 1,
    ack: 1,
    flags: ACK,
    window: 64,
    urgentPointer: 0,
    options: NO_OPTIONS,
    payload: new Uint8Array(0),
  };
  const events = (['original', 'reply'] as const).flatMap((direction) =>
    kinds.map((kind): FlowEvent => ({
      type: `${direction} ${kind}`,
      direction,
      kind,
      at: 0,
      segment: { seq: 1, end: 1, ack: 1, sack: 1, tcp },
    })),
  );

  test.each(Object.keys(flow.machine.states))('says something of every packet in %s', (value) => {
    const machine = stepper(flow);
    for (const event of events) {
      const { commands } = machine.step(
        { value, context: { ...initialFlow(linuxLifetimes), state: value as 'NONE' } },
        event,
      );
      expect(commands, event.type).toHaveLength(1);
    }
  });
});

test('an ICMP error of the rules quotes the packet with its TTL lowered, one of the routes as it arrived', () => {
  const quoted = (destination: string) => {
    const sent = encodePacket(
      { source: '203.0.113.10', destination, ttl: 64, identification: 3 },
      {
        sourcePort: 40039,
        destinationPort: 80,
        seq: 1,
        ack: 0,
        flags: SYN,
        window: 64,
        urgentPointer: 0,
        options: NO_OPTIONS,
        payload: new Uint8Array(0),
      },
    );
    const edge = makeEdge(
      clientEdge(
        { firewall: 'egress-filter', egress: [21], action: 'reject', rejectWith: 'icmp-port-unreachable' },
        { unroutable: [{ prefix: '10.0.0.0/8', how: 'host-unreachable' }] },
      ),
    );
    const answer = decodeIcmp(edge.handle(sent, 'inside', 0).outputs[0]!.octets);
    return isViolation(answer)
      ? answer
      : { ttl: answer.ip.ttl, code: answer.icmp.code, quote: packetAddresses(answer.icmp.offending).ttl };
  };
  expect(quoted('198.51.100.21')).toEqual({ ttl: 64, code: 3, quote: 63 });
  expect(quoted('10.0.0.21')).toEqual({ ttl: 64, code: 1, quote: 64 });
});

describe('rewriting', () => {
  const ip = { source: '10.0.0.21', destination: '203.0.113.10', ttl: 60, identification: 3 };
  const tcp: TcpSegment = {
    sourcePort: 21,
    destinationPort: 40036,
    seq: 100,
    ack: 200,
    flags: ACK,
    window: 64,
    urgentPointer: 0,
    options: {
      sack: [
        [300, 310],
        [320, 331],
      ],
    },
    payload: octetsOf('abcdef'),
  };

  test('shifts SACK blocks, wherever the option stands', () => {
    for (const pad of [0, 1, 2]) {
      // NOPs before it move the option to odd octets.
      const octets = encodePacket(ip, tcp);
      const start = 40 + 2;
      const option = octets.slice(start, start + 18);
      octets.fill(1, 40, 60);
      octets.set(option, 40 + pad);
      octets[36] = octets[37] = 0;
      const summed = withText(octets, 0, 0, new Uint8Array(0));
      const shifted = decodePacket(
        withNumbers(
          summed,
          (seq) => seq + 4,
          (ack) => ack - 7,
        ),
      );
      expect(shifted).toMatchObject({
        tcp: {
          seq: 104,
          ack: 193,
          options: {
            sack: [
              [293, 303],
              [313, 324],
            ],
          },
        },
      });
    }
  });

  test.each(['', 'x', 'longer than it was'])('puts %j in the middle', (text) => {
    const octets = encodePacket(ip, tcp);
    const before = octets.slice();
    expect(decodePacket(withText(octets, 2, 3, octetsOf(text)))).toMatchObject({
      tcp: { payload: octetsOf(`ab${text}f`) },
    });
    expect(octets).toEqual(before);
  });
});
