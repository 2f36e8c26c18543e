/** Python's ftplib as a second real client: lists, gets every file, puts every file, in one session. */
import { createHash } from 'node:crypto';
import { learner } from './ours';
import { run, type Loopback } from './programs';

const script = `
import ftplib, hashlib, io, json, sys
order = json.load(sys.stdin)
ftp = ftplib.FTP(timeout=40)
ftp.connect(order['address'], order['port'])
ftp.login(order['user'], order['password'])
ftp.set_pasv(order['passive'])
lines, got = [], {}
ftp.retrlines('LIST', lines.append)
for name in order['get']:
    digest = hashlib.sha256()
    ftp.retrbinary('RETR ' + name, digest.update)
    got[name] = digest.hexdigest()
for name, octets in order['put'].items():
    ftp.storbinary('STOR ' + name, io.BytesIO(bytes.fromhex(octets)))
ftp.quit()
print(json.dumps({'listed': [line.split()[-1] for line in lines], 'got': got}))
`;

export interface Told {
  readonly listed: readonly string[];
  /** By name: 'same', or the digest that differs. */
  readonly got: Readonly<Record<string, string>>;
}

type Contents = Readonly<Record<string, Uint8Array>>;

export async function ftplib(
  address: Loopback,
  port: number,
  passive: boolean,
  get: Contents,
  put: Contents,
): Promise<Told> {
  const order = {
    address,
    port,
    passive,
    user: learner.name,
    password: learner.password,
    get: Object.keys(get),
    put: Object.fromEntries(Object.entries(put).map(([name, octets]) => [name, Buffer.from(octets).toString('hex')])),
  };
  const { code, stdout, stderr } = await run('python3', ['-c', script], JSON.stringify(order));
  if (code !== 0) throw new Error(`ftplib ended with ${code}: ${stderr}`);
  const told = JSON.parse(stdout.toString()) as { listed: string[]; got: Record<string, string> };
  const digest = (name: string): string =>
    createHash('sha256')
      .update(get[name] ?? '')
      .digest('hex');
  return {
    listed: told.listed,
    got: Object.fromEntries(Object.entries(told.got).map(([name, sum]) => [name, sum === digest(name) ? 'same' : sum])),
  };
}
