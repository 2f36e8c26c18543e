import { describe, expect, test } from 'vitest';
import { pcapngOf } from '../../src/capture/pcapng';
import { octetsOf } from '../../src/trace/trace';
import { packetAddresses } from '../../src/wire/packet/packet';
import { handmade } from './handmade';

interface Block {
  readonly type: number;
  readonly body: DataView;
  readonly octets: Uint8Array;
}
type Options = Readonly<Record<number, readonly string[]>>;

/** Reads blocks by the draft alone: type, length, body, length; everything on 32-bit bounds. */
function blocks(file: Uint8Array): readonly Block[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found: Block[] = [];
  for (let at = 0; at < file.length;) {
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    expect(length).toBeGreaterThanOrEqual(12);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    const octets = file.slice(at + 8, at + length - 4);
    found.push({ type: view.getUint32(at, true), octets, body: new DataView(octets.buffer) });
    at += length;
  }
  return found;
}

/**
 * The options from an offset of a body on, texts by code; they must end with opt_endofopt and there the block must end.
 */
function options({ body, octets }: Block, from: number): Options {
  const found: Record<number, string[]> = {};
  let at = from;
  while (at < octets.length) {
    const [code, length] = [body.getUint16(at, true), body.getUint16(at + 2, true)];
    at += 4 + Math.ceil(length / 4) * 4;
    if (code === 0) break;
    found[code] = [
      ...(found[code] ?? []),
      Buffer.from(octets.subarray(at - Math.ceil(length / 4) * 4).subarray(0, length)).toString('utf8'),
    ];
  }
  expect(at).toBe(octets.length);
  return found;
}

function packets(all: readonly Block[]) {
  return all
    .filter(({ type }) => type === 6)
    .map((block) => {
      const { body, octets } = block;
      const [at, high, low, captured, original] = [0, 4, 8, 12, 16].map((offset) => body.getUint32(offset, true)) as [
        number,
        number,
        number,
        number,
        number,
      ];
      expect(captured).toBe(original);
      return {
        at,
        micros: high * 2 ** 32 + low,
        packet: octets.slice(20, 20 + captured),
        comments: options(block, 20 + Math.ceil(captured / 4) * 4)[1] ?? [],
      };
    });
}

const START = 1_768_478_400_000_000;

describe('a capture of a trace', () => {
  const trace = handmade();

  test('begins with the section, its interfaces and the names', () => {
    const [section, ...rest] = blocks(pcapngOf(trace));
    expect(section?.type).toBe(0x0a0d0d0a);
    expect(section?.body.getUint32(0, true)).toBe(0x1a2b3c4d);
    expect([section?.body.getUint16(4, true), section?.body.getUint16(6, true)]).toEqual([1, 0]);
    expect(section?.body.getBigInt64(8, true)).toBe(-1n);
    expect(section && options(section, 16)).toEqual({ 1: ['dataMode=EPSV'], 4: ['Portcall'] });
    expect(rest.map(({ type }) => type)).toEqual([1, 1, 1, 4, 6, 6, 6, 6, 6, 6, 6]);
    expect(rest.slice(0, 3).map((block) => block.body.getUint16(0, true))).toEqual([101, 101, 101]);
    expect(rest.slice(0, 3).map((block) => options(block, 8))).toEqual([
      { 2: ['client'], 3: ['Client'], 9: ['\u0006'] },
      { 2: ['wan'], 3: ['Network'], 9: ['\u0006'] },
      { 2: ['server'], 3: ['Server'], 9: ['\u0006'] },
    ]);
  });

  test('names the hosts, both families', () => {
    const names = blocks(pcapngOf(trace)).find(({ type }) => type === 4);
    const text = Buffer.from(names?.octets ?? []).toString('latin1');
    expect(text).toContain('\x01\x00\x15\x00\xc6\x33\x64\x15ftp.example.test\0\0\0\0');
    expect(text).toContain('\x02\x00\x21\x00\x20\x01\x0d\xb8\x00\x02');
    expect(text.endsWith('\0\0\0\0')).toBe(true);
  });

  test('holds each packet where it came by, with its time, its TTL there and its moment', () => {
    expect(
      packets(blocks(pcapngOf(trace))).map(({ at, micros, packet, comments }) => [
        at,
        micros - START,
        packetAddresses(packet).ttl,
        ...comments,
      ]),
    ).toEqual([
      [0, 100, 64, 'control 1 / SYN'],
      [1, 5120, 63, 'control 1 / SYN'],
      [2, 10_140, 62, 'control 1 / SYN'],
      [2, 10_140, 64, 'control 1 / SYN,ACK'],
      [1, 15_160, 63, 'control 1 / SYN,ACK'], // lost behind the wide network: seen there, once
      [0, 1_000_100, 64, 'control 1 / SYN #2'],
      [1, 1_005_120, 63, 'control 1 / SYN #2'], // dropped in the wide network: seen there, and not at the server
    ]);
  });

  test('holds the very octets of the trace', () => {
    const [first, , third] = packets(blocks(pcapngOf(trace)));
    const [left, came] = [trace.entries[1], trace.entries[4]];
    expect(left?.kind === 'transmit' && octetsOf(trace, left)).toEqual(first?.packet);
    expect(came?.kind === 'arrive' && octetsOf(trace, came)).toEqual(third?.packet);
  });

  test('of one vantage point has its interface and its packets alone', () => {
    const all = blocks(pcapngOf(trace, { vantage: 'server' }));
    expect(all.map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 4, 6, 6]);
    expect(all[1] && options(all[1], 8)[2]).toEqual(['server']);
    expect(packets(all).map(({ at, micros }) => [at, micros - START])).toEqual([
      [0, 10_140],
      [0, 10_140],
    ]);
  });

  test('of a packet that was rewritten on the way keeps its moment', () => {
    const { entries, ...rest } = handmade();
    const rewritten = entries.map((entry) =>
      entry.kind === 'pass' && entry.node === 'wan' && entry.packet === 0
        ? { ...entry, packet: 2, rewritten: 0 }
        : entry,
    );
    const moments = new Map([...rest.moments].filter(([name]) => name !== 'control 1 / SYN #2'));
    const seen = packets(blocks(pcapngOf({ ...rest, entries: rewritten, moments }, { vantage: 'wan' })));
    expect(seen[0]?.comments).toEqual(['control 1 / SYN']);
  });
});
