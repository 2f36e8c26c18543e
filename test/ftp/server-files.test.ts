/** What servers send, store, allow and tell of files. */
import { describe, expect, test } from 'vitest';
import { session, loggedIn } from './server-session';

describe('octets', () => {
  test('TYPE A as each server stores it', () => {
    const stored = (name: string) => {
      const it = loggedIn(name);
      it.says('TYPE A');
      it.opens('STOR unix.txt');
      it.data('a\nb\r\n');
      it.data('peerClosed');
      return it.file('/unix.txt');
    };
    expect(['vsftpd', 'proftpd', 'pure-ftpd'].map(stored)).toEqual(['a\nb\r\n', 'a\nb\n', 'a\nb\n']);
  });
  test('TYPE A as each server sends it: Pure-FTPd doubles the CR that is there already', () => {
    const sent = (name: string) => {
      const it = loggedIn(name);
      it.says('TYPE A');
      it.opens('RETR docs/manual.txt');
      return it.gone;
    };
    expect(['vsftpd', 'proftpd', 'pure-ftpd'].map(sent)).toEqual([
      ['See RFC 959.\r\n'],
      ['See RFC 959.\r\n'],
      ['See RFC 959.\r\r\n'],
    ]);
  });
  test('a store resumed: vsftpd keeps what lies beyond, Pure-FTPd cuts, ProFTPD refuses', () => {
    const resumed = (name: string) => {
      const it = loggedIn(name);
      it.opens('STOR b.txt');
      it.data('0123456789');
      it.data('peerClosed');
      it.data('closed');
      const [reply] = it.says('REST 4', 'PASV', 'STOR b.txt').slice(2);
      if (reply !== undefined) return reply;
      it.opens('NOOP');
      it.data('xx');
      it.data('peerClosed');
      return it.file('/b.txt');
    };
    expect(['vsftpd', 'pure-ftpd', 'proftpd'].map(resumed)).toEqual([
      '0123xx6789',
      '0123xx',
      '451 b.txt: Append/Restart not permitted, try again',
    ]);
  });
  test('a fetch resumed, and beyond the end', () => {
    const it = loggedIn('pure-ftpd');
    it.says('REST 299');
    expect([it.opens('RETR hello.txt'), it.gone]).toEqual([['150 Accepted data connection'], ['\n']]);
    it.data('drained');
    expect(it.says('REST 301', 'PASV', 'RETR hello.txt').at(-1)).toBe(
      '554 Restart offset 301 is too large for file size 300. / Restart offset reset to 0',
    );
  });
  test('APPE adds, STOU finds a name', () => {
    const it = loggedIn('vsftpd');
    it.opens('APPE hello.txt');
    it.data('more');
    it.data('peerClosed');
    it.data('closed');
    expect(it.file('/hello.txt')).toMatch(/harbour\.\r\nmore$/);
    expect(it.opens('STOU hello.txt')).toEqual(['150 FILE: hello.txt.1']);
  });
});

describe('who may what', () => {
  test('permission bits hold for reading, writing, entering and listing', () => {
    const it = loggedIn('proftpd');
    expect(it.says('RETR locked.txt', 'STOR locked.txt', 'SITE CHMOD 600 locked.txt')).toEqual([
      '550 locked.txt: Permission denied',
      '550 locked.txt: Permission denied',
      '550 locked.txt: Operation not permitted',
    ]);
    expect(it.says('SITE CHMOD 000 docs', 'CWD docs', 'RETR docs/manual.txt', 'MKD docs/x')).toEqual([
      '200 SITE CHMOD command successful',
      '550 docs: Permission denied',
      '550 docs/manual.txt: Permission denied',
      '550 docs/x: Permission denied',
    ]);
    expect([it.says('SITE CHMOD 755 docs', 'CWD docs').length, it.node('/docs')?.mode]).toEqual([2, 0o755]);
  });
  test('anonymous comes in with any password and changes nothing', () => {
    const it = session('proftpd');
    expect(it.says('USER ftp', 'PASS me@example.org', 'DELE hello.txt', 'STOR x')).toEqual([
      '331 Anonymous login ok, send your complete email address as your password',
      '230 Anonymous access granted, restrictions apply',
      '550 hello.txt: Operation not permitted',
      '550 x: Operation not permitted',
    ]);
  });
  test('the log shows guessing, and who got in', () => {
    const it = session('pure-ftpd');
    it.says('USER root', 'PASS a', 'USER learner', 'PASS b', 'USER learner', 'PASS portcall');
    expect(it.log.slice(1)).toEqual([
      '(?@203.0.113.10) [WARNING] Authentication failed for user [root]',
      '(?@203.0.113.10) [WARNING] Authentication failed for user [learner]',
      '(learner@203.0.113.10) [INFO] learner is now logged in',
    ]);
  });
  test('the log shows what went and came', () => {
    const it = loggedIn('vsftpd');
    it.opens('STOR new.txt');
    it.data('12345');
    it.data('peerClosed');
    it.data('closed');
    it.says('DELE chart.bin');
    expect(it.log.slice(-2)).toEqual([
      '[learner] OK UPLOAD: Client "203.0.113.10", "/new.txt", 5 bytes',
      '[learner] OK DELETE: Client "203.0.113.10", "/chart.bin"',
    ]);
  });
  test("PORT to others is refused, in each server's words; ProFTPD takes a private address for a slip", () => {
    const said = (name: string, line: string, settings = {}) => loggedIn(name, settings).says(line)[0];
    expect(said('vsftpd', 'PORT 203,0,113,99,31,144')).toBe('500 Illegal PORT command.');
    expect(said('pure-ftpd', 'PORT 203,0,113,99,31,144')).toBe(
      "500 I won't open a connection to 203.0.113.99 (only to 203.0.113.10)",
    );
    expect(said('proftpd', 'PORT 203,0,113,99,31,144')).toBe('500 Illegal PORT command');
    expect(said('proftpd', 'PORT 192,168,1,10,195,80')).toBe('200 PORT command successful');
    expect(said('pure-ftpd', 'PORT 192,168,1,10,195,80')).toMatch(/^500/);
    expect(said('pure-ftpd', 'PORT 203,0,113,99,31,144', { allowForeignPortAddress: true })).toBe(
      '200 PORT command successful',
    );
    expect(said('proftpd', 'PORT 203,0,113,10,0,80', { allowForeignPortAddress: true })).toBe(
      '500 Illegal PORT command',
    );
  });
});

describe('facts of files', () => {
  test('ProFTPD tells those that were chosen', () => {
    const it = loggedIn('proftpd');
    expect(it.says('OPTS MLST size;type;nonsense;', 'MLST hello.txt')).toEqual([
      '200 MLST OPTS size;type;',
      '250 Start of list for hello.txt /  size=300;type=file; /hello.txt / End of list',
    ]);
    expect(it.says('FEAT')[0]).toContain('MLST modify;perm;size*;type*;unique;');
  });
  test('Pure-FTPd tells all', () =>
    expect(loggedIn('pure-ftpd').says('MLST docs')[0]).toMatch(
      new RegExp(
        '^250 Begin / {2}type=dir;sizd=4096;modify=20240115120000;UNIX\\.mode=0755;UNIX\\.uid=2001;' +
          'UNIX\\.gid=2001;unique=fe00g[\\da-f]{6}; docs / End\\.$',
      ),
    ));
  test('times are set and read', () =>
    expect(
      loggedIn('proftpd').says('MFMT 20200229235959 hello.txt', 'MDTM hello.txt', 'MFMT 20210229000000 hello.txt'),
    ).toEqual(['213 Modify=20200229235959; hello.txt', '213 20200229235959', '501 20210229000000: Invalid argument']));
});
