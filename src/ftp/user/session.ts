/** A client's session as its protocol interpreter remembers it. facts.ts has what its plan may ask for. */
import type { Command, Endpoint, MachineEvent, Micros, Stream } from '../../machine/contract';
import { NO_OCTETS } from '../../wire/octets';
import { initialReplyState, type Reply, type ReplyState } from '../../wire/ftp/reply';
import type { Owned } from '../protocol/calls';
import { dataOccurrences, type ClientProfile, type Step, type Instruction } from '../profiles/client-profile';
import type { Sessions } from '../protocol/sessions';
import type { Action, ClientSettings, DataMode } from '../protocol/requests';

/** The phases of a client's session; user-pi.machine.ts says what each is. */
export type UserPhase =
  | 'BEGIN'
  | 'CONNECTING'
  | 'WAIT-GREETING'
  | 'SECURING'
  | 'WAIT-LOGIN'
  | 'WAIT-REPLY'
  | 'CLEARING'
  | 'WAIT-TRANSFER'
  | 'WAIT-DATA'
  | 'WAIT-QUIT'
  | 'ENDED';
export type UserRegion = 'greeting' | 'login' | 'ready' | 'transfer';

export interface ClientSetup {
  readonly profile: ClientProfile;
  readonly parts: ReadonlyMap<string, PreparedPart>;
  readonly server: { readonly name: string; readonly address: string; readonly port: number };
  readonly user: string;
  readonly password: string;
  readonly rightPassword?: string;
  readonly dataMode: DataMode;
  readonly ipVersion: 4 | 6;
  readonly work: readonly Action[];
  readonly settings: ClientSettings;
  /** To whom downloaded files belong. */
  readonly owner: Omit<Owned, 'mode'>;
}

/** A part of a profile's plans: its steps, each with its instruction, and where its labels stand. 'end' is the end. */
export interface PreparedPart {
  readonly steps: readonly { readonly instruction: Instruction; readonly step: Step }[];
  readonly labels: ReadonlyMap<string, number>;
}

/** Where the plan stands in a part; `items` are still to come, each as the fact `as`. */
interface Frame {
  readonly part: string;
  readonly at: number;
  readonly items: readonly string[];
  readonly as?: string;
}

/** A control connection as its user's end knows it. */
interface Control {
  readonly name: string;
  /** Null when there is none, false while it opens. */
  readonly open: boolean | null;
  readonly local: Endpoint;
  /** The last command that the plan sent over it; null before the first. */
  readonly sent: string | null;
  readonly rest: Uint8Array;
  readonly replyState: ReplyState;
  /** Replies that came and were not yet read by the plan. */
  readonly replies: readonly Reply[];
  /** What else happened and was not yet minded. */
  readonly occurred: readonly string[];
  /** TLS is coming off: the server's farewell is TLS's, not the connection's. */
  readonly clearing?: boolean;
}

export const noControl: Control = {
  name: 'control',
  open: null,
  local: { address: '', port: 0 },
  sent: null,
  rest: NO_OCTETS,
  replyState: initialReplyState,
  replies: [],
  occurred: [],
};

export interface UserPi {
  readonly setup: ClientSetup;
  readonly frames: readonly Frame[];
  /** Index in the work; the length of it while leaving. */
  readonly action: number;
  readonly stopped: boolean;
  readonly began: Micros;
  /** When the last transfer began. */
  readonly transferred: Micros;
  readonly facts: Readonly<Record<string, string>>;
  readonly complaint: string | null;
  readonly exit: number;
  readonly control: Control;
  /** Control connections set aside for another. */
  readonly aside: readonly Control[];
  /** How many control connections there have been. */
  readonly opened: number;
  readonly dataRemote: Endpoint | null;
  readonly armed: readonly string[];
  /** NOOPs that are not answered yet. */
  readonly noops: number;
  readonly sessions: Sessions;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A step in the making. Only here is anything assigned to; what comes of it is a new value. */
export interface UserTurn {
  /** The phase that the step has come to; null where it is still the one before. */
  phase: UserPhase | null;
  /** Its frames are its own. */
  readonly session: Mutable<Omit<UserPi, 'frames'>> & { frames: Mutable<Frame>[] };
  readonly event: MachineEvent;
  readonly commands: Command[];
}

/** Occurrences of the data connection. */
export const OF_DATA: ReadonlySet<string> = new Set(dataOccurrences);

export function userTurn(phase: UserPhase | null, session: UserPi, event: MachineEvent): UserTurn {
  return { phase, session: { ...session, frames: session.frames.map((frame) => ({ ...frame })) }, event, commands: [] };
}

/** Goes to a label of the part that the plan is in; 'next' goes on. */
export function goTo({ session }: UserTurn, part: PreparedPart, label: string): void {
  const frame = session.frames[session.frames.length - 1];
  if (frame && label !== 'next') frame.at = part.labels.get(label) ?? part.steps.length;
}

/** The action is over. Its timers are, too. */
export function endAction(turn: UserTurn, ok: boolean): void {
  const { session, commands } = turn;
  for (const timer of session.armed) commands.push({ type: 'cancel', timer });
  session.armed = [];
  forget(turn, (name) => name === 'timeout');
  session.facts = { ...session.facts, late: 'no' };
  session.frames = [];
  commands.push({ type: 'achieve', action: session.action, ok });
}

/** What happened before and no longer matters. */
export function forget({ session }: UserTurn, which: (name: string) => boolean): void {
  session.control = { ...session.control, occurred: session.control.occurred.filter((name) => !which(name)) };
}

/** Lines for the user; empty ones too, but for the end of the last. What is typed is no complaint. */
export function say({ commands }: UserTurn, text: string, stream: Stream, chatter: boolean): void {
  for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) {
    commands.push({
      type: 'say',
      to: 'user',
      text: line.trimEnd(),
      ...(stream === 'err' ? {} : { stream }),
      ...(chatter || stream === 'in' ? { chatter: true } : {}),
    });
  }
}
