/** Waiting: the one instruction of a plan that may not go on at once. */
import { replyLines, type Reply } from '../../wire/ftp/reply';
import { courseOf, type Course } from '../protocol/verbs';
import { keepAwake } from './noop';
import { fill, replyFacts } from './facts';
import { forget, goTo, OF_DATA, say, type PreparedPart, type UserPhase, type UserTurn } from './session';

const READS_A_REPLY = /^\d/;
/** Occurrences that end a wait only when no reply does. */
const AFTER_REPLIES = ['insecure', 'closed', 'odd', 'timeout'];
/** What waits for a connection to open. */
const OPENS = ['connected', 'opened'];
/** What a transfer waits for: the data transfer process has a patience of its own. */
const MOVES_A_FILE = ['arrived', 'ended', 'sent', 'listening'];
const BY_OCCURRENCE: Readonly<Record<string, UserPhase>> = {
  connected: 'CONNECTING',
  secured: 'SECURING',
  cleared: 'CLEARING',
};
const BY_COURSE: Readonly<Record<Course, UserPhase>> = {
  login: 'WAIT-LOGIN',
  transfer: 'WAIT-TRANSFER',
  logout: 'WAIT-QUIT',
  other: 'WAIT-REPLY',
};

/** Takes the first thing that the plan waits for, or waits. A reply that is not waited for stays unread. */
export function expect(
  turn: UserTurn,
  awaited: Readonly<Record<string, string>>,
  part: PreparedPart,
  quiet: boolean,
): 'waits' | void {
  const label = taken(turn, awaited, quiet);
  if (label === null) return wait(turn, awaited);
  unarm(turn);
  if ('part' in label) turn.session.frames = [{ part: label.part, at: 0, items: [] }];
  else goTo(turn, part, label.label);
}

/** Where what happened leads: to a label, or to the part that everything is dropped for. */
type Leads = { readonly label: string } | { readonly part: string };

/** Where a reply leads: its code before its class, and what the plan waits for before what all must mind. */
function ledBy(reply: Reply, awaited: Readonly<Record<string, string>>, anytime: Readonly<Record<string, string>>) {
  const code = String(reply.code);
  for (const name of [code, code.charAt(0)]) {
    if (awaited[name] !== undefined) return { label: awaited[name] };
    if (anytime[name] !== undefined) return { part: anytime[name] };
  }
  return awaited['else'] === undefined ? null : { label: awaited['else'] };
}

/** Takes the first reply, if it leads anywhere. */
function read(turn: UserTurn, awaited: Readonly<Record<string, string>>, quiet: boolean): Leads | null {
  const { session } = turn;
  const { anytime, showsReplies } = session.setup.profile;
  const [reply, ...others] = session.control.replies;
  const leads = reply ? ledBy(reply, awaited, anytime) : null;
  if (!reply || leads === null) return null;
  session.control = { ...session.control, replies: others };
  session.facts = { ...session.facts, ...replyFacts(reply) };
  if (showsReplies && !quiet) show(turn, reply);
  return leads;
}

function taken(turn: UserTurn, awaited: Readonly<Record<string, string>>, quiet: boolean): Leads | null {
  const { session } = turn;
  const { anytime } = session.setup.profile;
  const names = Object.keys(awaited);
  const takes = (name: string): boolean => {
    const at = session.control.occurred.indexOf(name);
    if (at < 0) return false;
    session.control = { ...session.control, occurred: session.control.occurred.filter((_, i) => i !== at) };
    return true;
  };
  const data = names.find((name) => !AFTER_REPLIES.includes(name) && takes(name));
  if (data !== undefined) return { label: awaited[data] ?? 'next' };
  const answered = names.some((name) => name === 'else' || READS_A_REPLY.test(name));
  const leads = answered ? read(turn, awaited, quiet) : null;
  if (leads !== null) return leads;
  const late = AFTER_REPLIES.find((name) => name in awaited && takes(name));
  if (late !== undefined) return { label: awaited[late] ?? 'next' };
  // Who waits for a reply reads the control connection alone: a broken data connection shows when it is used.
  const watched = (name: string): boolean =>
    (name !== 'broken' && name !== 'dataInsecure') || names.some((each) => OF_DATA.has(each));
  const lost = Object.keys(anytime).find((name) => !(name in awaited) && watched(name) && takes(name));
  return lost === undefined ? null : { part: anytime[lost] ?? '' };
}

/** The user reads each line; those that do not begin with the code of something done are complaints. */
function show(turn: UserTurn, reply: Reply): void {
  for (const line of replyLines(reply)) say(turn, line, 'out', /^[123]\d\d[ -]/.test(line));
}

/** What a client is at, by what it waits for, or else by the command whose reply it waits for. */
function phaseOf(names: readonly string[], sent: string | null): UserPhase {
  const awaited = names.find((name) => Object.hasOwn(BY_OCCURRENCE, name));
  if (awaited !== undefined) return BY_OCCURRENCE[awaited] ?? 'WAIT-REPLY';
  if (names.some((name) => OF_DATA.has(name))) return 'WAIT-DATA';
  return sent === null ? 'WAIT-GREETING' : BY_COURSE[courseOf(sent)];
}

/** The same step again when something has happened. */
function wait(turn: UserTurn, awaited: Readonly<Record<string, string>>): 'waits' {
  const { session, commands } = turn;
  const { patience } = session.setup.profile;
  const names = Object.keys(awaited);
  const frame = session.frames[session.frames.length - 1];
  if (frame) frame.at -= 1;
  turn.phase = phaseOf(names, session.control.sent);
  if (names.some((name) => MOVES_A_FILE.includes(name) && name !== 'listening')) keepAwake(turn);
  const seconds = patience?.[names.some((name) => OPENS.includes(name)) ? 'connect' : 'reply'] ?? '0';
  const after = Math.round(Number(fill(turn, seconds)) * 1e6);
  if (after > 0 && !session.armed.includes('patience') && !names.some((name) => MOVES_A_FILE.includes(name))) {
    session.armed = [...session.armed, 'patience'];
    commands.push({ type: 'arm', timer: 'patience', after });
  }
  return 'waits';
}

function unarm(turn: UserTurn): void {
  const { session, commands } = turn;
  if (!session.armed.includes('patience')) return;
  session.armed = session.armed.filter((timer) => timer !== 'patience');
  commands.push({ type: 'cancel', timer: 'patience' });
  forget(turn, (name) => name === 'timeout');
}
