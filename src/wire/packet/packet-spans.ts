/** Labels for every octet of a packet, from the tables that wrote it. Computed when somebody looks. */
import { icmpLayout } from './icmp';
import { ipHeaderLength, PROTOCOL_ICMP, PROTOCOL_ICMPV6, PROTOCOL_TCP, protocolOf, versionOf } from './ip';
import { ipv4, ipv6 } from './ip-layout';
import { fieldSpans, octetCount, read } from '../layout';
import type { Span } from '../span';
import { tcp, TCP_HEADER } from './tcp-layout';
import { optionSpans } from './tcp-options';

/** What no header says more of: a segment's data, and octets without a header known here. */
export type PayloadField = 'payload.data' | 'payload.unknown';

const UPPER: Readonly<Record<number, (packet: Uint8Array, start: number) => readonly Span[]>> = {
  [PROTOCOL_TCP]: tcpSpans,
  [PROTOCOL_ICMP]: (packet, start) => icmpSpans(packet, start, 4),
  [PROTOCOL_ICMPV6]: (packet, start) => icmpSpans(packet, start, 6),
};

function headerSpans(version: number, octets: Uint8Array): Span[] {
  if (version === 4) return fieldSpans('ipv4', 'IPv4', ipv4, octets, 0);
  return version === 6 ? fieldSpans('ipv6', 'IPv6', ipv6, octets, 0) : [];
}

/** Spans in the order of the octets, without a gap from 0 to the end; whatever the octets are, never throws. */
export function spansOf(octets: Uint8Array): readonly Span[] {
  const version = versionOf(octets);
  const start = ipHeaderLength(version);
  const spans = headerSpans(version, octets);
  if (spans.length > 0 && octets.length > start) spans.push(...(UPPER[protocolOf(octets)]?.(octets, start) ?? []));
  const covered = spans.at(-1)?.to ?? 0;
  if (covered < octets.length) spans.push(rest(octets, covered));
  return spans;
}

function tcpSpans(packet: Uint8Array, start: number): readonly Span[] {
  const spans = fieldSpans('tcp', 'TCP', tcp, packet, start);
  if (packet.length < start + TCP_HEADER) return spans;
  const data = Math.min(packet.length, start + Math.max(TCP_HEADER, read(packet, start, tcp.dataOffset) * 4));
  spans.push(...optionSpans(packet, start + TCP_HEADER, data));
  if (data < packet.length) {
    spans.push({
      layer: 'payload',
      name: 'Data',
      from: data,
      to: packet.length,
      value: preview(packet.subarray(data)),
      is: { code: 'payload.data' },
    });
  }
  return spans;
}

function icmpSpans(packet: Uint8Array, start: number, version: 4 | 6): readonly Span[] {
  const spans = fieldSpans(
    version === 4 ? 'icmp' : 'icmpv6',
    version === 4 ? 'ICMP' : 'ICMPv6',
    icmpLayout[version],
    packet,
    start,
  );
  const quoted = start + 8;
  return [
    ...spans,
    ...spansOf(packet.subarray(quoted)).map((span) => ({
      ...span,
      layer: `quoted ${span.layer}`,
      from: span.from + quoted,
      to: span.to + quoted,
    })),
  ];
}

const rest = (octets: Uint8Array, from: number): Span => ({
  layer: 'payload',
  name: 'Octets',
  from,
  to: octets.length,
  value: octetCount(octets.length - from),
  is: { code: 'payload.unknown' },
});

const SHOWN = 64;
const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' };

/** The beginning as text, in quotes, when all of it is ASCII; how many octets in any case. */
export function preview(octets: Uint8Array): string {
  const head = Array.from(octets.subarray(0, SHOWN));
  if (!head.every((octet) => (octet >= 32 && octet < 127) || ESCAPES[octet] !== undefined))
    return octetCount(octets.length);
  const text = head.map((octet) => ESCAPES[octet] ?? String.fromCharCode(octet)).join('');
  return `${octetCount(octets.length)}: "${text}${octets.length > SHOWN ? '…' : ''}"`;
}
