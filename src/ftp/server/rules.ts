/**
 * How a server obeys each verb: what changes, and which reply. Files are in server-changes.ts, data connections in
 * server-transfer.ts.
 */
import { factLine } from '../files/facts';
import { listing, timeValue } from '../files/listing';
import { found, isDirectory, pathOf, permits } from '../files/permission';
import {
  changeMode,
  makeDirectory,
  quoted,
  remove,
  removeDirectory,
  renameFrom,
  renameTo,
  setModified,
} from './changes';
import { pass, quit, sessionFacts, user } from './login';
import { extendedPassive, extendedPort, passive, port } from './offer';
import { answer, has, refuse, type Turn } from './session';
import { list, machineList } from './lists';
import { authenticate, bufferSize, clear, protect } from './security';
import { retrieve, store, storeUnique } from './files';
import { rowOf, type RuleName } from '../protocol/verbs';

/** The verb and its argument, '' without one. */
export type Obey = (turn: Turn, verb: string, argument: string) => void;

const nowOf = ({ event }: Turn): number => event.epoch + event.at / 1e6;

/** A plain file's fact, for SIZE and MDTM. */
function ofFile(turn: Turn, verb: string, argument: string, fact: 'size' | 'time'): void {
  const { session, event } = turn;
  const node = argument === '' ? 'ENOENT' : found(event.files, pathOf(session.directory, argument), session.account);
  if (typeof node === 'string') return refuse(turn, verb, node, { argument });
  if (node.type !== 'file') return refuse(turn, verb, 'EISDIR', { argument });
  answer(turn, verb, 'ok', { argument, [fact]: fact === 'size' ? node.octets.length : timeValue(node.modified) });
}

function enter(turn: Turn, verb: string, argument: string, path: string): void {
  const { session, event } = turn;
  const node = found(event.files, path, session.account);
  const refusal =
    typeof node === 'string'
      ? node
      : node.type !== 'directory'
        ? 'ENOTDIR'
        : permits(node, session.account, 1)
          ? null
          : 'EACCES';
  if (refusal) return refuse(turn, verb, refusal, { argument, path });
  session.directory = path;
  answer(turn, verb, 'ok', { argument, ...quoted(path) });
}

const known: Readonly<Record<string, readonly string[]>> = { MODE: ['S', 'B', 'C'], STRU: ['F', 'R', 'P'] };

export const obey: Readonly<Record<RuleName, Obey>> = {
  user,
  pass,
  quit,
  acknowledge: (turn, verb, argument) =>
    answer(turn, verb, 'ok', { argument, mlst: mlst(turn), ...sessionFacts(turn) }),
  printDirectory: (turn, verb) => answer(turn, verb, 'ok', quoted(turn.session.directory)),
  changeDirectory(turn, verb, argument) {
    // Without a name some go home, which is the root.
    if (argument === '' && !has(turn, verb, 'ENOENT')) return refuse(turn, verb, 'ENOENT', { argument });
    enter(turn, verb, argument, pathOf(turn.session.directory, argument === '' ? '/' : argument));
  },
  changeToParent: (turn, verb) => enter(turn, verb, '', pathOf(turn.session.directory, '..')),
  type(turn, verb, argument) {
    const condition = turn.session.setup.profile.transfer.types[argument.toUpperCase()];
    if (condition) turn.session.type = condition === 'ascii' ? 'A' : 'I';
    answer(turn, verb, condition ?? 'bad', {
      argument,
      letter: argument.charAt(0),
      type: turn.session.type === 'A' ? 'ASCII' : '8-bit binary',
    });
  },
  parameter(turn, verb, argument) {
    const given = argument.toUpperCase();
    const ok = given === known[verb]?.[0];
    answer(turn, verb, ok ? 'ok' : !known[verb]?.includes(given) && has(turn, verb, 'unknown') ? 'unknown' : 'bad', {
      argument: given,
    });
  },
  passive,
  extendedPassive,
  port,
  extendedPort,
  retrieve,
  store,
  storeUnique,
  list,
  machineList,
  size(turn, verb, argument) {
    if (turn.session.type === 'A' && has(turn, verb, 'ascii')) return answer(turn, verb, 'ascii');
    ofFile(turn, verb, argument, 'size');
  },
  modified(turn, verb, argument) {
    const sets = has(turn, verb, 'set') && /^\d{14} ./.test(argument);
    if (!sets) return ofFile(turn, verb, argument, 'time');
    const { session } = turn;
    const node = found(turn.event.files, pathOf(session.directory, argument.slice(15)), session.account);
    if (session.setup.settings.readOnly || typeof node === 'string' || node.uid !== session.account?.uid)
      return refuse(turn, verb, 'EPERM', { argument });
    setModified(turn, verb, argument);
  },
  setModified,
  restart(turn, verb, argument) {
    const { session } = turn;
    const position = /^\d{1,15}$/.test(argument) ? Number(argument) : null;
    if (session.type === 'A' && session.setup.profile.transfer.ascii === 'converted' && has(turn, verb, 'ascii'))
      return answer(turn, verb, 'ascii', { position: position ?? 0 });
    session.restart = position ?? 0;
    if (position === null && has(turn, verb, 'bad')) return answer(turn, verb, 'bad');
    answer(turn, verb, session.type === 'A' && has(turn, verb, 'ascii') ? 'ascii' : 'ok', {
      position: session.restart,
    });
  },
  renameFrom,
  renameTo,
  makeDirectory,
  removeDirectory,
  delete: remove,
  options(turn, verb, argument) {
    const given = argument.trim().toUpperCase();
    const option = [given, given.split(' ')[0] ?? ''].find((name) => has(turn, verb, name));
    if (option === undefined || option === 'bad') return answer(turn, verb, 'bad', { argument });
    const { session } = turn;
    const facts = session.setup.profile.facts;
    if (option === 'MLST' && facts?.chosen) {
      const wanted = given.slice(5).toLowerCase().split(';');
      session.facts = facts.names.filter((name) => wanted.includes(name.toLowerCase()));
    }
    answer(turn, verb, option, { argument, facts: session.facts.map((name) => `${name};`).join('') });
  },
  status(turn, verb, argument) {
    const { session, event } = turn;
    const { profile } = session.setup;
    const { transfer } = session;
    if (transfer && has(turn, verb, 'transferring')) {
      const size = transfer.octets ? transfer.octets.length : 0;
      return answer(turn, verb, 'transferring', {
        ...sessionFacts(turn),
        transferVerb: transfer.verb,
        path: transfer.path,
        size,
        moved: transfer.moved,
      });
    }
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
  },
  /** SITE's own verbs stand in the profile as 'SITE CHMOD'. */
  site(turn, verb, argument) {
    const [word = '', ...others] = argument.split(' ');
    const name = `SITE ${word.toUpperCase()}`;
    const row = rowOf(name);
    if (!row || !turn.session.setup.profile.replies[name])
      return answer(turn, verb, 'bad', { argument: argument.toUpperCase(), word: word.toUpperCase() });
    if (row.writes && turn.session.setup.settings.readOnly) return answer(turn, '*', 'readOnly', { argument });
    obey[row.rule](turn, name, others.join(' '));
  },
  changeMode,
  mask(turn, verb, argument) {
    const { session } = turn;
    const octal = (mask: number): string => `0${mask.toString(8).padStart(2, '0')}`;
    if (argument !== '' && !/^[0-7]{1,4}$/.test(argument)) return answer(turn, verb, 'bad', { argument });
    if (argument !== '') session.mask = parseInt(argument, 8) & 0o777;
    answer(turn, verb, argument === '' ? 'ok' : 'set', {
      mask: octal(session.mask ?? 0o777 & ~session.setup.profile.uploads.directoryMode),
    });
  },
  idle(turn, verb, argument) {
    const seconds = /^\d{1,5}$/.test(argument) ? Number(argument) : 0;
    if (seconds > 0) turn.session.idle = seconds;
    answer(turn, verb, seconds > 0 ? 'ok' : 'bad', { seconds, argument });
  },
  abort: (turn, verb) => answer(turn, verb, 'ok'),
  facts(turn, verb, argument) {
    const { session, event } = turn;
    const { facts } = session.setup.profile;
    const path = pathOf(session.directory, argument);
    const node = found(event.files, path, session.account);
    if (typeof node === 'string' || !facts)
      return refuse(turn, verb, typeof node === 'string' ? node : 'ENOENT', { argument });
    const named = facts.path === 'whole' ? path : argument === '' ? '.' : argument;
    const type = argument === '' && facts.path === 'as given' ? 'cdir' : node.type === 'directory' ? 'dir' : 'file';
    const line = `${facts.indent}${factLine({ name: named, path, node, type }, session.facts, facts, event.files, session.account)}`;
    answer(turn, verb, 'ok', { argument: argument === '' ? path : argument, facts: line });
  },
  authenticate,
  bufferSize,
  protect,
  clear,
  beforeLogin: (turn, verb, argument) => answer(turn, verb, turn.session.account ? 'late' : 'ok', { argument }),
};

/** FEAT's line of facts: those that are told now have a star (RFC 3659 section 7.8). */
function mlst({ session }: Turn): string {
  return (session.setup.profile.facts?.names ?? [])
    .map((name) => `${name}${session.facts.includes(name) ? '*' : ''};`)
    .join('');
}
