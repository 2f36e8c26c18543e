/**
 * Every octet of a packet explained, TLS records and handshake messages included. Sealed records stay sealed here, as
 * they are for anybody on the way; `openedIn` is for those who hold the key. Computed when somebody looks; needs no
 * cryptography.
 */
import { decode, isViolation } from '../../tls/messages/codec';
import { contentSpans, recordSpans, tlsSpan, type Agreed } from '../../tls/explain';
import { find } from '../../tls/messages/extensions';
import { bodies } from '../../tls/messages/extension-bodies';
import { RETRY_RANDOM, serverHello } from '../../tls/messages/messages';
import { concat, equal } from '../../wire/octets';
import { contentTypes, handshakeTypes, nameOf, versionNumbers } from '../../tls/messages/registry';
import { octetsOf, transmissionOf, type Connection, type Trace } from '../../trace/trace';
import type { NodeId } from '../../trace/entry';
import type { PacketEntry } from '../../trace/vantage';
import { decodePacket } from '../../wire/packet/packet';
import { spansOf } from '../../wire/packet/packet-spans';
import type { Span } from '../../wire/span';
import { SYN } from '../../wire/packet/tcp';
import { partsOf, type StreamPiece, type TlsRecord } from './records';
import { clipped, readerOf, shifted, speechOf } from './speech';

/**
 * A part of what its sender said, of which a packet carries the octets [from, to) of its own; the part begins at
 * `begin`, maybe in a packet before.
 */
interface Carried {
  readonly part: StreamPiece;
  readonly begin: number;
  readonly from: number;
  readonly to: number;
}

/** A sealed record as those see it who hold the key. */
interface Opened {
  /** Its sender's name for it: `Finished`, `ApplicationData`. */
  readonly name: string;
  readonly record: TlsRecord;
  /** What was sealed: the content, and in 1.3 its true type behind it. */
  readonly octets: Uint8Array;
  /** Labels of these octets, from 0. */
  readonly spans: readonly Span[];
}

/**
 * What of its sender's stream a packet carries, in order; nothing for a packet without octets, and none that a box has
 * rewritten.
 */
export function carriedIn(trace: Trace, entry: PacketEntry): readonly Carried[] {
  const sent = transmissionOf(trace, entry);
  const connection = sent ? trace.connections[sent.connection ?? -1] : undefined;
  const octets = octetsOf(trace, entry);
  const [packet, original] = [decodePacket(octets), sent && decodePacket(octetsOf(trace, sent))];
  if (!sent || sent.node === null || !connection || isViolation(packet) || original === null || isViolation(original))
    return [];
  const { seq, flags, payload } = original.tcp;
  if (payload.length === 0 || packet.tcp.payload.length !== payload.length) return [];
  const first = sent.node === connection.opener ? connection.iss : (connection.irs ?? 0);
  const start = (seq + (flags & SYN ? 1 : 0) - first - 1) >>> 0;
  const base = octets.length - payload.length - start;
  return partsOf(trace, connection, sent.node)
    .filter(({ from, to }) => from < start + payload.length && to > start)
    .map((part) => ({
      part,
      begin: base + part.from,
      from: base + Math.max(part.from, start),
      to: base + Math.min(part.to, start + payload.length),
    }));
}

/**
 * Labels of a packet where an entry saw it, in the order of its octets; a record that goes on in another packet is
 * labelled as far as it is here.
 */
export function segmentSpans(trace: Trace, entry: PacketEntry): readonly Span[] {
  const octets = octetsOf(trace, entry);
  const all = spansOf(octets);
  const payload = all.find(({ layer }) => layer === 'payload');
  const connection = entry.connection === null ? undefined : trace.connections[entry.connection];
  const from = transmissionOf(trace, entry)?.node ?? null;
  if (!payload || !connection || from === null) return all;
  const carried = carriedIn(trace, entry);
  const said = carried.flatMap((one) => partSpans(trace, connection, from, one));
  const headers = all.filter((span) => span !== payload);
  if (said.length > 0 && asSent(octets, carried)) return [...headers, ...said];
  // A box has written other octets here than were sent: they are read as they stand.
  const rewritten = readerOf(trace, connection, from)?.(octets.subarray(payload.from)) ?? [];
  return rewritten.length > 0 ? [...headers, ...shifted(rewritten, payload.from)] : all;
}

const asSent = (octets: Uint8Array, carried: readonly Carried[]): boolean =>
  carried.every(({ part, begin, from, to }) =>
    equal(part.octets.subarray(from - begin, to - begin), octets.subarray(from, to)),
  );

function partSpans(trace: Trace, connection: Connection, sender: NodeId, carried: Carried): readonly Span[] {
  const { part, begin, from, to } = carried;
  const spans =
    part.kind === 'clear'
      ? shifted(speechOf(trace, connection, sender).get(part) ?? [], begin)
      : recordSpans(part.octets, part.sealed, agreedOn(trace, connection), begin);
  return spans.flatMap((span) => clipped(span, from, to));
}

/** The sealed records that a packet carries any octet of, opened. */
export function openedIn(trace: Trace, entry: PacketEntry): readonly Opened[] {
  const connection = entry.connection === null ? undefined : trace.connections[entry.connection];
  const from = transmissionOf(trace, entry)?.node ?? null;
  if (!connection || from === null) return [];
  const agreed = agreedOn(trace, connection);
  const speech = speechOf(trace, connection, from);
  return carriedIn(trace, entry).flatMap(({ part }) =>
    part.kind === 'record' && part.sealed ? [opened(part, agreed, speech.get(part) ?? [])] : [],
  );
}

/** `speech` labels what the protocol inside says, where that is one known here. */
function opened(record: TlsRecord, { version }: Agreed, speech: readonly Span[]): Opened {
  const { type, content, said } = record;
  const spans = speech.length > 0 ? speech : contentSpans(type, content, version);
  const name = said?.name ?? nameOf(contentTypes, type);
  if (version === '1.2') return { name, record, octets: content, spans };
  const inner = tlsSpan('sealed.type', 'type', content.length, content.length + 1, nameOf(contentTypes, type));
  return { name, record, octets: concat(content, Uint8Array.of(type)), spans: [...spans, inner] };
}

const UNKNOWN: Agreed = { version: '1.3', suite: null };
const known = new WeakMap<Connection, Agreed>();

/** What a connection's hellos came to, read from the ServerHello, which is never sealed. */
function agreedOn(trace: Trace, connection: Connection): Agreed {
  const agreed =
    known.get(connection) ??
    [connection.opener, connection.listener].flatMap((end) => partsOf(trace, connection, end)).flatMap(answerIn)[0] ??
    UNKNOWN;
  known.set(connection, agreed);
  return agreed;
}

function answerIn(part: StreamPiece): readonly Agreed[] {
  if (
    part.kind === 'clear' ||
    part.sealed ||
    part.type !== contentTypes.handshake ||
    part.content[0] !== handshakeTypes.ServerHello
  )
    return [];
  const hello = decode(serverHello, part.content.subarray(4));
  if (isViolation(hello) || equal(hello.random, RETRY_RANDOM)) return [];
  const chosen = find(hello.extensions, 'supported_versions', bodies.version);
  return [{ version: chosen === versionNumbers['1.3'] ? '1.3' : '1.2', suite: hello.cipherSuite }];
}
