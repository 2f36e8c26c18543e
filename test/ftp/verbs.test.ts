/** Every verb in every state of a session; what files and lists it comes to. */
import { nameOf } from '../../src/machine/config';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listedDate, timeValue } from '../../src/ftp/files/listing';
import type { ServerSetup } from '../../src/ftp/server/session/session';
import { verbs } from '../../src/ftp/protocol/verbs';
import { ARGUMENTS } from './verb-arguments';
import { profile, setupOf, steps, line, told, codes } from './vsftpd';

describe('every verb in every state', () => {
  const login = ['USER learner', 'PASS portcall'];
  const states: [string, ServerSetup, string[]][] = [
    ['nobody', setupOf(), []],
    ['a user without password', setupOf(), ['USER learner']],
    ['logged in', setupOf(), login],
    ['logged in, an address offered', setupOf(), [...login, 'PORT 203,0,113,10,195,80']],
    ['read only', setupOf({ readOnly: true }), [...login, 'PORT 203,0,113,10,195,80']],
  ];
  for (const [verb, row] of Object.entries(verbs)) {
    test(verb, () => {
      for (const [state, setup, before] of states) {
        const argument = ARGUMENTS[verb];
        const { snapshot, commands } = steps.step(
          told(setup, before),
          line(argument === undefined ? verb : `${verb} ${argument}`),
        );
        const inside = before.length > 1;
        const replies = codes(commands);
        const where = `${verb}, ${state}`;
        if (!inside && !profile.login.verbsBefore.includes(verb)) expect(replies, where).toBe('530');
        else if (!profile.replies[verb]) expect(replies, where).toBe('500');
        else if (setup.settings.readOnly && row.writes) expect(replies, where).toBe('550');
        else if (row.data && before.length < 3) expect(replies, where).toBe('425');
        else if (row.data) expect([replies, nameOf(snapshot.value)], where).toEqual(['', 'OPENING']);
        else if (row.rule === 'passive' || row.rule === 'extendedPassive')
          expect([replies, nameOf(snapshot.value)], where).toEqual(['', 'BINDING']);
        else expect(replies, where).toMatch(/^[1-5]\d\d$/);
        expect(
          commands.filter(({ type }) => type === 'note'),
          where,
        ).toEqual([]);
      }
    });
  }
  test('what the profile has no reply for is unknown', () => {
    for (const verb of ['MLSD', 'LPSV', 'HOST', 'NOSUCH'])
      expect(codes(steps.step(told(setupOf(), login), line(verb)).commands)).toBe('500');
  });
});

describe('files', () => {
  const changes = (lines: readonly string[], last: string) => {
    const { commands } = steps.step(told(setupOf(), ['USER learner', 'PASS portcall', ...lines]), line(last));
    return [codes(commands), ...commands.flatMap((command) => (command.type === 'change' ? [command.change.op] : []))];
  };
  const rows: [string[], string, unknown[]][] = [
    [[], 'MKD new', ['257', 'write']],
    [[], 'MKD docs', ['550']],
    [[], 'MKD no/where', ['550']],
    [[], 'RMD docs', ['550']],
    [[], 'RMD hello.txt', ['550']],
    [[], 'DELE hello.txt', ['250', 'remove']],
    [[], 'DELE docs', ['550']],
    [[], 'DELE', ['550']],
    [['CWD docs'], 'DELE manual.txt', ['250', 'remove']],
    [['RNFR hello.txt'], 'RNTO docs/hello.txt', ['250', 'rename']],
    [['RNFR hello.txt'], 'RNTO docs', ['550']],
    [['RNFR nope'], 'RNTO x', ['503']],
    [['RNFR docs'], 'RNTO docs/in', ['550']],
    [[], 'SIZE docs', ['550']],
    [[], 'MDTM hello.txt', ['213']],
    [[], 'CWD hello.txt', ['550']],
    [[], 'CWD ../..', ['250']],
  ];
  for (const [before, last, expected] of rows)
    test([...before, last].join(', '), () => expect(changes(before, last)).toEqual(expected));
});

describe('lists', () => {
  const listed = (argument: string, verb = 'LIST'): string[] => {
    const { snapshot } = steps.step(
      told(setupOf(), ['USER learner', 'PASS portcall', 'PORT 203,0,113,10,195,80']),
      line(`${verb}${argument && ` ${argument}`}`),
    );
    return new TextDecoder()
      .decode(snapshot.context.transfer?.octets ?? undefined)
      .split('\r\n')
      .slice(0, -1);
  };
  test('names', () => expect(listed('', 'NLST')).toEqual(['chart.bin', 'docs', 'hello.txt', 'locked.txt']));
  test('names of a directory', () => expect(listed('docs', 'NLST')).toEqual(['docs/manual.txt']));
  test('a pattern', () => expect(listed('*.txt', 'NLST')).toEqual(['hello.txt', 'locked.txt']));
  test('all', () =>
    expect(listed('-la').map((one) => one.split(' ').at(-1))).toEqual([
      '.',
      '..',
      'chart.bin',
      'docs',
      'hello.txt',
      'locked.txt',
    ]));
  test('links of a directory', () =>
    expect(listed('-a')[0]).toMatch(/^drwxr-xr-x {4}3 2001 {5}2001 {9}4096 Jan 15 {2}2024 \.$/));
  test('dates', () => {
    const now = 1_763_600_000;
    expect(
      [
        '2024-02-29T12:34:56Z',
        '2025-11-19T00:05:00Z',
        '2025-11-21T00:00:00Z',
        '1970-01-01T00:00:00Z',
        '2000-12-31T23:59:59Z',
      ].map((text) => listedDate(Date.parse(text) / 1000, now)),
    ).toEqual(['Feb 29  2024', 'Nov 19 00:05', 'Nov 21  2025', 'Jan 01  1970', 'Dec 31  2000']);
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), (seconds) => {
        expect(timeValue(seconds)).toBe(new Date(seconds * 1000).toISOString().replace(/[-:T]|\..*/g, ''));
      }),
    );
  });
});
