/** Properties of a stateful filter, and of a router that only routes. */
import { nameOf } from '../../src/machine/config';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeEdge } from '../../src/middlebox/edge/edge';
import { endpointText, inverse, tupleText, type Tuple } from '../../src/middlebox/tuple';
import { formatPort } from '../../src/wire/ftp/host-port';
import { encodePacket } from '../../src/wire/packet/packet';
import { ACK, FIN, NO_OPTIONS, PSH, RST, SYN } from '../../src/wire/packet/tcp';
import { octetsOf, textOf } from '../../src/wire/text/text';
import { clientEdge } from './edges';
import { NOTHING, packet, left, endpoint } from './packets';

describe('a stateful filter', () => {
  const inside = endpoint(['203.0.113.10', '203.0.113.11'], [40036, 40039]);
  const outside = endpoint(['198.51.100.21', '203.0.113.99'], [20, 21, 40036]);
  const step = fc.record({
    inside,
    outside,
    outward: fc.boolean(),
    flags: fc.constantFrom(SYN, SYN, SYN | ACK, ACK, ACK | PSH, FIN | ACK, RST, RST | ACK),
    seq: fc.integer({ min: 0, max: 40 }),
    ack: fc.integer({ min: 0, max: 40 }),
    after: fc.constantFrom(0, 1, 20, 130, 301),
    text: fc.constantFrom('', '', 'NOOP\r\n', `PORT ${formatPort('203.0.113.10', 40039)}\r\n`),
  });

  test('never passes an unasked inbound SYN without a rule or an expectation', () => {
    let [passed, expectedly] = [0, 0];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), fc.boolean(), (steps, helper, opened) => {
        const edge = makeEdge(clientEdge({ firewall: 'block-inbound', helper }));
        const called = new Set<string>();
        const announced = new Set<string>();
        let at = 0;
        if (opened) {
          // A control connection on which a PORT was just sent.
          const control: Tuple = {
            source: { address: '203.0.113.10', port: 40036 },
            destination: { address: '198.51.100.21', port: 21 },
          };
          left(edge, packet(control, SYN, 0, 0), 'inside', at);
          left(edge, packet(inverse(control), SYN | ACK, 0, 1), 'outside', at);
          left(edge, packet(control, ACK | PSH, 1, 1, octetsOf('NOOP\r\n')), 'inside', at);
          left(
            edge,
            packet(control, ACK | PSH, 7, 1, octetsOf(`PORT ${formatPort('203.0.113.10', 40039)}\r\n`)),
            'inside',
            at,
          );
          called.add(tupleText(control));
          if (helper) announced.add('198.51.100.21 > 203.0.113.10:40039');
        }
        for (const one of steps) {
          at += one.after * 1_000_000;
          const tuple: Tuple = one.outward
            ? { source: one.inside, destination: one.outside }
            : { source: one.outside, destination: one.inside };
          const payload = (one.flags & PSH) !== 0 ? octetsOf(one.text) : NOTHING;
          const out = left(
            edge,
            packet(tuple, one.flags, one.seq, one.ack, payload),
            one.outward ? 'inside' : 'outside',
            at,
          );
          if (!out) continue;
          passed += 1;
          if (one.outward) {
            called.add(tupleText(tuple));
            if (helper && one.outside.port === 21 && textOf(payload).startsWith('PORT'))
              announced.add(`${one.outside.address} > 203.0.113.10:40039`);
          } else if (one.flags === SYN) {
            const expected = announced.has(`${one.outside.address} > ${endpointText(one.inside)}`);
            expect(called.has(tupleText(inverse(tuple))) || expected, tupleText(tuple)).toBe(true);
            if (expected) expectedly += 1;
          }
        }
      }),
      { numRuns: 2000 },
    );
    // It is no proof if hardly anything passes, or nothing that was expected.
    expect(passed).toBeGreaterThan(300);
    expect(expectedly).toBeGreaterThan(0);
  });

  test('passes nothing inward that names another destination than was announced', () => {
    const edge = makeEdge(clientEdge({ firewall: 'block-inbound', helper: true }));
    const control: Tuple = {
      source: { address: '203.0.113.10', port: 40036 },
      destination: { address: '198.51.100.21', port: 21 },
    };
    left(edge, packet(control, SYN, 0), 'inside', 0);
    left(edge, packet(inverse(control), SYN | ACK, 0), 'outside', 0);
    left(edge, packet(control, ACK | PSH, 1, 1, octetsOf('NOOP\r\n')), 'inside', 0);
    left(
      edge,
      packet(control, ACK | PSH, 7, 1, octetsOf(`PORT ${formatPort('203.0.113.10', 40039)}\r\n`)),
      'inside',
      0,
    );
    fc.assert(
      fc.property(
        outside,
        endpoint(['203.0.113.10', '203.0.113.11'], [40035, 40036, 40038, 40040]),
        (source, destination) => {
          expect(left(edge, packet({ source, destination }, SYN, 0), 'outside', 0)).toBeNull();
        },
      ),
    );
    expect(edge.tables(0).expectations).toHaveLength(1);
  });
});

test('a router that only routes sends on what one with a rule that accepts all does', () => {
  const address = fc.constantFrom('203.0.113.10', '203.0.113.9', '198.51.100.21', '192.168.1.10', '203.0.113.99');
  fc.assert(
    fc.property(
      address,
      address,
      fc.constantFrom('inside' as const, 'outside' as const),
      fc.constantFrom(1, 2, 64),
      fc.constantFrom(SYN, ACK, RST),
      fc.boolean(),
      (source, destination, from, ttl, flags, lost) => {
        const octets = encodePacket(
          { source, destination, ttl, identification: 1 },
          {
            sourcePort: 40036,
            destinationPort: 21,
            seq: 1,
            ack: 1,
            flags,
            window: 64,
            urgentPointer: 0,
            options: NO_OPTIONS,
            payload: NOTHING,
          },
        );
        const [plain, ruled] = [makeEdge(clientEdge()), makeEdge(clientEdge({}, { rules: [{ verdict: 'accept' }] }))];
        for (const edge of [plain, ruled]) edge.lose('203.0.113.10', lost);
        const through = ruled.handle(octets, from, 0);
        const alike = { rule: undefined, steps: undefined };
        expect({ ...plain.handle(octets, from, 0), ...alike }).toEqual({ ...through, ...alike });
        const way = plain.routes(destination, ttl);
        expect(ruled.routes(destination, ttl)).toBeNull();
        if (way !== null) expect(through).toMatchObject({ verdict: 'forwarded', outputs: [{ towards: way }] });
      },
    ),
    { numRuns: 300 },
  );
});

test('a verdict is the last state of the firewall’s machine, whatever the packet and the table', () => {
  const ends: Readonly<Record<string, string>> = {
    forwarded: 'FORWARDED',
    local: 'DELIVERED',
    dropped: 'DROPPED',
    rejected: 'REJECTED',
  };
  const verdict = fc.constantFrom('accept' as const, 'drop' as const, 'tcp-reset' as const);
  const address = fc.constantFrom('203.0.113.10', '203.0.113.9', '198.51.100.21', '192.168.1.10');
  fc.assert(
    fc.property(verdict, address, fc.constantFrom(1, 2, 64), fc.boolean(), (action, destination, ttl, lost) => {
      const octets = encodePacket(
        { source: '198.51.100.21', destination, ttl, identification: 1 },
        {
          sourcePort: 40036,
          destinationPort: 21,
          seq: 1,
          ack: 1,
          flags: SYN,
          window: 64,
          urgentPointer: 0,
          options: NO_OPTIONS,
          payload: NOTHING,
        },
      );
      const edge = makeEdge(clientEdge({}, { rules: [{ verdict: action }] }));
      edge.lose('203.0.113.10', lost);
      const handled = edge.handle(octets, 'outside', 0);
      expect(nameOf(handled.steps.at(-1)?.split(' ')[1] ?? '')).toBe(ends[handled.verdict]);
      const passed = handled.steps.includes('ruled POSTROUTING');
      if (handled.steps.some((step) => step.startsWith('ruled'))) expect(handled.rule !== null || lost).toBe(true);
      if (passed) expect(action).toBe('accept');
    }),
    { numRuns: 200 },
  );
});
