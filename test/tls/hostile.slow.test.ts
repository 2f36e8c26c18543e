/** What no peer of good will sends: octets changed, cut and prolonged. Every end has a name; none is an exception. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../src/machine/config';
import { serverProfiles } from '../../src/tls/profiles/profiles';
import { share } from '../share';
import { client, deliver, drawn, meet, octets, server, type Client, type Server } from './ends';
import { names } from './failure-names';

const named = (end: Client | Server) =>
  expect(end.failure === undefined || names.has(end.failure), end.failure).toBe(true);

/** Runs a handshake, and between the ends hands every flight to `meddle`. */
function meddled(
  most: '1.2' | '1.3',
  meddle: (flight: Uint8Array, number: number) => Uint8Array,
  retry = false,
): { one: Client; other: Server; flights: number } {
  const one = client({ versions: { most } });
  const other = server(retry ? { profile: serverProfiles['vsftpd-openssl'] } : {});
  one.step({ type: 'started' });
  other.step({ type: 'started' });
  let flights = 0;
  for (let round = 0; round < 12; round += 1) {
    const there = one.drain();
    if (there.length > 0) deliver(other, meddle(there, flights++));
    const back = other.drain();
    if (back.length > 0) deliver(one, meddle(back, flights++));
    if (there.length + back.length === 0) break;
  }
  return { one, other, flights };
}

/** Places of records in a stream, by their headers. */
function records(stream: Uint8Array): { at: number; length: number; type: number }[] {
  const found: { at: number; length: number; type: number }[] = [];
  for (let at = 0; at + 5 <= stream.length; at += 5 + (found.at(-1)?.length ?? 0))
    found.push({ at, length: (stream[at + 3]! << 8) | stream[at + 4]!, type: stream[at]! });
  return found;
}

describe('a flipped bit in any protected fragment is refused', () => {
  test.each(['1.3', '1.2'] as const)('%s', (most) => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.boolean(), fc.integer({ min: 1, max: 300 }), (place, bit, toServer, size) => {
        const { one, other } = meet(client({ versions: { most } }), server());
        const [from, to] = toServer ? [one, other] : [other, one];
        from.step({ type: 'SEND', octets: octets('x'.repeat(size)) });
        const record = from.drain();
        const at = 5 + (place % (record.length - 5));
        record[at] = record[at]! ^ (1 << (bit % 8));
        deliver(to, record);
        expect([to.failure, to.text, to.state]).toEqual(['bad_record_mac', '', 'FAILED']);
      }),
      { numRuns: 60 },
    );
  });
  test.each(['1.3', '1.2'] as const)('every bit of one record, %s', (most) => {
    const { one, other } = meet(client({ versions: { most } }), server());
    one.step({ type: 'SEND', octets: octets('a whole line, and no more\r\n') });
    const record = one.drain();
    for (let bit = 5 * 8; bit < record.length * 8; bit += 1) {
      const changed = record.slice();
      changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
      const at = { at: 0, epoch: other.epoch };
      const arrived = other.stepper.step(other.snapshot, { type: 'arrived', octets: changed, ...at });
      const { snapshot, commands } = other.stepper.step(arrived.snapshot, { type: 'continued', ...at });
      expect(
        [nameOf(snapshot.value), commands.find((command) => command.type === 'failed')?.name],
        `bit ${bit}`,
      ).toEqual(['FAILED', 'bad_record_mac']);
    }
    deliver(other, record);
    expect(other.text).toBe('a whole line, and no more\r\n');
  });
  test('in a handshake of 1.3, wherever it is protected', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (place, bit) => {
        const { one, other } = meddled('1.3', (flight, number) => {
          const sealed = records(flight).filter(({ type }) => type === 23);
          const target = sealed[place % Math.max(1, sealed.length)];
          if (number !== 1 || !target) return flight;
          const at = target.at + 5 + (place % target.length);
          flight[at] = flight[at]! ^ (1 << (bit % 8));
          return flight;
        });
        expect([one.failure, other.state]).toEqual(['bad_record_mac', 'FAILED']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('any octet of a handshake changed', () => {
  test.each([
    ['1.3', false],
    ['1.3', true],
    ['1.2', false],
  ] as const)('%s, with a HelloRetryRequest: %s', (most, retry) => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, place, change) => {
        const { one, other } = meddled(
          most,
          (flight, number) => {
            if (number === which % 4) flight[place % flight.length] = flight[place % flight.length]! ^ change;
            return flight;
          },
          retry,
        );
        named(one);
        named(other);
        // Only what means nothing may have changed: both agree, or neither is connected with the other.
        if (one.state === 'CONNECTED' && other.state === 'CONNECTED') {
          expect(one.of('secret')).toEqual(other.of('secret'));
          expect(one.snapshot.context.transcript).toEqual(other.snapshot.context.transcript);
        }
      }),
      { numRuns: share(250, 100) },
    );
  });
});

describe('lengths', () => {
  test('a record too short or too long by one, everywhere, ends in an alert or waits for more', () => {
    for (const most of ['1.3', '1.2'] as const) {
      for (const which of [0, 1, 2, 3]) {
        for (const by of [-1, 1, 255]) {
          const { one, other } = meddled(most, (flight, number) => {
            if (number === which) flight[4] = (flight[4]! + by) & 255;
            return flight;
          });
          named(one);
          named(other);
          expect(one.state === 'CONNECTED' && other.state === 'CONNECTED').toBe(false);
        }
      }
    }
  });
  test.each([
    ['too long', '1603034001', 'record_overflow'],
    ['empty', '1603030000', 'unexpected_message'],
    ['an alert of one octet', '150303000101', 'decode_error'],
    ['a message of 16 MiB', '1603030004' + '01ffffff', 'decode_error'],
    ['data before keys', '170303000100', 'unexpected_message'],
  ])('%s', (_, digits, name) => {
    const end = server();
    deliver(end, new Uint8Array(Buffer.from(digits, 'hex')));
    expect([end.failure, end.state]).toEqual([name, 'FAILED']);
  });
  test('a hello with trailing octets', () => {
    const one = client();
    one.step({ type: 'started' });
    const hello = one.drain();
    const longer = new Uint8Array([...hello, 0]);
    longer[4] = longer[4]! + 1;
    if (longer[4] === 0) longer[3] = longer[3]! + 1;
    longer[8] = longer[8]! + 1;
    const end = server();
    deliver(end, longer);
    expect(end.failure).toBe('decode_error');
  });
});

test('whole, octet by octet and with trailing octets it is the same', () => {
  const flights = (cut: number): string[] => {
    const { one, other } = meet(client({ random: drawn('cut') }), server(), cut);
    return [...one.commands, ...other.commands]
      .filter(({ type }) => type !== 'continue' && type !== 'transmit')
      .map((command) =>
        JSON.stringify(
          command,
          (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value) as unknown,
        ),
      );
  };
  expect(flights(1)).toEqual(flights(Infinity));
  expect(flights(7)).toEqual(flights(Infinity));
});
