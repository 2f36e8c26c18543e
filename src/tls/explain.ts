/**
 * Labels for TLS octets: records as anyone on the way sees them, and, for those who can open them, the messages inside.
 * The layouts are those that wrote the octets. No cryptography is needed here: whoever calls has the opened octets, or
 * has not.
 */
import { preview } from '../wire/packet/packet-spans';
import type { Span } from '../wire/span';
import { decode, isViolation, label } from './messages/codec';
import { layoutOf } from './messages/layouts';
import { handshakeHeader, RETRY_RANDOM } from './messages/messages';
import { equal } from '../wire/octets';
import { HEADER, recordHeader } from './messages/record-header';
import {
  contentTypes,
  handshakeTypes,
  nameOf,
  octetCount,
  suites,
  type MessageName,
  type Version,
} from './messages/registry';
import { alertName, alerts, type AlertName } from './messages/alerts';
import { derSpans, readDer } from './certificates/der';

/**
 * What the hellos agreed on, as far as it is known; without it an unsealed record is read as 1.3's and a sealed one not
 * taken apart.
 */
export interface Agreed {
  readonly version: Version;
  readonly suite: number | null;
}

/** One record as an observer without keys sees it; what is not sealed down to its values. `octets` may end early. */
export function recordSpans(octets: Uint8Array, sealed: boolean, agreed: Agreed, base = 0): Span[] {
  const header = decode(recordHeader, octets.subarray(0, HEADER));
  if (isViolation(header)) return label(recordHeader, octets, 'TLS', base);
  const spans = label(recordHeader, octets.subarray(0, HEADER), 'TLS', base);
  const fragment = octets.subarray(HEADER);
  return [
    ...spans,
    ...(sealed
      ? sealedSpans(fragment.length, header.length, agreed, base + HEADER)
      : contentSpans(header.type, fragment, agreed.version, base + HEADER)),
  ];
}

const TAG = 16;
const EXPLICIT_NONCE = 8;

/** A protected fragment of `length` octets, of which `there` can be seen. */
function sealedSpans(there: number, length: number, { version, suite }: Agreed, from: number): Span[] {
  const source = version === '1.3' ? 'RFC 8446 section 5.2' : 'RFC 5246 section 6.2.3.3';
  const name = suite === null ? '' : nameOf(suites, suite);
  const nonce = version === '1.2' && name.includes('GCM') ? EXPLICIT_NONCE : 0;
  const sealed = Math.max(0, length - nonce - TAG);
  const parts: readonly (readonly [string, number, string, string, string])[] = [
    [
      'nonce_explicit',
      nonce,
      octetCount(nonce),
      'The part of the nonce that travels along: with GCM in 1.2 the number of the record.',
      'RFC 5288 section 3',
    ],
    [
      'encrypted_record',
      sealed,
      octetCount(sealed),
      version === '1.3'
        ? 'Sealed, the true content type with it: without the keys only its length is to be seen.'
        : 'Sealed: without the keys only its type and its length are to be seen.',
      source,
    ],
    [
      'tag',
      Math.min(TAG, length),
      octetCount(TAG),
      'Proof that the record is whole, in its place and from who has the key: one changed bit, and it is refused.',
      'RFC 5116 section 2.1',
    ],
  ];
  const spans: Span[] = [];
  let at = 0;
  for (const [part, count, value, why, where] of parts) {
    const to = Math.min(at + count, there);
    if (at < to) spans.push({ layer: 'TLS', name: part, from: from + at, to: from + to, value, why, source: where });
    at += count;
  }
  return spans;
}

/** What a record holds, once it is open: its octets as they were before protection, and of which content type. */
export function contentSpans(type: number, content: Uint8Array, version: Version, base = 0): Span[] {
  if (type === contentTypes.handshake) return handshakeSpans(content, version, base);
  if (type === contentTypes.alert) return alertSpans(content, base);
  const change = type === contentTypes.change_cipher_spec;
  return [
    {
      layer: 'TLS',
      name: nameOf(contentTypes, type),
      from: base,
      to: base + content.length,
      value: preview(content),
      why: change
        ? 'In 1.2: from here on my new keys. In 1.3: nothing; old boxes expect it.'
        : 'What the protocol inside says.',
      source: change ? 'RFC 5246 section 7.1' : 'RFC 8446 section 5.2',
    },
  ];
}

function alertSpans(content: Uint8Array, base: number): Span[] {
  const [level = 0, code = 0] = content;
  const name = alertName(code);
  return [
    {
      layer: 'TLS',
      name: 'level',
      from: base,
      to: base + 1,
      value: level === 1 ? 'warning' : 'fatal',
      why: 'Means nothing any more in 1.3: the description says it all.',
      source: 'RFC 8446 section 6',
    },
    {
      layer: 'TLS',
      name: 'description',
      from: base + 1,
      to: base + 2,
      value: name,
      why: alerts[name as AlertName]?.says ?? 'Nobody registered it.',
      source: alerts[name as AlertName]?.source ?? 'RFC 8446 section 6',
    },
  ];
}

/** One sentence for each message of a handshake: what it is there for. */
const PURPOSE: Readonly<Partial<Record<MessageName | 'HelloRetryRequest', string>>> = {
  ClientHello: "The client's offer: versions, suites, and in 1.3 a key already.",
  ServerHello: "The server's choice. In 1.3 everything after it is sealed.",
  HelloRetryRequest: 'The server wants a key of another group: the client is to say hello again.',
  EncryptedExtensions: 'The rest of what the server agrees to, the first thing that is sealed.',
  CertificateRequest: 'The server would like to know who the client is, too.',
  Certificate: 'Who the sender says it is, vouched for by an authority; empty from a client that has none.',
  CertificateVerify: 'Proof that the sender has the key of the certificate it showed.',
  Finished: 'A keyed hash of everything said so far: were one octet changed on the way, the ends would now notice.',
  NewSessionTicket: 'With this the client may resume the session later, without certificates.',
  ServerKeyExchange: "The server's key for this handshake alone, signed with its certificate's.",
  ClientKeyExchange: "The client's key for this handshake alone: now both can compute the secret.",
  ServerHelloDone: 'The server has said all it has to say for now.',
  KeyUpdate: 'The sender changes its key.',
};

/** Handshake messages, one after the other, certificates down to their values. */
export function handshakeSpans(content: Uint8Array, version: Version, base = 0): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at + 4 <= content.length;) {
    const header = decode(handshakeHeader, content.subarray(at, at + 4));
    if (isViolation(header)) break;
    const end = Math.min(content.length, at + 4 + header.length);
    const body = content.subarray(at + 4, end);
    const name = nameOf(handshakeTypes, header.type) as MessageName;
    const shown = name === 'ServerHello' && equal(body.subarray(2, 34), RETRY_RANDOM) ? 'HelloRetryRequest' : name;
    spans.push({
      layer: 'TLS',
      name: shown,
      from: base + at,
      to: base + end,
      value: octetCount(end - at),
      why: PURPOSE[shown] ?? 'A message of the handshake.',
      source: version === '1.3' ? 'RFC 8446 section 4' : 'RFC 5246 section 7.4',
    });
    spans.push(...label(handshakeHeader, content.subarray(at, at + 4), 'TLS', base + at));
    const inner = label(layoutOf(shown, version), body, 'TLS', base + at + 4);
    spans.push(...inner);
    for (const span of inner)
      if (span.name === 'cert_data')
        spans.push(...certificateSpans(content.subarray(span.from - base, span.to - base), span));
    at = end;
  }
  return spans;
}

function certificateSpans(field: Uint8Array, span: Span): Span[] {
  const node = readDer(field, 3); // past the length of three octets
  return isViolation(node) ? [] : derSpans(node, span.from);
}
