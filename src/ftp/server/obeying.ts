/** Obeys commands one after another: what a command is refused for before its rule is asked, in the order of asking. */
import { isViolation, type Violation } from '../../wire/violation';
import { rowOf, type Verb } from '../protocol/verbs';
import { answer, has } from './session/answer';
import { record } from './session/control';
import { leave, sayFarewell } from './session/ending';
import { sessionFacts } from './session/login';
import { withdraw } from './transfer/offer';
import { attentive, rules } from './verbs/rules';
import { lacksTls } from './session/security';
import type { Facts, Heard, Turn } from './session/session';

/** A command as it is judged; `row` is undefined where the server does not know the verb. */
interface Judged {
  readonly verb: string;
  readonly given: string;
  readonly row: Verb | undefined;
}

interface Objection {
  readonly holds: (turn: Turn, judged: Judged) => boolean;
  /** Under which verb the profile has the reply, and for which condition. */
  readonly reply: (turn: Turn, judged: Judged) => readonly [verb: string, condition: string, facts?: Facts];
  readonly also?: (turn: Turn, judged: Judged) => void;
}

const isUnknown = (_turn: Turn, { row }: Judged): boolean => row === undefined;
const unknown = (_turn: Turn, { verb }: Judged) => ['*', 'unknown', { verb }] as const;

/** The first that holds is what the server says; a command that none holds for is obeyed. */
const objections: readonly Objection[] = [
  {
    holds({ session }, { verb }) {
      const { verbsInClear } = session.setup.profile.security;
      return verbsInClear !== null && lacksTls(session) && !verbsInClear.includes(verb);
    },
    reply: () => ['*', 'tlsRequired'],
  },
  {
    holds: (turn, judged) => isUnknown(turn, judged) && turn.session.setup.profile.login.tellsUnknown,
    reply: unknown,
  },
  {
    holds: ({ session }, { verb }) => !session.account && !session.setup.profile.login.verbsBefore.includes(verb),
    reply: () => ['*', 'notLoggedIn'],
  },
  { holds: isUnknown, reply: unknown },
  {
    holds: (turn, { verb, given, row }) => row?.argument === 'needed' && given === '' && has(turn, verb, 'noArgument'),
    reply: (turn, { verb }) => [verb, 'noArgument', { ...sessionFacts(turn), verb }],
  },
  {
    holds: (turn, { verb, given, row }) => row?.argument === 'none' && given !== '' && has(turn, verb, 'superfluous'),
    reply: (_turn, { verb, given }) => [verb, 'superfluous', { argument: given }],
  },
  {
    holds: ({ session: { setup, account } }, { row }) =>
      row?.writes === true && (setup.settings.readOnly || account?.anonymous === true),
    reply: (_turn, { given }) => ['*', 'readOnly', { argument: given }],
    also(turn, { verb }) {
      if (turn.session.setup.profile.passive.closedByRefusalOf.includes(verb)) withdraw(turn);
    },
  },
];

/** A line that is no command; an empty one is none either, and some middleboxes send one. */
function refuseLine(turn: Turn, { violation, why }: Violation): void {
  const { account, setup } = turn.session;
  turn.commands.push({ type: 'violation', reason: why });
  if (violation === 'command-empty') return answer(turn, '*', 'empty');
  answer(turn, '*', account || setup.profile.login.tellsUnknown ? 'unknown' : 'notLoggedIn', { verb: '' });
}

export function obeyOne(turn: Turn, heard: Heard | Violation): void {
  if (isViolation(heard)) return refuseLine(turn, heard);
  record(turn, heard);
  const { verb } = heard;
  const row = turn.session.setup.profile.replies[verb] ? rowOf(verb) : undefined;
  const judged = { verb, given: heard.argument ?? '', row };
  const objection = objections.find(({ holds }) => holds(turn, judged));
  if (objection) {
    objection.also?.(turn, judged);
    return answer(turn, ...objection.reply(turn, judged));
  }
  if (row) rules[row.rule].obey(turn, verb, judged.given);
}

/** Obeys what waits, until a command keeps the session busy; who has closed is parted from when all is done. */
export function obeyWaiting(turn: Turn): void {
  const { session } = turn;
  while (attentive.has(turn.phase)) {
    const [next, ...others] = session.waiting;
    if (next === undefined) break;
    session.waiting = others;
    obeyOne(turn, next);
  }
  if (!session.peerClosed || !attentive.has(turn.phase)) return;
  sayFarewell(turn);
  leave(turn);
}
