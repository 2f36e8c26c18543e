/** Who comes in: greeting, USER, PASS, and what a server counts (RFC 959 section 4.1.1; RFC 2577 sections 5 and 7). */
import { answer, has } from './answer';
import { leave, thinkOf } from './ending';
import type { Facts, Obey, ServerPi, Turn } from './session';

export const idleSeconds = ({ idle, setup: { settings, profile } }: ServerPi): number => {
  if (idle !== null) return idle;
  if (settings.idleTimeout === null) return profile.timeouts.idle;
  const { idleStep } = profile.timeouts;
  return Math.max(1, Math.floor(settings.idleTimeout / idleStep)) * idleStep;
};

const two = (n: number): string => String(n).padStart(2, '0');

/** What greeting, STAT and the like may speak of. */
export function sessionFacts({ session, event }: Turn): Facts {
  const seconds = Math.floor(event.epoch + event.at / 1e6);
  const idle = idleSeconds(session);
  const { settings } = session.setup;
  return {
    address: settings.passiveAddress ?? session.local.address,
    port: session.local.port,
    client: session.remote.address,
    user: session.user ?? '',
    type: session.type === 'A' ? 'ASCII' : 'BINARY',
    idleSeconds: idle,
    idleMinutes: Math.ceil(idle / 60),
    clients: session.peers.all,
    limit: settings.maxClientsPerAddress ?? 0,
    time: `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}`,
    rateLimit: settings.maxRate
      ? `Session bandwidth limit in byte/s is ${settings.maxRate}`
      : 'No session bandwidth limit',
    control: session.control === 'secured' ? 'encrypted' : 'plain text',
    data: session.protection === 'P' ? 'encrypted' : 'plain text',
    uploaded: Math.ceil(session.uploaded / 1024),
    downloaded: Math.ceil(session.downloaded / 1024),
  };
}

const tooMany = ({ peers, setup: { settings } }: ServerPi): boolean =>
  peers.address > (settings.maxClientsPerAddress ?? Infinity);

export function greet(turn: Turn): void {
  const { session } = turn;
  const turnedAway = tooMany(session) && session.setup.profile.login.countsAt === 'greeting';
  const letsAnybodyIn = session.setup.accounts.some(({ anonymous }) => anonymous);
  const greeting = letsAnybodyIn && has(turn, '*', 'greetingAnonymous') ? 'greetingAnonymous' : 'greeting';
  answer(turn, '*', turnedAway ? 'tooMany' : greeting, sessionFacts(turn), turnedAway ? 'tooMany' : 'greeting');
  if (turnedAway) leave(turn);
}

const isAnonymous = (name: string): boolean => /^(anonymous|ftp)$/i.test(name);

export const user: Obey = (turn, verb, argument) => {
  const { session } = turn;
  const { accounts, replies } = session.setup;
  if (session.account) {
    const same = session.user === argument && replies.has(`${verb}.same`);
    return answer(turn, verb, same ? 'same' : 'again', { user: argument });
  }
  if (session.setup.settings.tls === 'required' && session.control === 'clear') {
    answer(turn, verb, 'tlsRequired', { user: argument });
    if (session.setup.profile.login.partsWithoutTls) leave(turn);
    return;
  }
  session.user = argument;
  const anybody = isAnonymous(argument) ? accounts.find((account) => account.anonymous) : undefined;
  if (anybody && has(turn, verb, 'anonymousAtOnce')) {
    session.account = anybody;
    turn.phase = 'READY';
    return answer(turn, verb, 'anonymousAtOnce', { user: argument });
  }
  turn.phase = 'WAIT-PASS';
  answer(turn, verb, anybody && replies.has(`${verb}.anonymous`) ? 'anonymous' : 'ok', { user: argument });
};

export const pass: Obey = (turn, verb, argument) => {
  const { session } = turn;
  const { accounts, profile } = session.setup;
  if (session.account) return answer(turn, verb, 'again');
  const name = session.user;
  if (name === null) return answer(turn, verb, 'noUser');
  const account =
    accounts.find((one) => (one.anonymous ? isAnonymous(name) : one.name === name && one.password === argument)) ??
    null;
  if (account && tooMany(session)) {
    answer(turn, verb, 'tooMany', sessionFacts(turn));
    return leave(turn);
  }
  if (account) {
    session.account = account;
    turn.phase = 'READY';
    return answer(
      turn,
      verb,
      account.anonymous && session.setup.replies.has(`${verb}.anonymous`) ? 'anonymous' : 'ok',
      { user: name },
    );
  }
  session.failures += 1;
  answer(turn, verb, 'denied', { user: name, failures: session.failures });
  session.user = null;
  turn.phase = 'WAIT-USER';
  if (session.failures >= profile.login.failuresAtMost) leave(turn);
};

export const quit: Obey = (turn, verb) => {
  answer(turn, verb, 'ok', sessionFacts(turn));
  thinkOf(turn, 'exit');
  leave(turn);
};
