/**
 * What an end of a control or a data connection said, taken apart as FTP: in clear, or as it was sealed. Read as the
 * whole of what it said, since a line may be in two packets, and a reply is read by what was asked.
 */
import { contentTypes } from '../../tls/messages/registry';
import { stretchesOf } from '../../tls/record/record-scan';
import { decodedOf } from '../../trace/decoded';
import type { Entry, NodeId } from '../../trace/entry';
import { entriesOf, type Connection, type Trace } from '../../trace/trace';
import { movedBy } from '../../ftp/protocol/verbs';
import { commandSpans, replySpans } from '../../wire/ftp/anatomy';
import { dataSpans } from '../../wire/ftp/data-spans';
import { concat } from '../../wire/octets';
import type { Span } from '../../wire/span';
import { isViolation } from '../../wire/violation';
import { partsOf, type StreamPiece } from './records';
import { isReply, isSaid, type Said } from './said';

type Speech = ReadonlyMap<StreamPiece, readonly Span[]>;

const known = new WeakMap<Trace, Map<string, Speech>>();

/** Labels by the part that holds the octets, counted from its first; parts that hold none of FTP have none. */
export function speechOf(trace: Trace, connection: Connection, from: NodeId): Speech {
  const all = known.get(trace) ?? new Map<string, Speech>();
  known.set(trace, all);
  const name = `${connection.index} ${from}`;
  const found = all.get(name) ?? taken(trace, connection, from);
  all.set(name, found);
  return found;
}

function taken(trace: Trace, connection: Connection, from: NodeId): Speech {
  const parts = partsOf(trace, connection, from).filter(speaks);
  const read = readerOf(trace, connection, from);
  if (!read || parts.length === 0) return new Map();
  const spans = read(concat(...parts.map(textIn)));
  const speech = new Map<StreamPiece, readonly Span[]>();
  let begin = 0;
  for (const part of parts) {
    const end = begin + textIn(part).length;
    speech.set(
      part,
      spans.flatMap((span) => shifted(clipped(span, begin, end), -begin)),
    );
    begin = end;
  }
  return speech;
}

const speaks = (part: StreamPiece): boolean => part.kind === 'clear' || part.type === contentTypes.application_data;
const textIn = (part: StreamPiece): Uint8Array => (part.kind === 'clear' ? part.octets : part.content);

/** A label as far as it lies in [from, to). */
export function clipped(span: Span, from: number, to: number): readonly Span[] {
  const [first, last] = [Math.max(span.from, from), Math.min(span.to, to)];
  return first < last ? [{ ...span, from: first, to: last }] : [];
}

export const shifted = (spans: readonly Span[], by: number): readonly Span[] =>
  spans.map((span) => ({ ...span, from: span.from + by, to: span.to + by }));

/** Who takes apart what this end says; null where that is no FTP. */
export function readerOf(
  trace: Trace,
  connection: Connection,
  from: NodeId,
): ((octets: Uint8Array) => readonly Span[]) | null {
  if (connection.purpose === 'control')
    return from === connection.opener ? commandSpans : (octets) => replySpans(octets, askedOf(trace, connection, from));
  const asked = connection.purpose === 'data' ? transferOn(trace, connection) : null;
  return asked && ((octets) => dataSpans(octets, commandOf(asked)));
}

const commandOf = ({ message }: Said) => ({ verb: message.name, argument: message.argument });

/** The verbs that a server's replies answer, in the order in which it sent them; null before the first command. */
function askedOf(trace: Trace, connection: Connection, server: NodeId): readonly (string | null)[] {
  let verb: string | null = null;
  const asked: (string | null)[] = [];
  for (const entry of entriesOf(trace, 'message')) {
    if (entry.connection !== connection.index || entry.node !== server) continue;
    if (isSaid(entry) && entry.way === 'received') verb = entry.message.name;
    if (isReply(entry) && entry.way === 'sent') asked.push(verb);
  }
  return asked;
}

/** The command whose data a connection carries: the last before its first octets, by one of its ends. */
function transferOn(trace: Trace, { index, opener, listener }: Connection): Said | null {
  const first = trace.entries.find((entry) => entry.connection === index && isData(trace, entry));
  const before = entriesOf(trace, 'message').filter(
    (entry): entry is Said =>
      entry.n < (first?.n ?? 0) &&
      isSaid(entry) &&
      entry.way === 'sent' &&
      (entry.node === opener || entry.node === listener) &&
      movedBy(entry.message.name) !== null,
  );
  return before.at(-1) ?? null;
}

/** A segment in clear with octets, or a record in which some are sealed: a handshake may come before the command. */
function isData({ arena }: Trace, entry: Entry): boolean {
  if (entry.kind === 'layer') return entry.way === 'sent' && entry.name === 'ApplicationData';
  if (entry.kind !== 'transmit') return false;
  const decoded = decodedOf(arena, entry.packet);
  return !isViolation(decoded) && decoded.tcp.payload.length > 0 && !isTls(decoded.tcp.payload);
}

const isTls = (payload: Uint8Array): boolean => stretchesOf(payload)[0]?.kind === 'record';
