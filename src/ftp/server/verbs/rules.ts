/**
 * How a server obeys each verb, and where that may lead: as in h11, this table is the rule. It says by the phase in
 * which a rule obeys which phases may follow; what stands nowhere in it stays. The machine's configuration is
 * generated from it (server-pi.machine.ts).
 *
 * Which verb has which rule and needs what stands in verbs.ts, the words in the profile.
 */
import { rowOf, type RuleName } from '../../protocol/verbs';
import { answer } from '../session/answer';
import { changeMode, makeDirectory, remove, removeDirectory, renameFrom, renameTo, setModified } from './changes';
import { retrieve, store, storeUnique } from './files';
import { list, machineList } from './lists';
import { pass, quit, user } from '../session/login';
import { extendedPassive, extendedPort, passive, port } from '../transfer/offer';
import {
  beforeLogin,
  changeDirectory,
  changeToParent,
  idle,
  mask,
  options,
  parameter,
  restart,
  type,
} from './parameters';
import { acknowledge, fileFacts, modified, printDirectory, size, status } from './reports';
import { authenticate, bufferSize, clear, protect } from '../session/security';
import type { Obey, ServerPhase } from '../session/session';

type Leads = Partial<Readonly<Record<ServerPhase, readonly ServerPhase[]>>>;

interface VerbRow {
  readonly obey: Obey;
  readonly leads: Leads;
}

const rule = (obey: Obey, leads: Leads = {}): VerbRow => ({ obey, leads });

/** A transfer command found good has the data connection opened; one server dies where it would dial a stranger. */
const transfers: Leads = { READY: ['OPENING', 'ENDED'] };
const binds: Leads = { READY: ['BINDING'] };

/** SITE's own verbs stand in the profile as 'SITE CHMOD'. */
const site: Obey = (turn, verb, argument) => {
  const { profile, settings } = turn.session.setup;
  const [word = '', ...others] = argument.split(' ');
  const name = `SITE ${word.toUpperCase()}`;
  const row = rowOf(name);
  if (!row || !profile.replies[name])
    return answer(turn, verb, 'bad', { argument: argument.toUpperCase(), word: word.toUpperCase() });
  if (row.writes && settings.readOnly) return answer(turn, '*', 'readOnly', { argument });
  rules[row.rule].obey(turn, name, others.join(' '));
};

export const rules: Readonly<Record<RuleName, VerbRow>> = {
  // Who comes in, and how he goes.
  user: rule(user, { 'WAIT-USER': ['WAIT-PASS', 'READY', 'ENDED'], 'WAIT-PASS': ['WAIT-PASS', 'READY', 'ENDED'] }),
  pass: rule(pass, { 'WAIT-PASS': ['READY', 'WAIT-USER', 'ENDED'] }),
  authenticate: rule(authenticate, { 'WAIT-USER': ['SECURING', 'ENDED'], 'WAIT-PASS': ['SECURING', 'ENDED'] }),
  quit: rule(quit, { 'WAIT-USER': ['ENDED'], 'WAIT-PASS': ['ENDED'], READY: ['ENDED'], TRANSFERRING: ['ENDED'] }),
  beforeLogin: rule(beforeLogin),
  // TLS on what connections there are.
  bufferSize: rule(bufferSize),
  protect: rule(protect),
  clear: rule(clear, { READY: ['CLEARING'] }),
  // Where the next data connection is to be, and what goes over it.
  passive: rule(passive, binds),
  extendedPassive: rule(extendedPassive, binds),
  port: rule(port),
  extendedPort: rule(extendedPort),
  retrieve: rule(retrieve, transfers),
  store: rule(store, transfers),
  storeUnique: rule(storeUnique, transfers),
  list: rule(list, transfers),
  machineList: rule(machineList, transfers),
  // A transfer that runs is ended before any rule is asked (during.ts).
  abort: rule((turn, verb) => answer(turn, verb, 'ok')),
  // What is set, asked and changed.
  changeDirectory: rule(changeDirectory),
  changeToParent: rule(changeToParent),
  type: rule(type),
  parameter: rule(parameter),
  restart: rule(restart),
  options: rule(options),
  mask: rule(mask),
  idle: rule(idle),
  acknowledge: rule(acknowledge),
  printDirectory: rule(printDirectory),
  size: rule(size),
  modified: rule(modified),
  status: rule(status),
  facts: rule(fileFacts),
  setModified: rule(setModified),
  renameFrom: rule(renameFrom),
  renameTo: rule(renameTo),
  makeDirectory: rule(makeDirectory),
  removeDirectory: rule(removeDirectory),
  delete: rule(remove),
  changeMode: rule(changeMode),
  site: rule(site),
};

/** Phases in which the next command is obeyed at once. */
export const attentive: ReadonlySet<ServerPhase | null> = new Set(['WAIT-USER', 'WAIT-PASS', 'READY'] as const);

/** Where commands may lead from a phase in which they are obeyed: one of them, or several that came together. */
export function commandsFrom(phase: ServerPhase): readonly ServerPhase[] {
  const reached: ServerPhase[] = [phase];
  for (const at of reached) {
    if (!attentive.has(at)) continue;
    for (const { leads } of Object.values(rules))
      for (const next of leads[at] ?? []) if (!reached.includes(next)) reached.push(next);
  }
  return reached;
}
