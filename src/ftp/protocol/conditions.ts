/**
 * What the rules of the verbs (verbs.ts) may answer, by name: the conditions for which a server's profile has
 * replies.
 */
import type { RuleName } from './verbs';

/** What each rule must be able to answer: a profile that knows a verb has a reply for every one of these. */
export const conditions: Readonly<Record<RuleName, readonly string[]>> = {
  user: ['ok', 'again', 'tlsRequired'],
  pass: ['ok', 'denied', 'noUser', 'again'],
  quit: ['ok'],
  acknowledge: ['ok'],
  printDirectory: ['ok'],
  changeDirectory: ['ok', 'failed'],
  changeToParent: ['ok'],
  type: ['ascii', 'image', 'bad'],
  parameter: ['ok', 'bad'],
  passive: ['ok', 'noPort'],
  extendedPassive: ['ok', 'all', 'badProtocol', 'noPort'],
  port: ['ok', 'bad', 'foreign', 'reserved'],
  extendedPort: ['ok', 'bad', 'badProtocol', 'foreign', 'reserved'],
  retrieve: ['failed', 'opening', 'done', 'broken'],
  store: ['failed', 'opening', 'done', 'broken', 'noSpace'],
  storeUnique: ['failed', 'opening', 'done', 'broken', 'noSpace'],
  list: ['opening', 'done', 'failed', 'broken'],
  machineList: ['opening', 'done', 'failed', 'broken'],
  size: ['ok', 'failed'],
  modified: ['ok', 'failed'],
  setModified: ['ok', 'bad', 'failed'],
  restart: ['ok'],
  renameFrom: ['ok', 'failed'],
  renameTo: ['ok', 'failed', 'noSource'],
  makeDirectory: ['ok', 'failed'],
  removeDirectory: ['ok', 'failed'],
  delete: ['ok', 'failed'],
  options: ['bad'],
  status: ['ok'],
  site: ['bad'],
  changeMode: ['ok', 'bad', 'failed'],
  mask: ['ok', 'set', 'bad'],
  idle: ['ok', 'bad'],
  abort: ['ok'],
  facts: ['ok', 'failed'],
  beforeLogin: ['ok', 'late'],
  authenticate: ['bad'],
  bufferSize: ['insecure'],
  protect: ['insecure'],
  clear: ['insecure'],
};

const opening = [
  'noDataPort',
  'openingActive',
  'openingLarge',
  'openingLargeActive',
  'doneEmpty',
  'doneAscii',
  'missing',
  'absent',
];

/** What a rule answers where a program makes a difference that others do not. */
export const finer: Partial<Readonly<Record<RuleName, readonly string[]>>> = {
  user: ['same', 'anonymous', 'anonymousAtOnce'],
  pass: ['anonymous', 'tooMany'],
  type: ['local'],
  parameter: ['unknown'],
  passive: ['refused'],
  extendedPassive: ['refused', 'unknownProtocol'],
  port: ['refused'],
  extendedPort: ['refused'],
  retrieve: [...opening, 'asciiRestart', 'beyond'],
  store: [...opening, 'restartRefused', 'appendRefused'],
  storeUnique: opening,
  list: opening,
  machineList: opening,
  size: ['ascii'],
  modified: ['set'],
  restart: ['bad', 'ascii'],
  renameFrom: ['again'],
  status: ['directory', 'file', 'missing', 'transferring'],
  abort: ['aborting', 'aborted', 'overtaken'],
  authenticate: ['ok', 'late', 'again'],
  bufferSize: ['ok', 'other', 'cleared'],
  protect: ['clear', 'private', 'unsupported', 'unknown', 'raised', 'lowered', 'refused'],
  clear: ['ok', 'refused'],
};

/** Any verb may have these: without the argument it needs; with one it cannot have; while a transfer runs. */
export const anyVerb = ['noArgument', 'superfluous', 'busy'] as const;

/** Replies that belong to no verb; they stand under '*' in a profile. */
export const general = [
  'greeting',
  'notLoggedIn',
  'unknown',
  'readOnly',
  'idle',
  'dataTimeout',
  'notConnected',
  'stranger',
] as const;

/** Of these a profile has what its program says. */
export const generalFiner = [
  'greetingAnonymous',
  'empty',
  'tooLong',
  'tooMany',
  'busy',
  'forbidden',
  'tlsRequired',
  'unprotected',
  'notSecured',
  'notResumed',
] as const;
