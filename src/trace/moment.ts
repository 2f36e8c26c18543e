/**
 * Moments have names, stable across runs and versions: links, lessons, chapters, comparison and the embed point at
 * moments, never at entry numbers. A name is `<connection> / <what>`, and ` #2` onward where the same comes again:
 *
 *     control 1 / SYN            the segment, where its sender transmits it; again is ' #2'
 *     control 1 / PASV           the request, where it is sent
 *     control 1 / 227            the reply, where it is read
 *     data 2 / first octets      the first segment with octets, and `last octets` does not exist: it is not known yet
 *     data 2 / FIN server        who closes
 *     control 1 / dropped SYN    the segment, where it is dropped
 *     data 2 / TLS / Finished    a message of TLS at TLS's client, sent or received; octets of the protocol inside
 *                                make none
 *     client / listen data       a host's own doings
 *     end
 */
import type { Entry } from './entry';
import { isTold, messageOf, type Speech } from './message';
import { connectionName, type Connection } from './trace';
import { ACK, FIN, RST, SYN, type TcpSegment } from '../wire/packet/tcp';

/** Counts how often a name came, to number its repetitions. */
export type Counts = Map<string, number>;

/**
 * The unnumbered name of the moment an entry makes, or null when it makes none. `segment` is the packet's, where it has
 * one.
 */
export function momentOf(entry: Entry, connection: Connection | null, segment: TcpSegment | null): string | null {
  const named = NAMED[entry.kind] as Namer | undefined;
  return named ? named(entry, connection ? connectionName(connection) : entry.node, segment) : null;
}

type Namer<E = Entry> = (entry: E, where: string | null, segment: TcpSegment | null) => string | null;

const messageNamed: Namer<Speech> = (entry, where) => (isTold(entry) ? `${where} / ${messageMoment(entry)}` : null);

/** What kinds of entries make moments, and how those are called. */
const NAMED: { readonly [K in Entry['kind']]?: Namer<Extract<Entry, { readonly kind: K }>> } = {
  transmit: ({ node }, where, segment) => (segment ? segmentMoment(where, segment, node) : `${where} / ICMP ${node}`),
  drop: (_, where, segment) => segment && `${where} / dropped ${segmentWord(segment)}`,
  message: messageNamed,
  layer: messageNamed,
  told: ({ told, node }, where) => (told === 'opened' || told === 'failed' ? `${where} / ${told} ${node}` : null),
  listen: ({ purpose }, where) => `${where} / listen ${purpose}`,
  achieve: ({ action, ok }) => `action ${action + 1} / ${ok ? 'achieved' : 'failed'}`,
  exit: (_, where) => `${where} / exit`,
  end: () => 'end',
};

/** Numbers a repeated name: the second `control 1 / PASV` is `control 1 / PASV #2`. */
export function numbered(counts: Counts, name: string): string {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count === 1 ? name : `${name} #${count}`;
}

function segmentMoment(where: string | null, segment: TcpSegment, node: string | null): string | null {
  const word = segmentWord(segment);
  if (word === 'ACK') return null;
  return `${where} / ${word === 'FIN' || word === 'RST' || word === 'octets' ? `${word} ${node}` : word}`;
}

/** A layer's messages under its name: what is said inside is the connection's own dialogue. */
function messageMoment(entry: Speech): string {
  const { protocol, name } = messageOf(entry);
  return entry.kind === 'layer' ? `${protocol} / ${name}` : name;
}

function segmentWord({ flags, payload }: TcpSegment): string {
  if (flags & RST) return 'RST';
  if (flags & SYN) return flags & ACK ? 'SYN,ACK' : 'SYN';
  if (flags & FIN) return 'FIN';
  return payload.length > 0 ? 'octets' : 'ACK';
}
