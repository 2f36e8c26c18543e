/** Loads the engines' data that a scenario needs, so that nothing loads before it is needed. Outside the core: it waits. */
import type { Need, Parts } from './scenario/parts'

const LOADERS: Readonly<Record<Need, () => Promise<unknown>>> = {
  'client curl': async () => (await import('./ftp/profiles/curl.json')).default,
  'client lftp': async () => (await import('./ftp/profiles/lftp.json')).default,
  'client tnftp': async () => (await import('./ftp/profiles/tnftp.json')).default,
  'client ftplib': async () => (await import('./ftp/profiles/ftplib.json')).default,
  'client filezilla': async () => (await import('./ftp/profiles/filezilla.json')).default,
  'client ftp.exe': async () => (await import('./ftp/profiles/ftp.exe.json')).default,
  'client nmap': async () => (await import('./scan/profiles/nmap.json')).default,
  'server vsftpd': async () => (await import('./ftp/profiles/vsftpd.json')).default,
  'server proftpd': async () => (await import('./ftp/profiles/proftpd.json')).default,
  'server pure-ftpd': async () => (await import('./ftp/profiles/pure-ftpd.json')).default,
}

export async function load(needs: readonly Need[]): Promise<Parts> {
  const loaded = await Promise.all(needs.map(async (need) => [need, await LOADERS[need]()] as const))
  return new Map(loaded)
}
