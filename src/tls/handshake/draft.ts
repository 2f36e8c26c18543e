/**
 * What one step changes and asks for, while it is put together: a fresh copy of the context that may be written to, the
 * commands so far, and octets that wait for the program's next write.
 */
import { alerts, type AlertName } from '../messages/alerts';
import type { AlertLevel, TlsSaid } from './said';
import type { Channel, TlsCommand } from './context';
import { hexOf } from '../messages/codec';
import { concat } from '../../wire/octets';
import { hash, suiteOf, type HashName } from '../crypto/primitives';
import { MOST_PLAIN, recordOf, seal } from '../record/record';
import { contentTypes, handshakeTypes, versionNumbers, type MessageName } from '../messages/registry';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Draft<C extends Channel> {
  readonly c: Mutable<C>;
  readonly commands: TlsCommand[];
  readonly octets: Uint8Array[];
  readonly now: { readonly at: number; readonly epoch: number };
}

export const draftOf = <C extends Channel>(
  context: C,
  now: { readonly at: number; readonly epoch: number },
): Draft<C> => ({ c: { ...context }, commands: [], octets: [], now });

/** Milliseconds since 1970-01-01 00:00 UTC. */
export const clock = ({ now }: { readonly now: { readonly at: number; readonly epoch: number } }): number =>
  now.epoch * 1000 + Math.floor(now.at / 1000);

type Habit = {
  readonly own: {
    readonly profile: {
      readonly writesAfter: readonly string[];
      readonly writesAfter12?: readonly string[];
      readonly recordSizeLimit: number;
      readonly earlyAlertsInClear?: boolean;
    };
  };
};
type Any = Draft<Channel & Habit>;

export function flush({ octets, commands }: Pick<Any, 'octets' | 'commands'>): void {
  if (octets.length > 0) commands.push({ type: 'transmit', octets: concat(...octets) });
  octets.length = 0;
}

/** One record, or as many as the content needs. */
export function record(draft: Any, type: number, content: Uint8Array): void {
  const { c } = draft;
  for (let at = 0; at === 0 || at < content.length; at += MOST_PLAIN) {
    const part = content.subarray(at, at + MOST_PLAIN);
    if (c.write) {
      const { record: sealed, next } = seal(c.write, type, part);
      draft.octets.push(sealed);
      c.write = next;
    } else draft.octets.push(recordOf(type, versionNumbers[c.recordsWritten === 0 ? firstRecord(c) : '1.2'], part));
    c.recordsWritten += 1;
  }
}

const firstRecord = (c: Channel): '1.0' | '1.2' =>
  (c as { readonly own?: { readonly profile?: { readonly firstRecord?: '1.0' | '1.2' } } }).own?.profile?.firstRecord ??
  '1.2';

/** What the record that was just written is; `content` is kept where nobody else can read it on the wire. */
export function say(draft: Any, name: string, said: TlsSaid | null, content: Uint8Array): void {
  const sealed = draft.c.write !== null;
  draft.commands.push({
    type: 'message',
    way: 'sent',
    name,
    said,
    protected: sealed,
    ...(sealed ? { octets: content } : {}),
  });
  const { writesAfter, writesAfter12 = writesAfter } = draft.c.own.profile;
  if ((draft.c.version === '1.2' ? writesAfter12 : writesAfter).includes(name)) flush(draft);
}

/** A handshake message; it joins the transcript. */
export function sendHandshake(
  draft: Any,
  name: MessageName,
  body: Uint8Array,
  said: TlsSaid | null = null,
  shown: string = name,
): void {
  const message = concat(
    Uint8Array.of(handshakeTypes[name], body.length >> 16, (body.length >> 8) & 255, body.length & 255),
    body,
  );
  draft.c.transcript = concat(draft.c.transcript, message);
  sendMessage(draft, message, shown, said);
}

/** A handshake message that stands in no transcript: after the handshake. */
export function sendMessage(draft: Any, message: Uint8Array, name: string, said: TlsSaid | null): void {
  record(draft, contentTypes.handshake, message);
  say(draft, name, said, message);
}

export function sendChangeCipherSpec(draft: Any): void {
  const { write } = draft.c;
  draft.c.write = null;
  const content = Uint8Array.of(1);
  record(draft, contentTypes.change_cipher_spec, content);
  say(
    draft,
    'ChangeCipherSpec',
    draft.c.version === '1.2' ? { code: 'new-keys' } : { code: 'change-means-nothing', sent: true },
    content,
  );
  draft.c.write = write;
  draft.c.saidChange = true;
}

export function sendAlert(draft: Any, name: AlertName, level: AlertLevel): void {
  const content = Uint8Array.of(level === 'fatal' ? 2 : 1, alerts[name].code);
  const { write, version, handshaken, own } = draft.c;
  if (version === '1.3' && !handshaken && own.profile.earlyAlertsInClear) draft.c.write = null;
  record(draft, contentTypes.alert, content);
  say(draft, `Alert ${name}`, { code: 'alert', level, alert: name }, content);
  flush(draft);
  if (draft.c.write === null) draft.c.write = write;
}

export function sendData(draft: Any, octets: Uint8Array): void {
  for (let at = 0; at < octets.length; at += MOST_PLAIN) {
    const part = octets.subarray(at, at + MOST_PLAIN);
    record(draft, contentTypes.application_data, part);
    say(draft, 'ApplicationData', { code: 'application-data', octets: part.length }, part);
  }
  flush(draft);
}

/** A line of the key log (the format of NSS). */
export function logSecret(draft: Any, label: string, secret: Uint8Array): void {
  draft.commands.push({
    type: 'secret',
    label,
    clientRandom: hexOf(draft.c.clientHello?.random ?? new Uint8Array(0)),
    secret: hexOf(secret),
  });
}

export const hashOf = (c: Channel): HashName => (c.suite === null ? undefined : suiteOf(c.suite)?.hash) ?? 'sha256';

/** The hash of all handshake messages so far (RFC 8446 section 4.4.1). */
export const transcriptHash = (c: Channel, more: Uint8Array = new Uint8Array(0)): Uint8Array =>
  hash(hashOf(c), concat(c.transcript, more));
