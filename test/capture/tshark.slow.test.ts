/**
 * tshark as judge: what it reads in captures of runs must be what their traces say, and it must find fault with
 * nothing.
 */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { pcapngOf } from '../../src/capture/pcapng';
import { VANTAGES, type Vantage } from '../../src/trace/vantage';
import { children } from '../../src/machine/files';
import { packetOf } from '../../src/trace/arena';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { skipped } from '../skip';
import { runOf } from '../knobbed';
import { dialogueIn, dialogueOf } from './dialogue';
import { handmade } from './handmade';
import { complaints, ftpObjects, packetFields, streams, validated, type Stream } from './tshark';

/** Octets in a form that is quickly compared and shortly printed. */
const print = (octets: Uint8Array | undefined) =>
  octets && `${octets.length} octets, ${createHash('sha256').update(octets).digest('hex')}`;

const fileOf = (trace: Trace, node: string, path: string) => print(trace.files.get(node)?.get(path)?.octets);

const streamsOf = (trace: Trace, vantage: Vantage): readonly Stream[] =>
  streams(
    pcapngOf(trace, { vantage }),
    trace.connections.map(({ local }) => local.port),
  );

describe.skipIf(skipped('tshark'))('tshark', () => {
  test('finds the faults of a capture that has some', () => {
    const trace = handmade();
    expect(complaints(pcapngOf(trace, { vantage: 'server' }))).toEqual([]);
    const capture = pcapngOf(trace, { vantage: 'server' });
    expect(validated(capture)).toBe(2);
    const syn = packetOf(trace.arena, 0);
    syn[22] = (syn[22] ?? 0) ^ 1;
    expect(complaints(pcapngOf(trace, { vantage: 'server' }))).toEqual([
      expect.stringContaining('Bad checksum') as string,
    ]);
    expect(validated(pcapngOf(trace, { vantage: 'server' }))).toBe(1);
    expect(complaints(pcapngOf(handmade(), { vantage: 'client' }))).toEqual([
      expect.stringContaining('retransmission') as string,
    ]);
  });

  test('knows names, interfaces, times and moments', () => {
    const fields = ['frame.interface_name', 'frame.time_epoch', 'frame.comment', 'ip.ttl', 'ip.dst_host'] as const;
    const [first, second] = packetFields(pcapngOf(handmade()), 'ip', fields);
    expect(first).toMatchObject({
      'frame.interface_name': ['client'],
      'frame.time_epoch': ['1768478400.000100000'],
      'frame.comment': ['control 1 / SYN'],
      'ip.ttl': ['64'],
    });
    expect(second).toMatchObject({ 'frame.interface_name': ['wan'], 'ip.ttl': ['63'] });
  });

  // The helper makes PORT's argument shorter or longer: every sequence number after it is shifted, on one side only.
  test.each([
    [
      'the client behind NAT with the helper, active',
      { dataMode: 'PORT', 'clientEdge.nat': 'true', 'clientEdge.ftpHelper': 'true' },
    ],
    [
      'the server behind NAT with the helper, passive',
      { dataMode: 'PASV', 'serverEdge.nat': 'true', 'serverEdge.ftpHelper': 'true' },
    ],
    [
      'both behind NAT, EPRT',
      { dataMode: 'EPRT', 'clientEdge.nat': 'true', 'clientEdge.ftpHelper': 'true', 'serverEdge.nat': 'true' },
    ],
  ])('finds nothing remarkable at any vantage point: %s', async (_, knobs) => {
    const trace = await runOf({ ...knobs, actions: 'list /; get hello.txt; put notes.txt' });
    expect(trace.files.get('client')?.get('/hello.txt')?.octets.length).toBe(300);
    for (const vantage of VANTAGES) expect([vantage, complaints(pcapngOf(trace, { vantage }))]).toEqual([vantage, []]);
  });

  // What tshark 4 calls the way a data connection was announced; by EPRT it sees none, and goes by the server's port
  // 20.
  describe.each([
    ['PASV', '4', 'PASV'],
    ['EPSV', '4', 'EPASV'],
    ['EPSV', '6', 'EPASV'],
    ['PORT', '4', 'PORT'],
    ['EPRT', '4', ''],
    ['EPRT', '6', ''],
  ])('%s on IPv%s: list, get, get, put', (dataMode, ipVersion, announced) => {
    const [fromServer, fromClient] =
      dataMode === 'PORT' || dataMode === 'EPRT'
        ? (['fromOpener', 'toOpener'] as const)
        : (['toOpener', 'fromOpener'] as const);
    let trace: Trace;
    beforeAll(async () => {
      trace = await runOf({ dataMode, ipVersion, actions: 'list /; get hello.txt; get chart.bin; put cargo.bin' });
    });

    test('nothing is malformed, no checksum bad, nothing remarkable', () => {
      for (const vantage of VANTAGES) {
        const capture = pcapngOf(trace, { vantage });
        expect(complaints(capture)).toEqual([]);
        expect(validated(capture)).toBe(entriesOf(trace, 'transmit').length);
      }
    });

    test("reads the trace's commands and replies", () => {
      expect(dialogueIn(pcapngOf(trace, { vantage: 'client' }))).toEqual(dialogueOf(trace));
      expect(dialogueOf(trace).at(-1)).toMatch(/^< 221 /);
    });

    test('finds each command and reply in a packet that names its moment', () => {
      const fields = ['frame.comment', 'ftp.request.command', 'ftp.response.code'] as const;
      const found = packetFields(pcapngOf(trace, { vantage: 'client' }), 'ftp.request || ftp.response', fields);
      const named = found.flatMap((packet) =>
        packet['frame.comment'].map((name) => {
          const words = [...packet['ftp.request.command'], ...packet['ftp.response.code']];
          return [
            name,
            words.some((word) => name.startsWith(`control 1 / ${word}`)) || name.startsWith('control 1 / octets '),
          ] as const;
        }),
      );
      expect(named.filter(([, right]) => !right)).toEqual([]);
      const messages = [...trace.moments].filter(([, n]) => trace.entries[n]?.kind === 'message').map(([name]) => name);
      expect(messages.length).toBeGreaterThan(30);
      expect(named.map(([name]) => name)).toEqual(expect.arrayContaining(messages));
    });

    test("puts the listing and the trace's files together", () => {
      const [, list, hello, chart, cargo, ...rest] = streamsOf(trace, 'client');
      const names = children(trace.files.get('server') ?? new Map(), '/')
        .map(([name]) => name)
        .filter((name) => name !== 'cargo.bin');
      const lines = Buffer.from(list?.[fromServer] ?? [])
        .toString('latin1')
        .split('\r\n');
      expect(lines.map((line) => line.split(' ').at(-1))).toEqual([...names, '']);
      expect([hello, chart].map((stream) => print(stream?.[fromServer]))).toEqual([
        fileOf(trace, 'client', '/hello.txt'),
        fileOf(trace, 'client', '/chart.bin'),
      ]);
      expect(print(cargo?.[fromClient])).toEqual(fileOf(trace, 'server', '/cargo.bin'));
      expect(rest).toEqual([]);
    });

    test('knows the data connections for what they are', () => {
      const capture = pcapngOf(trace, { vantage: 'client' });
      const known = packetFields(capture, 'ftp-data', ['tcp.stream', 'ftp-data.setup-method']);
      expect([
        ...new Set(known.map((found) => `${found['tcp.stream'].join()} ${found['ftp-data.setup-method'].join()}`)),
      ]).toEqual([1, 2, 3, 4].map((n) => `${n} ${announced}`));
      if (announced !== '')
        expect(print(ftpObjects(capture).get('cargo.bin'))).toEqual(fileOf(trace, 'server', '/cargo.bin'));
    });
  });

  test('finds what the trace says was sent again, and the same files, where packets are lost', async () => {
    const trace = await runOf({ actions: 'get chart.bin; put cargo.bin', 'wan.lossPercent': '5' });
    const capture = (vantage: 'client' | 'server') => pcapngOf(trace, { vantage });
    const again =
      'tcp.analysis.retransmission || tcp.analysis.fast_retransmission || ' +
      'tcp.analysis.spurious_retransmission || tcp.analysis.out_of_order';
    for (const vantage of ['client', 'server'] as const) {
      const sent = packetFields(capture(vantage), `(${again}) && ip.ttl == 64`, ['frame.number']);
      expect(sent.length).toBe(
        entriesOf(trace, 'transmit').filter((entry) => entry.again && entry.node === vantage).length,
      );
      expect(complaints(capture(vantage)).filter((line) => /malformed|checksum/i.test(line))).toEqual([]);
    }
    expect(entriesOf(trace, 'transmit').some((entry) => entry.again)).toBe(true);
    const [, chart, cargo] = streamsOf(trace, 'client');
    expect(print(chart?.toOpener)).toEqual(fileOf(trace, 'client', '/chart.bin'));
    expect(print(cargo?.fromOpener)).toEqual(fileOf(trace, 'server', '/cargo.bin'));
  });
});
