/**
 * Every FTP verb that is known here: what it needs, which rule obeys it, where it is written. A server knows the verbs
 * that its profile has replies for; to any other it answers that it does not.
 */
export type RuleName =
  | 'user' | 'pass' | 'quit' | 'acknowledge' | 'printDirectory' | 'changeDirectory' | 'changeToParent'
  | 'type' | 'parameter' | 'passive' | 'extendedPassive' | 'port' | 'extendedPort' | 'retrieve' | 'store' | 'list'
  | 'size' | 'modified' | 'restart' | 'renameFrom' | 'renameTo' | 'makeDirectory' | 'removeDirectory' | 'delete' | 'options'

export interface Verb {
  readonly rule: RuleName
  readonly section: string
  /** Refused before login, unless the profile says otherwise. */
  readonly login: boolean
  /** Which way its data go, seen from the server; null when it opens no data connection. */
  readonly data: 'send' | 'receive' | null
  /** Refused by a server that is read only. */
  readonly writes: boolean
}

const verb = (rule: RuleName, section: string, needs: Partial<Verb> = {}): Verb => ({ rule, section, login: true, data: null, writes: false, ...needs })
const before = { login: false }
const writes = { writes: true }

export const verbs: Readonly<Record<string, Verb>> = {
  USER: verb('user', 'RFC 959 4.1.1', before),
  PASS: verb('pass', 'RFC 959 4.1.1', before),
  QUIT: verb('quit', 'RFC 959 4.1.1', before),
  ACCT: verb('acknowledge', 'RFC 959 4.1.1'),
  REIN: verb('acknowledge', 'RFC 959 4.1.1'),
  SMNT: verb('acknowledge', 'RFC 959 4.1.1'),
  CWD: verb('changeDirectory', 'RFC 959 4.1.1'),
  XCWD: verb('changeDirectory', 'RFC 775'),
  CDUP: verb('changeToParent', 'RFC 959 4.1.1'),
  XCUP: verb('changeToParent', 'RFC 775'),
  PORT: verb('port', 'RFC 959 4.1.2'),
  PASV: verb('passive', 'RFC 959 4.1.2'),
  EPRT: verb('extendedPort', 'RFC 2428 2'),
  EPSV: verb('extendedPassive', 'RFC 2428 3'),
  TYPE: verb('type', 'RFC 959 4.1.2'),
  STRU: verb('parameter', 'RFC 959 4.1.2'),
  MODE: verb('parameter', 'RFC 959 4.1.2'),
  RETR: verb('retrieve', 'RFC 959 4.1.3', { data: 'send' }),
  STOR: verb('store', 'RFC 959 4.1.3', { data: 'receive', writes: true }),
  APPE: verb('store', 'RFC 959 4.1.3', { data: 'receive', writes: true }),
  LIST: verb('list', 'RFC 959 4.1.3', { data: 'send' }),
  NLST: verb('list', 'RFC 959 4.1.3', { data: 'send' }),
  ALLO: verb('acknowledge', 'RFC 959 4.1.3'),
  REST: verb('restart', 'RFC 3659 5'),
  RNFR: verb('renameFrom', 'RFC 959 4.1.3', writes),
  RNTO: verb('renameTo', 'RFC 959 4.1.3', writes),
  ABOR: verb('acknowledge', 'RFC 959 4.1.3'),
  DELE: verb('delete', 'RFC 959 4.1.3', writes),
  RMD: verb('removeDirectory', 'RFC 959 4.1.3', writes),
  XRMD: verb('removeDirectory', 'RFC 775', writes),
  MKD: verb('makeDirectory', 'RFC 959 4.1.3', writes),
  XMKD: verb('makeDirectory', 'RFC 775', writes),
  PWD: verb('printDirectory', 'RFC 959 4.1.3'),
  XPWD: verb('printDirectory', 'RFC 775'),
  SYST: verb('acknowledge', 'RFC 959 4.1.3'),
  HELP: verb('acknowledge', 'RFC 959 4.1.3'),
  STAT: verb('acknowledge', 'RFC 959 4.1.3'),
  SITE: verb('acknowledge', 'RFC 959 4.1.3'),
  NOOP: verb('acknowledge', 'RFC 959 4.1.3'),
  SIZE: verb('size', 'RFC 3659 4'),
  MDTM: verb('modified', 'RFC 3659 3'),
  FEAT: verb('acknowledge', 'RFC 2389 3', before),
  OPTS: verb('options', 'RFC 2389 4', before),
}

/** What each rule may answer. A profile that knows a verb has a reply for every condition of its rule. */
export const conditions: Readonly<Record<RuleName, readonly string[]>> = {
  user: ['ok', 'again'],
  pass: ['ok', 'denied', 'noUser', 'again'],
  quit: ['ok'],
  acknowledge: ['ok'],
  printDirectory: ['ok'],
  changeDirectory: ['ok', 'failed'],
  changeToParent: ['ok'],
  type: ['ascii', 'image', 'bad'],
  parameter: ['ok', 'bad'],
  passive: ['ok', 'refused', 'noPort'],
  extendedPassive: ['ok', 'all', 'badProtocol', 'noPort'],
  port: ['ok', 'bad', 'foreign', 'reserved', 'refused'],
  extendedPort: ['ok', 'bad', 'badProtocol', 'foreign', 'reserved', 'refused'],
  retrieve: ['noDataPort', 'failed', 'opening', 'done', 'broken'],
  store: ['noDataPort', 'failed', 'opening', 'done', 'broken'],
  list: ['noDataPort', 'opening', 'done', 'failed', 'broken'],
  size: ['ok', 'failed'],
  modified: ['ok', 'failed'],
  restart: ['ok'],
  renameFrom: ['ok', 'failed'],
  renameTo: ['ok', 'failed', 'noSource'],
  makeDirectory: ['ok', 'failed'],
  removeDirectory: ['ok', 'failed'],
  delete: ['ok', 'failed'],
  options: ['ok', 'bad'],
}

/** Replies that belong to no verb; they stand under '*' in a profile. */
export const general = [
  'greeting', 'notLoggedIn', 'unknown', 'readOnly', 'idle', 'dataTimeout', 'notConnected', 'stranger',
] as const
