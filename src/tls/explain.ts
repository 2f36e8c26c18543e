/**
 * Labels for TLS octets: records as anyone on the way sees them, and, for those who hold what was inside, the messages.
 * The layouts are those that wrote the octets.
 */
import type { Span } from '../wire/span'
import { decode, isViolation, label } from './codec'
import { handshakeHeader, layoutOf, RETRY_RANDOM } from './messages'
import { equal } from './primitives'
import { HEADER, recordHeader } from './record'
import { contentTypes, handshakeTypes, nameOf, octetCount, type MessageName, type Version } from './registry'
import { alertName, alerts, type AlertName } from './alerts'
import { derSpans, readDer } from './der'

/** Records of a stream from its first octet on, as an observer without keys sees them; `isProtected` says which are sealed. */
export function recordSpans(stream: Uint8Array, version: Version, isProtected: (index: number) => boolean, base = 0): Span[] {
  const spans: Span[] = []
  for (let at = 0, index = 0; at + HEADER <= stream.length; index += 1) {
    const header = decode(recordHeader, stream.subarray(at, at + HEADER))
    if (isViolation(header)) break
    const end = Math.min(stream.length, at + HEADER + header.length)
    spans.push(...label(recordHeader, stream.subarray(at, at + HEADER), 'TLS', base + at))
    const fragment = stream.subarray(at + HEADER, end)
    if (isProtected(index)) spans.push(sealedSpan(fragment.length, base + at + HEADER))
    else spans.push(...contentSpans(header.type, fragment, version, base + at + HEADER))
    at = end
  }
  return spans
}

const sealedSpan = (length: number, from: number): Span => ({
  layer: 'TLS', name: 'encrypted_record', from, to: from + length, value: octetCount(length),
  why: 'Sealed: without the keys only its length is to be seen, and any changed bit would be noticed.', source: 'RFC 8446 section 5.2',
})

/** What a record holds, once it is open. */
export function contentSpans(type: number, content: Uint8Array, version: Version, base = 0): Span[] {
  if (type === contentTypes.handshake) return handshakeSpans(content, version, base)
  if (type === contentTypes.alert) return alertSpans(content, base)
  const change = type === contentTypes.change_cipher_spec
  return [{
    layer: 'TLS', name: nameOf(contentTypes, type), from: base, to: base + content.length, value: octetCount(content.length),
    why: change ? 'In 1.2: from here on my new keys. In 1.3: nothing; old boxes expect it.' : 'What the protocol inside says.', source: change ? 'RFC 5246 section 7.1' : 'RFC 8446 section 5.2',
  }]
}

function alertSpans(content: Uint8Array, base: number): Span[] {
  const [level = 0, code = 0] = content
  const name = alertName(code)
  return [
    { layer: 'TLS', name: 'level', from: base, to: base + 1, value: level === 1 ? 'warning' : 'fatal', why: 'Means nothing any more in 1.3: the description says it all.', source: 'RFC 8446 section 6' },
    { layer: 'TLS', name: 'description', from: base + 1, to: base + 2, value: name, why: alerts[name as AlertName]?.says ?? 'Nobody registered it.', source: alerts[name as AlertName]?.source ?? 'RFC 8446 section 6' },
  ]
}

/** Handshake messages, one after the other, certificates down to their values. */
export function handshakeSpans(content: Uint8Array, version: Version, base = 0): Span[] {
  const spans: Span[] = []
  for (let at = 0; at + 4 <= content.length;) {
    const header = decode(handshakeHeader, content.subarray(at, at + 4))
    if (isViolation(header)) break
    const end = Math.min(content.length, at + 4 + header.length)
    const body = content.subarray(at + 4, end)
    const name = nameOf(handshakeTypes, header.type) as MessageName
    const shown = name === 'ServerHello' && equal(body.subarray(2, 34), RETRY_RANDOM) ? 'HelloRetryRequest' : name
    spans.push({ layer: 'TLS', name: shown, from: base + at, to: base + end, value: octetCount(end - at), why: 'A message of the handshake.', source: 'RFC 8446 section 4' })
    spans.push(...label(handshakeHeader, content.subarray(at, at + 4), 'TLS', base + at))
    const inner = label(layoutOf(shown, version), body, 'TLS', base + at + 4)
    spans.push(...inner)
    for (const span of inner) if (span.name === 'cert_data') spans.push(...certificateSpans(content.subarray(span.from - base, span.to - base), span))
    at = end
  }
  return spans
}

function certificateSpans(field: Uint8Array, span: Span): Span[] {
  const node = readDer(field, 3) // past the length of three octets
  return isViolation(node) ? [] : derSpans(node, span.from)
}
