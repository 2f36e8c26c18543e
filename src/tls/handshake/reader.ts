/**
 * From octets that arrived to the next thing to handle: a handshake message, an alert, data, or what is wrong with
 * them.
 */
import { fault, isFault, type Fault } from '../messages/alerts';
import { decode, isViolation } from '../messages/codec';
import type { Channel, Incoming } from './context';
import type { Mutable } from './draft';
import { RETRY_RANDOM } from '../messages/messages';
import { NO_OCTETS, concat, equal } from '../../wire/octets';
import { headerFault, open, type Content } from '../record/record';
import { HEADER, recordHeader } from '../messages/record-header';
import { contentTypes, handshakeTypes, nameOf, type MessageName } from '../messages/registry';

/** Longest handshake message that we wait for; real chains are far shorter. */
const MOST_MESSAGE = 2 ** 17;

const broken = (found: Fault): Incoming => ({ kind: 'broken', octets: NO_OCTETS, protected: false, fault: found });

/** Puts what stands first in line into `next`, where there is something whole. */
export function readAhead(c: Mutable<Channel>): void {
  c.next = null;
  while (!c.next) {
    const message = messageOf(c);
    if (message) c.next = message;
    else if (!takeRecord(c)) return;
  }
}

/** A whole handshake message from the fragments, or null. */
function messageOf(c: Mutable<Channel>): Incoming | null {
  if (c.fragments.length < 4) return null;
  const length = ((c.fragments[1] ?? 0) << 16) | ((c.fragments[2] ?? 0) << 8) | (c.fragments[3] ?? 0);
  if (length > MOST_MESSAGE) return broken(fault('decode_error', { code: 'message-too-long', octets: length }));
  if (c.fragments.length < 4 + length) return null;
  const octets = c.fragments.slice(0, 4 + length);
  c.fragments = c.fragments.slice(4 + length);
  return { kind: kindOf(octets), octets, protected: c.fragmentsProtected, fault: null };
}

const names = new Map<number, MessageName>(
  Object.entries(handshakeTypes).map(([name, type]) => [type, name as MessageName]),
);

function kindOf(octets: Uint8Array): Incoming['kind'] {
  const name = names.get(octets[0] ?? 0);
  if (name === undefined || name === 'message_hash') return 'unknown';
  return name === 'ServerHello' && equal(octets.subarray(6, 38), RETRY_RANDOM) ? 'HelloRetryRequest' : name;
}

/**
 * Takes one record from the input; false where none is whole. What is wrong, and whatever is no handshake, goes to
 * `next`.
 */
function takeRecord(c: Mutable<Channel>): boolean {
  if (c.input.length < HEADER) return false;
  const octets = c.input.subarray(0, HEADER);
  const header = decode(recordHeader, octets);
  if (isViolation(header)) return false;
  const wrong = headerFault(header, c.read, c.version ?? '1.2');
  if (wrong) {
    const strange = c.recordsRead === 0 && wrong.alert !== 'record_overflow';
    c.next = strange
      ? {
          ...broken(fault('unexpected_message', { code: 'no-tls', found: printed(c.input.subarray(0, 12)) })),
          strange: true,
        }
      : broken(wrong);
    c.input = c.input.slice(HEADER); // nobody reads on
    return true;
  }
  const end = HEADER + header.length;
  if (c.input.length < end) return false;
  const fragment = c.input.slice(HEADER, end);
  const content = contentOf(c, octets, header.type, fragment);
  c.input = c.input.slice(end);
  c.recordsRead += 1;
  const sealed = c.read !== null && content !== null && !isPlainChange(c, header.type);
  c.next = isFault(content) ? broken(content) : sorted(c, content, sealed);
  return true;
}

/** In 1.3 a ChangeCipherSpec comes unprotected at any time in the handshake (RFC 8446 section 5). */
const isPlainChange = (c: Channel, type: number): boolean =>
  c.version !== '1.2' && type === contentTypes.change_cipher_spec;

/**
 * Once protection is on, an alert in the clear can only come from a peer that could not follow: it is heard, not obeyed
 * (a fatal one ends all).
 */
function contentOf(c: Mutable<Channel>, header: Uint8Array, type: number, fragment: Uint8Array): Content | Fault {
  if (!c.read || isPlainChange(c, type)) return { type, octets: fragment };
  if (c.version === '1.3' && type === contentTypes.alert && fragment.length === 2 && !c.handshaken)
    return { type, octets: fragment };
  const opened = open(c.read, header, fragment);
  if (isFault(opened)) return opened;
  c.read = opened.next;
  return opened.content;
}

/**
 * Handshake octets join the fragments (null: read on); anything else is handled by itself, and must not interrupt a
 * message.
 */
function sorted(c: Mutable<Channel>, { type, octets }: Content, sealed: boolean): Incoming | null {
  if (type === contentTypes.handshake) {
    if (octets.length === 0) return broken(fault('unexpected_message', { code: 'handshake-record-empty' }));
    c.fragments = concat(c.fragments, octets);
    c.fragmentsProtected = sealed;
    return null;
  }
  if (c.fragments.length > 0)
    return broken(fault('unexpected_message', { code: 'message-interrupted', type: nameOf(contentTypes, type) }));
  if (type === contentTypes.change_cipher_spec) {
    return octets.length === 1 && octets[0] === 1
      ? { kind: 'ChangeCipherSpec', octets, protected: sealed, fault: null }
      : broken(fault('unexpected_message', { code: 'odd-change-cipher-spec' }));
  }
  if (type === contentTypes.alert) {
    return octets.length === 2
      ? { kind: 'Alert', octets, protected: sealed, fault: null }
      : broken(fault('decode_error', { code: 'odd-alert', octets: octets.length }));
  }
  if (type === contentTypes.application_data) {
    return sealed
      ? { kind: 'ApplicationData', octets, protected: true, fault: null }
      : broken(fault('unexpected_message', { code: 'data-unprotected' }));
  }
  return broken(fault('unexpected_message', { code: 'content-type', type }));
}

const printed = (octets: Uint8Array): string =>
  Array.from(octets, (octet) => (octet >= 32 && octet < 127 ? String.fromCharCode(octet) : '.')).join('');
