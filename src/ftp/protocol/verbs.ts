/**
 * Every FTP verb that is known here: what it needs, which rule obeys it, where it is written. A server knows the verbs
 * that its profile has replies for; to any other it answers that it does not.
 */
export type RuleName =
  | 'user'
  | 'pass'
  | 'quit'
  | 'acknowledge'
  | 'printDirectory'
  | 'changeDirectory'
  | 'changeToParent'
  | 'type'
  | 'parameter'
  | 'passive'
  | 'extendedPassive'
  | 'port'
  | 'extendedPort'
  | 'retrieve'
  | 'store'
  | 'storeUnique'
  | 'list'
  | 'machineList'
  | 'size'
  | 'modified'
  | 'setModified'
  | 'restart'
  | 'renameFrom'
  | 'renameTo'
  | 'makeDirectory'
  | 'removeDirectory'
  | 'delete'
  | 'options'
  | 'status'
  | 'site'
  | 'changeMode'
  | 'mask'
  | 'idle'
  | 'abort'
  | 'facts'
  | 'beforeLogin'
  | 'authenticate'
  | 'bufferSize'
  | 'protect'
  | 'clear';

export interface Verb {
  readonly rule: RuleName;
  readonly section: string;
  /** Refused before login, unless the profile says otherwise. */
  readonly login: boolean;
  /** Which way its data go, seen from the server; null when it opens no data connection. */
  readonly data: 'send' | 'receive' | null;
  /** Refused by a server that is read only. */
  readonly writes: boolean;
  /** 'needed': without one it is no command. 'none': with one it is none, for a server that minds. */
  readonly argument: 'needed' | 'none' | 'any';
}

const verb = (rule: RuleName, section: string, needs: Partial<Verb> = {}): Verb => ({
  rule,
  section,
  login: true,
  data: null,
  writes: false,
  argument: 'any',
  ...needs,
});
const before = { login: false };
const needed = { argument: 'needed' } as const;
const none = { argument: 'none' } as const;
const writes = { writes: true, ...needed };
const sends = { data: 'send' } as const;
const receives = { data: 'receive', writes: true, ...needed } as const;

export const verbs: Readonly<Record<string, Verb>> = {
  USER: verb('user', 'RFC 959 4.1.1', { ...before, ...needed }),
  PASS: verb('pass', 'RFC 959 4.1.1', before),
  QUIT: verb('quit', 'RFC 959 4.1.1', before),
  ACCT: verb('acknowledge', 'RFC 959 4.1.1'),
  REIN: verb('acknowledge', 'RFC 959 4.1.1'),
  SMNT: verb('acknowledge', 'RFC 959 4.1.1'),
  CWD: verb('changeDirectory', 'RFC 959 4.1.1', needed),
  XCWD: verb('changeDirectory', 'RFC 775', needed),
  CDUP: verb('changeToParent', 'RFC 959 4.1.1', none),
  XCUP: verb('changeToParent', 'RFC 775', none),
  PORT: verb('port', 'RFC 959 4.1.2', needed),
  PASV: verb('passive', 'RFC 959 4.1.2', none),
  EPRT: verb('extendedPort', 'RFC 2428 2', needed),
  EPSV: verb('extendedPassive', 'RFC 2428 3'),
  TYPE: verb('type', 'RFC 959 4.1.2', needed),
  STRU: verb('parameter', 'RFC 959 4.1.2', needed),
  MODE: verb('parameter', 'RFC 959 4.1.2', needed),
  RETR: verb('retrieve', 'RFC 959 4.1.3', { ...sends, ...needed }),
  STOR: verb('store', 'RFC 959 4.1.3', receives),
  STOU: verb('storeUnique', 'RFC 959 4.1.3', { ...receives, argument: 'any' }),
  APPE: verb('store', 'RFC 959 4.1.3', receives),
  LIST: verb('list', 'RFC 959 4.1.3', sends),
  NLST: verb('list', 'RFC 959 4.1.3', sends),
  MLSD: verb('machineList', 'RFC 3659 7', sends),
  MLST: verb('facts', 'RFC 3659 7'),
  ALLO: verb('acknowledge', 'RFC 959 4.1.3', needed),
  REST: verb('restart', 'RFC 3659 5', needed),
  RNFR: verb('renameFrom', 'RFC 959 4.1.3', writes),
  RNTO: verb('renameTo', 'RFC 959 4.1.3', writes),
  ABOR: verb('abort', 'RFC 959 4.1.3'),
  DELE: verb('delete', 'RFC 959 4.1.3', writes),
  RMD: verb('removeDirectory', 'RFC 959 4.1.3', writes),
  XRMD: verb('removeDirectory', 'RFC 775', writes),
  MKD: verb('makeDirectory', 'RFC 959 4.1.3', writes),
  XMKD: verb('makeDirectory', 'RFC 775', writes),
  PWD: verb('printDirectory', 'RFC 959 4.1.3'),
  XPWD: verb('printDirectory', 'RFC 775'),
  SYST: verb('acknowledge', 'RFC 959 4.1.3'),
  HELP: verb('acknowledge', 'RFC 959 4.1.3'),
  STAT: verb('status', 'RFC 959 4.1.3'),
  SITE: verb('site', 'RFC 959 4.1.3', needed),
  'SITE HELP': verb('acknowledge', 'RFC 959 4.1.3'),
  'SITE CHMOD': verb('changeMode', 'RFC 959 4.1.3', writes),
  'SITE UMASK': verb('mask', 'RFC 959 4.1.3'),
  'SITE IDLE': verb('idle', 'RFC 959 4.1.3', needed),
  NOOP: verb('acknowledge', 'RFC 959 4.1.3'),
  SIZE: verb('size', 'RFC 3659 4', needed),
  MDTM: verb('modified', 'RFC 3659 3', needed),
  MFMT: verb('setModified', 'draft-somers-ftp-mfxx 3', writes),
  FEAT: verb('acknowledge', 'RFC 2389 3', before),
  OPTS: verb('options', 'RFC 2389 4', { ...before, ...needed }),
  HOST: verb('beforeLogin', 'RFC 7151', { ...before, ...needed }),
  LANG: verb('beforeLogin', 'RFC 2640 4.1', before),
  CLNT: verb('acknowledge', 'unofficial', before),
  CSID: verb('acknowledge', 'unofficial', before),
  PRET: verb('acknowledge', 'unofficial'),
  AUTH: verb('authenticate', 'RFC 2228 3; RFC 4217 4', { ...before, ...needed }),
  PBSZ: verb('bufferSize', 'RFC 2228 3; RFC 4217 9', before),
  PROT: verb('protect', 'RFC 2228 3; RFC 4217 9', before),
  CCC: verb('clear', 'RFC 2228 3; RFC 4217 5', before),
};

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
  store: ['failed', 'opening', 'done', 'broken'],
  storeUnique: ['failed', 'opening', 'done', 'broken'],
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
  user: ['same', 'anonymous'],
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
