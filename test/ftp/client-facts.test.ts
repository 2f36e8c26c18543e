/** What a client's plan may ask for by name, what it waits for and where that leads: value by value. */
import { describe, expect, test } from 'vitest';
import { clientProgram } from '../../src/ftp/programs';
import { expect as awaits } from '../../src/ftp/user/expect';
import { chosenFacts, featureFacts } from '../../src/ftp/user/features';
import { fact, fill, portFacts, replyFacts } from '../../src/ftp/user/facts';
import { besidesNoop, idle, keepAwake, wokeUp } from '../../src/ftp/user/noop';
import { noControl, say, userTurn, type ClientSetup, type UserPi, type UserTurn } from '../../src/ftp/user/session';
import { userPi } from '../../src/ftp/user/user-pi.machine';
import { stepper } from '../../src/machine/step';
import { clients } from '../profiles';
import { at } from './vsftpd';
import { uploads } from './store';

const setup = clientProgram({
  profile: clients['curl']!,
  server: { name: 'ftp.example.test', address: '198.51.100.21', port: 2121 },
  user: 'learner',
  password: 'portcall',
  dataMode: 'EPSV',
  ipVersion: 6,
  work: [],
  settings: { connectTimeout: null, skipPasvAddress: null },
}).machines['pi']!.input as ClientSetup;

/** A turn of a client that has these facts, is so set up and has such a session. */
function turnOf(facts: object = {}, more: object = {}, settings: object = {}, profile: object = {}): UserTurn {
  const session = stepper(userPi).start(setup).context as UserPi;
  const own = { ...setup, settings: { ...setup.settings, ...settings }, profile: { ...setup.profile, ...profile } };
  const event = { ...at({ type: 'started' }), at: 5_000_000, files: uploads };
  return userTurn(null, { ...session, setup: own, facts: facts as never, ...more }, event);
}

describe('facts', () => {
  const none = {};
  test.each<[string, string, object?, object?, object?, object?]>([
    ['user', 'learner'],
    ['server', 'ftp.example.test'],
    ['port', '2121'],
    ['ipVersion', '6'],
    ['connectTimeout', '7', none, none, { connectTimeout: 7 }],
    ['connectTimeout', '9', none, none, none, { defaults: { connectTimeout: 9, replyTimeout: 8 } }],
    ['replyTimeout', '8', none, none, none, { defaults: { connectTimeout: 9, replyTimeout: 8 } }],
    ['replyTimeout', '9', none, none, none, { defaults: { connectTimeout: 9 } }],
    ['replyTimeout', '7', none, none, { connectTimeout: 7 }],
    ['wishedType', ''],
    ['wishedType', 'A', none, none, { fileType: 'A' }],
    ['security', 'none'],
    ['security', 'explicit', none, none, { security: { how: 'explicit' } }],
    ['security', 'none', { gaveIn: 'yes' }, none, { security: { how: 'explicit' } }],
    ['insists', 'yes'],
    ['insists', 'no', none, none, { security: { insists: false } }],
    ['insists', 'yes', none, none, { security: { insists: true } }],
    ['protectData', 'no'],
    ['protectData', 'yes', none, none, { security: { protectData: true } }],
    ['clearControl', 'no', none, none, { security: { clearControlAfterLogin: false } }],
    ['clearControl', 'yes', none, none, { security: { clearControlAfterLogin: true } }],
    ['early', 'no'],
    ['early', 'yes', none, { control: { ...noControl, rest: Uint8Array.of(1) } }],
    ['early', 'yes', none, { control: { ...noControl, replies: [{ code: 200, lines: [''] }] } }],
    ['maxTime', '0'],
    ['maxTime', '5', none, none, { maxTime: 5 }],
    ['connected', 'no'],
    ['connected', 'no', none, { control: { ...noControl, open: false } }],
    ['connected', 'yes', none, { control: { ...noControl, open: true } }],
    ['failedBefore', 'no'],
    ['failedBefore', 'yes', none, { stopped: true }],
    ['localFile', 'yes', { path: 'notes.txt' }],
    ['localFile', 'no', { path: 'nope' }],
    ['localFile', 'no'],
    ['localTime', '20240115120000', { path: 'notes.txt' }],
    ['localTime', '19700101000000'],
    ['ms', '4', none, { began: 4_995_001 }],
    ['ms', '5', none, { began: 4_995_000 }],
    ['elapsed', '00:04', none, { transferred: 1_000_000 }],
    ['elapsed', '01:05', none, { transferred: -60_000_000 }],
    ['rate', '1.00 KiB/s', { size: '1024' }, { transferred: 4_000_000 }],
    ['rate', '0.00 KiB/s', { size: '1' }, { transferred: 4_000_000 }],
    ['rate', '0.00 B/s', { size: '0' }, { transferred: 4_000_000 }],
    ['rate', '0.50 B/s', { size: '1' }, { transferred: 3_000_000 }],
    ['rate', '1.00 MiB/s', { size: '1048576' }, { transferred: 4_000_000 }],
    ['rate', '1.00 GiB/s', { size: '1073741824' }, { transferred: 4_000_000 }],
    ['rate', '2048.00 GiB/s', { size: '2199023255552' }, { transferred: 4_000_000 }],
    ['rate', '1.00 MiB/s', { size: '1.048576' }, { transferred: 5_000_000 }],
    ['quoted', '/a "b"', { text: '"/a ""b""" is here' }],
    ['quoted', '', { text: 'nothing' }],
    ['system', 'UNIX', { text: 'UNIX Type: L8' }],
    ['system', ''],
    ['replyNamesTarget', 'yes', { text: 'no a here', target: 'a' }],
    ['replyNamesTarget', 'no', { text: 'none', target: 'x' }],
    ['missing', '0', { expected: '', size: '5' }],
    ['missing', '3', { expected: '8', size: '5' }],
    ['missing', '8', { expected: '8' }],
    ['missing', '0', { expected: '4', size: '5' }],
    ['error', 'x', { reason: 'x' }, none, none, { errors: { y: 'z' } }],
    ['error', 'z', { reason: 'y' }, none, none, { errors: { y: 'z' } }],
    ['dataPort', ''],
    ['dataPort', '9', none, { dataRemote: { address: 'a', port: 9 } }],
    ['dataAddress', 'a', none, { dataRemote: { address: 'a', port: 9 } }],
    ['own', 'x', { own: 'x' }],
    ['nobody', ''],
  ])('%s is %j', (name, value, ...of) => expect(fact(turnOf(...of), name)).toBe(value));

  test('fill a text, where it has braces', () => {
    const turn = turnOf({ a: '1', 'b.c': '2' });
    expect(['{a}{b.c}', 'x {a} y', 'a', '{}', '{a b}', '{nope}'].map((text) => fill(turn, text))).toEqual([
      '12',
      'x 1 y',
      'a',
      '{}',
      '{a b}',
      '',
    ]);
  });
  test('of ports, replies, features and facts (RFC 959 3.2.1, RFC 2428 2, RFC 2389 3.2, RFC 3659 7.8)', () => {
    expect(portFacts({ address: '203.0.113.10', port: 1024 })).toEqual({
      hostPort: '203,0,113,10,4,0',
      extendedHostPort: '|1|203.0.113.10|1024|',
    });
    expect(portFacts({ address: '2001:db8::1', port: 1 })['hostPort']).toBe('');
    expect(replyFacts({ code: 211, lines: ['a', 'b'] })).toEqual({ code: '211', text: 'a', reply: '211-a\n211 b' });
    expect(featureFacts('211-x\n SIZE\n mdtm \n AUTH TLS;SSL \nMLST\n  UTF8\n211 x')).toEqual({
      'feature.SIZE': 'yes',
      'feature.MDTM': 'yes',
      'feature.AUTH': 'TLS;SSL',
    });
    expect(chosenFacts('type*;size;Modify*;', ['SIZE', 'modify'])).toBe('size;Modify;');
    expect(chosenFacts('type*;size;', ['type'])).toBe('');
    expect(chosenFacts('type*;size*;', ['type'])).toBe('type;');
    expect(chosenFacts('', ['type'])).toBe('');
  });
});

describe('waiting', () => {
  const reply = (code: number) => ({ code, lines: ['x'] });
  /** Where a client goes from what it awaits, and what is left unread. */
  const led = (awaited: object, control: object, anytime: object = {}) => {
    const frames = [{ part: 'p', at: 1, items: [] }];
    const of = { frames, control: { ...noControl, ...control }, armed: ['patience'] };
    const turn = turnOf({}, of, {}, { anytime, showsReplies: false });
    const part = {
      steps: Array(9).fill(null),
      labels: new Map([
        ['a', 3],
        ['b', 5],
      ]),
    };
    const waits = awaits(turn, awaited as never, part as never, false) === 'waits';
    const {
      frames: [frame],
      control: left,
      armed,
    } = turn.session;
    const where = waits ? `waits ${turn.phase}` : `${frame?.part} ${frame?.at} ${armed.length}`;
    return `${where}; ${left.replies.map(({ code }) => code).join()} ${left.occurred.join()}`.trim();
  };
  test.each<[object, object, string, object?]>([
    [{ 2: 'a' }, { replies: [reply(220)] }, 'p 3 0;'],
    [{ 2: 'a', 220: 'b' }, { replies: [reply(220)] }, 'p 5 0;'],
    [{ 2: 'next' }, { replies: [reply(220), reply(331)] }, 'p 1 0; 331'],
    [{ 2: 'nowhere' }, { replies: [reply(220)] }, 'p 9 0;'],
    [{ 3: 'a' }, { replies: [reply(220)] }, 'waits WAIT-GREETING; 220'],
    [{ 3: 'a', else: 'b' }, { replies: [reply(220)] }, 'p 5 0;'],
    [{ else: 'b' }, { replies: [reply(220)] }, 'p 5 0;'],
    [{ 2: 'a' }, { replies: [reply(421)] }, 'gone 0 0;', { 421: 'gone' }],
    [{ 4: 'a' }, { replies: [reply(421)] }, 'gone 0 0;', { 421: 'gone' }],
    [{ 421: 'a' }, { replies: [reply(421)] }, 'p 3 0;', { 421: 'gone' }],
    [{ opened: 'a' }, { replies: [reply(220)], occurred: ['opened'] }, 'p 3 0; 220'],
    [{ opened: 'a', 2: 'b' }, { replies: [reply(220)], occurred: ['opened', 'sent'] }, 'p 3 0; 220 sent'],
    [{ opened: 'a' }, { occurred: ['sent'] }, 'waits WAIT-DATA;  sent'],
    [{ 2: 'a', closed: 'b' }, { replies: [reply(220)], occurred: ['closed'] }, 'p 3 0;  closed'],
    [{ 3: 'a', closed: 'b' }, { replies: [reply(220)], occurred: ['closed'] }, 'p 5 0; 220'],
    [{ 2: 'a' }, { occurred: ['closed'] }, 'gone 0 0;', { closed: 'gone' }],
    [{ 2: 'a', closed: 'b' }, { occurred: ['closed'] }, 'p 5 0;', { closed: 'gone' }],
    [{ 2: 'a' }, { occurred: ['broken'] }, 'waits WAIT-GREETING;  broken', { broken: 'gone' }],
    [{ sent: 'a' }, { occurred: ['broken'] }, 'gone 0 0;', { broken: 'gone' }],
    [{ connected: 'a' }, {}, 'waits CONNECTING;'],
    [{ secured: 'a' }, { sent: 'AUTH' }, 'waits SECURING;'],
    [{ cleared: 'a' }, { sent: 'CCC' }, 'waits CLEARING;'],
    [{ 2: 'a' }, { sent: 'USER' }, 'waits WAIT-LOGIN;'],
    [{ 2: 'a' }, { sent: 'RETR' }, 'waits WAIT-TRANSFER;'],
    [{ 2: 'a' }, { sent: 'QUIT' }, 'waits WAIT-QUIT;'],
    [{ 2: 'a' }, { sent: 'PWD' }, 'waits WAIT-REPLY;'],
  ])('for %j with %j: %s', (awaited, control, wanted, anytime) => expect(led(awaited, control, anytime)).toBe(wanted));
});

test('what is said: line by line, the last end left out, typed or chatter', () => {
  const said = (...of: [string, 'out' | 'err' | 'in', boolean]) => {
    const turn = turnOf();
    say(turn, ...of);
    return turn.commands.map(({ type: _, ...command }) => command);
  };
  expect(said('a\r\nb  \n', 'err', false)).toEqual([
    { to: 'user', text: 'a' },
    { to: 'user', text: 'b' },
  ]);
  expect(said('a\n\n', 'out', true)).toEqual([
    { to: 'user', text: 'a', stream: 'out', chatter: true },
    { to: 'user', text: '', stream: 'out', chatter: true },
  ]);
  expect(said('a', 'in', false)).toEqual([{ to: 'user', text: 'a', stream: 'in', chatter: true }]);
});

describe('NOOP as keep-alive (RFC 959 section 4.1.3)', () => {
  const kept = (during: string, noop: number | null) =>
    turnOf({}, { control: { ...noControl, open: true } }, { noop }, { noop: during });
  const shown = ({ commands }: UserTurn) =>
    commands
      .map((one) => (one.type === 'think' ? one.for : one.type === 'arm' ? `arm ${one.after}` : one.type))
      .join(' ');
  test.each([
    ['transfer', 5, 'arm 5000000'],
    ['transfer', null, ''],
    ['idle', 5, ''],
  ])('during %s every %s s: %j', (during, seconds, wanted) => {
    const turn = kept(during, seconds);
    for (let i = 0; i < 2; i += 1) keepAwake(turn);
    expect(shown(turn)).toBe(wanted);
  });
  test.each([
    ['idle', 5, 11, '5000000 message send 5000000 message send 1000000'],
    ['idle', 5, 10, '5000000 message send 5000000'],
    ['idle', 5, 5, '5000000'],
    ['transfer', 5, 11, '11000000'],
    ['idle', null, 11, '11000000'],
  ])('%s every %s s, for %d s: %s', (during, seconds, whole, wanted) => {
    const turn = kept(during, seconds);
    idle(turn, whole * 1e6);
    expect(shown(turn)).toBe(wanted);
  });
  test("goes on by its own timer, and its replies are nobody else's", () => {
    const turn = kept('transfer', 5);
    expect([wokeUp(turn, 'max'), shown(turn)]).toEqual([false, '']);
    expect([wokeUp(turn, 'noop'), shown(turn), turn.session.noops]).toEqual([true, 'message send arm 5000000', 1]);
    const codes = [226, 450, 200].map((code) => ({ code, lines: [''] }));
    expect([besidesNoop(turn, codes).map(({ code }) => code), turn.session.noops]).toEqual([[226, 200], 0]);
    for (const code of [200, 450, 500, 502]) {
      turn.session.noops = 1;
      expect(besidesNoop(turn, [{ code, lines: [''] }])).toEqual([]);
    }
  });
});
