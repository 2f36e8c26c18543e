/**
 * Our server machines serve real clients, curl and Python's ftplib, over real sockets: what they list, get and put, by
 * every way a data connection is made, is the same octet for octet.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { messagesOf, violationsOf } from '../../src/live/entry';
import { serve, type LiveServer } from '../../src/live/server';
import { skipped } from '../skip';
import { downloads, sameOctets, storeOf, uploads } from './files';
import { ftplib } from './ftplib';
import { curl, freePort, loopbacks, urlOf, type Ended, type Loopback } from './programs';
import { learner } from '../ftp/setups';
import { vsftpdService } from './ours';

const modes = [
  { verb: 'PASV', options: ['--disable-epsv'], on: ['127.0.0.1'] },
  { verb: 'EPSV', options: [], on: ['127.0.0.1', '::1'] },
  { verb: 'PORT', options: ['--ftp-port', '-', '--disable-eprt'], on: ['127.0.0.1'] },
  { verb: 'EPRT', options: ['--ftp-port', '-'], on: ['127.0.0.1', '::1'] },
] as const;
const dataVerbs = modes.map(({ verb }) => verb as string);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcall-clients-'));
  for (const [name, octets] of Object.entries(uploads)) writeFileSync(join(folder, name), octets);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The verbs that made data connections, as the server read them, each once. */
const verbsRead = (server: LiveServer): string[] => [
  ...new Set(
    messagesOf(server.log).flatMap(({ way, message }) =>
      way === 'received' && message.kind === 'request' && dataVerbs.includes(message.name) ? [message.name] : [],
    ),
  ),
];

for (const address of await loopbacks()) {
  describe(`over ${address}`, () => {
    let server: LiveServer;
    beforeEach(async () => {
      server = await serve(vsftpdService(), { address, port: 0, files: storeOf(downloads), writable: true });
    });
    afterEach(() => server.close());

    describe.skipIf(skipped('curl')).each(modes.filter(({ on }) => (on as readonly Loopback[]).includes(address)))(
      'curl by $verb',
      ({ verb, options }) => {
        const asked = (...args: readonly string[]): Promise<Ended> =>
          curl('--user', `${learner.name}:${learner.password}`, ...options, ...args);
        const url = (): string => urlOf(address, server.port);
        const ended = async (result: Ended): Promise<void> => {
          expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
          await server.idle();
          expect(verbsRead(server)).toEqual([verb]);
          expect(violationsOf(server.log)).toEqual([]);
        };

        test('lists', async () => {
          const result = await asked(`${url()}/`);
          await ended(result);
          // Some builds of curl turn TYPE A's line ends into their own.
          const lines = result.stdout.toString().split(/\r?\n/);
          expect(lines.pop()).toBe('');
          const listed = lines.map((line) => line.split(/\s+/)).map((words) => [words.at(-1), Number(words[4])]);
          expect(listed).toEqual(
            Object.entries(downloads)
              .map(([name, octets]) => [name, octets.length])
              .sort(),
          );
        });

        test('gets every file, in one session', async () => {
          const names = Object.keys(downloads);
          const got = (name: string): string => join(folder, `${verb} ${name}`);
          await ended(await asked(...names.flatMap((name) => ['--output', got(name), `${url()}/${name}`])));
          for (const name of names)
            expect([name, sameOctets(readFileSync(got(name)), downloads[name]!)]).toEqual([name, 'same']);
        });

        test('puts every file, in one session', async () => {
          const names = Object.keys(uploads);
          await ended(
            await asked(...names.flatMap((name) => ['--upload-file', join(folder, name), `${url()}/${name}`])),
          );
          for (const name of names)
            expect([name, sameOctets(server.files().get(`/${name}`)?.octets, uploads[name]!)]).toEqual([name, 'same']);
        });
      },
    );

    describe.skipIf(skipped('curl'))('curl is told', () => {
      test('that the password is wrong', async () => {
        const result = await curl('--user', 'learner:wrong', `${urlOf(address, server.port)}/`);
        expect([result.code, result.stderr]).toEqual([67, 'curl: (67) Access denied: 530\n']);
      });

      test('that there is no such file', async () => {
        const result = await curl(
          '--user',
          `${learner.name}:${learner.password}`,
          `${urlOf(address, server.port)}/nowhere.txt`,
        );
        expect(result.code).toBe(78);
        await server.idle();
      });
    });

    test.skipIf(skipped('curl'))('calls curl from one data port, transfer after transfer', async () => {
      const port = await freePort(address);
      const fixed = await serve(vsftpdService(port), { address, port: 0, files: storeOf(downloads), writable: true });
      const names = Object.keys(downloads);
      const result = await curl(
        '--user',
        `${learner.name}:${learner.password}`,
        '--ftp-port',
        '-',
        ...names.map((name) => `${urlOf(address, fixed.port)}/${name}`),
      );
      await fixed.idle();
      await fixed.close();
      expect({ code: result.code, octets: sameOctets(result.stdout, Buffer.concat(Object.values(downloads))) }).toEqual(
        { code: 0, octets: 'same' },
      );
      expect(
        fixed.log.flatMap((entry) => ('event' in entry && entry.event.type === 'opened' ? [entry.event.local] : [])),
      ).toEqual(names.map(() => ({ address, port })));
    });

    test.skipIf(skipped('curl'))('curls side by side each get what is theirs', async () => {
      const results = await Promise.all(
        Object.keys(downloads).map((name) =>
          curl('--user', `${learner.name}:${learner.password}`, `${urlOf(address, server.port)}/${name}`),
        ),
      );
      expect(
        results.map(({ code, stdout }, index) => [code, sameOctets(stdout, Object.values(downloads)[index]!)]),
      ).toEqual(results.map(() => [0, 'same']));
      await server.idle();
      expect(new Set(server.log.map((entry) => entry.process)).size).toBe(results.length);
    });

    test.skipIf(skipped('python3')).each(['passive', 'active'] as const)('ftplib, %s', async (manner) => {
      const told = await ftplib(address, server.port, manner === 'passive', downloads, uploads);
      await server.idle();
      expect(told).toEqual({
        listed: Object.keys(downloads).sort(),
        got: Object.fromEntries(Object.keys(downloads).map((name) => [name, 'same'])),
      });
      for (const [name, octets] of Object.entries(uploads))
        expect([name, sameOctets(server.files().get(`/${name}`)?.octets, octets)]).toEqual([name, 'same']);
      const [old, extended] = manner === 'passive' ? ['PASV', 'EPSV'] : ['PORT', 'EPRT'];
      expect(verbsRead(server)).toEqual([address === '::1' ? extended : old]);
      expect(violationsOf(server.log)).toEqual([]);
    });
  });
}
