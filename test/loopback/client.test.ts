/**
 * Our client machines, with curl's manners, talk to Debian's vsftpd over real sockets: what they list, get and put, by
 * every way a data connection is made, is the same octet for octet.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Action } from '../../src/ftp/protocol/requests';
import { runClient, type LiveResult } from '../../src/live/client';
import type { Files } from '../../src/machine/files';
import { skipped } from '../skip';
import { downloads, sameOctets, storeOf, uploads } from './files';
import { curlProgram } from './ours';
import { loopbacks, patience, type Loopback } from './programs';
import { account, startVsftpd, type Vsftpd } from './vsftpd';

const modes = [
  { dataMode: 'PASV', on: ['127.0.0.1'] },
  { dataMode: 'EPSV', on: ['127.0.0.1', '::1'] },
  { dataMode: 'PORT', on: ['127.0.0.1'] },
  { dataMode: 'EPRT', on: ['127.0.0.1', '::1'] },
] as const;
const dataVerbs = modes.map(({ dataMode }) => dataMode as string);

for (const address of await loopbacks()) {
  describe.skipIf(skipped('vsftpd'))(`over ${address}`, () => {
    let server: Vsftpd;
    beforeAll(async () => {
      server = await startVsftpd(address, downloads);
    });
    afterAll(() => server?.stop());

    describe.each(modes.filter(({ on }) => (on as readonly Loopback[]).includes(address)))(
      'by $dataMode',
      ({ dataMode }) => {
        const work = (files: Files, ...actions: readonly Action[]): Promise<LiveResult> =>
          runClient(curlProgram({ ...server, ...account, dataMode, work: actions }), {
            files,
            signal: AbortSignal.timeout(patience),
          });
        const ended = (result: LiveResult, actions: number): void => {
          expect(result.violations).toEqual([]);
          expect(result.achieved).toEqual(Array.from({ length: actions }, (_, action) => ({ action, ok: true })));
          expect(result.exitCode).toBe(0);
          const verbs = result.messages.flatMap(({ way, message }) =>
            way === 'sent' && message.kind === 'request' ? [message.name] : [],
          );
          expect([...new Set(verbs.filter((verb) => dataVerbs.includes(verb)))]).toEqual([dataMode]);
        };

        test('lists', async () => {
          const result = await work(storeOf({}), { op: 'list', path: '/' });
          ended(result, 1);
          const lines = Buffer.concat(
            result.log.flatMap((entry) =>
              entry.machine === 'dtp' && 'event' in entry && entry.event.type === 'received'
                ? [entry.event.octets]
                : [],
            ),
          )
            .toString()
            .split('\r\n');
          const listed = lines
            .filter((line) => line.startsWith('-'))
            .map((line) => line.split(/\s+/))
            .map((words) => [words.at(-1), Number(words[4])]);
          expect(listed).toEqual(
            Object.entries(downloads)
              .map(([name, octets]) => [name, octets.length])
              .sort(),
          );
        });

        test('gets every file, in one session', async () => {
          const names = Object.keys(downloads);
          const result = await work(storeOf({}), ...names.map((path) => ({ op: 'get', path }) as const));
          ended(result, names.length);
          for (const name of names)
            expect([name, sameOctets(result.files.get(`/${name}`)?.octets, downloads[name]!)]).toEqual([name, 'same']);
        });

        test('puts every file, in one session', async () => {
          const names = Object.keys(uploads);
          const result = await work(
            storeOf(uploads, '/inbox/'),
            ...names.map((name) => ({ op: 'put', path: `inbox/${name}` }) as const),
          );
          ended(result, names.length);
          for (const name of names)
            expect([name, sameOctets(server.read(`inbox/${name}`), uploads[name]!)]).toEqual([name, 'same']);
        });
      },
    );
  });
}
