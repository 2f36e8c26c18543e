/** Python's ftplib as a second real client: lists, gets every file, puts every file, in one session. */
import { createHash } from 'node:crypto';
import { learner } from '../ftp/setups';
import { run, type Loopback } from './programs';

/** Once it is connected and logged in as `ftp`: lists, gets and puts what is ordered, and prints what it got. */
export const session = `
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

const script = `
import ftplib, hashlib, io, json, sys
order = json.load(sys.stdin)
ftp = ftplib.FTP(timeout=40)
ftp.connect(order['address'], order['port'])
ftp.login(order['user'], order['password'])
${session}`;

/** Contents as an order has them. */
export const hexOf = (files: Contents): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([name, octets]) => [name, Buffer.from(octets).toString('hex')]));

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
    put: hexOf(put),
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
