/** A capture's blocks octet for octet, by draft-ietf-opsawg-pcapng; and which packets bear which moments' names. */
import { describe, expect, test } from 'vitest';
import {
  decryptionSecrets,
  enhancedPacket,
  interfaceDescription,
  nameResolution,
  sectionHeader,
} from '../../src/capture/block';
import { keyLogOf } from '../../src/capture/key-log';
import { packetMoments } from '../../src/capture/moments';
import { pcapngOf } from '../../src/capture/pcapng';
import type { Detail, Entry } from '../../src/trace/entry';
import type { Trace } from '../../src/trace/trace';
import { commandMessage } from '../../src/wire/ftp/command';
import { handmade } from './handmade';

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const words = (...all: readonly string[]) => all.join('').replaceAll(' ', '');

describe('blocks', () => {
  const magic = '4d3c2b1a 0100 0000 ffffffffffffffff';
  test.each<[string, Uint8Array, string]>([
    [
      'section, 4.1',
      sectionHeader('ab', []),
      words('0a0d0d0a 28000000', magic, '0400 0200 61620000 0000 0000 28000000'),
    ],
    [
      'section with a comment',
      sectionHeader('abcd', ['c']),
      words('0a0d0d0a 30000000', magic, '0100 0100 63000000 0400 0400 61626364 0000 0000 30000000'),
    ],
    [
      'interface, 4.2',
      interfaceDescription('wan', 'N'),
      words(
        '01000000 30000000 6500 0000 00000000 0200 0300 77616e00',
        '0300 0100 4e000000 0900 0100 06000000 0000 0000 30000000',
      ),
    ],
    [
      'names, 4.5',
      nameResolution([
        [Uint8Array.of(1, 2, 3, 4), 'abc'],
        [new Uint8Array(16).fill(7), 'd'],
      ]),
      words('04000000 34000000 0100 0800 01020304 61626300 0200 1200', '07'.repeat(16), '64000000 0000 0000 34000000'),
    ],
    ['no names', nameResolution([]), words('04000000 10000000 0000 0000 10000000')],
    ['secrets, 4.7', decryptionSecrets('k\n'), words('0a000000 18000000 4b534c54 02000000 6b0a0000 18000000')],
    [
      'packet, 4.3',
      enhancedPacket(2, 2 ** 32 * 3 + 5, Uint8Array.of(9, 8, 7, 6, 5), []),
      words('06000000 28000000 02000000 03000000 05000000 05000000 05000000 09080706 05000000 28000000'),
    ],
    [
      'packet with comments',
      enhancedPacket(0, 0xffffffff, Uint8Array.of(1), ['x', 'yz']),
      words(
        '06000000 38000000 00000000 00000000 ffffffff 01000000 01000000 01000000',
        '0100 0100 78000000 0100 0200 797a0000 0000 0000 38000000',
      ),
    ],
  ])('%s', (_, block, expected) => expect(hex(block)).toBe(expected));
  test('a text of more than 65,535 octets is cut', () => {
    const lengths = [65_535, 65_536, 70_000].map((length) => sectionHeader('x'.repeat(length), []));
    expect(lengths.map((block) => [block.length, block[26], block[27]])).toEqual(
      Array(3).fill([12 + 16 + 4 + 65_536 + 4, 255, 255]),
    );
  });
});

const by = { process: 'p', machine: 'pi' };
type Row = readonly [causes: readonly number[], detail: Detail];
const traceOf = (moments: readonly (readonly [string, number])[], ...rows: readonly Row[]): Trace => ({
  ...handmade(),
  moments: new Map(moments),
  entries: rows.map(([causes, detail], n) => ({ n, at: n, node: 'client', causes, connection: 0, ...detail }) as Entry),
});
const transmit = (packet: number, again = false): Detail => ({ kind: 'transmit', packet, hops: 0, again });
const pass = (packet: number, rewritten: number | null): Detail => ({
  kind: 'pass',
  packet,
  hops: 1,
  rewritten,
  changes: [],
});

test('a packet bears the names of what it is and of what it was first to carry, in their order', () => {
  const trace = traceOf(
    [
      ['PASV', 0],
      ['SYN', 2],
      ['lost', 6],
      ['Finished', 7],
      ['end', 9],
      ['beyond', 99],
      ['too', 2],
    ],
    [[], { kind: 'message', way: 'sent', message: commandMessage({ verb: 'PASV', argument: null }), ...by }],
    [[0], { kind: 'command', command: 'send', octets: 6, ...by }],
    [[1], transmit(0)],
    [[1], transmit(1, true)],
    [[2], pass(2, 0)],
    [[4], pass(3, null)], // 5
    [[], { kind: 'drop', packet: 4, hops: 0, reason: { code: 'x' }, rule: null }],
    [[], { kind: 'layer', way: 'sent', name: 'Finished', said: null, protected: true, content: null, ...by }],
    [[7], transmit(0)],
    [[], { kind: 'end', how: 'quiescent' }],
    [[2], pass(6, 5)], // 10
  );
  expect([...packetMoments(trace)]).toEqual([
    [0, ['PASV', 'SYN', 'Finished', 'too']],
    [4, ['lost']],
    [2, ['PASV', 'SYN', 'Finished', 'too']],
  ]);
});

describe('secrets', () => {
  const secret = (label: string, node: string): Detail => ({
    kind: 'secret',
    label,
    clientRandom: node,
    secret: 'ff',
    ...by,
  });
  const trace = traceOf(
    [],
    [[], secret('B', '1')],
    [[], secret('A', '1')],
    [[], secret('B', '1')],
    [[], secret('B', '2')],
  );
  const types = (capture: Uint8Array) => {
    const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
    const found: number[] = [];
    for (let at = 0; at < capture.length; at += view.getUint32(at + 4, true)) found.push(view.getUint32(at, true));
    return found.slice(1);
  };
  test('each once, in the order in which they came to be', () => {
    expect(keyLogOf(trace)).toBe('B 1 ff\nA 1 ff\nB 2 ff\n');
    expect(keyLogOf(traceOf([]))).toBe('');
  });
  test('stand behind the names where they are wanted, and there are some', () => {
    expect(types(pcapngOf(trace))).toEqual([1, 1, 1, 4, 10]);
    expect(types(pcapngOf(trace, { sealed: true }))).toEqual([1, 1, 1, 4]);
    expect(types(pcapngOf(traceOf([])))).toEqual([1, 1, 1, 4]);
  });
  test('a place that the run has not has no interface', () => {
    const nodes = trace.nodes.filter(({ id }) => id !== 'wan');
    expect(types(pcapngOf({ ...trace, nodes }))).toEqual([1, 1, 4, 10]);
    expect(types(pcapngOf({ ...trace, nodes }, { vantage: 'wan' }))).toEqual([4, 10]);
  });
});
