/**
 * Labels for TLS octets: records as anyone on the way sees them, and, for those who can open them, the messages inside.
 * The layouts are those that wrote the octets. No cryptography is needed here: whoever calls has the opened octets, or
 * has not.
 */
import { preview } from '../wire/packet/packet-spans';
import type { Reason } from '../wire/reason';
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
import { alertName } from './messages/alerts';
import { readDer } from './certificates/der';
import { x509Spans } from './certificates/x509-spans';
import type { TlsField } from './messages/fields';

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
  const name = suite === null ? '' : nameOf(suites, suite);
  const nonce = version === '1.2' && /GCM|CCM/.test(name) ? EXPLICIT_NONCE : 0;
  const sealed = Math.max(0, length - nonce - TAG);
  const parts: readonly (readonly [string, number])[] = [
    ['nonce_explicit', nonce],
    ['encrypted_record', sealed],
    ['tag', Math.min(TAG, length)],
  ];
  const spans: Span[] = [];
  let at = 0;
  for (const [part, count] of parts) {
    const to = Math.min(at + count, there);
    if (at < to)
      spans.push(tlsSpan(`sealed.${part}` as TlsField, part, from + at, from + to, octetCount(count), { version }));
    at += count;
  }
  return spans;
}

export function tlsSpan(
  code: TlsField,
  name: string,
  from: number,
  to: number,
  value: string,
  facts: Omit<Reason, 'code'> = {},
): Span {
  return { layer: 'TLS', name, from, to, value, is: { code, ...facts } };
}

/** What a record holds, once it is open: its octets as they were before protection, and of which content type. */
export function contentSpans(type: number, content: Uint8Array, version: Version, base = 0): Span[] {
  if (type === contentTypes.handshake) return handshakeSpans(content, version, base);
  if (type === contentTypes.alert) return alertSpans(content, version, base);
  const name = nameOf(contentTypes, type);
  const code = name === 'change_cipher_spec' || name === 'application_data' ? name : 'unknown';
  return [tlsSpan(`content.${code}`, name, base, base + content.length, preview(content), { version })];
}

function alertSpans(content: Uint8Array, version: Version, base: number): Span[] {
  const [level = 0, code = 0] = content;
  const alert = alertName(code);
  return [
    tlsSpan('alert.level', 'level', base, base + 1, level === 1 ? 'warning' : 'fatal', { version, level }),
    tlsSpan('alert.description', 'description', base + 1, base + 2, alert, { alert }),
  ];
}

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
    spans.push(tlsSpan(`message.${shown}`, shown, base + at, base + end, octetCount(end - at), { version }));
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

function certificateSpans(field: Uint8Array, span: Span): readonly Span[] {
  const node = readDer(field, 3); // past the length of three octets
  return isViolation(node) ? [] : x509Spans(node, span.from);
}
