/** Events of TCP, near enough to one another that they mostly mean something. */
import fc, { type Arbitrary } from 'fast-check';
import type { TcpEvent } from '../../src/machine/transport';
import { NO_OPTIONS } from '../../src/wire/packet/tcp';

// TCP: numbers near enough to one another that segments mostly mean something, and wrap.
export const ISS = 2 ** 32 - 3;
const near = (from: number): Arbitrary<number> => fc.integer({ min: -2, max: 8 }).map((by) => (from + by) >>> 0);
const segment = fc.record({
  sourcePort: fc.constant(21),
  destinationPort: fc.constant(40036),
  seq: fc.oneof(fc.constantFrom(1, 2), near(0)),
  ack: fc.oneof(fc.constantFrom(ISS + 1, ISS + 2), near(ISS)),
  flags: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(0x10, 0x18, 0x11, 0x12, 0x02) },
    fc.integer({ min: 0, max: 0x3f }),
  ),
  window: fc.constantFrom(0, 3, 63),
  urgentPointer: fc.nat(5),
  options: fc.constantFrom(
    NO_OPTIONS,
    { mss: 4, sackPermitted: true as const, windowScale: 2 },
    { sack: [[2 ** 32 - 1, 2] as const] },
  ),
  payload: fc.uint8Array({ maxLength: 6 }),
});
const timer = fc.constantFrom(
  'retransmission' as const,
  'delayedAck' as const,
  'persist' as const,
  'keepAlive' as const,
  'timeWait' as const,
);
export const tcpEvent: Arbitrary<TcpEvent> = fc
  .tuple(
    fc.nat(100_000),
    fc.oneof(
      { weight: 10, arbitrary: segment.map((one) => ({ type: 'arrived' as const, segment: one })) },
      { weight: 3, arbitrary: fc.boolean().map((passive) => ({ type: 'OPEN' as const, passive })) },
      {
        weight: 4,
        arbitrary: fc
          .record({ octets: fc.uint8Array({ maxLength: 9 }), urgent: fc.boolean() })
          .map(({ octets, urgent }) => ({
            type: 'SEND' as const,
            octets,
            ...(urgent ? { urgent: true as const } : {}),
          })),
      },
      { weight: 2, arbitrary: fc.boolean().map((reading) => ({ type: 'CLOSE' as const, reading })) },
      { weight: 4, arbitrary: timer.map((one) => ({ type: 'timeout' as const, timer: one })) },
      fc.constantFrom(
        { type: 'ABORT' as const },
        { type: 'PAUSE' as const },
        { type: 'RESUME' as const },
        { type: 'OPTION' as const, noDelay: true },
      ),
      fc.constant({ type: 'unreachable' as const, reason: 'EHOSTUNREACH' as const }),
    ),
  )
  .map(([at, event]) => ({ at, ...event }));

const bare = {
  sourcePort: 21,
  destinationPort: 40036,
  window: 63,
  urgentPointer: 0,
  options: NO_OPTIONS,
  payload: new Uint8Array(0),
};
const said = (
  event: TcpEvent extends infer E ? (E extends { readonly at: number } ? Omit<E, 'at'> : never) : never,
): TcpEvent => ({ at: 0, ...event });
const came = (flags: number, seq: number, ack: number, more = {}): TcpEvent =>
  said({ type: 'arrived', segment: { ...bare, flags, seq, ack: (ISS + ack) >>> 0, ...more } });
const half = said({ type: 'CLOSE', reading: true });
const listened = [
  said({ type: 'OPEN', passive: true }),
  came(0x02, 0, 0, { options: { mss: 4, sackPermitted: true, windowScale: 2 } }),
];
const opened = [
  said({ type: 'OPEN', passive: false }),
  came(0x12, 0, 1, { options: { mss: 4, sackPermitted: true, windowScale: 2 } }),
];
export const beginnings = [
  [],
  listened,
  opened,
  [...listened, came(0x10, 1, 1)],
  [...opened, said({ type: 'SEND', octets: new Uint8Array(40) })],
  [...opened, said({ type: 'PAUSE' }), came(0x18, 1, 1, { payload: new Uint8Array(3) })],
  [...opened, half],
  [...opened, half, came(0x10, 1, 2)],
  [...opened, half, came(0x11, 1, 1)],
  [...opened, half, came(0x11, 1, 2)],
  [...opened, came(0x11, 1, 1)],
  [...opened, came(0x11, 1, 1), half],
  [...opened, said({ type: 'CLOSE', reading: false })],
];
