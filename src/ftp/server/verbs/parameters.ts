/** Verbs that set something of the session: the directory, types and modes, options, masks (RFC 959 section 4.1). */
import { found, pathOf, refusedOf } from '../../files/permission';
import { answer, has, refuse } from '../session/answer';
import { quoted } from './changes';
import type { Obey, Turn } from '../session/session';

function enter(turn: Turn, verb: string, argument: string, path: string): void {
  const { session, event } = turn;
  const refusal = refusedOf(found(event.files, path, session.account), session.account, 1);
  if (refusal) return refuse(turn, verb, refusal, { argument, path });
  session.directory = path;
  answer(turn, verb, 'ok', { argument, ...quoted(path) });
}

export const changeDirectory: Obey = (turn, verb, argument) => {
  // Without a name some go home, which is the root.
  if (argument === '' && !has(turn, verb, 'ENOENT')) return refuse(turn, verb, 'ENOENT', { argument });
  enter(turn, verb, argument, pathOf(turn.session.directory, argument === '' ? '/' : argument));
};

export const changeToParent: Obey = (turn, verb) => enter(turn, verb, '', pathOf(turn.session.directory, '..'));

export const type: Obey = (turn, verb, argument) => {
  const condition = turn.session.setup.profile.transfer.types[argument.toUpperCase()];
  if (condition) turn.session.type = condition === 'ascii' ? 'A' : 'I';
  answer(turn, verb, condition ?? 'bad', {
    argument,
    letter: argument.charAt(0),
    type: turn.session.type === 'A' ? 'ASCII' : '8-bit binary',
  });
};

const known: Readonly<Record<string, readonly string[]>> = { MODE: ['S', 'B', 'C'], STRU: ['F', 'R', 'P'] };

export const parameter: Obey = (turn, verb, argument) => {
  const given = argument.toUpperCase();
  const [ours, ...others] = known[verb] ?? [];
  const refusal = !others.includes(given) && has(turn, verb, 'unknown') ? 'unknown' : 'bad';
  answer(turn, verb, given === ours ? 'ok' : refusal, { argument: given });
};

export const restart: Obey = (turn, verb, argument) => {
  const { session } = turn;
  const position = /^\d{1,15}$/.test(argument) ? Number(argument) : null;
  if (session.type === 'A' && session.setup.profile.transfer.ascii === 'converted' && has(turn, verb, 'ascii'))
    return answer(turn, verb, 'ascii', { position: position ?? 0 });
  session.restart = position ?? 0;
  if (position === null && has(turn, verb, 'bad')) return answer(turn, verb, 'bad');
  answer(turn, verb, session.type === 'A' && has(turn, verb, 'ascii') ? 'ascii' : 'ok', {
    position: session.restart,
  });
};

export const options: Obey = (turn, verb, argument) => {
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
};

export const mask: Obey = (turn, verb, argument) => {
  const { session } = turn;
  const octal = (mask: number): string => `0${mask.toString(8).padStart(2, '0')}`;
  if (argument !== '' && !/^[0-7]{1,4}$/.test(argument)) return answer(turn, verb, 'bad', { argument });
  if (argument !== '') session.mask = parseInt(argument, 8) & 0o777;
  answer(turn, verb, argument === '' ? 'ok' : 'set', {
    mask: octal(session.mask ?? 0o777 & ~session.setup.profile.uploads.directoryMode),
  });
};

export const idle: Obey = (turn, verb, argument) => {
  const seconds = /^\d{1,5}$/.test(argument) ? Number(argument) : 0;
  if (seconds > 0) turn.session.idle = seconds;
  answer(turn, verb, seconds > 0 ? 'ok' : 'bad', { seconds, argument });
};

export const beforeLogin: Obey = (turn, verb, argument) =>
  answer(turn, verb, turn.session.account ? 'late' : 'ok', { argument });
