/** OpenSSL's s_server and s_client, as peers of our two ends over loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { authority, identity } from '../../src/tls/identities';
import { keyPem, pem, program, until, type Program } from './tls';

export const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
export const ca = file('ca.pem', pem(authority));
export const files = Object.fromEntries(
  (['server', 'ed25519', 'client'] as const).map((name) => [
    name,
    {
      cert: file(`${name}.crt`, identity(name).chain.map(pem).join('')),
      key: file(`${name}.key`, keyPem(identity(name))),
    },
  ]),
);
afterAll(() => rmSync(folder, { recursive: true }));

interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** s_server on a port that the kernel chose. */
export async function sServer(
  { cert, key }: Certified,
  args: readonly string[] = [],
): Promise<Program & { readonly port: number }> {
  const running = program('openssl', ['s_server', '-accept', '127.0.0.1:0', '-cert', cert, '-key', key, ...args]);
  const port = (): number => Number(/^ACCEPT \S+:(\d+)\s/m.exec(running.text)?.[1]);
  await until(() => port() > 0, 's_server listens');
  return Object.assign(running, { port: port() });
}

/** s_server that sends every line back turned round. */
export const reversing = (
  args: readonly string[],
  which: keyof typeof files = 'server',
): Promise<Program & { readonly port: number }> => sServer(files[which]!, ['-CAfile', ca, '-rev', ...args]);

export async function sClient(port: number, args: readonly string[]): Promise<Program> {
  const running = program('openssl', [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-servername',
    'ftp.example.test',
    '-CAfile',
    ca,
    ...args,
  ]);
  await until(
    () => running.text.includes('Verify return code') || running.child.exitCode !== null,
    's_client shakes hands',
  );
  return running;
}
