/**
 * What the trace says of sealed records is what the keys open: the same octets, from the wire and the key log alone.
 */
import { describe, expect, test } from 'vitest';
import { keyLogOf } from '../../src/capture/key-log';
import { fieldText } from '../../src/strings/en/fields';
import { openedIn, segmentSpans } from '../../src/explain/reading/segment-spans';
import { partsOf, type TlsRecord } from '../../src/explain/reading/records';
import { readers, type Reader } from '../../src/explain/exposure/readers';
import { seesText } from '../../src/strings/en/sees';
import { entriesOf, octetsOf, type Trace } from '../../src/trace/trace';
import { readTrace, writeTrace } from '../../src/trace/file';
import { sentOn } from '../../src/trace/sent';
import { isViolation } from '../../src/wire/violation';
import { secured } from '../sim/secured';
import { opened } from '../tls/opened';

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const records = (trace: Trace, from: string): readonly TlsRecord[] =>
  partsOf(trace, trace.connections[0]!, from).filter((part) => part.kind === 'record');

describe.each(['1.3', '1.2'] as const)('TLS %s', (most) => {
  const trace = secured({ versions: { most } });
  const [connection] = trace.connections;

  test("each record's content is what the secrets of the key log open", () => {
    const keyLog = keyLogOf(trace);
    const [client, server] = (['client', 'server'] as const).map((from) => sentOn(trace, connection!, from));
    const truth = opened(client!, server!, keyLog);
    for (const from of ['client', 'server'] as const) {
      expect(records(trace, from).map(({ type, content }) => [type, hex(content)])).toEqual(
        truth[from].map(({ type, content }) => [type, hex(content)]),
      );
      expect(records(trace, from).some(({ sealed }) => sealed)).toBe(true);
    }
  });

  test('without the secrets nothing opens', () => {
    const [client, server] = (['client', 'server'] as const).map((from) => sentOn(trace, connection!, from));
    expect(() => opened(client!, server!, keyLogOf(trace).replace(/ \w{8}(\w+)\n/g, ' 00000000$1\n'))).toThrow(
      'does not verify',
    );
  });

  test('every octet of every packet has its label, in order, and every octet of what was sealed', () => {
    let sealed = 0;
    for (const entry of entriesOf(trace, 'transmit')) {
      const spans = segmentSpans(trace, entry);
      const { length } = octetsOf(trace, entry);
      for (let at = 0; at < length; at += 1)
        if (!spans.some(({ from, to }) => from <= at && at < to))
          throw new Error(`packet of entry ${entry.n}: octet ${at} has no label`);
      for (const { from, to, is } of spans)
        expect([from >= 0, to <= length, fieldText(is) !== null], `${entry.n}`).toEqual([true, true, true]);
      for (const { octets, spans: inner } of openedIn(trace, entry)) {
        sealed += 1;
        for (let at = 0; at < octets.length; at += 1)
          expect(inner.some(({ from, to }) => from <= at && at < to)).toBe(true);
      }
    }
    expect(sealed).toBeGreaterThan(8);
  });

  test('saved and opened again, it says the same', () => {
    const back = readTrace(writeTrace(trace));
    if (isViolation(back)) throw new Error(back.text);
    for (const from of ['client', 'server'])
      expect(records(back, from).map(({ content }) => hex(content))).toEqual(
        records(trace, from).map(({ content }) => hex(content)),
      );
    expect(keyLogOf(back)).toBe(keyLogOf(trace));
    expect([...back.moments]).toEqual([...trace.moments]);
    const beyond = readTrace(writeTrace(trace).replace(/"content":\d+/, '"content":99999'));
    expect(beyond).toMatchObject({
      violation: 'trace-reference',
      text: expect.stringContaining('refers to a packet beyond') as string,
    });
  });
});

describe('who can read', () => {
  const trace = secured();
  const sight = (of: readonly Reader[]) =>
    Object.fromEntries(
      of.map(({ who, holdsKey, sees }) => [`${who}${holdsKey ? ' *' : ''}`, sees.map(seesText).join(' + ')]),
    );
  const moment = (name: string) => trace.entries[trace.moments.get(name) ?? -1]!;

  test('a command in clear: everybody', () => {
    expect(sight(readers(trace, moment('control 1 / AUTH')))).toEqual({
      'client *': 'AUTH TLS\r\n',
      edge: 'AUTH TLS\r\n',
      'server *': 'AUTH TLS\r\n',
    });
  });
  test('the password inside TLS: the two ends', () => {
    expect(sight(readers(trace, moment('control 1 / PASS')))).toEqual({
      'client *': 'PASS portcall\r\n',
      edge: 'sealed, 32 octets',
      'server *': 'PASS portcall\r\n',
    });
  });
  test('hellos are open, what follows the ServerHello is not', () => {
    expect(sight(readers(trace, moment('control 1 / TLS / ClientHello')))).toEqual({
      'client *': 'ClientHello',
      edge: 'ClientHello',
      'server *': 'ClientHello',
    });
    expect(sight(readers(trace, moment('control 1 / TLS / ServerHello')))['edge']).toMatch(
      /^ServerHello \+ sealed, \d+ octets/,
    );
  });
});
