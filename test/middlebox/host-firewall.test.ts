/** Properties of a host's own firewall. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeEdge } from '../../src/middlebox/edge/edge';
import { rulesOf } from '../../src/middlebox/firewall/rules';
import { wallSpec } from '../../src/middlebox/spec';
import { inverse, tupleText } from '../../src/middlebox/tuple';
import { encodePacket } from '../../src/wire/packet/packet';
import { ACK, FIN, NO_OPTIONS, RST, SYN } from '../../src/wire/packet/tcp';
import { NOTHING } from './packets';

test("a host's own firewall passes no unasked inbound SYN without a rule, and changes no octet", () => {
  const own = '203.0.113.10';
  const step = fc.record({
    outward: fc.boolean(),
    ports: fc.tuple(fc.constantFrom(40036, 40039), fc.constantFrom(20, 21)),
    flags: fc.constantFrom(SYN, SYN | ACK, ACK, FIN | ACK, RST),
    seq: fc.nat(20),
    ack: fc.nat(20),
    ttl: fc.constantFrom(1, 2, 64),
  });
  let passed = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const wall = makeEdge(
        wallSpec(
          'client',
          [own],
          rulesOf('block-inbound', {
            action: 'drop',
            rejectWith: null,
            controlPort: 21,
            passiveRange: [0, 0],
            egressPorts: [],
          }).map(({ bound: _, ...rule }) => rule),
        ),
      );
      const called = new Set<string>();
      for (const {
        outward,
        ports: [mine, theirs],
        flags,
        seq,
        ack,
        ttl,
      } of steps) {
        const [source, destination] = [
          { address: own, port: mine },
          { address: '198.51.100.21', port: theirs },
        ];
        const tuple = outward ? { source, destination } : inverse({ source, destination });
        const octets = encodePacket(
          { source: tuple.source.address, destination: tuple.destination.address, ttl, identification: 1 },
          {
            sourcePort: tuple.source.port,
            destinationPort: tuple.destination.port,
            seq,
            ack: (flags & ACK) !== 0 ? ack : 0,
            flags,
            window: 64,
            urgentPointer: 0,
            options: NO_OPTIONS,
            payload: NOTHING,
          },
        );
        const { verdict, rewritten } = wall.handle(octets, outward ? 'inside' : 'outside', 0);
        expect(rewritten).toEqual([]);
        if (verdict !== 'forwarded') continue;
        passed += 1;
        if (outward) called.add(tupleText(tuple));
        else if (flags === SYN) expect(called.has(tupleText(inverse(tuple)))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  expect(passed).toBeGreaterThan(100);
});
