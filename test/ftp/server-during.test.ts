/** Sessions of the servers line by line: interrupted and slowed transfers, resumed ones, limits, lists and changes. */
import { describe, expect, test } from 'vitest';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { changed, type Files } from '../../src/machine/files';
import { stepper } from '../../src/machine/step';
import { serverProgram } from '../../src/ftp/programs';
import { servers } from '../profiles';
import { serverDtp } from '../../src/ftp/dtp/server-dtp.machine';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerSetup } from '../../src/ftp/server/session';
import { harbour } from './loop';
import { ours, peer } from './transcript';

const defaults = {
  activeDataPort: 'ephemeral',
  passiveRange: [50020, 50045],
  passiveAddress: null,
  allowForeignPortAddress: false,
  activeConnectTimeout: null,
  passiveAcceptTimeout: null,
  idleTimeout: null,
  readOnly: false,
  tls: 'off',
} as const;
const accounts = [
  { name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' },
  { name: 'anonymous', password: '', uid: 2002, gid: 2002, group: 'ftp', anonymous: true },
] as const;

/** A process of a server on a host whose clock stands still: both its machines, its files, what it said. */
function session(name: string, settings = {}) {
  const input = serverProgram({ profile: servers[name]!, accounts, settings: { ...defaults, ...settings } }).machines[
    'pi'
  ]!.input as ServerSetup;
  const [pi, dtp] = [stepper(serverPi), stepper(serverDtp)];
  let [piState, dtpState] = [pi.start(input), dtp.start(null)];
  let files: Files = harbour;
  let at = 0;
  const commands: Command[] = [];
  const gone: string[] = [];
  const log: string[] = [];
  const step = (machine: 'pi' | 'dtp', event: HostEvent): void => {
    const full: MachineEvent = { ...event, at, epoch: 1_763_600_000, files };
    const stepped = machine === 'pi' ? pi.step(piState, full) : dtp.step(dtpState, full);
    if (machine === 'pi') piState = stepped.snapshot as typeof piState;
    else dtpState = stepped.snapshot as typeof dtpState;
    for (const command of stepped.commands) {
      commands.push(command);
      if (command.type === 'send' && command.connection.startsWith('data'))
        gone.push(new TextDecoder('latin1').decode(command.octets));
      if (command.type === 'say' && command.to === 'log') log.push(command.text);
      if (command.type === 'change') files = changed(files, command.change);
      if (command.type === 'call') step(command.to as 'pi', { type: 'called', from: machine, call: command.call });
      if (command.type === 'listen')
        step(machine, { type: 'listening', listener: command.listener, local: { address: ours.address, port: 50030 } });
    }
  };
  const replies = (): readonly string[] =>
    commands
      .splice(0)
      .flatMap((command) =>
        command.type === 'message' && command.way === 'sent' && command.message.kind === 'reply'
          ? [`${command.message.code} ${command.message.lines.join(' / ')}`]
          : [],
      );
  const data = () => dtpState.context.connection ?? `data-${dtpState.context.count}`;
  const encode = (text: string) => new TextEncoder().encode(text);
  const it = {
    /** What it answers to lines. */
    says(...lines: readonly string[]): readonly string[] {
      for (const line of lines) step('pi', { type: 'received', connection: 'control', octets: encode(`${line}\r\n`) });
      return replies();
    },
    hears(octets: Uint8Array | string, urgent = false): readonly string[] {
      step('pi', {
        type: 'received',
        connection: 'control',
        octets: typeof octets === 'string' ? encode(octets) : octets,
        ...(urgent ? { urgent: true } : {}),
      });
      return replies();
    },
    /** A transfer command with a data connection that the client has opened. */
    opens(line: string): readonly string[] {
      it.says('PASV', line);
      step('dtp', {
        type: 'accepted',
        listener: dtpState.context.listener ?? '',
        connection: data(),
        local: ours,
        remote: peer,
      });
      return replies();
    },
    data(
      event: 'drained' | 'peerClosed' | 'closed' | 'failed' | 'timeout' | Uint8Array | string,
      timer = '',
    ): readonly string[] {
      if (event === 'timeout') step('dtp', { type: 'timeout', timer });
      else if (event === 'failed') step('dtp', { type: 'failed', subject: data(), reason: 'ECONNRESET' });
      else if (event === 'drained' || event === 'peerClosed' || event === 'closed')
        step('dtp', { type: event, connection: data() });
      else
        step('dtp', {
          type: 'received',
          connection: data(),
          octets: typeof event === 'string' ? encode(event) : event,
        });
      return replies();
    },
    passes: (seconds: number) => void (at += seconds * 1e6),
    closes(): readonly string[] {
      step('pi', { type: 'peerClosed', connection: 'control' });
      return replies();
    },
    /** What has gone over data connections, write by write, and what the server wrote to its log. */
    gone,
    log,
    file: (path: string) => {
      const node = files.get(path);
      return node && new TextDecoder('latin1').decode(node.octets);
    },
    node: (path: string) => files.get(path),
    get state() {
      return `${piState.value} ${dtpState.value}`;
    },
  };
  step('pi', {
    type: 'accepted',
    listener: 'service',
    connection: 'control',
    local: ours,
    remote: peer,
    peers: { all: 3, address: 1 },
  });
  commands.splice(0);
  return it;
}
const loggedIn = (name: string, settings = {}) => {
  const it = session(name, settings);
  it.says('USER learner', 'PASS portcall', 'TYPE I');
  return it;
};

const IP_DM = Uint8Array.of(255, 244, 255);

describe('ABOR in mid-transfer', () => {
  test('vsftpd leaves it lying until the file has gone', () => {
    const it = loggedIn('vsftpd');
    it.opens('RETR chart.bin');
    expect([it.says('ABOR', 'STAT'), it.state]).toEqual([[], 'TRANSFERRING SENDING']);
    expect(it.data('drained')).toEqual([]);
    const [done, none, status = ''] = it.data('closed');
    expect([done, none, status.slice(0, 22)]).toEqual([
      '226 Transfer complete.',
      '225 No transfer to ABOR.',
      '211 FTP server status:',
    ]);
  });
  test('ProFTPD looks up between two blocks: 426, and 226 once the client has closed too', () => {
    const it = loggedIn('proftpd', { maxRate: 8000 });
    it.opens('RETR chart.bin');
    it.data('drained');
    expect([it.says('ABOR'), it.state]).toEqual([[], 'TRANSFERRING RESTING']);
    it.passes(3);
    expect([it.data('timeout', 'pace'), it.state]).toEqual([
      ['426 Transfer aborted. Data connection closed.'],
      'CLOSING LINGERING',
    ]);
    expect([it.data('peerClosed'), it.state]).toEqual([['226 Abort successful'], 'READY IDLE']);
    expect(it.says('NOOP')).toEqual(['200 NOOP command successful']);
  });
  test('ProFTPD without a rate heeds it at once, and a client that never closes costs ten seconds', () => {
    const it = loggedIn('proftpd');
    it.opens('RETR chart.bin');
    expect(it.says('ABOR', 'NOOP')).toEqual(['426 Transfer aborted. Data connection closed.']);
    expect(it.data('timeout', 'linger')).toEqual(['226 Abort successful', '200 NOOP command successful']);
  });
  test('ProFTPD after Interrupt Process and Synch, the client gone: 226 before 426', () => {
    const it = loggedIn('proftpd', { maxRate: 8000 });
    it.opens('RETR chart.bin');
    it.data('drained');
    expect([
      ...it.hears(IP_DM),
      ...it.hears(Uint8Array.of(242), true),
      ...it.says('ABOR'),
      ...it.data('failed'),
    ]).toEqual([]);
    expect([it.data('timeout', 'pace'), it.state]).toEqual([
      ['226 Abort successful', '426 Transfer aborted. Data connection closed'],
      'READY IDLE',
    ]);
  });
  test('ProFTPD, all of the line urgent: the last octet is read with what comes next', () => {
    const it = loggedIn('proftpd', { maxRate: 8000 });
    it.opens('RETR chart.bin');
    it.data('drained');
    expect([...it.hears('ABOR\r'), ...it.hears('\n', true)]).toEqual([]);
    expect(it.data('timeout', 'pace')).toEqual(['426 Transfer aborted. Data connection closed.']);
    expect([it.data('failed'), it.state]).toEqual([[], 'READY IDLE']);
    expect([it.closes(), it.state]).toEqual([['226 Abort successful'], 'ENDED IDLE']);
  });
  test('Pure-FTPd says 426 and 226; other verbs it does not know then; QUIT aborts', () => {
    const it = loggedIn('pure-ftpd');
    expect(it.opens('RETR chart.bin')).toEqual(['150 Accepted data connection / 39.1 kbytes to download']);
    expect(it.says('NOOP', 'STAT')).toEqual(['500 Unknown command', '500 Unknown command']);
    expect(it.says('ABOR')).toEqual(['426 ABORT']);
    expect(it.data('peerClosed')).toEqual([
      expect.stringMatching(
        /^226 Transfer aborted \/ \d+\.\d{3} seconds \(measured here\), [\d.]+ [KM]?bytes per second$/,
      ),
    ]);
    it.opens('RETR chart.bin');
    expect(it.says('QUIT')).toEqual(['426 ABORT']);
  });
  test('an upload keeps what came', () => {
    const it = loggedIn('proftpd');
    it.opens('STOR up.bin');
    it.data('half');
    it.says('ABOR');
    expect([it.data('peerClosed'), it.file('/up.bin')]).toEqual([['226 Abort successful'], 'half']);
  });
  test('Pure-FTPd loses a line with Telnet in it', () => {
    const it = loggedIn('pure-ftpd');
    expect([it.hears(Uint8Array.of(255, 244, 255, 242, 65, 66, 79, 82, 13, 10)), it.says('NOOP')]).toEqual([
      [],
      ['200 Zzz...'],
    ]);
  });
});

describe("while ProFTPD's file goes", () => {
  const it = loggedIn('proftpd');
  it.opens('RETR chart.bin');
  test('STAT tells of it', () =>
    expect(it.says('STAT')[0]).toMatch(
      /^211 Status of 'Portcall' \/ .* \/ {2}RETR \/chart\.bin \(40000\/\d+\) \/ End of status$/,
    ));
  test('NOOP is busy', () => expect(it.says('NOOP')).toEqual(['200 NOOP: data transfer in progress']));
  test('another transfer and another port are refused', () =>
    expect(it.says('RETR hello.txt', 'PASV', 'RNFR hello.txt')).toEqual([
      '450 RETR: data transfer in progress',
      '450 PASV: data transfer in progress',
      '450 RNFR: data transfer in progress',
    ]));
  test('PWD is obeyed', () => expect(it.says('PWD')).toEqual(['257 "/" is the current directory']));
  test('and the file arrives all the same', () => {
    expect(it.data('drained')).toEqual([]);
    expect(it.data('peerClosed')).toEqual(['226 Transfer complete']);
  });
  test('QUIT ends both', () => {
    it.opens('RETR chart.bin');
    expect([it.says('QUIT'), it.state.split(' ')[0]]).toEqual([['221 Goodbye.'], 'ENDED']);
  });
});

describe('a rate', () => {
  test('blocks and rests between them', () => {
    const it = loggedIn('proftpd', { maxRate: 8000 });
    it.opens('RETR chart.bin');
    for (let block = 1; block <= 3; block += 1) {
      expect([it.state, it.data('drained')]).toEqual(['TRANSFERRING SENDING', []]);
      expect(it.state).toBe('TRANSFERRING RESTING');
      it.passes(2.1);
      it.data('timeout', 'pace');
    }
    expect(it.data('peerClosed')).toEqual(['226 Transfer complete']);
  });
  test('vsftpd gives the first block for nothing', () => {
    const it = loggedIn('vsftpd', { maxRate: 8000 });
    it.opens('RETR chart.bin');
    it.data('drained');
    expect(it.state).toBe('CLOSING CLOSING');
  });
  test('what comes too fast waits in TCP', () => {
    const it = loggedIn('proftpd', { maxRate: 1000 });
    it.opens('STOR slow.bin');
    it.data('x'.repeat(5000));
    expect(it.state).toBe('TRANSFERRING RESTING');
    it.passes(5);
    it.data('timeout', 'pace');
    expect(it.state).toBe('TRANSFERRING RECEIVING');
    expect([it.data('peerClosed'), it.file('/slow.bin')?.length]).toEqual([['226 Transfer complete'], 5000]);
  });
});

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
      /^250 Begin \/ {2}type=dir;sizd=4096;modify=20240115120000;UNIX\.mode=0755;UNIX\.uid=2001;UNIX\.gid=2001;unique=fe00g[\da-f]{6}; docs \/ End\.$/,
    ));
  test('times are set and read', () =>
    expect(
      loggedIn('proftpd').says('MFMT 20200229235959 hello.txt', 'MDTM hello.txt', 'MFMT 20210229000000 hello.txt'),
    ).toEqual(['213 Modify=20200229235959; hello.txt', '213 20200229235959', '501 20210229000000: Invalid argument']));
});
