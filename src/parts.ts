/**
 * Loads the engines' data that a scenario needs, so that nothing loads before it is needed. Outside the core: it waits.
 */
import type { Need, Parts } from './scenario/build/reading/parts';

/** What the one engine of TLS has computed, by inputs: a worker that replaces another is given it (ui/runs). */
export const computed = new Map<string, unknown>();

/** One engine for all runs: what it has computed once, it remembers. */
let tls: Promise<unknown> | null = null;

const LOADERS: Readonly<Record<Need, () => Promise<unknown>>> = {
  'client curl': async () => (await import('./ftp/profiles/curl.json')).default,
  'client lftp': async () => (await import('./ftp/profiles/lftp.json')).default,
  'client tnftp': async () => (await import('./ftp/profiles/tnftp.json')).default,
  'client ftplib': async () => (await import('./ftp/profiles/ftplib.json')).default,
  'client filezilla': async () => (await import('./ftp/profiles/filezilla.json')).default,
  'client ftp.exe': async () => (await import('./ftp/profiles/ftp.exe.json')).default,
  'client openssl': async () => (await import('./ftp/profiles/openssl.json')).default,
  'client nmap': async () => (await import('./scan/nmap')).nmap,
  'server vsftpd': async () => (await import('./ftp/profiles/vsftpd.json')).default,
  'server proftpd': async () => (await import('./ftp/profiles/proftpd.json')).default,
  tls: () => (tls ??= import('./tls/layers').then(({ tlsEngine }) => tlsEngine(computed))),
  'server pure-ftpd': async () => (await import('./ftp/profiles/pure-ftpd.json')).default,
};

/** All that any run may need: for who may lose the network. */
export const everything = Object.keys(LOADERS) as readonly Need[];

export async function load(needs: readonly Need[]): Promise<Parts> {
  const loaded = await Promise.all(needs.map(async (need) => [need, await LOADERS[need]()] as const));
  return new Map(loaded);
}
