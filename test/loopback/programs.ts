/** Real programs, run to their end. */
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';

export type Loopback = '127.0.0.1' | '::1';

export interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Longest that a program may take, milliseconds: a busy machine is no failure. */
export const patience = 45_000;

export async function run(command: string, args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(command, args, {
    timeout: patience,
    killSignal: 'SIGKILL',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (octets: Buffer) => stdout.push(octets));
  child.stderr.on('data', (octets: Buffer) => stderr.push(octets));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

/** -q: no configuration file of whoever runs the tests. */
export const curl = (...args: readonly string[]): Promise<Ended> =>
  run('curl', ['-q', '--silent', '--show-error', '--noproxy', '*', '--max-time', '40', ...args]);

export const urlOf = (address: Loopback, port: number): string =>
  `ftp://${address === '::1' ? '[::1]' : address}:${port}`;

/** Why there is no such loopback here, or null. */
async function refusal(address: Loopback): Promise<string | null> {
  const server = createServer();
  server.listen({ host: address, port: 0 });
  try {
    await once(server, 'listening');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    server.close();
  }
}

/** The loopback addresses there are; says which is not and why. */
export async function loopbacks(): Promise<readonly Loopback[]> {
  const found: Loopback[] = [];
  for (const address of ['127.0.0.1', '::1'] as const) {
    const why = await refusal(address);
    if (why === null) found.push(address);
    else console.log(`skipped: everything over ${address}, which cannot be bound here (${why})`);
  }
  return found;
}

/** A port that was free a moment ago. */
export async function freePort(address: Loopback): Promise<number> {
  const server = createServer();
  server.listen({ host: address, port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
