/** Where a value turns from one answer to the other: the last on this side, and the first on that. */
import { describe, expect, test } from 'vitest';
import { listedDate } from '../../src/ftp/files/listing';
import { permits } from '../../src/ftp/files/permission';
import { clientProgram } from '../../src/ftp/programs';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import { userPi } from '../../src/ftp/user/user-pi.machine';
import type { ClientSetup } from '../../src/ftp/user/session';
import type { Files } from '../../src/machine/files';
import { clients } from '../profiles';
import { learner, serverSetup } from './setups';
import { file, folder, harbour } from './store';
import { play } from './transcript';

/** Plays events without saying what is to come of them. */
const played = <C, I>(model: Parameters<typeof play<C, I>>[0], input: I, events: readonly string[], files: Files) =>
  play(
    model,
    input,
    events.flatMap((event) => [event, '=']),
    files,
  );

/** What a server answers to lines of the control connection after login; what begins with a mark is another event. */
function answers(name: 'vsftpd' | 'pure-ftpd', lines: readonly string[], files: Files = harbour): string[] {
  const login = ['!  accepted', '<- USER learner', '<- PASS portcall'];
  const events = lines.map((line) => (/^(!|\(\)) /.test(line) ? line : `<- ${line}`));
  const before = played(serverPi, serverSetup(name), login, files).length;
  const after = played(serverPi, serverSetup(name), [...login, ...events], files).slice(before);
  return after.filter((line) => /^(->|change) /.test(line)).map((line) => line.replace(/^-> /, ''));
}

describe('PORT to a port that only a superuser may bind', () => {
  // RFC 2577 section 3: ports below 1024 are refused, so that no service is reached by way of the server.
  test.each([
    [1023, '3,255', '500 Illegal PORT command.'],
    [1024, '4,0', '200 PORT command successful. Consider using PASV.'],
  ])('%d', (_, port, reply) => expect(answers('vsftpd', [`PORT 203,0,113,10,${port}`])).toEqual([reply]));

  test.each([
    [1023, /^501 Sorry, but I won't connect to ports < 1024/],
    [1024, /^200 /],
  ])('EPRT %d', (port, reply) => {
    expect(answers('pure-ftpd', [`EPRT |1|203.0.113.10|${port}|`])).toEqual([expect.stringMatching(reply)]);
  });
});

describe('a 227 that names an address no host has', () => {
  // RFC 1122 section 3.2.1.3 and RFC 1112 section 4: 0 is 'this' network, 224 to 239 are groups, what is above is
  // reserved. lftp and FileZilla dial the control connection's host then.
  const own = '198.51.100.21';
  /** With curl's plans, which are the shortest. */
  const lftp = { ...clients['curl']!, passiveAddress: clients['lftp']!.passiveAddress };
  const { machines } = clientProgram({
    profile: lftp,
    server: { name: 'ftp.example.test', address: own, port: 21 },
    user: 'learner',
    password: 'portcall',
    dataMode: 'PASV',
    ipVersion: 4,
    work: [{ op: 'get', path: 'hello.txt' }],
    settings: { connectTimeout: 20, skipPasvAddress: null },
  });
  const dialled = (named: string): string[] => {
    const replies = [
      '220 ready',
      '331 password',
      '230 in',
      '257 "/" is it',
      `227 (${named.replaceAll('.', ',')},195,100)`,
    ];
    const lines = ['!  started', '!  opened control', ...replies.map((reply) => `<- ${reply}`)];
    return played(userPi, machines['pi']!.input as ClientSetup, lines, harbour).filter((line) =>
      line.startsWith('() connect'),
    );
  };
  test.each([
    ['0.255.255.255', own],
    ['1.0.0.0', '1.0.0.0'],
    ['223.255.255.255', '223.255.255.255'],
    ['224.0.0.0', own],
    ['229.0.0.1', own],
    ['230.0.0.1', own],
    ['239.255.255.255', own],
    ['240.0.0.0', own],
    ['255.255.255.255', own],
  ])('%s: dials %s', (named, address) => {
    const remote = JSON.stringify({ address, port: 50020 });
    expect(dialled(named)).toEqual([expect.stringContaining(`"remote":${remote}`)]);
  });
});

describe('Pure-FTPd says how much there is to download', () => {
  const sized = (size: number): Files =>
    new Map([
      ['/', folder()],
      ['/file', file(new Uint8Array(size))],
    ]);
  const opening = (size: number, ...first: string[]): string | undefined =>
    answers('pure-ftpd', ['TYPE I', ...first, 'PORT 203,0,113,10,156,200', 'RETR file', '() opened'], sized(size)).find(
      (line) => line.startsWith('150'),
    );
  const brief = '150 Connecting to port 40136';
  const whole = expect.stringContaining('kbytes to download') as string;

  test.each([
    ['4,096 octets: no', 4096, brief],
    ['4,097 octets: yes', 4097, whole],
  ])('%s', (_, size, text) => expect(opening(size)).toEqual(text));

  test.each([
    ['4,096 are left after REST: no', 4, brief],
    ['4,097 are left after REST: yes', 3, whole],
  ])('%s', (_, skipped, text) => expect(opening(4100, `REST ${skipped}`)).toEqual(text));
});

describe('RNTO of a directory', () => {
  // rename(2), EINVAL: 'an attempt was made to make a directory a subdirectory of itself'.
  const renamed = (to: string): string[] => answers('vsftpd', ['RNFR docs', `RNTO ${to}`]).slice(1);
  const done = (to: string): string[] => [`change rename ${to}`, '250 Rename successful.'];
  test.each([
    ['below itself', 'docs/below', ['550 Rename failed.']],
    ['to a name that begins alike', 'docs2', done('/docs2')],
    ['to a name that its own begins with', 'doc', done('/doc')],
  ])('%s', (_, to, expected) => expect(renamed(to)).toEqual(expected));
});

describe('a listing shows the time of day', () => {
  // As vsftpd's vsf_sysutil_statbuf_get_date() has it: not of what is older than 182 days, nor of what is yet to come.
  const NOW = Date.UTC(2025, 10, 20, 1, 46, 40) / 1000;
  const DAY = 86_400;
  test.each([
    ['now', 0, 'Nov 20 01:46'],
    ['182 days ago', -182 * DAY, 'May 22 01:46'],
    ['182 days and a second ago', -182 * DAY - 1, 'May 22  2025'],
    ['in a second', 1, 'Nov 20  2025'],
  ])('%s', (_, since, text) => expect(listedDate(NOW + since, NOW)).toBe(text));
});

describe('permission bits', () => {
  // POSIX.1-2017, volume 1, section 4.5: one class alone counts, the owner's before the group's before the others',
  // even where it allows less.
  const owner = { ...learner };
  const member = { ...learner, uid: 3001 };
  const stranger = { ...learner, uid: 3001, gid: 3001 };
  test.each([
    ['the owner reads by the first digit', 0o400, owner, 4, true],
    ['and by no other', 0o044, owner, 4, false],
    ['the group reads by the second', 0o040, member, 4, true],
    ['and by no other', 0o404, member, 4, false],
    ['others read by the third', 0o004, stranger, 4, true],
    ['and by no other', 0o440, stranger, 4, false],
    ['somebody without an account is one of them', 0o004, null, 4, true],
    ['writing is 2', 0o020, member, 2, true],
    ['searching is 1', 0o010, member, 1, true],
    ['reading is not searching', 0o040, member, 1, false],
  ] as const)('%s: %o', (_, mode, account, bit, allowed) => {
    expect(permits(folder({ mode }), account, bit)).toBe(allowed);
  });
});
