/** Verbs that ask: sizes, times, facts, what is where, how the session stands (RFC 959 section 4.1.3; RFC 3659). */
import { factLine, typeOf } from '../../files/facts';
import { listing, timeValue } from '../../files/listing';
import { found, isDirectory, pathOf } from '../../files/permission';
import { answer, has, refuse } from '../session/answer';
import { quoted, setModified } from './changes';
import { sessionFacts } from '../session/login';
import type { Obey, Transfer, Turn } from '../session/session';

const nowOf = ({ event }: Turn): number => event.epoch + event.at / 1e6;

/** A plain file's fact, for SIZE and MDTM. */
function ofFile(turn: Turn, verb: string, argument: string, fact: 'size' | 'time'): void {
  const { session, event } = turn;
  const node = argument === '' ? 'ENOENT' : found(event.files, pathOf(session.directory, argument), session.account);
  if (typeof node === 'string') return refuse(turn, verb, node, { argument });
  if (node.type !== 'file') return refuse(turn, verb, 'EISDIR', { argument });
  answer(turn, verb, 'ok', { argument, [fact]: fact === 'size' ? node.octets.length : timeValue(node.modified) });
}

export const acknowledge: Obey = (turn, verb, argument) =>
  answer(turn, verb, 'ok', { argument, mlst: mlst(turn), ...sessionFacts(turn) });

/** FEAT's line of facts: those that are told now have a star (RFC 3659 section 7.8). */
function mlst({ session }: Turn): string {
  return (session.setup.profile.facts?.names ?? [])
    .map((name) => `${name}${session.facts.includes(name) ? '*' : ''};`)
    .join('');
}

export const printDirectory: Obey = (turn, verb) => answer(turn, verb, 'ok', quoted(turn.session.directory));

export const size: Obey = (turn, verb, argument) => {
  if (turn.session.type === 'A' && has(turn, verb, 'ascii')) return answer(turn, verb, 'ascii');
  ofFile(turn, verb, argument, 'size');
};

export const modified: Obey = (turn, verb, argument) => {
  const sets = has(turn, verb, 'set') && /^\d{14} ./.test(argument);
  if (!sets) return ofFile(turn, verb, argument, 'time');
  const { session } = turn;
  const node = found(turn.event.files, pathOf(session.directory, argument.slice(15)), session.account);
  if (session.setup.settings.readOnly || typeof node === 'string' || node.uid !== session.account?.uid)
    return refuse(turn, verb, 'EPERM', { argument });
  setModified(turn, verb, argument);
};

/** STAT while a transfer runs: how far it is. */
function progressOf(turn: Turn, verb: string, transfer: Transfer): void {
  answer(turn, verb, 'transferring', {
    ...sessionFacts(turn),
    transferVerb: transfer.verb,
    path: transfer.path,
    size: transfer.octets ? transfer.octets.length : 0,
    moved: transfer.moved,
  });
}

export const status: Obey = (turn, verb, argument) => {
  const { session, event } = turn;
  const { profile } = session.setup;
  if (session.transfer && has(turn, verb, 'transferring')) return progressOf(turn, verb, session.transfer);
  if (argument === '' || !has(turn, verb, 'directory')) return answer(turn, verb, 'ok', sessionFacts(turn));
  const name = argument.replace(/^-\S* ?/, '');
  const path = pathOf(session.directory, name);
  const node = found(event.files, path, session.account);
  if (typeof node === 'string' && has(turn, verb, 'missing')) return answer(turn, verb, 'missing', { argument });
  const whole = isDirectory(event.files, path);
  const request = {
    directory: whole ? path : pathOf(path, '..'),
    pattern: whole ? null : path.slice(path.lastIndexOf('/') + 1),
    hidden: profile.listing.statHidden,
    full: true,
    prefix: '',
    account: session.account,
  };
  const lines = typeof node === 'string' ? [] : listing(event.files, request, profile.listing, nowOf(turn));
  answer(turn, verb, whole ? 'directory' : 'file', { argument: name === '' ? '.' : name, listing: lines.join('\n') });
};

export const fileFacts: Obey = (turn, verb, argument) => {
  const { session, event } = turn;
  const { facts } = session.setup.profile;
  const path = pathOf(session.directory, argument);
  const node = found(event.files, path, session.account);
  if (typeof node === 'string' || !facts)
    return refuse(turn, verb, typeof node === 'string' ? node : 'ENOENT', { argument });
  const given = argument === '' ? '.' : argument;
  const itself = argument === '' && facts.path === 'as given';
  const told = {
    name: facts.path === 'whole' ? path : given,
    path,
    node,
    type: itself ? ('cdir' as const) : typeOf(node),
  };
  const line = factLine(told, session.facts, facts, event.files, session.account);
  answer(turn, verb, 'ok', { argument: argument === '' ? path : argument, facts: `${facts.indent}${line}` });
};
