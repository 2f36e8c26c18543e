/** Properties of NAT, once and twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeEdge } from '../../src/middlebox/edge/edge';
import { masquerade, type Dependence } from '../../src/middlebox/spec';
import { endpointText, inverse, tupleOf, tupleText } from '../../src/middlebox/tuple';
import { ACK, SYN } from '../../src/wire/packet/tcp';
import { clientEdge } from './edges';
import { packet, left, endpoint } from './packets';

describe('NAT', () => {
  const inside = endpoint(['192.168.1.10', '192.168.1.11', '192.168.1.12'], [40036, 40037, 1023, 65535]);
  const outside = endpoint(['198.51.100.21', '198.51.100.22'], [21, 22]);
  const dependences: readonly Dependence[] = [
    'endpoint-independent',
    'address-dependent',
    'address-and-port-dependent',
  ];

  test.each(dependences)(
    'with %s mapping never maps two flows to one external tuple, and there and back is the identity',
    (mapping) => {
      fc.assert(
        fc.property(
          fc.array(fc.record({ source: inside, destination: outside, after: fc.constantFrom(0, 1, 60, 125) }), {
            maxLength: 60,
          }),
          (calls) => {
            const edge = makeEdge(clientEdge({ nat: true }, { nat: { ...masquerade, mapping } }));
            let at = 0;
            for (const { source, destination, after } of calls) {
              at += after * 1_000_000;
              const tuple = { source, destination };
              const out = left(edge, packet(tuple, SYN, 0), 'inside', at)!;
              expect(out.ip.source).toBe('203.0.113.7');
              const back = left(edge, packet(inverse(tupleOf(out)), SYN | ACK, 0), 'outside', at)!;
              expect(tupleOf(back)).toEqual(inverse(tuple));
              const { flows, mappings } = edge.tables(at);
              const seen = flows.map(({ reply }) => tupleText(reply));
              expect(new Set(seen).size).toBe(seen.length);
              // An outside port belongs to one inside endpoint alone, where others than this flow's end may use it.
              const shared = mappings
                .filter(({ remote }) => remote === null || remote.port === null)
                .map(({ outside: seenAs, remote }) => `${endpointText(seenAs)} ${remote?.address ?? ''}`);
              expect(new Set(shared).size).toBe(shared.length);
            }
          },
        ),
        { numRuns: 50 },
      );
    },
  );

  test('an endpoint-independent mapping shows one inside endpoint as one outside endpoint to all', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ source: inside, destination: outside }), { maxLength: 30 }), (calls) => {
        const edge = makeEdge(clientEdge({ nat: true }, { nat: { ...masquerade, mapping: 'endpoint-independent' } }));
        const seenAs = new Map<string, number>();
        for (const tuple of calls) {
          const { sourcePort } = left(edge, packet(tuple, SYN, 0), 'inside', 0)!.tcp;
          expect(seenAs.get(endpointText(tuple.source)) ?? sourcePort).toBe(sourcePort);
          seenAs.set(endpointText(tuple.source), sourcePort);
        }
        expect(new Set(seenAs.values()).size).toBe(seenAs.size);
      }),
      { numRuns: 50 },
    );
  });
});

test('two NATs in a row: there and back is the identity, and no two flows share a tuple beyond the second', () => {
  const inside = endpoint(['192.168.1.10', '192.168.1.11'], [40036, 40037, 1023]);
  const dependence = fc.constantFrom<Dependence>(
    'endpoint-independent',
    'address-dependent',
    'address-and-port-dependent',
  );
  fc.assert(
    fc.property(
      fc.array(fc.record({ source: inside, destination: endpoint(['198.51.100.21', '198.51.100.22'], [21, 22]) }), {
        maxLength: 30,
      }),
      dependence,
      fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 20 }),
      (calls, mapping, drawn) => {
        let draws = 0;
        const lot = (): number => drawn[draws++ % drawn.length]!;
        const home = makeEdge(clientEdge({ nat: true }, { outside: { addresses: ['100.64.7.2'] } }), lot);
        const carrier = makeEdge(
          clientEdge(
            {},
            {
              id: 'carrier',
              inside: { addresses: ['100.64.7.1'], networks: ['100.64.0.0/10'] },
              nat: { ...masquerade, mapping },
            },
          ),
          lot,
        );
        const beyond = new Map<string, string>();
        for (const call of calls) {
          const halfway = left(home, packet(call, SYN, 0), 'inside', 0)!;
          expect(halfway.ip.source).toBe('100.64.7.2');
          const out = left(carrier, packet(tupleOf(halfway), SYN, 0), 'inside', 0)!;
          expect(out.ip.source).toBe('203.0.113.7');
          expect(beyond.get(tupleText(tupleOf(out))) ?? tupleText(call)).toBe(tupleText(call));
          beyond.set(tupleText(tupleOf(out)), tupleText(call));
          const back = left(
            home,
            packet(tupleOf(left(carrier, packet(inverse(tupleOf(out)), SYN | ACK, 0), 'outside', 0)!), SYN | ACK, 0),
            'outside',
            0,
          )!;
          expect(tupleOf(back)).toEqual(inverse(call));
        }
      },
    ),
    { numRuns: 60 },
  );
});
