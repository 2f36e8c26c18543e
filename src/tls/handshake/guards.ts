/** Guards by the names of turns: how what stands first in line turns out. */
import { isFault } from '../messages/alerts';
import type { Side } from './channel';
import type { Incoming, TlsEvent } from './context';
import type { Examined } from './handler';
import type { Guard } from '../../machine/model';

type Kind = Incoming['kind'];

/** For each turn the kind of message that takes it; nothing is examined where the kind is another. */
export function turnGuards<C extends Side, T extends string>(
  turns: Readonly<Record<T, Kind>>,
  examine: (context: C, event: TlsEvent) => Examined<C, string>,
) {
  const guards = {} as Record<T, Guard<C, TlsEvent>>;
  for (const turn in turns)
    guards[turn] = (context, event) => context.next?.kind === turns[turn] && examine(context, event).turn === turn;
  return guards;
}

export function badGuards<C extends Side, K extends Kind>(
  kinds: readonly K[],
  examine: (context: C, event: TlsEvent) => Examined<C, string>,
) {
  const guards = {} as Record<`bad ${K}`, Guard<C, TlsEvent>>;
  for (const kind of kinds)
    guards[`bad ${kind}`] = (context, event) => context.next?.kind === kind && isFault(examine(context, event).turn);
  return guards;
}

/** Turns that both roles know. */
export const commonTurns = {
  close_notify: 'Alert',
  'fatal alert': 'Alert',
  warning: 'Alert',
  'ignored ChangeCipherSpec': 'ChangeCipherSpec',
  ChangeCipherSpec: 'ChangeCipherSpec',
  ApplicationData: 'ApplicationData',
  KeyUpdate: 'KeyUpdate',
} as const satisfies Record<string, Kind>;

export const commonGuards = {
  broken: ({ next }: Side) => next?.kind === 'broken',
  toleratesTruncation: ({ own }: Side) => own.profile.toleratesTruncation,
  /** After a fatal alert nothing more is said (RFC 8446 section 6.2). */
  endsAtTruncation: ({ own }: Side) => own.profile.toleratesTruncation && own.profile.alertsTruncation,
  silent: ({ own }: Side) => own.farewell === false,
  'without a word': (_context: Side, event: TlsEvent) => event.type === 'REMOVE' && event.silent === true,
  unread: ({ input }: Side) => input.length > 0,
  renegotiation: ({ version, role, next }: Side) =>
    version === '1.2' && next?.kind === (role === 'client' ? 'HelloRequest' : 'ClientHello'),
};
