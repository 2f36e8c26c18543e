/** The work to do, read and written: what is an action, what is none, and how much is too much. */
import { expect, test } from 'vitest';
import { actionText, parseActions, readActions, tooMuchWork } from '../../src/scenario/values/actions';
import type { Action } from '../../src/ftp/protocol/requests';
import { CAPS } from '../../src/wire/caps';
import { isViolation } from '../../src/wire/violation';

const read = (text: string) => {
  const actions = parseActions(text);
  return isViolation(actions) ? actions.text : actions;
};

test.each<[string, Action]>([
  ['login', { op: 'login' }],
  ['second-login', { op: 'second-login' }],
  ['list /docs', { op: 'list', path: '/docs' }],
  ['get a', { op: 'get', path: 'a' }],
  ['get a 0', { op: 'get', path: 'a', bytes: 0 }],
  ['get a b 300', { op: 'get', path: 'a b', bytes: 300 }],
  ['put a 1000000000', { op: 'put', path: 'a 1000000000' }],
  ['cd docs', { op: 'cd', path: 'docs' }],
  ['quote SITE HELP', { op: 'quote', line: 'SITE HELP' }],
  ['quote continue NOOP', { op: 'quote', line: 'NOOP', continue: true }],
  ['quote continued', { op: 'quote', line: 'continued' }],
  ['transfer RETR x', { op: 'transfer', line: 'RETR x' }],
  ['wait 0', { op: 'wait', seconds: 0 }],
  ['wait 99999', { op: 'wait', seconds: 99_999 }],
  ['abort inline a b', { op: 'abort', style: 'inline', path: 'a b' }],
  ['abort telnet a', { op: 'abort', style: 'telnet', path: 'a' }],
  ['abort urgent a', { op: 'abort', style: 'urgent', path: 'a' }],
  ['relogin', { op: 'relogin' }],
  ['nlst docs', { op: 'nlst', path: 'docs' }],
  ['mlsd /', { op: 'mlsd', path: '/' }],
  ['delete a b', { op: 'delete', path: 'a b' }],
  ['mkdir "a 7"', { op: 'mkdir', path: 'a 7' }],
  ['rmdir Zürich', { op: 'rmdir', path: 'Zürich' }],
  ['get "a 7"', { op: 'get', path: 'a 7' }],
  ['get "say \\"hi\\"" 5', { op: 'get', path: 'say "hi"', bytes: 5 }],
  ['put "a\\\\"', { op: 'put', path: 'a\\' }],
  ['resume-get chart.bin 40000 15000', { op: 'resume-get', path: 'chart.bin', bytes: 40_000, from: 15_000 }],
  ['resume-put a b 9 0', { op: 'resume-put', path: 'a b', bytes: 9, from: 0 }],
  ['rename a b', { op: 'rename', path: 'a', to: 'b' }],
  ['rename "a b" "it\'s"', { op: 'rename', path: 'a b', to: "it's" }],
  ['mget *.bin chart.bin', { op: 'mget', path: '*.bin', names: ['chart.bin'] }],
  ['mput *.txt notes.txt "a b.txt"', { op: 'mput', path: '*.txt', names: ['notes.txt', 'a b.txt'] }],
  ['mirror docs', { op: 'mirror', path: 'docs', names: [] }],
  ['pget big.bin 40000 2', { op: 'pget', path: 'big.bin', bytes: 40_000, parts: 2 }],
  ['type A', { op: 'type', letter: 'A' }],
  ['type I', { op: 'type', letter: 'I' }],
  ['scan syn 21', { op: 'scan', technique: 'syn', ports: [21] }],
  ['scan connect 21,23', { op: 'scan', technique: 'connect', ports: [21, 23] }],
  ['scan syn 1-3,5,7-8', { op: 'scan', technique: 'syn', ports: [1, 2, 3, 5, 7, 8] }],
])('%s', (text, action) => {
  expect(read(text)).toEqual([action]);
  expect(actionText(action)).toBe(text === 'scan syn 1-3,5,7-8' ? 'scan syn 1-3,5,7,8' : text);
});

test('several are parted by semicolons, and a semicolon within is quoted', () => {
  expect(read(' list / ;get a\\;b; login')).toEqual([
    { op: 'list', path: '/' },
    { op: 'get', path: 'a;b' },
    { op: 'login' },
  ]);
  expect(actionText({ op: 'get', path: 'a;b;c' })).toBe('get a\\;b\\;c');
});

test.each([
  ['login now', 'login '],
  ['list', 'list PATH [OCTETS]'],
  ['quote', 'quote [continue] LINE'],
  ['transfer', 'transfer LINE'],
  ['wait', 'wait SECONDS'],
  ['wait 100000', 'wait SECONDS'],
  ['wait 1.5', 'wait SECONDS'],
  ['wait x1', 'wait SECONDS'],
  ['abort now a', 'abort inline|telnet|urgent PATH'],
  ['abort urgent', 'abort inline|telnet|urgent PATH'],
  ['relogin now', 'relogin '],
  ['delete', 'delete PATH'],
  ['delete "a" b', 'delete PATH'],
  ['rename a', 'rename FROM TO'],
  ['rename "a b', 'rename FROM TO'],
  ['resume-get a 5', 'resume-get PATH OCTETS FROM'],
  ['resume-get a 5 6', 'resume-get PATH OCTETS FROM'],
  ['pget a 5 0', 'pget PATH OCTETS PARTS'],
  ['type E', 'type A|I'],
  ['mget', 'mget PATTERN NAME ...'],
  ['scan udp 21', 'scan syn|connect PORTS'],
  ['scan syn', 'scan syn|connect PORTS'],
  ['scan syn x', 'scan syn|connect PORTS'],
  ['scan syn 21,', 'scan syn|connect PORTS'],
  ['scan syn 123456', 'scan syn|connect PORTS'],
])('%s is none', (text, wanted) => expect(read(text)).toBe(`'${text}' is no action; expected ${wanted}`));

test('what begins with no known word is told of all', () => {
  expect(read('toString x')).toBe(
    "'toString x' is no action; expected login, second-login, relogin, list PATH [OCTETS], nlst PATH, mlsd PATH, " +
      'get PATH [OCTETS], put PATH [OCTETS], resume-get PATH OCTETS FROM, resume-put PATH OCTETS FROM, ' +
      'mget PATTERN NAME ..., mput PATTERN NAME ..., mirror FOLDER FILE ..., pget PATH OCTETS PARTS, ' +
      'cd PATH [OCTETS], delete PATH, rename FROM TO, mkdir PATH, rmdir PATH, type A|I, quote [continue] LINE, ' +
      "transfer LINE, wait SECONDS, abort inline|telnet|urgent PATH, scan syn|connect PORTS; did you mean 'login'?",
  );
  expect(isViolation(parseActions('get a\nb'))).toBe(true);
});

test('too much work: actions, and octets', () => {
  const [most, octets] = [CAPS.actions.most, CAPS.octets.most];
  const gets = (...bytes: number[]) => bytes.map((one): Action => ({ op: 'get', path: 'a', bytes: one }));
  expect(tooMuchWork(gets(octets))).toBe(null);
  expect(tooMuchWork(gets(octets, 1))).not.toBe(null);
  expect(tooMuchWork(Array<Action>(most).fill({ op: 'login' }))).toBe(null);
  expect(tooMuchWork(Array<Action>(most + 1).fill({ op: 'login' }))).not.toBe(null);
  expect(isViolation(parseActions(Array(most).fill('login').join(';')))).toBe(false);
  expect(
    isViolation(
      parseActions(
        Array(most + 1)
          .fill('login')
          .join(';'),
      ),
    ),
  ).toBe(true);
});

test.each<[unknown, unknown]>([
  [[], "'' is no action"],
  [[{ op: 'get', path: 'a', bytes: null }], [{ op: 'get', path: 'a' }]],
  [
    [{ op: 'list', path: '/' }, { op: 'login' }],
    [{ op: 'list', path: '/' }, { op: 'login' }],
  ],
  [[{ op: 'mget', path: '*', names: ['a b'] }], [{ op: 'mget', path: '*', names: ['a b'] }]],
  [[{ op: 'mget', path: '*', names: [5] }], ' is no action; expected as in'],
  [[{ op: 'rename', path: 'a', to: 'b' }], [{ op: 'rename', path: 'a', to: 'b' }]],
  [[{ op: 'scan', technique: 'syn', ports: [1, 2] }], [{ op: 'scan', technique: 'syn', ports: [1, 2] }]],
  [{}, 'the work is no list of actions'],
  ['login', 'the work is no list of actions'],
  [[null], 'null is no action; expected as in {"op":"list","path":"/"}'],
  [['login'], "'login' is no action; expected as in"],
  [[{ op: 'toString' }], ' is no action; expected as in'],
  [[{ op: 5 }], ' is no action; expected as in'],
  [[{ op: 'list', path: {} }], ' is no action; expected as in'],
  [[{ op: 'list', path: ['/'] }], ' is no action; expected as in'],
  [[{ op: 'scan', technique: 'syn', ports: [] }], ' is no action; expected as in'],
  [[{ op: 'scan', technique: 'syn', ports: ['21'] }], ' is no action; expected as in'],
  [[{ op: 'scan', technique: 'syn', ports: '21' }], ' is no action; expected as in'],
  [[{ op: 'scan', technique: 'syn' }], ' is no action; expected as in'],
])('as data: %j', (value, wanted) => {
  const actions = readActions(value);
  if (typeof wanted === 'string') expect(isViolation(actions) && actions.text).toContain(wanted);
  else expect(actions).toEqual(wanted);
});
