/** An authority and a server's certificate for localhost, made by the machine's openssl: ECDSA on P-256. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './programs';

export interface Certificate {
  /** The server's key and certificate in one file. */
  readonly pem: string;
  /** The authority's certificate, as a file and in DER. */
  readonly ca: string;
  readonly anchor: Uint8Array;
  remove(): void;
}

export async function makeCertificate(): Promise<Certificate> {
  const folder = mkdtempSync(join(tmpdir(), 'portcall-certificate-'));
  const at = (name: string): string => join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-sha256'];
  const openssl = async (...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await run('openssl', args);
    if (code !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${stderr}`);
  };
  writeFileSync(at('server.ext'), 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n');
  await openssl(
    'req',
    '-x509',
    ...key,
    '-days',
    '30',
    '-subj',
    '/O=Portcall test/CN=Portcall test CA',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  );
  await openssl(
    'req',
    ...key,
    '-subj',
    '/O=Portcall test/CN=localhost',
    '-keyout',
    at('server.key'),
    '-out',
    at('server.csr'),
  );
  await openssl(
    'x509',
    '-req',
    '-sha256',
    '-in',
    at('server.csr'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-set_serial',
    '2',
    '-days',
    '30',
    '-extfile',
    at('server.ext'),
    '-out',
    at('server.crt'),
  );
  writeFileSync(at('server.pem'), readFileSync(at('server.key'), 'utf8') + readFileSync(at('server.crt'), 'utf8'), {
    mode: 0o600,
  });
  return {
    pem: at('server.pem'),
    ca: at('ca.pem'),
    anchor: new Uint8Array(new X509Certificate(readFileSync(at('ca.pem'))).raw),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
