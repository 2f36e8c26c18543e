/** How either end takes what is no handshake message: alerts, ChangeCipherSpec, data; and KeyUpdate. */
import { alertName, fault, type Fault } from '../messages/alerts';
import type { TlsFault } from '../messages/faults';
import { decode, isViolation } from '../messages/codec';
import type { ClientContext, Incoming, ServerContext } from './context';
import { flush, hashOf, record, say, type Draft } from './draft';
import { received, unaligned } from './handler';
import { keyUpdate } from '../messages/messages';
import { protection } from '../record/record';
import { contentTypes } from '../messages/registry';
import { nextSecret } from '../crypto/schedule';

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
      return (
        incoming.fault ?? fault('unexpected_message', { code: 'unknown-message', type: c.next?.octets[0] ?? null })
      );
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
    why: { code: 'peer-says', alert: name } satisfies TlsFault,
    detail: 'alert',
  });
  return 'fatal alert';
}

/** In 1.2 it brings the peer's new keys into use; in 1.3 it means nothing, and may come once a hello has been said. */
function takeChange(draft: Draft<Side>, incoming: Incoming): CommonTurn | Fault {
  const { c } = draft;
  if (c.version !== '1.2') {
    if (c.handshaken || c.clientHello === null) return fault('unexpected_message', { code: 'change-out-of-place' });
    received(draft, 'ChangeCipherSpec', { code: 'change-means-nothing', sent: false }, incoming);
    return 'ignored ChangeCipherSpec';
  }
  if (!c.readNext) return fault('unexpected_message', { code: 'change-before-keys' });
  c.read = c.readNext;
  c.readNext = null;
  received(draft, 'ChangeCipherSpec', { code: 'new-keys' }, incoming);
  return 'ChangeCipherSpec';
}

function takeKeyUpdate(draft: Draft<Side>, incoming: Incoming): CommonTurn | Fault {
  const { c } = draft;
  const request = decode(keyUpdate, incoming.octets.subarray(4));
  if (isViolation(request)) return fault('decode_error', { code: 'key-update-unreadable' });
  if (c.version !== '1.3' || !c.read || !c.write)
    return fault('unexpected_message', { code: 'key-update-out-of-place' });
  const wrong = request > 1 ? fault('illegal_parameter', { code: 'request-update', value: request }) : unaligned(c);
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
