/**
 * What the machines of a box are fed in fuzzing: numbers near enough to one another that packets mostly mean something.
 */
import fc, { type Arbitrary } from 'fast-check';
import { kindOf, type FlowEvent } from '../../src/middlebox/tracking/flow';
import type { FirewallEvent } from '../../src/middlebox/firewall/firewall.machine';
import type { HelperEvent } from '../../src/middlebox/helper/helper.machine';
import type { MappingEvent } from '../../src/middlebox/nat/mapping.machine';
import type { Route, TrackingState } from '../../src/middlebox/spec';
import { NO_OPTIONS, type TcpSegment } from '../../src/wire/packet/tcp';
import { octetsOf } from '../../src/wire/text/text';

const direction = fc.constantFrom('original' as const, 'reply' as const);
const number = fc.integer({ min: -3, max: 12 }).map((by) => by >>> 0);
const at = fc.nat(200).map((seconds) => seconds * 1_000_000);

const segment: Arbitrary<TcpSegment> = fc.record({
  sourcePort: fc.constant(40036),
  destinationPort: fc.constant(21),
  seq: number,
  ack: number,
  flags: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0x02, 0x12, 0x10, 0x18, 0x11, 0x04, 0x14) },
    fc.integer({ min: 0, max: 0x3f }),
  ),
  window: fc.constantFrom(0, 3, 64, 70_000 & 0xffff),
  urgentPointer: fc.constant(0),
  options: fc.constantFrom(NO_OPTIONS, { windowScale: 2, sackPermitted: true as const }),
  payload: fc.uint8Array({ maxLength: 4 }),
});

const seen = (way: 'original' | 'reply', tcp: TcpSegment, sack: number): FlowEvent => {
  const kind = kindOf(tcp);
  const end = (tcp.seq + tcp.payload.length + ((tcp.flags & 2) !== 0 ? 1 : 0) + ((tcp.flags & 1) !== 0 ? 1 : 0)) >>> 0;
  return {
    type: `${way} ${kind}`,
    direction: way,
    kind,
    at: 0,
    segment: { seq: tcp.seq, end, ack: tcp.ack, sack, tcp },
  };
};

export const flowEvent: Arbitrary<FlowEvent> = fc
  .tuple(
    at,
    fc.oneof(
      {
        weight: 30,
        arbitrary: fc
          .tuple(direction, segment, number)
          .map(([way, tcp, more]) => seen(way, tcp, (more & 1) !== 0 ? more : tcp.ack)),
      },
      fc.constantFrom({ type: 'rejected' as const, at: 0 }, { type: 'expired' as const, at: 0 }),
    ),
  )
  .map(([when, event]) => ({ ...event, at: when }));

const bare: TcpSegment = {
  sourcePort: 40036,
  destinationPort: 21,
  seq: 0,
  ack: 0,
  flags: 2,
  window: 64,
  urgentPointer: 0,
  options: NO_OPTIONS,
  payload: new Uint8Array(0),
};
const said = (way: 'original' | 'reply', flags: number, seq: number, ack: number): FlowEvent =>
  seen(way, { ...bare, flags, seq, ack }, ack);
const opened = [said('original', 2, 0, 0), said('reply', 0x12, 0, 1), said('original', 0x10, 1, 1)];
export const flowBeginnings: readonly (readonly FlowEvent[])[] = [
  [],
  [said('original', 2, 0, 0)],
  [said('original', 2, 0, 0), said('reply', 2, 0, 0)],
  [said('original', 2, 0, 0), said('reply', 0x12, 0, 1)],
  opened,
  [said('original', 0x10, 1, 1)],
  [...opened, said('reply', 0x11, 1, 1)],
  [...opened, said('reply', 0x11, 1, 1), said('original', 0x10, 1, 2)],
  [...opened, said('reply', 0x11, 1, 1), said('original', 0x11, 1, 2)],
  [...opened, said('reply', 0x11, 1, 1), said('original', 0x11, 1, 2), said('reply', 0x10, 2, 2)],
  [...opened, said('reply', 0x04, 1, 0)],
];

const line = fc
  .constantFrom(
    'PORT 203,0,113,10,156,103\r\n',
    'PORT 203,0,',
    'EPRT |1|203.0.113.10|40039|\r\n',
    '227 Passive (198,51,100,21,195,105).\r\n',
    '229 (|||50021|)\r\n',
    '234 Go.\r\n',
    '\u0016\u0003\u0001',
    'NOOP\r\n',
    'x',
  )
  .map(octetsOf);
export const helperEvent: Arbitrary<HelperEvent> = fc
  .tuple(
    at,
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc.record({
          type: fc.constant('spoke' as const),
          direction,
          seq: fc.constantFrom(0, 6, 12, 27),
          payload: line,
          speaker: fc.constant('203.0.113.10'),
        }),
      },
      fc.constantFrom({ type: 'connected' as const }, { type: 'lapsed' as const }),
    ),
  )
  .map(([when, event]) => ({ ...event, at: when }));

/** A line has ended, so that the next one is looked at; and an announcement after it. */
const spoke = (seq: number, text: string): HelperEvent => ({
  type: 'spoke',
  direction: 'original',
  seq,
  payload: octetsOf(text),
  speaker: '203.0.113.10',
  at: 0,
});
export const helperBeginnings: readonly (readonly HelperEvent[])[] = [
  [],
  [spoke(0, 'NOOP\r\n')],
  [spoke(0, 'NOOP\r\n'), spoke(6, 'PORT 203,0,113,10,156,103\r\n')],
];

export const mappingEvent: Arbitrary<MappingEvent> = fc.record({
  type: fc.constantFrom('flowTransitory' as const, 'flowEstablished' as const, 'flowDestroyed' as const),
  flow: fc.integer({ min: 1, max: 3 }),
  at,
});

const routed = (state: TrackingState, way: Route): FirewallEvent => ({ type: 'routed', state, way, hops: 2 });

/** Every way to a verdict that few sequences drawn by chance would take. */
export const firewallBeginnings: readonly (readonly FirewallEvent[])[] = [
  [],
  [routed('NEW', 'own'), { type: 'ruled', action: 'accept' }],
  ...(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'] as const).flatMap((state): FirewallEvent[][] => {
    const passed: FirewallEvent[] = [routed(state, 'outside'), { type: 'ruled', action: 'accept' }];
    return [passed.slice(0, 1), passed, [...passed, { type: 'translated', refusal: null, lost: null }]];
  }),
];

export const firewallEvent: Arbitrary<FirewallEvent> = fc.oneof(
  fc.constant({ type: 'unreadable' as const }),
  fc.record({
    type: fc.constant('routed' as const),
    state: fc.constantFrom('NEW' as const, 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'),
    way: fc.constantFrom('own' as const, 'inside', 'outside', 'drop', 'host-unreachable'),
    hops: fc.nat(3),
  }),
  fc.record({ type: fc.constant('ruled' as const), action: fc.constantFrom('accept' as const, 'drop', 'tcp-reset') }),
  fc.record({
    type: fc.constant('translated' as const),
    refusal: fc.constantFrom(null, { code: 'tuple-taken' as const }),
    lost: fc.constantFrom(null, '203.0.113.10'),
  }),
);
