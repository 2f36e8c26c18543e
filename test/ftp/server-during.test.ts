/** Sessions of the servers line by line: interrupted and slowed transfers, resumed ones, limits, lists and changes. */
import { describe, expect, test } from 'vitest';
import { loggedIn, IP_DM } from './server-session';

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
