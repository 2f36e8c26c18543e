/**
 * Real curl and ftplib resume and abort what our server machines, with each server's manners, send them over real
 * sockets (RFC 959 section 4.1.3 REST and ABOR): the parts make the whole, octet for octet, and after ABOR the session
 * goes on.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { violationsOf } from '../../src/live/entry';
import { serve, type LiveServer } from '../../src/live/server';
import { servers } from '../profiles';
import { skipped } from '../skip';
import { sameOctets, storeOf } from './files';
import { learner } from '../ftp/setups';
import { serviceOf } from './ours';
import { curl, loopbacks, run, urlOf } from './programs';

/** More than the sockets of both ends hold, so that ABOR comes while it is being sent. */
const large = Uint8Array.from({ length: 24 << 20 }, (_, index) => (index * 13 + Math.floor(index / 239)) % 256);
const cut = 300_001;

const opening = `
import ftplib, hashlib, json, sys
order = json.load(sys.stdin)
ftp = ftplib.FTP(timeout=40)
ftp.connect(order['address'], order['port'])
ftp.login(order['user'], order['password'])
def get(rest):
    digest = hashlib.sha256()
    ftp.retrbinary('RETR large.bin', digest.update, rest=rest)
    return digest.hexdigest()
`;
const resuming = `${opening}
told = [get(order['cut'])]
ftp.quit()
print(json.dumps(told))
`;
/** In line: an ordinary command, no urgent octet, which node:net would not tell of. */
const aborting = `${opening}
ftp.voidcmd('TYPE I')
data = ftp.transfercmd('RETR large.bin')
first = b''
while len(first) < order['cut']:
    first += data.recv(order['cut'] - len(first))
ftp.putcmd('ABOR')
data.close()
replies = [ftp.getmultiline()[:3], ftp.getmultiline()[:3]]
told = [hashlib.sha256(first).hexdigest(), replies, ftp.sendcmd('NOOP')[:3], get(None)]
ftp.quit()
print(json.dumps(told))
`;
const digest = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');

/** What each server answers the transfer and ABOR with. */
const aborted: Readonly<Record<string, readonly string[]>> = {
  vsftpd: ['426', '225'],
  proftpd: ['426', '226'],
  'pure-ftpd': ['426', '226'],
};

for (const address of await loopbacks()) {
  describe.each(Object.keys(servers))(`%s over ${address}`, (name) => {
    let server: LiveServer;
    let folder = '';
    beforeEach(async () => {
      server = await serve(serviceOf(name), {
        address,
        port: 0,
        files: storeOf({ 'large.bin': large }),
        writable: true,
      });
      folder = mkdtempSync(join(tmpdir(), 'portcall-resume-'));
    });
    afterEach(async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const python = async (script: string): Promise<unknown> => {
      const order = { address, port: server.port, user: learner.name, password: learner.password, cut };
      const { code, stdout, stderr } = await run('python3', ['-c', script], JSON.stringify(order));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await server.idle();
      expect(violationsOf(server.log)).toEqual([]);
      return JSON.parse(stdout.toString());
    };

    test.skipIf(skipped('curl'))('curl gets the rest', async () => {
      const path = join(folder, 'large.bin');
      writeFileSync(path, large.subarray(0, cut));
      const { code, stderr } = await curl(
        '--user',
        `${learner.name}:${learner.password}`,
        '--continue-at',
        '-',
        '--output',
        path,
        `${urlOf(address, server.port)}/large.bin`,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await server.idle();
      expect(sameOctets(readFileSync(path), large)).toBe('same');
      const sent = server.log.reduce(
        (sum, entry) =>
          sum +
          (entry.machine === 'dtp' && 'command' in entry && entry.command.type === 'send'
            ? entry.command.octets.length
            : 0),
        0,
      );
      expect(sent).toBe(large.length - cut);
    });

    test.skipIf(skipped('python3'))('ftplib gets the rest', async () => {
      expect(await python(resuming)).toEqual([digest(large.subarray(cut))]);
    });

    test.skipIf(skipped('python3'))('ftplib aborts, and goes on', async () => {
      expect(await python(aborting)).toEqual([digest(large.subarray(0, cut)), aborted[name], '200', digest(large)]);
    });
  });
}
