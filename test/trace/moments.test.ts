/** Names of moments, one kind of entry after another; which entry tells of a message; and whose message it is. */
import { describe, expect, test } from 'vitest';
import type { Detail, Entry } from '../../src/trace/entry';
import { isTold, messageOf, type Speech } from '../../src/trace/message';
import { momentOf, numbered } from '../../src/trace/moment';
import { connectionName, type Connection } from '../../src/trace/trace';
import { commandMessage } from '../../src/wire/ftp/command';
import { replyMessage } from '../../src/wire/ftp/reply';
import { strayMessage, type Message } from '../../src/wire/message';
import { ACK, FIN, PSH, RST, SYN, type TcpSegment } from '../../src/wire/packet/tcp';

const endpoint = { address: '203.0.113.10', port: 1 };
const data: Connection = {
  index: 0,
  purpose: 'data',
  ordinal: 2,
  opener: 'client',
  listener: 'server',
  local: endpoint,
  remote: endpoint,
  iss: 1,
  irs: null,
};
const of = (detail: Detail, node: string | null = 'client'): Entry => ({
  n: 0,
  at: 0,
  causes: [],
  node,
  connection: null,
  ...detail,
});
const by = (machine: string) => ({ process: 'p', machine });
const segment = (flags: number, length = 0): TcpSegment => ({
  sourcePort: 1,
  destinationPort: 2,
  seq: 0,
  ack: 0,
  flags,
  window: 0,
  urgentPointer: 0,
  options: {},
  payload: new Uint8Array(length),
});
const transmit = of({ kind: 'transmit', packet: 0, hops: 0, again: false });
const drop = of({ kind: 'drop', packet: 0, hops: 0, reason: { code: 'lost' }, rule: null });

test.each([
  [SYN, 0, 'SYN', 'SYN'],
  [SYN | ACK, 0, 'SYN,ACK', 'SYN,ACK'],
  [SYN | RST, 0, 'RST', 'RST client'],
  [SYN | FIN, 0, 'SYN', 'SYN'],
  [RST | ACK, 0, 'RST', 'RST client'],
  [FIN | ACK, 0, 'FIN', 'FIN client'],
  [FIN | RST, 0, 'RST', 'RST client'],
  [FIN | PSH | ACK, 9, 'FIN', 'FIN client'],
  [PSH | ACK, 1, 'octets', 'octets client'],
  [ACK, 0, 'ACK', null],
  [0, 0, 'ACK', null],
])('flags %i with %i octets are %s', (flags, length, word, sent) => {
  expect(momentOf(transmit, data, segment(flags, length))).toBe(sent && `data 2 / ${sent}`);
  expect(momentOf(drop, data, segment(flags, length))).toBe(`data 2 / dropped ${word}`);
});

describe('the moment of', () => {
  const told = (word: string) => of({ kind: 'told', told: word, from: 0, octets: 0, reason: null, ...by('pi') });
  test.each<[string, Entry, Connection | null, string | null]>([
    ['an ICMP error', transmit, null, 'client / ICMP client'],
    ['an ICMP error on a connection', transmit, data, 'data 2 / ICMP client'],
    ['a drop of no segment', drop, data, null],
    ['opened', told('opened'), data, 'data 2 / opened client'],
    ['failed', told('failed'), data, 'data 2 / failed client'],
    ['received', told('received'), data, null],
    [
      'listen',
      of({ kind: 'listen', listener: 'l', purpose: 'data', wanted: 0, local: endpoint }),
      null,
      'client / listen data',
    ],
    ['achieve', of({ kind: 'achieve', action: 0, ok: true, ...by('user') }), null, 'action 1 / achieved'],
    ['achieve', of({ kind: 'achieve', action: 2, ok: false, ...by('user') }), null, 'action 3 / failed'],
    ['exit', of({ kind: 'exit', process: 'curl', code: 0 }), null, 'client / exit'],
    ['end', of({ kind: 'end', how: 'cap' }, null), null, 'end'],
    ['arrive', of({ kind: 'arrive', packet: 0, hops: 0 }), data, null],
    ['start', of({ kind: 'start', process: 'curl' }), null, null],
  ])('%s', (_, entry, connection, moment) => expect(momentOf(entry, connection, null)).toBe(moment));

  test('a name that comes again is numbered', () => {
    const counts = new Map<string, number>();
    const names = ['a', 'b', 'a', 'a', 'b'].map((name) => numbered(counts, name));
    expect(names).toEqual(['a', 'b', 'a #2', 'a #3', 'b #2']);
    expect([...counts]).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });
  test("a connection's name", () => expect(connectionName(data)).toBe('data 2'));
});

describe('a message is told once', () => {
  const said = (message: Message, way: Speech['way'], machine = 'pi') =>
    of({ kind: 'message', way, message, ...by(machine) }) as Speech;
  const layer = (machine: string, name: string, way: Speech['way'] = 'sent') =>
    of({ kind: 'layer', way, name, said: null, protected: false, content: null, ...by(machine) }) as Speech;
  const pasv = commandMessage({ verb: 'PASV', argument: null });
  const entering = replyMessage({ code: 227, lines: ['x'] });
  const signal: Message = { protocol: 'SSH', kind: 'signal', name: 'NEWKEYS', text: '' };

  test.each<[Speech, boolean, string]>([
    [said(pasv, 'sent'), true, 'PASV'],
    [said(pasv, 'received'), false, 'PASV'],
    [said(entering, 'sent'), false, '227'],
    [said(entering, 'received'), true, '227'],
    [said(strayMessage('FTP', 'x'), 'received'), true, 'raw'],
    [said(strayMessage('FTP', 'x'), 'sent'), false, 'raw'],
    [said(signal, 'sent'), true, 'NEWKEYS'],
    [said(signal, 'received'), false, 'NEWKEYS'],
    [layer('tls-client', 'Finished'), true, 'TLS / Finished'],
    [layer('tls-client', 'Finished', 'received'), true, 'TLS / Finished'],
    [layer('tls-server', 'Finished'), false, 'TLS / Finished'],
    [layer('tls-client', 'ApplicationData'), false, 'TLS / ApplicationData'],
    [layer('tls-client-2', 'Finished'), false, 'TLS / Finished'],
  ])('%#', (speech, isThere, name) => {
    expect(isTold(speech)).toBe(isThere);
    expect(momentOf(speech, data, null)).toBe(isThere ? `data 2 / ${name}` : null);
  });
  test("a layer's is a signal of its protocol; a machine's is what it is", () => {
    expect(messageOf(layer('tls-client', 'Finished'))).toEqual({
      protocol: 'TLS',
      kind: 'signal',
      name: 'Finished',
      text: '',
    });
    expect(messageOf(layer('ssh', 'x'))).toMatchObject({ protocol: 'SSH' });
    expect(messageOf(said(entering, 'sent'))).toBe(entering);
  });
});
