/** Logs of real programs, made by running them: each leads to its symptom first. */
import { describe, expect, test } from 'vitest';
import { recognise } from '../../src/explain/logs/recognise';
import { symptomText } from '../../src/strings/en/symptoms';
import { read, logs, failing } from './logs';

describe('a pasted log', () => {
  test.each(failing)('$file: $symptom first', ({ file, symptom }) => {
    const { hypotheses, names, nothing } = recognise(read(file));
    expect([hypotheses[0]?.symptom, nothing]).toEqual([symptom, null]);
    const lines = read(file).split('\n');
    for (const { lines: shown, symptom: id } of hypotheses) {
      expect(shown.length).toBeGreaterThan(0);
      for (const { number, raw } of shown)
        expect(lines[number - 1]!.trimEnd().startsWith(raw.replace(/PASS \.\.\.$/, ''))).toBe(true);
      const { means, tells } = symptomText(id, names);
      expect(means + tells).not.toMatch(/[{}]|undefined/);
    }
  });

  test.each(logs.filter(({ symptom }) => symptom === null))(
    '$file, of a session that worked, is a civil no match',
    ({ file }) => {
      expect(recognise(read(file))).toMatchObject({
        hypotheses: [],
        nothing: 'no-failure',
      });
    },
  );

  test('says which programs wrote it', () => {
    for (const {
      file,
      programs: [client = '', server = ''],
    } of logs) {
      const told = recognise(read(file));
      const names: Readonly<Record<string, string>> = {
        curl: 'curl 7',
        lftp: 'lftp',
        tnftp: 'tnftp',
        ftplib: 'Python',
        filezilla: 'FileZilla',
        vsftpd: 'vsftpd',
        proftpd: 'ProFTPD',
        'pure-ftpd': 'Pure-FTPd',
      };
      if (told.client !== null) expect([file, client]).toEqual([file, expect.stringContaining(names[told.client]!)]);
      if (told.server !== null) expect([file, server]).toEqual([file, expect.stringContaining(names[told.server]!)]);
      expect([file, told.client ?? told.server]).not.toEqual([file, null]);
    }
  });

  test('at least twenty, of five clients and of vsftpd, over fifteen symptoms', () => {
    expect(failing.length).toBeGreaterThanOrEqual(20);
    expect(new Set(failing.map(({ symptom }) => symptom)).size).toBeGreaterThanOrEqual(15);
  });

  test('never shows a password', () => {
    for (const { file } of logs) expect(JSON.stringify(recognise(read(file)))).not.toMatch(/portcall|PASS wrong/);
  });

  test('with Windows line ends, pasted twice, or with a few lines of a mail around it, says the same', () => {
    for (const { file, symptom } of failing) {
      for (const text of [
        read(file).replace(/\n/g, '\r\n'),
        read(file) + read(file),
        `Hello,\nit worked until Friday. This is what I see:\n\n${read(file)}\nThanks\n`,
      ]) {
        expect([file, recognise(text).hypotheses[0]?.symptom]).toEqual([file, symptom]);
      }
    }
  });

  test('of one line alone is told by that line', () => {
    const first = (text: string) =>
      recognise(text)
        .hypotheses.map(({ symptom, certainty }) => `${certainty} ${symptom}`)
        .slice(0, 2);
    expect(first('ftplib.error_perm: 530 Login incorrect.')).toEqual(['certain wrong-password']);
    expect(first('curl: (67) Access denied: 530')).toEqual(['likely wrong-password']);
    expect(
      first('curl: (28) Failed to connect to ftp.example.test port 21 after 20001 ms: Timeout was reached'),
    ).toEqual(['likely control-port-filtered', 'possible passive-ports-closed']);
    expect(
      first("curl: (28) Failed to connect to ftp.example.test port 21 after 20001 ms: Couldn't connect to server"),
    ).toEqual(['likely passive-ports-closed']);
    expect(first('ftplib.error_perm: 522 SSL connection failed: session reuse required')).toEqual([
      'certain session-reuse',
    ]);
    expect(first('500 Illegal PORT command.')).toEqual(['likely port-behind-nat-refused', 'possible active-forbidden']);
    expect(first('ftp: connect: Connection refused')).toEqual([
      'likely control-port-closed',
      'possible control-port-elsewhere',
    ]);
  });
});
