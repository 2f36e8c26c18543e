/** Python's ftplib with our servers, over TLS. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { violationsOf } from '../../src/live/entry';
import { skipped } from '../skip';
import { downloads, uploads } from './files';
import { hexOf, session } from './ftplib';
import { learner } from '../ftp/setups';
import { run, type Ended } from './programs';
import { NAME, names, server, at, start, handshakes, breaks, fine, stored, programs } from './ftps';

const script = `
import ftplib, hashlib, io, json, ssl, sys
order = json.load(sys.stdin)
context = ssl.create_default_context(cafile=order['ca'])
class Implicit(ftplib.FTP_TLS):
    @property
    def sock(self): return self._sock
    @sock.setter
    def sock(self, value):
        if value is not None and not isinstance(value, ssl.SSLSocket):
            value = self.context.wrap_socket(value, server_hostname='${NAME}')
        self._sock = value
ftp = (Implicit if order['implicit'] else ftplib.FTP_TLS)(context=context, timeout=40)
ftp.connect('127.0.0.1', order['port'])
ftp.host = '${NAME}'
ftp.login(order['user'], order['password'])
ftp.prot_p() if order['protect'] else ftp.prot_c()
if order['clear']: ftp.ccc()
${session}`;

describe.skipIf(skipped('python3'))('ftplib', () => {
  const played = (
    wish: {
      readonly implicit?: boolean;
      readonly protect?: boolean;
      readonly passive?: boolean;
      readonly clear?: boolean;
    } = {},
  ): Promise<Ended> =>
    run(
      'python3',
      ['-c', script],
      JSON.stringify({
        ca: at('ca.pem'),
        port: server.port,
        user: learner.name,
        password: learner.password,
        implicit: false,
        protect: true,
        passive: true,
        clear: false,
        ...wish,
        get: names,
        put: hexOf(uploads),
      }),
    );
  const whole = ({ code, stdout, stderr }: Ended): void => {
    expect([code, stderr]).toEqual([0, '']);
    const told = JSON.parse(stdout.toString()) as { listed: string[]; got: Record<string, string> };
    expect(told.listed.sort()).toEqual([...names].sort());
    expect(told.got).toEqual(
      Object.fromEntries(names.map((name) => [name, createHash('sha256').update(downloads[name]!).digest('hex')])),
    );
    stored();
  };
  const transfers = 1 + names.length + Object.keys(uploads).length;

  for (const name of programs) {
    test.each(['explicit', 'implicit'] as const)(`a session with ${name}, %s`, async (how) => {
      await start(name, how === 'explicit' ? 'required' : 'implicit');
      whole(await played({ implicit: how === 'implicit' }));
      await server.idle();
      expect([violationsOf(server.log), handshakes().length]).toEqual([[], 1 + transfers]);
    });
  }

  test('the server dials', async () => {
    await start('vsftpd', 'required');
    whole(await played({ passive: false }));
  });

  test('data in the clear', async () => {
    await start('vsftpd', 'required');
    whole(await played({ protect: false }));
    await fine(0, []);
  });

  test('takes TLS off the control connection', async () => {
    await start('proftpd', 'optional');
    whole(await played({ clear: true }));
    await server.idle();
    expect([violationsOf(server.log), breaks()]).toEqual([[], []]);
  });

  test('which resumes nothing, is refused where it must', async () => {
    await start('vsftpd', 'required', { requireTlsSessionReuse: true });
    expect((await played()).stderr).toContain('ftplib.error_perm: 522 SSL connection failed: session reuse required');
  });
});
