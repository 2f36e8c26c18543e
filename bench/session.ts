/**
 * A session of list and get of 4 KiB: simulated, against the same done for real by one ftplib process with vsftpd on
 * loopback.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startVsftpd, account } from '../test/loopback/vsftpd';
import { loaded } from './built';
import { aim, figures, say, text } from './measure';

/** One process that logs in, lists, gets and quits at each line it reads, and answers with the milliseconds it took. */
const SCRIPT = `
import ftplib, sys, time
address, port, user, password = sys.argv[1:]
for line in sys.stdin:
    start = time.perf_counter()
    ftp = ftplib.FTP()
    ftp.connect(address, int(port))
    ftp.login(user, password)
    lines, got = [], []
    ftp.retrlines('LIST', lines.append)
    ftp.retrbinary('RETR four.bin', got.append)
    ftp.quit()
    assert sum(map(len, got)) == 4096
    print((time.perf_counter() - start) * 1000, flush=True)
`;

const ROUNDS = 60;

export async function benchSession(): Promise<void> {
  const { once } = (await loaded('session')) as typeof import('./work/session');
  const server = await startVsftpd('127.0.0.1', { 'four.bin': new Uint8Array(4096) });
  const python = spawn('python3', ['-c', SCRIPT, '127.0.0.1', String(server.port), account.user, account.password], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    const [simulated, real, first]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      once();
      (round === 0 ? first : simulated).push(performance.now() - start);
      python.stdin.write('go\n');
      real.push(Number((await answers.next()).value));
    }
    const [ours, theirs] = [figures(simulated), figures(real)];
    say('a session: log in, list, get 4 KiB, quit', [
      `simulated            ${text(ours)}; the very first ${first[0]?.toFixed(1)} ms`,
      `real, over loopback  ${text(theirs)}`,
      `simulated / real     ${(ours.median / theirs.median).toFixed(2)}`,
    ]);
    aim('plain session, simulated / real, the least of each', ours.min / theirs.min, 1);
  } finally {
    python.kill();
    await server.stop();
  }
}
