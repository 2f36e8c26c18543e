/** What both ends do alike, by the names that both configurations use. */
import type { Outcome, Rule } from '../../machine/model';
import { concat } from '../../wire/octets';
import { fault, isFault, type Fault } from '../messages/alerts';
import type { TlsFault } from '../messages/faults';
import type { TlsNote } from '../messages/reasons';
import type { Side } from './channel';
import type { Incoming, TlsCommand, TlsEvent } from './context';
import { draftOf, flush, sendAlert, sendData, type Draft } from './draft';
import { goOn, received, type Examined } from './handler';

type Examine<C extends Side> = (context: C, event: TlsEvent) => Examined<C, string>;
type SideRule<C extends Side> = Rule<C, TlsEvent, TlsCommand>;

const done = <C extends Side>({ c, commands }: Draft<C>): Outcome<C, TlsCommand> => ({
  context: c,
  whole: true,
  commands,
});

/** Says a fault to the peer, where it listens, and to the machine above. */
export function failWith<C extends Side>(
  draft: Draft<C>,
  { alert, why, detail }: Fault,
  silent = false,
): Outcome<C, TlsCommand> {
  flush(draft);
  if (!silent) sendAlert(draft, alert, 'fatal');
  draft.commands.push({ type: 'failed', name: alert, why, ...(detail === undefined ? {} : { detail }) });
  draft.c.next = null;
  return done(draft);
}

/** `examine` is the role's own. */
export const commonRules = <C extends Side>(examine: Examine<C>) => ({
  ...reading<C>(),
  ...taking(examine),
  ...sending<C>(),
  ...leaving<C>(),
  ...ended<C>(),
});

const reading = <C extends Side>() =>
  ({
    /** Octets from below: they join the input, and what is whole comes first in line. */
    gather: (context, event) => {
      if (event.type !== 'arrived') return {};
      const draft = draftOf(context, event);
      draft.c.input = context.input.length === 0 ? event.octets : concat(context.input, event.octets);
      if (!context.next) goOn(draft);
      return done(draft);
    },
    /** Nobody reads on after a failure. */
    leaveUnread: (context, event) =>
      event.type === 'arrived'
        ? {
            context: { input: concat(context.input, event.octets) } as Partial<C>,
            commands: [{ type: 'note', reason: { code: 'not-read' } satisfies TlsNote }],
          }
        : {},
  }) as const satisfies Record<string, SideRule<C>>;

const taking = <C extends Side>(examine: Examine<C>) =>
  ({
    /** Takes the result of the examination, and reads on. */
    take: (context, event) => {
      const { draft } = examine(context, event);
      const next: Draft<C> = { ...draft, c: { ...draft.c }, commands: [...draft.commands] };
      flush({ octets: [...draft.octets], commands: next.commands });
      goOn(next);
      return done(next);
    },
    /** Takes it, and reads no further: the peer has nothing more to say here. */
    takeLast: (context, event) => {
      const { draft } = examine(context, event);
      return { context: { ...draft.c, next: null }, whole: true, commands: draft.commands };
    },
    fail: (context, event) => {
      const { turn } = examine(context, event);
      const strange = context.next?.strange === true;
      const found = isFault(turn) ? turn : fault('internal_error', { code: 'no-fault-known' });
      return failWith(
        draftOf(context, event),
        strange ? { ...found, detail: 'stranger' } : found,
        strange && !context.own.profile.answersStrangers,
      );
    },
    unexpected: (context, event) =>
      failWith(
        draftOf(context, event),
        fault('unexpected_message', { code: 'not-here', message: context.next?.kind ?? null }),
      ),
  }) as const satisfies Record<string, SideRule<C>>;

const sending = <C extends Side>() =>
  ({
    hold: (context, event) =>
      event.type === 'SEND' ? { context: { held: [...context.held, event.octets] } as unknown as Partial<C> } : {},
    send: (context, event) => {
      if (event.type !== 'SEND') return {};
      const draft = draftOf(context, event);
      sendData(draft, event.octets);
      return done(draft);
    },
    sayClose: (context, event) => {
      const draft = draftOf(context, event);
      sendAlert(draft, 'close_notify', 'warning');
      return done(draft);
    },
    /** A new handshake within the connection is not for us (RFC 5246 section 7.4.1.1). */
    refuseRenegotiation: (context, event) => {
      const draft = draftOf(context, event);
      received(draft, context.next?.kind ?? '', { code: 'asks-for-handshake' }, context.next as Incoming);
      sendAlert(draft, 'no_renegotiation', 'warning');
      goOn(draft);
      return done(draft);
    },
  }) as const satisfies Record<string, SideRule<C>>;

const leaving = <C extends Side>() =>
  ({
    close: () => ({ commands: [{ type: 'closed' }] }),
    closeUnread: () => ({ commands: [{ type: 'closed', unread: true }] }),
    tellPeerClosed: () => ({ commands: [{ type: 'peerClosed' }] }),
    /** After both farewells: what is left came in the clear. */
    handBack: (context) => ({
      context: { input: new Uint8Array(0), next: null } as Partial<C>,
      commands:
        context.input.length === 0
          ? []
          : [
              {
                type: 'note',
                reason: { code: 'clear-after-farewell', octets: context.input.length } satisfies TlsNote,
              },
              { type: 'received', octets: context.input },
            ],
    }),
  }) as const satisfies Record<string, SideRule<C>>;

/** The peer's direction ended without a farewell: some say an alert to that. */
const cutShort =
  <C extends Side>(command: TlsCommand): SideRule<C> =>
  (context, event) => {
    const draft = draftOf(context, event);
    if (context.own.profile.alertsTruncation) sendAlert(draft, 'decode_error', 'fatal');
    draft.commands.push(command);
    return done(draft);
  };

const note =
  <C extends Side>(code: Exclude<TlsNote['code'], 'clear-after-farewell'>): SideRule<C> =>
  () => ({ commands: [{ type: 'note', reason: { code } }] });

const ended = <C extends Side>() =>
  ({
    failClosed: () => ({
      commands: [{ type: 'failed', name: 'close_notify', why: { code: 'farewell-in-handshake' } satisfies TlsFault }],
    }),
    failEnded: cutShort({
      type: 'failed',
      name: 'handshake_ended',
      why: { code: 'ended-in-handshake' } satisfies TlsFault,
    }),
    failTruncated: cutShort({
      type: 'failed',
      name: 'truncated',
      why: { code: 'truncated' } satisfies TlsFault,
    }),
    noteTruncated: cutShort({
      type: 'note',
      reason: { code: 'truncated-end' } satisfies TlsNote,
    }),
    noteEnded: note('peer-closed'),
    noteGivenUp: note('given-up'),
    noteClosed: note('after-farewell'),
    noteLate: note('late-octets'),
    noteOdd: note('means-nothing'),
  }) as const satisfies Record<string, SideRule<C>>;
