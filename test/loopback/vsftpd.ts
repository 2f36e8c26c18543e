/**
 * Debian's vsftpd on loopback, on a high port, from a configuration in a temporary folder: it serves anonymous users
 * alone, so that no account of the machine is needed or changed. It runs as root, as it wants to; each session runs
 * as the package's own user 'ftp', confined to the folder, of which it may write to 'inbox' alone (vsftpd refuses to
 * run where an anonymous user could write to the top).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Loopback } from './programs';

export const account = { user: 'anonymous', password: 'portcall' };

export interface Vsftpd {
  readonly address: Loopback;
  readonly port: number;
  /** The octets of a file that it has now. */
  read(name: string): Buffer;
  stop(): Promise<void>;
}

/** TLS for a server: its certificate and key in a file, as vsftpd reads them. */
export interface Secured {
  readonly pem: string;
  readonly implicit: boolean;
  readonly requireReuse: boolean;
}

export async function startVsftpd(
  address: Loopback,
  files: Readonly<Record<string, Uint8Array>>,
  secured: Secured | null = null,
): Promise<Vsftpd> {
  const folder = mkdtempSync(join(tmpdir(), 'portcall-vsftpd-'));
  const home = join(folder, 'home');
  const empty = join(folder, 'empty');
  const inbox = join(home, 'inbox');
  for (const path of [home, empty, inbox]) mkdirSync(path);
  for (const path of [folder, home, empty]) chmodSync(path, 0o755);
  chmodSync(inbox, 0o777);
  for (const [name, octets] of Object.entries(files)) writeFileSync(join(home, name), octets, { mode: 0o644 });
  // Another process may take the port between the look and the bind: then another port.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(address);
    const settings = join(folder, 'vsftpd.conf');
    writeFileSync(settings, configuration(address, port, home, empty, secured));
    const child = spawn('vsftpd', [settings], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TZ: 'UTC' },
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (octets) => (words += String(octets)));
    child.on('error', (error) => (words += String(error)));
    process.once('exit', () => kill(child)); // if the tests themselves are cut short
    if (await listens(child, address, port, secured?.implicit ? 'connect' : 'data')) {
      return { address, port, read: (name) => readFileSync(join(home, name)), stop: () => stop(child, folder) };
    }
    await stop(child, attempt < 3 ? null : folder);
    if (attempt === 3) throw new Error(`vsftpd never listened on ${address} port ${port}: ${words}`);
  }
}

function configuration(address: Loopback, port: number, home: string, empty: string, secured: Secured | null): string {
  const six = address === '::1';
  const settings = {
    listen: six ? 'NO' : 'YES',
    listen_ipv6: six ? 'YES' : 'NO',
    [six ? 'listen_address6' : 'listen_address']: address,
    listen_port: port,
    background: 'NO',
    local_enable: 'NO',
    anonymous_enable: 'YES',
    no_anon_password: 'NO',
    anon_root: home,
    write_enable: 'YES',
    anon_upload_enable: 'YES',
    anon_other_write_enable: 'YES',
    anon_umask: '022',
    anon_world_readable_only: 'NO',
    secure_chroot_dir: empty,
    connect_from_port_20: 'NO',
    xferlog_enable: 'NO',
    seccomp_sandbox: 'NO',
    isolate: 'NO',
    isolate_network: 'NO',
    ...(secured === null
      ? {}
      : {
          ssl_enable: 'YES',
          allow_anon_ssl: 'YES',
          force_anon_logins_ssl: 'YES',
          force_anon_data_ssl: 'NO',
          ssl_ciphers: 'HIGH',
          rsa_cert_file: secured.pem,
          implicit_ssl: secured.implicit ? 'YES' : 'NO',
          require_ssl_reuse: secured.requireReuse ? 'YES' : 'NO',
        }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Dials until somebody answers, or only picks up where the caller has to speak first; false once the child is gone. */
async function listens(child: ChildProcess, host: Loopback, port: number, sign: 'data' | 'connect'): Promise<boolean> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const socket = connect({ host, port });
    const answered = await Promise.race([
      once(socket, sign).then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** The daemon leads a process group of its own, so its sessions end with it. */
function kill(child: ChildProcess): boolean {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
  return process.kill(-child.pid, 'SIGKILL');
}

async function stop(child: ChildProcess, folder: string | null): Promise<void> {
  const gone = once(child, 'exit');
  if (kill(child)) await gone;
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
}
