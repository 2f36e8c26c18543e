/**
 * The manners of real clients, as data: JSON without functions. A client has a plan for each thing that its user may
 * ask for, in a few instructions keyed by reply and occurrence; user/instructions.ts says what each does,
 * user/profile-check.ts what is wrong with a profile.
 */

import type { Stream } from '../../machine/contract';

/** Where names are read: lines of NLST, of LIST as `ls -l` writes it, of MLSD, or the user's own folder. */
export type NamesKind = 'folders' | 'filled' | 'empty';
export type NamesIn = 'NLST' | 'LIST' | 'MLSD' | 'local';

/** One step of a client's plan: one instruction. Labels and parts are names within the profile. */
export type Step =
  | { readonly label: string }
  | { readonly goto: string }
  /** Another part, then back here. */
  | { readonly do: string }
  /** A part once for each directory of the action's path. */
  | { readonly forEachDirectory: string }
  /** A part once for each of the names that a fact holds, one a line; each is a fact by then. */
  | { readonly forEach: string; readonly of: string; readonly as: string }
  /**
   * Makes a fact of names, one a line: of a listing that came, as it is written, or of the user's own files. Only those
   * that match a pattern and are of a kind, all of them files where none is named; `within` stands before each.
   */
  | {
      readonly readNames: NamesIn;
      readonly as: string;
      readonly matching?: string;
      readonly kind?: NamesKind;
      readonly within?: string;
    }
  /** Makes a folder or an empty file in the user's own folder. */
  | { readonly create: 'folder' | 'file'; readonly at: string }
  /** All facts as written, then the label; else the next step. */
  | { readonly if: Readonly<Record<string, string>>; readonly goto: string }
  | { readonly set: Readonly<Record<string, string>> }
  /** Makes a fact of the path that a name means below the directory in the fact `below`. */
  | { readonly resolve: string; readonly below: string; readonly as: string }
  | { readonly openControl: true }
  /** Sets the control connection aside for another one, or takes it up again. */
  | { readonly control: 'aside' | 'back' }
  | { readonly close: 'control' | 'data' }
  /** A command line: plain, all of it as urgent data, or after an interrupt and a synch (RFC 959 section 4.1.3). */
  | { readonly send: string; readonly as?: 'urgent' | 'synched' }
  /** An interrupt and a synch with no command after them. */
  | { readonly synch: true }
  /**
   * Waits for the first of these: a reply's code or class, or an occurrence. 'next' goes on; another reply stays
   * unread.
   */
  | { readonly expect: Readonly<Record<string, string>>; readonly quiet?: true }
  /** Makes facts of the lines of a 211: `feature.SIZE` is what stands after the name, or 'yes'. */
  | { readonly readFeatures: true }
  /**
   * Which of these facts a server lists for MLST, as OPTS wants them; '' when they are just those that are on already.
   */
  | { readonly chooseFacts: readonly string[]; readonly as: string }
  /** Reads the address out of the reply, for `openData`: 'next' when it is there and believed, else a label. */
  | { readonly readAddress: '227' | '229'; readonly else: string; readonly elsewhere?: string }
  /** TLS on a connection (RFC 4217); `farewell` false where the client closes it without close_notify. */
  | { readonly secure: 'control' | 'data'; readonly farewell?: boolean }
  /** TLS comes off the control connection, after CCC (RFC 4217 section 5). */
  | { readonly unsecure: 'control' }
  | { readonly openData: true }
  | { readonly listenData: true }
  | { readonly acceptData: true }
  | { readonly transfer: 'receive' | 'send' | 'list' }
  /** Reads so many octets of a download and leaves the rest unread. */
  | { readonly taste: number }
  /** Seconds, or the name of a setting with them; none are no timer. */
  | { readonly arm: string; readonly seconds: string }
  | { readonly cancel: string }
  /** Microseconds. */
  | { readonly think: number }
  /** Seconds in which the program does nothing else and reads nothing. */
  | { readonly sleep: string }
  /** The first complaint of an action is the one its user reads. */
  | { readonly complain: string }
  | { readonly forgive: true }
  /** Lines for the user, on standard error if not told otherwise, or typed by the user; chatter is no complaint. */
  | { readonly says: string; readonly on?: Stream; readonly chatter?: true }
  /** The action is over: well, or with the client's code for the failure; without a complaint, in silence. */
  | { readonly succeed: true }
  | { readonly fail: number }
  /** Ends the program, with this code or that of its last failure. */
  | { readonly exit: true | number };

/** Each instruction, and what may stand beside it. */
const instructions = {
  label: [],
  goto: [],
  do: [],
  forEachDirectory: [],
  forEach: ['of', 'as'],
  readNames: ['as', 'matching', 'kind', 'within'],
  create: ['at'],
  if: ['goto'],
  set: [],
  resolve: ['below', 'as'],
  openControl: [],
  control: [],
  close: [],
  send: ['as'],
  synch: [],
  expect: ['quiet'],
  readFeatures: [],
  chooseFacts: ['as'],
  readAddress: ['else', 'elsewhere'],
  secure: ['farewell'],
  unsecure: [],
  openData: [],
  listenData: [],
  acceptData: [],
  transfer: [],
  taste: [],
  arm: ['seconds'],
  cancel: [],
  think: [],
  sleep: [],
  complain: [],
  forgive: [],
  says: ['on', 'chatter'],
  succeed: [],
  fail: [],
  exit: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Instruction = keyof typeof instructions;

/** The instruction that a step is, or null when it is none. */
export function instructionOf(step: object): Instruction | null {
  const keys = Object.keys(step);
  const beside = (name: string): readonly string[] | undefined =>
    (instructions as Readonly<Record<string, readonly string[]>>)[name];
  const name = keys.find((key) => beside(key) && keys.every((other) => other === key || beside(key)?.includes(other)));
  return (name as Instruction | undefined) ?? null;
}

/** What happens on a data connection, by the names that plans wait for. */
export const dataOccurrences = [
  'listening',
  'unlistened',
  'opened',
  'unopened',
  'accepted',
  'arrived',
  'ended',
  'broken',
  'stalled',
  'sent',
  'dataSecured',
  'dataInsecure',
] as const;
/**
 * What `expect` may wait for, besides a reply's code ('226') or class ('2'). `odd` is a line that is no reply;
 * `overdue` the timer 'max'. TLS is done (`secured`), off again (`cleared`), or has failed (`insecure`); `distrusted`
 * comes with `secured` where the client checks a certificate by itself and finds it wrong.
 */
export const occurrences = [
  'else',
  'connected',
  'unconnected',
  'closed',
  'timeout',
  'overdue',
  'odd',
  'secured',
  'distrusted',
  'insecure',
  'cleared',
  ...dataOccurrences,
] as const;

/**
 * Which address a client dials after a 227: the one it reads, its server's, the server's for one that cannot be right,
 * or none but the server's.
 */
export const addressManners = ['named', 'server', 'repaired', 'same'] as const;
export type AddressManner = (typeof addressManners)[number];

export interface ClientProfile {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  /** False where nobody compared it with the program itself. */
  readonly verified?: boolean;
  readonly noDelay: boolean;
  /** Its TLS library, by the name of that one's profile; a client without one speaks no TLS. */
  readonly tls?: string;
  /**
   * Whose session a connection's TLS offers: the control connection's on data connections, or the last that came on
   * any. Never, without.
   */
  readonly resumes?: 'control' | 'last';
  /** Before it closes a data connection it says close_notify and waits for the server's. */
  readonly unwraps?: true;
  /** What it calls the failures of TLS: by what was found and name ('alert protocol_version'), or by one of the two. */
  readonly tlsErrors?: Readonly<Record<string, string>>;
  /** What its user reads when an action fails: {complaint} and {exit}; nothing when it is empty. */
  readonly lastWords: string;
  /** Where the settings leave something to the program, seconds; 0 is as long as the kernel tries. */
  readonly defaults: { readonly connectTimeout: number; readonly replyTimeout?: number };
  /** The address after a 227: by itself, told to skip the one it reads, told to trust it. */
  readonly passiveAddress: { readonly own: AddressManner; readonly skip: AddressManner; readonly trust: AddressManner };
  /**
   * Seconds it waits for a connection to open and for any other one thing, or facts with them; without, a plan arms its
   * own timers.
   */
  readonly patience?: { readonly connect: string; readonly reply: string };
  /** Whether its user sees the lines of each reply that is read. */
  readonly showsReplies?: boolean;
  /** What it calls the errors of its system (errno.h). */
  readonly errors?: Readonly<Record<string, string>>;
  /** When it says NOOP to keep the control connection alive, if it is told to; it cannot, without. */
  readonly noop?: 'transfer' | 'idle';
  /** After a failed action: the next one, or the end. */
  readonly afterFailure: 'goes on' | 'stops';
  readonly downloads: { readonly mode: number };
  /**
   * What it does with text (RFC 959 section 3.1.1.1): CR LF becomes LF on the way here; on the way there each LF
   * becomes CR LF, whatever stands before it, or only where no CR does. It keeps text as it is, without.
   */
  readonly text?: 'blindly' | 'by line';
  /** Octets of a file that it hands to TCP at a time; all at once without. */
  readonly uploads?: { readonly block: number };
  /** By the action's op; `leave` comes after the last action. */
  readonly plans: Readonly<Record<string, readonly Step[]>>;
  /**
   * What no plan waits for and all must mind: a reply code or class or an occurrence, and the part that the action ends
   * with.
   */
  readonly anytime: Readonly<Record<string, string>>;
  /** What plans share. */
  readonly parts: Readonly<Record<string, readonly Step[]>>;
}

/** Clients whose manners are known; where the recordings name one, by that name. */
export const clientNames = ['curl', 'lftp', 'tnftp', 'ftplib', 'filezilla', 'ftp.exe', 'openssl'] as const;
export type ClientName = (typeof clientNames)[number];
