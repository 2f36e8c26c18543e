/**
 * What a live run leaves: every event handed to a machine and every command it gave, in order. All else is read from
 * it.
 */
import type { Command, HostEvent, Micros } from '../machine/contract';
import type { Message } from '../wire/message';
import type { Reason } from '../wire/reason';

export type LiveEntry = {
  /** Microseconds since the run began. */
  readonly at: Micros;
  /** A client is process 0; a server's sessions count from 0 as they were accepted. */
  readonly process: number;
  /** The machine's name in its program, or 'host' for what the host itself remarks. */
  readonly machine: string;
} & ({ readonly event: HostEvent } | { readonly command: Command });

export interface LiveMessage {
  readonly machine: string;
  readonly connection: string;
  readonly way: 'sent' | 'received';
  readonly message: Message;
}

type CommandOf<T extends Command['type']> = Extract<Command, { readonly type: T }>;

function commandsOf<T extends Command['type']>(
  log: readonly LiveEntry[],
  type: T,
): { readonly machine: string; readonly command: CommandOf<T> }[] {
  return log.flatMap((entry) =>
    'command' in entry && entry.command.type === type
      ? [{ machine: entry.machine, command: entry.command as CommandOf<T> }]
      : [],
  );
}

/** What was said to the user, or written to the server's log: without the chatter. */
export function saidTo(log: readonly LiveEntry[], to: 'user' | 'log'): string[] {
  return commandsOf(log, 'say').flatMap(({ command }) => (command.to === to && !command.chatter ? [command.text] : []));
}

export function messagesOf(log: readonly LiveEntry[]): LiveMessage[] {
  return commandsOf(log, 'message').map(({ machine, command: { connection, way, message } }) => ({
    machine,
    connection,
    way,
    message,
  }));
}

export function achievedOf(log: readonly LiveEntry[]): { readonly action: number; readonly ok: boolean }[] {
  return commandsOf(log, 'achieve').map(({ command: { action, ok } }) => ({ action, ok }));
}

export function violationsOf(log: readonly LiveEntry[]): readonly Reason[] {
  return commandsOf(log, 'violation').map(({ command }) => command.reason);
}
