/** A server session as its protocol interpreter remembers it. */
import type { Command, Endpoint, MachineEvent, Micros } from '../../../machine/contract';
import type { Command as FtpCommand } from '../../../wire/ftp/command';
import type { Reply } from '../../../wire/ftp/reply';
import type { Violation } from '../../../wire/violation';
import type { Completion, LastWords, Protection, ServerProfile } from '../../profiles/server-profile';
import type { Account, ServerSettings } from '../../protocol/requests';

/** The phases of a session, in the order in which they are drawn; phases.ts says what each is. */
export type ServerPhase =
  | 'WAIT-CONNECTION'
  | 'SECURING'
  | 'WAIT-USER'
  | 'WAIT-PASS'
  | 'READY'
  | 'BINDING'
  | 'CLEARING'
  | 'OPENING'
  | 'PROTECTING'
  | 'TRANSFERRING'
  | 'CLOSING'
  | 'ENDED';
export type ServerRegion = 'login' | 'ready' | 'transfer';

/** A profile made ready: its texts parsed, those without placeholders encoded. */
export interface PreparedReply extends Reply {
  readonly octets: Uint8Array | null;
}

export interface ServerSetup {
  readonly profile: ServerProfile;
  readonly accounts: readonly Account[];
  readonly settings: ServerSettings;
  readonly replies: ReadonlyMap<string, PreparedReply>;
}

export interface Heard extends FtpCommand {
  readonly telnet: readonly string[];
}

export interface Transfer {
  readonly verb: string;
  readonly argument: string;
  readonly path: string;
  /** Octets to send, or null when it receives. */
  readonly octets: Uint8Array | null;
  /** Where the blocks that it was read in end in what is sent. */
  readonly ends?: readonly number[];
  /** For what is received: the file's octets before the first that comes, and those that lie there now. */
  readonly before: Uint8Array;
  readonly beneath: Uint8Array;
  readonly size: number;
  /** How many octets of what is received the disk has room for. */
  readonly room?: number;
  /** The reply at the end: 'done', or what a directory that could not be opened is answered with. */
  readonly ending: { readonly verb: string; readonly condition: string };
  /** Octets that have moved, and since when. */
  readonly moved: number;
  readonly since: Micros;
  readonly facts: Facts;
  /** TLS lies on the data connection. */
  readonly secured?: boolean;
  /** How it goes on when the farewell to TLS is over. */
  readonly completion?: Completion;
}

/** How the next data connection is to come about. */
export type Offer = { readonly way: 'passive' } | { readonly way: 'active'; readonly remote: Endpoint };

export interface ServerPi {
  readonly setup: ServerSetup;
  /** Octets of a line that is not yet complete, and lines that wait for a transfer to end. */
  readonly rest: Uint8Array;
  readonly waiting: readonly (Heard | Violation)[];
  /** An urgent octet that is read with what follows it. */
  readonly held: Uint8Array;
  readonly urgent: boolean;
  readonly peerClosed: boolean;
  /** The control connection: without TLS, with it, or without it again (RFC 4217 section 5). */
  readonly control: 'clear' | 'secured' | 'cleared';
  /** What PROT asked of data connections (RFC 2228 section 3). */
  readonly protection: Protection;
  /** TLS sessions of 1.2 that this process keeps. */
  readonly sessions: readonly unknown[];
  /** TLS failed: what is said once it is off. */
  readonly parting: { readonly lines: LastWords; readonly words: string } | null;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Control connections of this service when ours came: all, and those from the same address. */
  readonly peers: { readonly all: number; readonly address: number };
  readonly heard: Micros;
  readonly user: string | null;
  readonly account: Account | null;
  readonly failures: number;
  readonly directory: string;
  readonly type: 'A' | 'I';
  readonly restart: number;
  readonly renameFrom: string | null;
  readonly extendedOnly: boolean;
  readonly mask: number | null;
  /** Seconds, once SITE IDLE has set them. */
  readonly idle: number | null;
  /** The facts that MLST and MLSD tell. */
  readonly facts: readonly string[];
  readonly uploaded: number;
  readonly downloaded: number;
  readonly stored: number;
  readonly lastCode: number;
  /** Where the next data connection is to be: on our listener, or at the address that the client named. */
  readonly offer: Offer | null;
  /** The port that is waited for may be any, since no other was free. */
  readonly beyondRange: boolean;
  /** The verb that waits for a port. */
  readonly binding: string;
  readonly transfer: Transfer | null;
}

/** A step in the making. Only here is anything assigned to; what comes of it is a new value. */
export interface Turn {
  /** The phase that the step has come to; null where it is still the one before. */
  phase: ServerPhase | null;
  readonly session: { -readonly [K in keyof ServerPi]: ServerPi[K] };
  readonly event: MachineEvent;
  readonly commands: Command[];
}

/** How a verb is obeyed: the verb, and its argument, '' without one. */
export type Obey = (turn: Turn, verb: string, argument: string) => void;

export type Facts = Readonly<Record<string, string | number>>;
