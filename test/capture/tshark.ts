/** tshark reading a capture: what it makes of the packets, checksums validated, and the files it takes out of them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs with a folder that is gone afterwards. */
function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'portcall-tshark-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const VALIDATING = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE'];

function tshark(file: string, ...rest: readonly string[]): string {
  return execFileSync('tshark', ['-n', '-r', file, ...VALIDATING, ...rest], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/**
 * The fields of each packet that passes the filter, by name; a field that comes several times in a packet has several
 * values. Their octets are latin1: tshark's own reading of other text is not what is asked here.
 */
export function packetFields<F extends string>(
  capture: Uint8Array,
  filter: string,
  fields: readonly F[],
): readonly Readonly<Record<F, readonly string[]>>[] {
  return inFolder((folder) => {
    const file = join(folder, 'run.pcapng');
    writeFileSync(file, capture);
    const asked = fields.flatMap((field) => ['-e', field]);
    const lines = tshark(
      file,
      '-Y',
      filter,
      '-T',
      'fields',
      '-E',
      'separator=/t',
      '-E',
      'occurrence=a',
      '-E',
      'aggregator=\u0001',
      ...asked,
    );
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const columns = line.split('\t');
        return Object.fromEntries(
          fields.map((field, i) => [field, columns[i] ? columns[i].split('\u0001') : []]),
        ) as unknown as Record<F, string[]>;
      });
  });
}

const JUDGED = [
  'frame.number',
  'frame.interface_name',
  '_ws.expert.message',
  '_ws.expert.severity',
  '_ws.malformed',
  'ip.checksum.status',
  'tcp.checksum.status',
  'tcp.analysis.flags',
  'ipv6.version',
] as const;
/** Of a checksum, in tshark's words. */
const [BAD, GOOD] = ['0', '1'];
/** Below it are remarks, such as that a FIN closes. */
const WARNING = 0x600000;

const read = new WeakMap<Uint8Array, ReturnType<typeof packetFields<(typeof JUDGED)[number]>>>();

/** What tshark makes of each packet, asked once of each capture: starting it is most of what it takes. */
function judged(capture: Uint8Array) {
  const found = read.get(capture) ?? packetFields(capture, 'frame', JUDGED);
  read.set(capture, found);
  return found;
}

/**
 * One line for each thing that tshark finds fault with: malformed, bad checksum, a warning, or remarkable to its TCP
 * analysis.
 */
export const complaints = (capture: Uint8Array): readonly string[] =>
  judged(capture)
    .filter(
      (found) =>
        found['_ws.malformed'].length > 0 ||
        found['tcp.analysis.flags'].length > 0 ||
        [...found['ip.checksum.status'], ...found['tcp.checksum.status']].includes(BAD) ||
        found['_ws.expert.severity'].some((severity) => Number(severity) >= WARNING),
    )
    .map(
      (found) =>
        `${found['frame.number'].join()} at ${found['frame.interface_name'].join()}: ` +
        found['_ws.expert.message'].join('; '),
    );

/** How many packets have validated checksums: what was not looked at cannot be wrong. */
export const validated = (capture: Uint8Array): number =>
  judged(capture).filter(
    (found) =>
      found['tcp.checksum.status'].includes(GOOD) &&
      (found['ipv6.version'].length > 0 || found['ip.checksum.status'].includes(GOOD)),
  ).length;

export interface Stream {
  readonly fromOpener: Uint8Array;
  readonly toOpener: Uint8Array;
}

/**
 * What the two ends of each TCP connection sent, put together by tshark; the connections in order of first SYN, each
 * with its opener's port.
 */
export const streams = (capture: Uint8Array, openerPorts: readonly number[]): readonly Stream[] =>
  followed(capture, 'tcp', [], openerPorts);

/**
 * The same of what they said inside TLS, opened with the secrets in the capture. `ports` are to be taken for TLS, since
 * tshark follows no AUTH but `AUTH TLS`, and FTP's own guess at what a data connection holds is in the way.
 */
export const inside = (
  capture: Uint8Array,
  ports: readonly number[],
  openerPorts: readonly number[],
): readonly Stream[] =>
  followed(
    capture,
    'tls',
    ['--disable-protocol', 'ftp-data', ...ports.flatMap((port) => ['-d', `tcp.port==${port},tls`])],
    openerPorts,
  );

function followed(
  capture: Uint8Array,
  what: 'tcp' | 'tls',
  options: readonly string[],
  openerPorts: readonly number[],
): readonly Stream[] {
  return inFolder((folder) => {
    const file = join(folder, 'run.pcapng');
    writeFileSync(file, capture);
    const asked = openerPorts.flatMap((_, stream) => ['-z', `follow,${what},raw,${stream}`]);
    const blocks = tshark(file, '-q', ...options, ...asked)
      .split(`Follow: ${what},raw`)
      .slice(1)
      .map((block) => block.split('\n'));
    return blocks
      .map((lines): [number, Stream] => {
        const stream = Number(/tcp\.stream eq (\d+)/.exec(lines.join('\n'))?.[1]);
        // The ends are node 0 and node 1, each line of hex is octets of theirs, and those of node 1 begin with a tab.
        const openerIsFirst = lines.some(
          (line) => line.startsWith('Node 0') && line.endsWith(`:${openerPorts[stream]}`),
        );
        const sent = (first: boolean) =>
          Buffer.from(
            lines
              .filter((line) => (first ? /^[0-9a-f]+$/ : /^\t[0-9a-f]+$/).test(line))
              .map((line) => line.trim())
              .join(''),
            'hex',
          );
        return [stream, { fromOpener: sent(openerIsFirst), toOpener: sent(!openerIsFirst) }];
      })
      .sort(([one], [other]) => one - other)
      .map(([, stream]) => stream);
  });
}

/**
 * The files that tshark takes out of FTP data connections by itself, by name: those whose verb follows the data
 * connection's at once.
 */
export function ftpObjects(capture: Uint8Array): ReadonlyMap<string, Uint8Array> {
  return inFolder((folder) => {
    const [file, objects] = [join(folder, 'run.pcapng'), join(folder, 'objects')];
    writeFileSync(file, capture);
    tshark(file, '-q', '--export-objects', `ftp-data,${objects}`);
    return new Map(readdirSync(objects).map((name) => [name, readFileSync(join(objects, name))]));
  });
}
