import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeEdge, type Edge } from '../../src/middlebox/edge';
import type { Side } from '../../src/machine/gateway';
import { rulesOf } from '../../src/middlebox/rules';
import { masquerade, wallSpec, type Dependence } from '../../src/middlebox/spec';
import { endpointText, inverse, tupleOf, tupleText, type Tuple } from '../../src/middlebox/tuple';
import { formatPort } from '../../src/wire/host-port';
import { decodePacket, encodePacket, type Packet } from '../../src/wire/packet';
import { ACK, FIN, NO_OPTIONS, PSH, RST, SYN } from '../../src/wire/tcp';
import { octetsOf, textOf } from '../../src/wire/text';
import { isViolation } from '../../src/wire/violation';
import { clientEdge, serverEdge } from './edges';

const NOTHING = new Uint8Array(0);

const packet = (
  { source, destination }: Tuple,
  flags: number,
  seq = 1,
  ack = 1,
  payload: Uint8Array = NOTHING,
): Uint8Array =>
  encodePacket(
    { source: source.address, destination: destination.address, ttl: 64, identification: 1 },
    {
      sourcePort: source.port,
      destinationPort: destination.port,
      seq: seq >>> 0,
      ack: (flags & ACK) !== 0 ? ack >>> 0 : 0,
      flags,
      window: 64240,
      urgentPointer: 0,
      options: NO_OPTIONS,
      payload,
    },
  );

/** What leaves, whole: with every length and checksum right. */
function left(edge: Edge, octets: Uint8Array, from: Side, at: number): Packet | null {
  const { outputs, verdict } = edge.handle(octets, from, at);
  if (verdict !== 'forwarded') return null;
  const decoded = decodePacket(outputs[0]!.octets);
  if (isViolation(decoded)) throw new Error(decoded.text);
  return decoded;
}

const endpoint = (addresses: readonly string[], ports: readonly number[]) =>
  fc.record({ address: fc.constantFrom(...addresses), port: fc.constantFrom(...ports) });

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

/** What arrived at one end, octet by octet; what comes twice must be the same. */
class Stream {
  private readonly octets = new Map<number, number>();
  constructor(private readonly first: number) {}
  take({ tcp }: Packet): void {
    tcp.payload.forEach((octet, i) => {
      const offset = (tcp.seq + i - this.first) >>> 0;
      expect(this.octets.get(offset) ?? octet, `octet ${offset} came twice, and not the same`).toBe(octet);
      this.octets.set(offset, octet);
    });
  }
  /** How much is whole from the beginning. */
  get next(): number {
    let end = 0;
    while (this.octets.has(end)) end += 1;
    return end;
  }
  text(): string {
    return textOf(Uint8Array.from({ length: this.next }, (_, i) => this.octets.get(i) ?? 0));
  }
}

interface Turn {
  readonly line: string;
  readonly cuts: readonly number[];
  readonly again: number;
}

interface Dialogue {
  /** As the one who opens it sends, and from which side. */
  readonly call: Tuple;
  readonly opener: Side;
  readonly speaker: 'opener' | 'answerer';
}

const [ISS, IRS] = [2 ** 32 - 40, 2 ** 32 - 5];
const announces = (line: string): boolean => /^(PORT|EPRT|227)/.test(line);

/**
 * A dialogue line by line, each acknowledged before the next, cut into segments and repeated at will; numbers wrap.
 * Gives what the listener has read. Of an announcement only the first part is sent before the whole: a second part that
 * passed by itself, and then comes again in a segment whose length was changed, is more than Linux can mend.
 */
function converse(edge: Edge, { call, opener, speaker }: Dialogue, turns: readonly Turn[]): string {
  const answerer: Side = opener === 'inside' ? 'outside' : 'inside';
  const [openerIss, answererIss] = speaker === 'opener' ? [ISS, IRS] : [IRS, ISS];
  const answer = inverse(tupleOf(left(edge, packet(call, SYN, openerIss), opener, 0)!));
  left(edge, packet(answer, SYN | ACK, answererIss, openerIss + 1), answerer, 0);
  left(edge, packet(call, ACK, openerIss + 1, answererIss + 1), opener, 0);
  const [speaks, listens] = speaker === 'opener' ? [call, answer] : [answer, call];
  const [here, there] = speaker === 'opener' ? [opener, answerer] : [answerer, opener];

  const stream = new Stream((ISS + 1) >>> 0);
  const acknowledged = (): Packet | null => left(edge, packet(listens, ACK, IRS + 1, ISS + 1 + stream.next), there, 0);
  let sent = 0;
  for (const { line, cuts, again } of turns) {
    const octets = octetsOf(line);
    const ends = [0, ...cuts.map((cut) => cut % octets.length).sort((a, b) => a - b), octets.length];
    const pieces = ends
      .slice(1)
      .map((end, i) => [ends[i]!, end] as const)
      .filter(([from, end]) => end > from);
    const whole = [0, octets.length] as const;
    for (const [from, end] of [
      ...(announces(line) ? pieces.slice(0, 1) : pieces),
      ...Array.from({ length: again }, () => whole),
      whole,
    ]) {
      const out = left(
        edge,
        packet(speaks, ACK | PSH, ISS + 1 + sent + from, IRS + 1, octets.slice(from, end)),
        here,
        0,
      );
      if (out) stream.take(out);
      expect(acknowledged(), 'an acknowledgment passes').not.toBeNull();
    }
    sent += octets.length;
    expect(acknowledged()!.tcp.ack, "all that was sent is acknowledged, in the speaker's numbers").toBe(
      (ISS + 1 + sent) >>> 0,
    );
  }
  return stream.text();
}

const turn = (announcements: fc.Arbitrary<string>): fc.Arbitrary<Turn> =>
  fc.record({
    line: fc.oneof(
      announcements,
      fc.constantFrom('NOOP\r\n', 'TYPE I\r\n', '200 Fine.\r\n', '226 All of it has been sent.\r\n'),
    ),
    cuts: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }),
    ),
    again: fc.integer({ min: 0, max: 2 }),
  });

describe("after any rewrite both ends' octet streams stay whole", () => {
  test('PORT and EPRT, shorter outside', () => {
    const call: Tuple = {
      source: { address: '192.168.1.10', port: 40036 },
      destination: { address: '198.51.100.21', port: 21 },
    };
    const port = fc.integer({ min: 1024, max: 65535 });
    const announcement = fc.oneof(
      port.map((one) => `PORT ${formatPort('192.168.1.10', one)}\r\n`),
      port.map((one) => `EPRT |1|192.168.1.10|${one}|\r\n`),
    );
    fc.assert(
      fc.property(fc.array(turn(announcement), { maxLength: 12 }), (turns) => {
        const heard = converse(
          makeEdge(clientEdge({ nat: true, helper: true })),
          { call, opener: 'inside', speaker: 'opener' },
          [{ line: 'USER learner\r\n', cuts: [], again: 0 }, ...turns],
        );
        const spoken = ['USER learner\r\n', ...turns.map(({ line }) => line)].join('');
        expect(heard.replaceAll('203,0,113,7', '192,168,1,10').replaceAll('203.0.113.7', '192.168.1.10')).toBe(spoken);
      }),
      { numRuns: 60 },
    );
  });

  test('227, longer outside', () => {
    const announcement = fc
      .integer({ min: 50020, max: 50045 })
      .map((port) => `227 Entering Passive Mode (${formatPort('10.0.0.21', port)}).\r\n`);
    const call: Tuple = {
      source: { address: '203.0.113.10', port: 40036 },
      destination: { address: '198.51.100.21', port: 21 },
    };
    fc.assert(
      fc.property(fc.array(turn(announcement), { maxLength: 12 }), (turns) => {
        const heard = converse(
          makeEdge(serverEdge({ nat: true, helper: true })),
          { call, opener: 'outside', speaker: 'answerer' },
          [{ line: '220 Ready.\r\n', cuts: [], again: 0 }, ...turns],
        );
        expect(heard.replaceAll('198,51,100,21', '10,0,0,21')).toBe(
          ['220 Ready.\r\n', ...turns.map(({ line }) => line)].join(''),
        );
      }),
      { numRuns: 60 },
    );
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
        const { rule: _, ...rest } = ruled.handle(octets, from, 0);
        expect({ ...plain.handle(octets, from, 0), rule: undefined }).toEqual({ ...rest, rule: undefined });
      },
    ),
    { numRuns: 300 },
  );
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

test("a host's own firewall passes no unasked inbound SYN without a rule, changes no octet, and tracks what its host calls", () => {
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
