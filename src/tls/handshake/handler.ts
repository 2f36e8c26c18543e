/** How a message is handled: into a draft, to a turn of the handshake that has a name, or to a fault. */
import { fault, type Fault } from '../messages/alerts';
import { decode, isViolation, type Layout } from '../messages/codec';
import type { Channel, ClientContext, Incoming, ServerContext } from './context';
import { sendData, type Draft } from './draft';
import { faultOf, type Carrier, type Extension } from '../messages/extensions';
import type { TlsSaid } from './said';
import { factsOf } from './keys';
import { concat } from '../../wire/octets';
import { type Primitives } from '../crypto/primitives';
import { readAhead } from './reader';

export type Handler<C extends Channel, T extends string> = (
  draft: Draft<C>,
  incoming: Incoming,
  crypto: Primitives,
) => T | Fault;
export type Handlers<C extends Channel, T extends string> = Readonly<Partial<Record<Incoming['kind'], Handler<C, T>>>>;

/** A handshake message's body, or the fault that it cannot be read. */
export function bodyOf<T>(layout: Layout<T>, incoming: Incoming): T | Fault {
  const value = decode(layout, incoming.octets.subarray(4));
  return isViolation(value)
    ? fault('decode_error', { code: 'message-unreadable', message: incoming.kind, rule: value.violation })
    : value;
}

/** What is wrong with the extensions of a message: unreadable, twice, out of place, or not asked for. */
export function extensionFault(
  all: readonly Extension[],
  carrier: Carrier,
  asked: ((type: number) => boolean) | null,
): Fault | null {
  const wrong = faultOf(all, carrier);
  if (wrong) return wrong;
  const unasked = asked && all.find(({ type }) => !asked(type));
  return unasked
    ? fault('unsupported_extension', { code: 'extension-unasked', extension: unasked.type, carrier })
    : null;
}

export function join(draft: Draft<Channel>, incoming: Incoming): void {
  draft.c.transcript = concat(draft.c.transcript, incoming.octets);
}

/** Keys change only between messages that end with their record (RFC 8446 section 5.1). */
export const unaligned = (c: Channel): Fault | null =>
  c.fragments.length > 0 ? fault('unexpected_message', { code: 'keys-change-within-record' }) : null;

export function received(draft: Draft<Channel>, name: string, said: TlsSaid | null, incoming: Incoming): void {
  draft.commands.push({ type: 'message', way: 'received', name, said, protected: incoming.protected });
}

/** The handshake is done: say so, and send what the machine above has been waiting to send. */
export function complete(draft: Draft<ClientContext> | Draft<ServerContext>): void {
  const { c } = draft;
  c.handshaken = true;
  draft.commands.push({ type: 'secured', facts: factsOf(c) });
  for (const octets of c.held) sendData(draft, octets);
  c.held = [];
}

export interface Examined<C extends Channel, T extends string> {
  readonly turn: T | Fault;
  readonly draft: Draft<C>;
}

const nothing: Incoming = { kind: 'unknown', octets: new Uint8Array(0), protected: false, fault: null };

/**
 * Handles what stands first in line, once: a guard asks how it turns out, and the rule that follows takes the result.
 * Both see the same context, so the result is kept with it; it is a function of context and time alone.
 */
export function examiner<C extends Channel, T extends string>(
  handle: Handler<C, T>,
  draftFor: (context: C, event: { readonly at: number; readonly epoch: number }) => Draft<C>,
  crypto: Primitives,
  ofNext = true,
) {
  const done = new WeakMap<object, Examined<C, T> & { readonly at: number; readonly epoch: number }>();
  return (context: C, event: { readonly at: number; readonly epoch: number }): Examined<C, T> => {
    const known = done.get(context);
    if (known && known.at === event.at && known.epoch === event.epoch) return known;
    const draft = draftFor(context, event);
    const turn =
      context.next || !ofNext
        ? handle(draft, context.next ?? nothing, crypto)
        : fault('internal_error', { code: 'nothing-to-handle' });
    const examined = { turn, draft, at: event.at, epoch: event.epoch };
    done.set(context, examined);
    return examined;
  };
}

/** Reads on, and asks to be continued where there is more. */
export function goOn<C extends Channel>(draft: Draft<C>): void {
  readAhead(draft.c);
  if (draft.c.next) draft.commands.push({ type: 'continue' });
}
