/**
 * TLS on the server's connections (RFC 4217; RFC 2228 section 3): AUTH, PBSZ, PROT and CCC, and what becomes of a
 * handshake that succeeds or fails. The records are the layer's business; here is when there is one, and what is said.
 */
import type { HostEvent } from '../../../machine/contract';
import { NO_OCTETS } from '../../../wire/octets';
import type { LastWords, Protection } from '../../profiles/server-profile';
import { greet } from './login';
import { answer, has } from './answer';
import { die, leave, thinkOf } from './ending';
import type { Obey, ServerPi, Turn } from './session';
import type { Failure, Securing } from '../../protocol/requests';
import { remark } from '../../protocol/reasons';

/** The server's mark on TLS sessions of this control connection. */
const originOf = ({ local, remote }: ServerPi): string => `${remote.address}:${remote.port} ${local.port}`;

export const securing = (session: ServerPi, connection: string): Securing => ({
  name: `${connection} ${originOf(session)}`,
  origin: originOf(session),
  sessions: session.sessions,
  ...(connection === 'control' ? { farewell: session.setup.profile.security.farewell.control } : { further: true }),
});

/** Whether a data connection is the one who is logged in, by its TLS session (RFC 4217 section 10.2). */
export const isOwn = (session: ServerPi, facts: Readonly<Record<string, unknown>>): boolean =>
  facts['resumed'] === true && facts['origin'] === originOf(session);

const insists = ({ setup: { settings } }: ServerPi): boolean =>
  settings.tls === 'required' || settings.tls === 'implicit';

export const lacksTls = (session: ServerPi): boolean => insists(session) && session.control === 'clear';

/** Whether data may not go in the clear. */
export const mustProtect = (session: ServerPi): boolean =>
  session.setup.settings.requireTlsData === true || (insists(session) && session.setup.profile.security.insistsOnData);

export function beginTls(turn: Turn): void {
  const { session, commands } = turn;
  turn.phase = 'SECURING';
  commands.push({ type: 'secure', connection: 'control', layer: 'tls-server', input: securing(session, 'control') });
}

/**
 * What was read in the clear behind AUTH may be anybody's (RFC 4217 section 15; CVE-2011-0411). True where it passes
 * for TLS.
 */
function clearRest({ session, commands }: Turn): boolean {
  if (session.rest.length === 0 && session.waiting.length === 0) return false;
  session.rest = NO_OCTETS;
  session.waiting = [];
  const taken = session.setup.profile.security.clearRest === 'taken for TLS';
  commands.push({ ...remark({ code: 'clear-rest', taken }), source: 'RFC 4217 15' });
  return taken;
}

/** AUTH is for before the login; a second one, some servers tell apart. */
function authCondition({ control, account }: ServerPi): 'ok' | 'again' | 'late' {
  if (control === 'clear' && !account) return 'ok';
  return control === 'secured' && !account ? 'again' : 'late';
}

export const authenticate: Obey = (turn, verb, argument) => {
  const { session } = turn;
  const { profile, settings } = session.setup;
  const mechanism = argument.toUpperCase();
  const brings = profile.security.mechanisms[mechanism];
  if (settings.tls === 'off' || brings === undefined) return answer(turn, verb, 'bad');
  const condition = authCondition(session);
  if (!has(turn, verb, condition)) return answer(turn, '*', session.account ? 'unknown' : 'notLoggedIn', { verb });
  answer(turn, verb, condition, { mechanism });
  if (condition !== 'ok') return;
  session.protection = brings;
  if (clearRest(turn))
    die(turn, profile.security.dies.handshake, wordsOf(session, { name: 'unexpected_message', detail: 'stranger' }));
  else beginTls(turn);
};

export const bufferSize: Obey = (turn, verb, argument) => {
  const { control } = turn.session;
  if (control !== 'secured')
    return answer(turn, verb, control === 'cleared' && has(turn, verb, 'cleared') ? 'cleared' : 'insecure');
  if (argument === '' && has(turn, verb, 'noArgument')) return answer(turn, verb, 'noArgument');
  answer(turn, verb, argument !== '0' && has(turn, verb, 'other') ? 'other' : 'ok');
};

/** Where the reply to PROT leaves the level of protection. */
const levels: Readonly<Record<string, Protection>> = { clear: 'C', lowered: 'C', private: 'P', raised: 'P' };

export const protect: Obey = (turn, verb, argument) => {
  const { session } = turn;
  const { security } = session.setup.profile;
  if (session.control !== 'secured') return answer(turn, verb, 'insecure', { argument });
  if (argument === '' && has(turn, verb, 'noArgument')) return answer(turn, verb, 'noArgument');
  const level = Object.hasOwn(security.levels, argument) ? argument : '*';
  const condition = security.levels[level] ?? 'unknown';
  if (levels[condition] === 'C' && mustProtect(session) && has(turn, verb, 'refused'))
    return answer(turn, verb, 'refused', { argument });
  session.protection = levels[condition] ?? session.protection;
  answer(turn, verb, condition, { argument });
};

/** CCC: the reply is the last that TLS protects; then both say farewell to it (RFC 4217 section 12.3). */
export const clear: Obey = (turn, verb) => {
  const { session, commands } = turn;
  if (session.control !== 'secured' || !session.account) return answer(turn, verb, 'insecure');
  if (insists(session) && has(turn, verb, 'refused')) return answer(turn, verb, 'refused');
  answer(turn, verb, 'ok');
  turn.phase = 'CLEARING';
  commands.push({ type: 'unsecure', connection: 'control' });
};

/** The library's words for a failure: the profile's by name, or those for all others. */
function wordsOf({ setup: { profile } }: ServerPi, { name, detail }: Failure): string {
  const { words } = profile.security;
  const found: Readonly<Record<string, string>> = { alert: `alert ${name}`, stranger: 'stranger' };
  return words[found[detail ?? ''] ?? name] ?? words['*'] ?? name;
}

/** TLS failed, and the session with it. Words are said in the clear, past a layer that lies there in vain. */
export function dieOfTls(turn: Turn, lines: LastWords, failure: Failure): void {
  const { session, commands } = turn;
  session.parting = { lines, words: wordsOf(session, failure) };
  turn.phase = 'CLEARING';
  commands.push({ type: 'unsecure', connection: 'control', silent: true });
}

/** The handshake on the control connection is done: USER is awaited, or the password of who was named before AUTH. */
export function layerSecured(turn: Turn): void {
  const { session, event } = turn;
  session.control = 'secured';
  session.heard = event.at;
  turn.phase = session.user === null ? 'WAIT-USER' : 'WAIT-PASS';
  if (session.lastCode === 0) greet(turn);
}

type Broken = Extract<HostEvent, { type: 'broken' }>;

function noteBroken(turn: Turn, { name }: Broken): void {
  turn.commands.push(remark({ code: 'control-tls-failed', name }));
  thinkOf(turn, 'tls');
}

/** The layer of the control connection failed; some servers say so in the clear, some go without a word. */
const brokenAt =
  (when: 'handshake' | 'later') =>
  (turn: Turn, event: Broken): void => {
    const lines = turn.session.setup.profile.security.dies[when];
    noteBroken(turn, event);
    if (lines.length === 0) leave(turn, 1);
    else dieOfTls(turn, lines, event);
  };

export const handshakeBroken = brokenAt('handshake');
export const layerBroken = brokenAt('later');

/** There is no way left to say anything. */
export function clearingBroken(turn: Turn, event: Broken): void {
  noteBroken(turn, event);
  leave(turn, 1);
}

/** TLS is off the control connection again: after CCC, or for last words past it. */
export function layerOff(turn: Turn): void {
  const { session } = turn;
  session.control = 'cleared';
  if (session.parting) return die(turn, session.parting.lines, session.parting.words);
  turn.phase = 'READY';
}
