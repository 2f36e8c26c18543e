/**
 * Every client whose manners were recorded, over real sockets: ours against Debian's vsftpd, and the real lftp and
 * tnftp against our server machines. What they list, get and put is the same octet for octet.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientProgram } from '../../src/ftp/programs';
import { clients } from '../profiles';
import type { Action, DataMode } from '../../src/ftp/protocol/requests';
import { runClient } from '../../src/live/client';
import { messagesOf, violationsOf } from '../../src/live/entry';
import { serve, type LiveServer } from '../../src/live/server';
import { skipped } from '../skip';
import { downloads, sameOctets, storeOf, uploads } from './files';
import { learner } from '../ftp/setups';
import { vsftpdService } from './ours';
import { loopbacks, patience, run, type Ended } from './programs';
import { account, startVsftpd, type Vsftpd } from './vsftpd';

const modes = ['PASV', 'EPSV', 'PORT', 'EPRT'] as const;
/** The verbs that each client knows the ways by: not all do as they are told. */
const verbsOf: Readonly<Record<string, Readonly<Record<4 | 6, Readonly<Record<DataMode, string>>>>>> = {
  lftp: {
    4: { PASV: 'PASV', EPSV: 'EPSV', PORT: 'PORT', EPRT: 'PORT' },
    6: { PASV: 'EPSV', EPSV: 'EPSV', PORT: 'EPRT', EPRT: 'EPRT' },
  },
  tnftp: {
    4: { PASV: 'PASV', EPSV: 'EPSV', PORT: 'PORT', EPRT: 'EPRT' },
    6: { PASV: 'EPSV', EPSV: 'EPSV', PORT: 'EPRT', EPRT: 'EPRT' },
  },
  ftplib: {
    4: { PASV: 'PASV', EPSV: 'PASV', PORT: 'PORT', EPRT: 'PORT' },
    6: { PASV: 'EPSV', EPSV: 'EPSV', PORT: 'EPRT', EPRT: 'EPRT' },
  },
};
const verbs = modes as readonly string[];

for (const address of await loopbacks()) {
  const ipVersion = address === '::1' ? 6 : 4;

  describe.skipIf(skipped('vsftpd'))(`ours and vsftpd over ${address}`, () => {
    let server: Vsftpd;
    beforeAll(async () => {
      server = await startVsftpd(address, downloads);
    });
    afterAll(() => server?.stop());

    describe.each(Object.keys(verbsOf))('%s', (name) => {
      test.each(modes)('told to use %s', async (dataMode) => {
        const work: readonly Action[] = [
          { op: 'list', path: '/' },
          ...Object.keys(downloads).map((path) => ({ op: 'get', path }) as const),
          { op: 'cd', path: 'inbox' },
          ...Object.keys(uploads).map((path) => ({ op: 'put', path }) as const),
          { op: 'quote', line: 'NOOP' },
        ];
        const program = clientProgram({
          profile: clients[name]!,
          server: { name: 'localhost', address, port: server.port },
          ...account,
          dataMode,
          ipVersion,
          work,
          settings: { connectTimeout: 20, skipPasvAddress: null },
        });
        const result = await runClient(program, { files: storeOf(uploads), signal: AbortSignal.timeout(patience) });
        expect(result.said).toEqual([]);
        expect(result.achieved).toEqual(work.map((_, action) => ({ action, ok: true })));
        expect([result.exitCode, result.violations]).toEqual([0, []]);
        const used = result.messages.flatMap(({ way, message }) =>
          way === 'sent' && message.kind === 'request' && verbs.includes(message.name) ? [message.name] : [],
        );
        expect([...new Set(used)]).toEqual([verbsOf[name]![ipVersion][dataMode]]);
        for (const [path, octets] of Object.entries(downloads))
          expect([path, sameOctets(result.files.get(`/${path}`)?.octets, octets)]).toEqual([path, 'same']);
        for (const [path, octets] of Object.entries(uploads))
          expect([path, sameOctets(server.read(`inbox/${path}`), octets)]).toEqual([path, 'same']);
      });

      test('asks for a file that is not there', async () => {
        const program = clientProgram({
          profile: clients[name]!,
          server: { name: 'localhost', address, port: server.port },
          ...account,
          dataMode: 'EPSV',
          ipVersion,
          work: [{ op: 'get', path: 'nowhere.txt' }],
          settings: { connectTimeout: 20, skipPasvAddress: null },
        });
        const result = await runClient(program, { files: storeOf({}), signal: AbortSignal.timeout(patience) });
        expect(result.said).toEqual([
          {
            lftp: 'get: Access failed: 550 Failed to open file. (nowhere.txt)',
            tnftp: '550 Failed to open file.',
            ftplib: 'error_perm: 550 Failed to open file.',
          }[name],
        ]);
      });
    });
  });

  describe(`theirs and our server over ${address}`, () => {
    let server: LiveServer;
    let folder = '';
    beforeEach(async () => {
      server = await serve(vsftpdService(), { address, port: 0, files: storeOf(downloads), writable: true });
      folder = mkdtempSync(join(tmpdir(), 'portcall-theirs-'));
      for (const [name, octets] of Object.entries(uploads)) writeFileSync(join(folder, name), octets);
    });
    afterEach(async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const get = Object.keys(downloads);
    const put = Object.keys(uploads);
    const ended = async (result: Ended, verb: string): Promise<void> => {
      expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
      await server.idle();
      expect(violationsOf(server.log)).toEqual([]);
      const used = messagesOf(server.log).flatMap(({ way, message }) =>
        way === 'received' && message.kind === 'request' && verbs.includes(message.name) ? [message.name] : [],
      );
      expect([...new Set(used)]).toEqual([verb]);
      for (const line of get) expect(result.stdout.toString()).toContain(line);
      for (const name of get)
        expect([name, sameOctets(readFileSync(join(folder, `got-${name}`)), downloads[name]!)]).toEqual([name, 'same']);
      for (const name of put)
        expect([name, sameOctets(server.files().get(`/${name}`)?.octets, uploads[name]!)]).toEqual([name, 'same']);
    };

    // lftp 4.9.2 names '::' in EPRT over ::1, which vsftpd refuses as our server does.
    const possible = modes.filter((mode) => ipVersion === 4 || mode === 'PASV' || mode === 'EPSV');
    test.skipIf(skipped('lftp')).each(possible)('lftp told to use %s', async (mode) => {
      const host = address === '::1' ? '[::1]' : address;
      const settings = {
        'net:timeout': 20,
        'net:max-retries': 1,
        'ftp:ssl-allow': 'no',
        'ftp:use-mdtm': 'no',
        'cmd:fail-exit': 'yes',
        'xfer:clobber': 'yes',
        'ftp:passive-mode': mode === 'PASV' || mode === 'EPSV' ? 'yes' : 'no',
        'ftp:prefer-epsv': mode === 'EPSV' ? 'yes' : 'no',
      };
      const result = await run('lftp', [
        '--norc',
        '-c',
        [
          ...Object.entries(settings).map(([name, value]) => `set ${name} ${value}`),
          `open -u ${learner.name},${learner.password} ftp://${host}:${server.port}`,
          'ls',
          ...get.map((name) => `get ${name} -o ${folder}/got-${name}`),
          ...put.map((name) => `put ${folder}/${name}`),
          'bye',
        ].join('; '),
      ]);
      await ended(result, verbsOf['lftp']![ipVersion][mode]);
    });

    test.skipIf(skipped('tnftp')).each(modes)('tnftp told to use %s', async (mode) => {
      const extended = mode === 'EPSV' || mode === 'EPRT' || ipVersion === 6;
      const result = await run(
        'tnftp',
        ['-n', '-i', '-v', mode === 'PASV' || mode === 'EPSV' ? '-p' : '-A', '-q', '20'],
        [
          ...(extended ? [] : ['epsv4 off']),
          `open ${address} ${server.port}`,
          `user ${learner.name} ${learner.password}`,
          'ls',
          ...get.map((name) => `get ${name} ${folder}/got-${name}`),
          ...put.map((name) => `put ${folder}/${name} ${name}`),
          'quit',
        ]
          .map((line) => `${line}\n`)
          .join(''),
      );
      await ended(result, verbsOf['tnftp']![ipVersion][mode]);
    });
  });
}
