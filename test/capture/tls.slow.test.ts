/** tshark opens the TLS of our captures with the secrets that stand in them, and with nothing else. */
import { beforeAll, describe, expect, test } from 'vitest';
import { keyLogOf } from '../../src/capture/key-log';
import { pcapngOf } from '../../src/capture/pcapng';
import { observed } from '../../src/explain/observed/observed';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { readScenario } from '../../src/scenario/text/file';
import { messageLines } from '../../src/wire/notation/notation';
import { textOf } from '../../src/wire/text/text';
import { secured } from '../sim/secured';
import { skipped } from '../skip';
import { dialogueIn, dialogueOf } from './dialogue';
import { handmade } from './handmade';
import { complaints, inside, packetFields } from './tshark';

/** Types of a file's blocks, in order (pcapng section 3.1). */
function blocksOf(capture: Uint8Array): readonly number[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  const types: number[] = [];
  for (let at = 0; at < capture.length; at += view.getUint32(at + 4, true)) types.push(view.getUint32(at, true));
  return types;
}

describe('the secrets', () => {
  test('the key log has each secret once, though both ends know it', () => {
    const lines = keyLogOf(secured({ versions: { most: '1.3' } }))
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
      'SERVER_HANDSHAKE_TRAFFIC_SECRET',
      'CLIENT_TRAFFIC_SECRET_0',
      'SERVER_TRAFFIC_SECRET_0',
      'EXPORTER_SECRET',
    ]);
    for (const line of lines) expect(line).toMatch(/^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}$/);
  });
  test('stand in one Decryption Secrets Block, ahead of every packet, at every vantage', () => {
    const trace = secured();
    for (const vantage of ['client', 'server'] as const) {
      const types = blocksOf(pcapngOf(trace, { vantage }));
      expect(types.filter((type) => type === 10)).toHaveLength(1);
      expect(types.indexOf(10)).toBeLessThan(types.indexOf(6));
      expect(blocksOf(pcapngOf(trace, { vantage, sealed: true }))).not.toContain(10);
    }
  });
  test('of a run without TLS there are none', () => {
    expect(keyLogOf(handmade())).toBe('');
    expect(blocksOf(pcapngOf(handmade()))).not.toContain(10);
  });
});

describe.skipIf(skipped('tshark'))('tshark', () => {
  describe.each(['1.3', '1.2'] as const)('TLS %s', (most) => {
    const trace = secured({ versions: { most } });
    const capture = pcapngOf(trace, { vantage: 'client' });

    test('reads every command and reply, and finds fault with nothing', () => {
      expect(dialogueIn(capture)).toEqual(dialogueOf(trace));
      expect(dialogueOf(trace)).toHaveLength(9);
      // The client closes while the server's farewell is under way, and answers it with RST.
      expect(complaints(capture).filter((line) => !line.endsWith('Connection reset (RST)'))).toEqual([]);
    });
    test('reads no further than AUTH without the secrets', () => {
      expect(dialogueIn(pcapngOf(trace, { vantage: 'client', sealed: true }))).toEqual([
        '< 220 Harbour',
        '> AUTH TLS',
        '< 234 Proceed',
      ]);
    });
    test('knows the messages of the handshake by the moments that name their packets', () => {
      const hello = packetFields(capture, 'tls.handshake.type == 1', [
        'frame.comment',
        'tls.handshake.extensions_server_name',
      ]);
      expect(hello.length).toBe(most === '1.3' ? 2 : 1); // after a HelloRetryRequest there is another
      expect(hello[0]?.['frame.comment']).toContain('control 1 / TLS / ClientHello');
      expect(hello[0]?.['tls.handshake.extensions_server_name']).toEqual(['ftp.example.test']);
    });
  });

  describe.each([
    ['TLS 1.3, resumed on data connections', ['client.software: curl', 'server.software: vsftpd'], 'psk'],
    ['TLS 1.3, each connection by itself', ['client.software: ftplib', 'server.software: pure-ftpd'], null],
    ['TLS 1.2, resumed', ['client.software: curl', 'tls.clientMaxTls: 1.2'], 'session id'],
    [
      'TLS 1.3, implicit',
      [
        'client.software: lftp',
        'server.software: proftpd',
        'security: implicit',
        'server.tls: implicit',
        'server.controlPort: 990',
        'client.connectPort: 990',
      ],
      'psk',
    ],
  ])('FTPS: %s', (_, knobs, resumption) => {
    let trace: Trace;
    let within: ReturnType<typeof opened>;
    beforeAll(async () => {
      const basic = [
        'security: explicit',
        'server.tls: optional',
        'actions: list /; get hello.txt; put notes.txt',
      ].filter((line) => !knobs.some((knob) => knob.startsWith(`${line.split(':')[0]}:`)));
      const found = readScenario([...basic, ...knobs].join('\n'), 'ftps');
      if ('problems' in found) throw new Error(JSON.stringify(found.problems));
      trace = run(found.scenario, await load(needs(found.scenario)));
      within = opened();
    });
    const opened = (sealed = false) =>
      inside(
        pcapngOf(trace, { vantage: 'client', sealed }),
        trace.connections.map(({ remote }) => remote.port),
        trace.connections.map(({ local }) => local.port),
      );

    test('every command and reply inside TLS comes out by tshark as it was sent', () => {
      const [control] = within;
      const begun = entriesOf(trace, 'layer').find(({ way, name }) => way === 'sent' && name === 'Finished')?.n ?? 0;
      const lines = (node: string) =>
        entriesOf(trace, 'message')
          .filter((entry) => entry.way === 'sent' && entry.node === node && entry.n > begun)
          .flatMap(({ message }) => messageLines(message));
      expect(lines('client').length).toBeGreaterThan(8);
      expect(
        textOf(control?.fromOpener ?? new Uint8Array(0))
          .trimEnd()
          .split('\r\n'),
      ).toEqual(lines('client'));
      expect(
        textOf(control?.toOpener ?? new Uint8Array(0))
          .trimEnd()
          .split('\r\n'),
      ).toEqual(lines('server'));
    });
    test("and the files' octets", () => {
      const [, list, hello, notes] = within;
      expect(textOf(list?.toOpener ?? new Uint8Array(0))).toContain('hello.txt');
      expect(Buffer.from(hello?.toOpener ?? [])).toEqual(
        Buffer.from(trace.files.get('client')?.get('/hello.txt')?.octets ?? []),
      );
      expect(Buffer.from(notes?.fromOpener ?? [])).toEqual(
        Buffer.from(trace.files.get('server')?.get('/notes.txt')?.octets ?? []),
      );
      expect([hello?.toOpener.length, notes?.fromOpener.length]).toEqual([300, 180]);
    });
    test('data connections resume the session, where the programs do', () => {
      const { tls } = observed(trace);
      expect(tls.map(({ resumed }) => resumed)).toEqual([false, ...Array<boolean>(3).fill(resumption !== null)]);
      expect(tls.every(({ established, clientHello }) => established && clientHello?.sni === 'ftp.example.test')).toBe(
        true,
      );
    });
    test('without the secrets nothing does', () => {
      for (const { fromOpener, toOpener } of opened(true)) expect([fromOpener.length, toOpener.length]).toEqual([0, 0]);
    });
  });
});
