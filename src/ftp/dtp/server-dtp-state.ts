/** What a server's data transfer process remembers, and the commands that its rules are made of. */
import type { Command, Errno, MachineEvent, Micros } from '../../machine/contract';
import type { Rule } from '../../machine/model';
import { endOfNvt, fromNvt, initialAsciiState } from '../../wire/ftp/ascii';
import { call, joined, type Owned, type Pace, type ToServerDtp, type ToServerPi } from '../protocol/calls';
import { asking, noConnection, written, type DataConnection } from './data-connection';

export interface ServerDtp extends DataConnection {
  readonly peer: string | null;
  readonly stall: Micros;
  readonly progress: Micros;
  readonly since: Micros;
  /** What is still to be sent. */
  readonly left: Uint8Array;
  readonly corked: boolean;
  readonly pace: Pace | null;
  /** It failed while we rested and nobody has looked yet. */
  readonly broken: Errno | null;
  readonly sink: {
    readonly path: string;
    readonly before: Uint8Array;
    readonly beneath: Uint8Array;
    readonly node: Owned;
    readonly text: boolean;
    readonly room: number | null;
  } | null;
}

const NOTHING = new Uint8Array(0);
const SECOND: Micros = 1_000_000;
export const over: Partial<ServerDtp> = {
  ...noConnection,
  left: NOTHING,
  corked: false,
  pace: null,
  broken: null,
  sink: null,
};
export const initial = { count: 0, peer: null, stall: 0, progress: 0, since: 0, ...over } as ServerDtp;

export type DtpRule = Rule<ServerDtp, MachineEvent, Command>;
export const { asked, asks, isAsked } = asking<ToServerDtp>();
export const tell = (what: ToServerPi) => call('pi', what);

export const closeWhole = ({ connection }: ServerDtp): readonly Command[] =>
  connection === null ? [] : [{ type: 'close', connection }];
export const cancelled = (...timers: readonly string[]): readonly Command[] =>
  timers.map((timer) => ({ type: 'cancel', timer }));

/** The file as far as it came: what was before, what came, what lies beneath and beyond it. */
export function stored({ sink, pieces, size }: ServerDtp, event: MachineEvent): readonly Command[] {
  if (sink === null) return [];
  const came = joined(pieces, size).subarray(0, sink.room ?? size);
  const local = sink.text ? fromNvt(initialAsciiState, came) : null;
  const held = local ? endOfNvt(local.state) : NOTHING;
  const whole = local?.octets ?? came;
  if (sink.before.length + held.length === 0 && sink.beneath.length <= whole.length)
    return [written(sink.path, sink.node, whole, event)];
  const parts = [sink.before, whole, held];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const octets = new Uint8Array(Math.max(length, sink.beneath.length));
  octets.set(sink.beneath);
  parts.reduce((at, part) => (octets.set(part, at), at + part.length), 0);
  return [written(sink.path, sink.node, octets, event)];
}

/** How long to rest so that no more than the rate's octets have moved since the transfer began. */
export function restAfter({ pace, size, since }: ServerDtp, at: Micros): Micros {
  if (pace === null) return 0;
  const counted = Math.max(0, size - (pace.firstFree ? pace.block : 0));
  return Math.max(0, Math.ceil((counted / pace.rate) * SECOND) - (at - since));
}
