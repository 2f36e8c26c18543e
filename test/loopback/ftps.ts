/**
 * Our server machines, each with its program's manners and TLS, serve real clients over real sockets: curl, lftp,
 * Python's ftplib and openssl, explicit and implicit, data protected or not. What they list, get and put is the same
 * octet for octet, and they check the certificate.
 *
 * What is large is put with TLS 1.2. A client of 1.3 may have sent a megabyte and closed before a server as slow as
 * ours sends its tickets; they come to a socket that nobody reads, whose kernel resets the connection, and what was on
 * its way is lost.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished, expect } from 'vitest';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { violationsOf } from '../../src/live/entry';
import { serve, type LiveServer } from '../../src/live/server';
import { authority } from '../../src/tls/identities';
import { downloads, sameOctets, storeOf, uploads } from './files';
import { ftpsServiceOf } from './ours';
import { pem } from './tls';

export const NAME = 'ftp.example.test';
export const names = Object.keys(downloads);
export const heavy = 'heavy.bin';
export const light = Object.keys(uploads).filter((name) => name !== heavy);
const folder = mkdtempSync(join(tmpdir(), 'portcall-ftps-'));
export let server: LiveServer;
export const at = (name: string): string => join(folder, name);
writeFileSync(at('ca.pem'), pem(authority));
for (const [name, octets] of Object.entries(uploads)) writeFileSync(at(name), octets);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const start = async (
  name: string,
  tls: ServerSettings['tls'],
  more: Partial<ServerSettings> = {},
): Promise<void> => {
  server = await serve(ftpsServiceOf(name, tls, more), {
    address: '127.0.0.1',
    port: 0,
    files: storeOf(downloads),
    writable: true,
  });
  onTestFinished(() => server.close());
};

/** What each handshake came to, in order, and what failed. */
export const handshakes = (): readonly Readonly<Record<string, unknown>>[] =>
  server.log.flatMap((entry) => ('event' in entry && entry.event.type === 'secured' ? [entry.event.facts] : []));
export const breaks = (): readonly string[] =>
  server.log.flatMap((entry) => ('event' in entry && entry.event.type === 'broken' ? [entry.event.name] : []));

/** The control connection has TLS, and each transfer's data connection where they are protected. */
export async function fine(transfers: number, resumed: readonly boolean[]): Promise<void> {
  await server.idle();
  expect(violationsOf(server.log)).toEqual([]);
  expect(breaks()).toEqual([]);
  const facts = handshakes();
  expect(facts.length).toBe(1 + transfers);
  expect([...new Set(facts.slice(1).map((one) => one['resumed']))].sort()).toEqual([...resumed]);
}

export function stored(): void {
  for (const [name, octets] of Object.entries(uploads))
    expect([name, sameOctets(server.files().get(`/${name}`)?.octets, octets)]).toEqual([name, 'same']);
}

export const programs = ['vsftpd', 'proftpd', 'pure-ftpd'] as const;
export const manners = [
  ['explicit', 'ftp'],
  ['implicit', 'ftps'],
] as const;
