/**
 * Every FTP verb that is known here: what it needs, which rule obeys it, where it is written. A server knows the
 * verbs that its profile has replies for; to any other it answers that it does not. Below the table, the classes of
 * verbs that whoever reads a dialogue asks for: here and nowhere else.
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
  /** What goes over its data connection. */
  readonly moves: 'file' | 'listing' | null;
  /** Who dials the data connection that it announces: the server ('active') or the client. */
  readonly announces: 'active' | 'passive' | null;
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
  moves: null,
  announces: null,
  writes: false,
  argument: 'any',
  ...needs,
});
const before = { login: false };
const needed = { argument: 'needed' } as const;
const none = { argument: 'none' } as const;
const writes = { writes: true, ...needed };
const lists = { data: 'send', moves: 'listing' } as const;
const sends = { data: 'send', moves: 'file', ...needed } as const;
const receives = { data: 'receive', moves: 'file', ...writes } as const;
const active = { announces: 'active', ...needed } as const;
const passive = { announces: 'passive' } as const;

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
  PORT: verb('port', 'RFC 959 4.1.2', active),
  PASV: verb('passive', 'RFC 959 4.1.2', { ...passive, ...none }),
  EPRT: verb('extendedPort', 'RFC 2428 2', active),
  EPSV: verb('extendedPassive', 'RFC 2428 3', passive),
  TYPE: verb('type', 'RFC 959 4.1.2', needed),
  STRU: verb('parameter', 'RFC 959 4.1.2', needed),
  MODE: verb('parameter', 'RFC 959 4.1.2', needed),
  RETR: verb('retrieve', 'RFC 959 4.1.3', sends),
  STOR: verb('store', 'RFC 959 4.1.3', receives),
  STOU: verb('storeUnique', 'RFC 959 4.1.3', { ...receives, argument: 'any' }),
  APPE: verb('store', 'RFC 959 4.1.3', receives),
  LIST: verb('list', 'RFC 959 4.1.3', lists),
  NLST: verb('list', 'RFC 959 4.1.3', lists),
  MLSD: verb('machineList', 'RFC 3659 7', lists),
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

/** The row of a verb; none for what is no verb. */
export const rowOf = (verb: string): Verb | undefined => (Object.hasOwn(verbs, verb) ? verbs[verb] : undefined);

/** LIST, NLST, MLSD, RETR, STOR, STOU, APPE: it opens a data connection. */
export const isTransfer = (verb: string): boolean => (rowOf(verb)?.data ?? null) !== null;
/** What it transfers: a file, a listing, or null. */
export const movedBy = (verb: string): Verb['moves'] => rowOf(verb)?.moves ?? null;
export const isListing = (verb: string): boolean => movedBy(verb) === 'listing';
/** PORT and EPRT, PASV and EPSV: who dials the data connection that it announces. */
export const announcedBy = (verb: string): Verb['announces'] => rowOf(verb)?.announces ?? null;
export const isAnnouncement = (verb: string): boolean => announcedBy(verb) !== null;
/** It changes files, by itself or as SITE by a verb of its own. */
export const isChange = (verb: string): boolean =>
  Object.entries(verbs).some(([name, { writes }]) => writes && (name === verb || name.startsWith(`${verb} `)));

/** What a command is for in the course of a session: groups of RFC 959 section 5.4, the login with RFC 4217's 12. */
export type Course = 'login' | 'transfer' | 'logout' | 'other';

const COURSES: Readonly<Record<string, Course>> = {
  ...{ USER: 'login', PASS: 'login', ACCT: 'login', AUTH: 'login', PBSZ: 'login', PROT: 'login' },
  ...{ ABOR: 'transfer', QUIT: 'logout' },
};

export function courseOf(verb: string): Course {
  if (isTransfer(verb)) return 'transfer';
  return Object.hasOwn(COURSES, verb) ? (COURSES[verb] ?? 'other') : 'other';
}
