/**
 * What both ends do alike: alerts, ChangeCipherSpec, data, KeyUpdate; sending, closing and failing. Written once, as
 * rules and turns that each role's machine takes up.
 */
import { alertName, alerts, fault, isFault, type AlertName, type Fault } from '../messages/alerts';
import { decode, isViolation } from '../messages/codec';
import type { ClientContext, Incoming, ServerContext, TlsCommand, TlsEvent } from './context';
import { draftOf, flush, hashOf, record, say, sendAlert, sendData, type Draft } from './draft';
import { goOn, received, unaligned, type Examined } from './handler';
import { keyUpdate } from '../messages/messages';
import { concat } from '../../wire/octets';
import { protection } from '../record/record';
import { contentTypes } from '../messages/registry';
import { nextSecret } from '../crypto/schedule';
import type { Outcome, Rule } from '../../machine/model';
import type { TlsNote } from '../messages/reasons';

export type Side = ClientContext | ServerContext;
type CommonTurn =
  | 'close_notify'
  | 'fatal alert'
  | 'warning'
  | 'ignored ChangeCipherSpec'
  | 'ChangeCipherSpec'
  | 'ApplicationData'
  | 'KeyUpdate'
  | 'broken';

/** Handles what is no handshake message. */
export function takeCommon(draft: Draft<Side>, incoming: Incoming): CommonTurn | Fault {
  const { c } = draft;
  switch (incoming.kind) {
    case 'Alert':
      return takeAlert(draft, incoming);
    case 'ChangeCipherSpec':
      return takeChange(draft, incoming);
    case 'KeyUpdate':
      return takeKeyUpdate(draft, incoming);
    case 'ApplicationData':
      received(draft, 'ApplicationData', { code: 'application-data', octets: incoming.octets.length }, incoming);
      if (incoming.octets.length > 0) draft.commands.push({ type: 'received', octets: incoming.octets });
      return 'ApplicationData';
    default:
      return incoming.fault ?? fault('unexpected_message', `a message of unknown kind, ${c.next?.octets[0] ?? ''}`);
  }
}

function takeAlert(draft: Draft<Side>, incoming: Incoming): CommonTurn {
  const [level = 0, code = 0] = incoming.octets;
  const name = alertName(code);
  const mild = name === 'user_canceled' || (draft.c.version === '1.2' && level === 1);
  received(draft, `Alert ${name}`, { code: 'alert', level: level === 1 ? 'warning' : 'fatal', alert: name }, incoming);
  if (name === 'close_notify') return 'close_notify';
  if (mild) return 'warning';
  draft.commands.push({
    type: 'failed',
    name,
    text: `the peer says: ${alerts[name as AlertName]?.says ?? name}`,
    detail: 'alert',
  });
  return 'fatal alert';
}

/** In 1.2 it brings the peer's new keys into use; in 1.3 it means nothing, and may come once a hello has been said. */
function takeChange(draft: Draft<Side>, incoming: Incoming): CommonTurn | Fault {
  const { c } = draft;
  if (c.version !== '1.2') {
    if (c.handshaken || c.clientHello === null)
      return fault('unexpected_message', 'a ChangeCipherSpec where there is no handshake');
    received(draft, 'ChangeCipherSpec', { code: 'change-means-nothing', sent: false }, incoming);
    return 'ignored ChangeCipherSpec';
  }
  if (!c.readNext) return fault('unexpected_message', 'a ChangeCipherSpec before there are new keys');
  c.read = c.readNext;
  c.readNext = null;
  received(draft, 'ChangeCipherSpec', { code: 'new-keys' }, incoming);
  return 'ChangeCipherSpec';
}

function takeKeyUpdate(draft: Draft<Side>, incoming: Incoming): CommonTurn | Fault {
  const { c } = draft;
  const request = decode(keyUpdate, incoming.octets.subarray(4));
  if (isViolation(request)) return fault('decode_error', 'the KeyUpdate cannot be read');
  if (c.version !== '1.3' || !c.read || !c.write) return fault('unexpected_message', 'a KeyUpdate where there is none');
  const wrong = request > 1 ? fault('illegal_parameter', `request_update is ${request}`) : unaligned(c);
  if (wrong) return wrong;
  received(draft, 'KeyUpdate', request === 1 ? { code: 'key-update-wanted' } : null, incoming);
  c.read = protection(c.read.suite, nextSecret(hashOf(c), c.read.secret));
  if (request === 1 && c.handshaken) {
    const message = Uint8Array.of(24, 0, 0, 1, 0);
    record(draft, contentTypes.handshake, message);
    say(draft, 'KeyUpdate', null, message);
    flush(draft);
    c.write = protection(c.write.suite, nextSecret(hashOf(c), c.write.secret));
  }
  return 'KeyUpdate';
}

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
  { alert, text, detail }: Fault,
  silent = false,
): Outcome<C, TlsCommand> {
  flush(draft);
  if (!silent) sendAlert(draft, alert, 'fatal');
  draft.commands.push({ type: 'failed', name: alert, text, ...(detail === undefined ? {} : { detail }) });
  draft.c.next = null;
  return done(draft);
}

/** Rules that both machines share; `examine` is the role's own. */
export function commonRules<C extends Side>(examine: Examine<C>) {
  const note =
    (code: Exclude<TlsNote['code'], 'clear-after-farewell'>): SideRule<C> =>
    () => ({ commands: [{ type: 'note', reason: { code } }] });
  /** The peer's direction ended without a farewell: some say an alert to that. */
  const cutShort =
    (command: TlsCommand): SideRule<C> =>
    (context, event) => {
      const draft = draftOf(context, event);
      if (context.own.profile.alertsTruncation) sendAlert(draft, 'decode_error', 'fatal');
      draft.commands.push(command);
      return done(draft);
    };
  return {
    /** Octets from below: they join the input, and what is whole comes first in line. */
    gather: (context, event) => {
      if (event.type !== 'arrived') return {};
      const draft = draftOf(context, event);
      draft.c.input = context.input.length === 0 ? event.octets : concat(context.input, event.octets);
      if (!context.next) goOn(draft);
      return done(draft);
    },
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
      const found = isFault(turn) ? turn : fault('internal_error', 'no fault is known');
      return failWith(
        draftOf(context, event),
        strange ? { ...found, detail: 'stranger' } : found,
        strange && !context.own.profile.answersStrangers,
      );
    },
    unexpected: (context, event) =>
      failWith(
        draftOf(context, event),
        fault('unexpected_message', `${context.next?.kind ?? 'nothing'} does not belong here`),
      ),
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
    close: () => ({ commands: [{ type: 'closed' }] }),
    closeUnread: () => ({ commands: [{ type: 'closed', unread: true }] }),
    /** Nobody reads on after a failure. */
    leaveUnread: (context, event) =>
      event.type === 'arrived'
        ? {
            context: { input: concat(context.input, event.octets) } as Partial<C>,
            commands: [{ type: 'note', reason: { code: 'not-read' } satisfies TlsNote }],
          }
        : {},
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
    failClosed: () => ({
      commands: [
        { type: 'failed', name: 'close_notify', text: 'the peer said farewell in the middle of the handshake' },
      ],
    }),
    failEnded: cutShort({
      type: 'failed',
      name: 'handshake_ended',
      text: 'the peer closed the connection in the middle of the handshake',
    }),
    failTruncated: cutShort({
      type: 'failed',
      name: 'truncated',
      text: 'the connection ended without close_notify: what came may have been cut short (RFC 8446 section 6.1)',
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
  } as const satisfies Record<string, SideRule<C>>;
}
