/**
 * TLS, in Node and in Chromium: a full handshake at both ends against its bare primitives and Node's own tls; an
 * explicit FTPS session against the same by one ftplib process with a real vsftpd; 1 MiB over a secured data
 * connection.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { build, preview } from 'vite';
import { makeCertificate, type Certificate } from '../test/loopback/certificate';
import { account, startVsftpd } from '../test/loopback/vsftpd';
import { inChromium } from './chromium';
import { loaded, ROOT } from './built';
import { aim, figures, say, text } from './measure';
import type { Measured } from './work/tls';

const OUT = join(ROOT, 'node_modules/.cache/bench-tls');
const ROUNDS = 40;

const ratio = (ours: readonly number[], theirs: readonly number[]): string =>
  (figures(ours).median / figures(theirs).median).toFixed(2);

export async function benchTls(): Promise<void> {
  const certificate = await makeCertificate();
  try {
    const here = await ((await loaded('tls')) as typeof import('./work/tls')).measure(ROUNDS);
    const [native, real] = [await nativeHandshakes(certificate), await realSessions(certificate)];
    tell(
      'in Node',
      here,
      [`Node's tls, over loopback  ${text(figures(native))}; ours / Node's ${ratio(here.handshake, native)}`],
      real,
    );
    const [cold, again] = [figures(here.session.cold.slice(1)), figures(here.session.again)];
    const least = figures(real).min;
    aim('TLS session, simulated / real, cold, the least of each', cold.min / least, 3);
    aim('TLS session, simulated / real, run again, the least of each', again.min / least, 1);
    tell('in Chromium', await measuredInChromium(), [], real);
  } finally {
    certificate.remove();
  }
}

function tell(
  where: string,
  { session, handshake: whole, bare: least, mebibyte, clear }: Measured,
  more: readonly string[],
  real: readonly number[],
): void {
  say(`TLS ${where}`, [
    `full handshake, both ends  ${text(figures(whole))}`,
    `its bare primitives        ${text(figures(least))}; whole / bare ${ratio(whole, least)}`,
    ...more,
    `FTPS session, cold         ${text(figures(session.cold.slice(1)))}; ` +
      `the very first ${session.cold[0]?.toFixed(1)} ms`,
    `FTPS session, run again    ${text(figures(session.again))}`,
    `the same for real          ${text(figures(real))}`,
    `simulated / real           cold ${ratio(session.cold.slice(1), real)}, ` + `again ${ratio(session.again, real)}`,
    `1 MiB secured              ${text(figures(mebibyte.again))}; in clear ${text(figures(clear.again))}; ` +
      `secured / clear ${ratio(mebibyte.again, clear.again)}`,
  ]);
}

/** Both ends in this process, from the dial to the client's and the server's word that it is secured. */
async function nativeHandshakes({ pem, ca }: Certificate): Promise<readonly number[]> {
  const server = createServer({ key: readFileSync(pem), cert: readFileSync(pem), minVersion: 'TLSv1.3' });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const samples: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>;
    const socket = connect({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      ca: readFileSync(ca),
      servername: 'localhost',
    });
    await once(socket, 'secureConnect');
    const [other] = await accepted;
    if (round > 0) samples.push(performance.now() - start);
    socket.destroy();
    other.destroy();
  }
  server.close();
  return samples;
}

/**
 * One process that logs in with TLS, lists, gets and quits at each line it reads; its data connections resume the
 * session.
 */
const SCRIPT = `
import ftplib, ssl, sys, time
address, port, user, password, ca = sys.argv[1:]
class Resuming(ftplib.FTP_TLS):
    def ntransfercmd(self, cmd, rest=None):
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        return self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session), size
for line in sys.stdin:
    start = time.perf_counter()
    context = ssl.create_default_context(cafile=ca)
    context.check_hostname = False
    ftp = Resuming(context=context)
    ftp.connect(address, int(port))
    ftp.login(user, password)
    ftp.prot_p()
    lines, got = [], []
    ftp.retrlines('LIST', lines.append)
    ftp.retrbinary('RETR four.bin', got.append)
    ftp.quit()
    assert sum(map(len, got)) == 4096
    print((time.perf_counter() - start) * 1000, flush=True)
`;

async function realSessions({ pem, ca }: Certificate): Promise<readonly number[]> {
  const server = await startVsftpd(
    '127.0.0.1',
    { 'four.bin': new Uint8Array(4096) },
    { pem, implicit: false, requireReuse: true },
  );
  const python = spawn(
    'python3',
    ['-c', SCRIPT, '127.0.0.1', String(server.port), account.user, account.password, ca],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    const samples: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      python.stdin.write('go\n');
      const { value, done } = await answers.next();
      if (done) throw new Error('the real session failed');
      if (round > 0) samples.push(Number(value));
    }
    return samples;
  } finally {
    python.kill();
    await server.stop();
  }
}

async function measuredInChromium(): Promise<Measured> {
  const root = join(ROOT, 'bench/tls');
  await build({
    root,
    configFile: false,
    base: './',
    logLevel: 'error',
    build: { outDir: OUT, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
  });
  const server = await preview({
    root,
    configFile: false,
    build: { outDir: OUT },
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  });
  try {
    return await inChromium(async (page) => {
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.waitForFunction('window.bench');
      return page.evaluate<Measured>(`window.bench.measure(${ROUNDS})`);
    });
  } finally {
    await server.close();
  }
}
