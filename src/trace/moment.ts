/**
 * Moments have names, stable across runs and versions: links, lessons, chapters, comparison and the embed point at
 * moments, never at entry numbers. A name is `<connection> / <what>`, and ` #2` onward where the same comes again:
 *
 *     control 1 / SYN            the segment, where its sender transmits it; again is ' #2'
 *     control 1 / PASV           the command, where the client sends it
 *     control 1 / 227            the reply, where the client reads it
 *     data 2 / first octets      the first segment with octets, and `last octets` does not exist: it is not known yet
 *     data 2 / FIN server        who closes
 *     control 1 / dropped SYN    the segment, where it is dropped
 *     data 2 / TLS / Finished    a message of TLS at TLS's client, sent or received; octets of the protocol inside make none
 *     client / listen data       a host's own doings
 *     end
 */
import type { Entry, EntryOf } from './entry';
import { connectionName, type Connection } from './trace';
import { ACK, FIN, RST, SYN, type TcpSegment } from '../wire/tcp';

/** Counts how often a name came, to number its repetitions. */
export type Counts = Map<string, number>;

/**
 * The unnumbered name of the moment an entry makes, or null when it makes none. `segment` is the packet's, where it has
 * one.
 */
export function momentOf(entry: Entry, connection: Connection | null, segment: TcpSegment | null): string | null {
  const where = connection ? connectionName(connection) : entry.node;
  switch (entry.kind) {
    case 'transmit':
      return segment ? segmentMoment(where, segment, entry.node) : `${where} / ICMP ${entry.node}`;
    case 'drop':
      return segment && `${where} / dropped ${segmentWord(segment)}`;
    case 'message': {
      const client = 'verb' in entry.message;
      if (client !== (entry.way === 'sent')) return null; // a command where it is sent, a reply where it is read
      return `${where} / ${'verb' in entry.message ? entry.message.verb : 'code' in entry.message ? entry.message.code : 'raw'}`;
    }
    case 'layer':
      return layerMoment(where, entry);
    case 'told':
      return entry.told === 'opened' || entry.told === 'failed' ? `${where} / ${entry.told} ${entry.node}` : null;
    case 'listen':
      return `${where} / listen ${entry.purpose}`;
    case 'achieve':
      return `action ${entry.action + 1} / ${entry.ok ? 'achieved' : 'failed'}`;
    case 'exit':
      return `${where} / exit`;
    case 'end':
      return 'end';
    default:
      return null;
  }
}

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

/**
 * At the client, as with commands and replies: its own messages where it sends them, the server's where it reads them.
 */
function layerMoment(where: string | null, { machine, name }: EntryOf<'layer'>): string | null {
  const [layer = '', role] = machine.split('-');
  return role !== 'client' || name === 'ApplicationData' ? null : `${where} / ${layer.toUpperCase()} / ${name}`;
}

function segmentWord({ flags, payload }: TcpSegment): string {
  if (flags & RST) return 'RST';
  if (flags & SYN) return flags & ACK ? 'SYN,ACK' : 'SYN';
  if (flags & FIN) return 'FIN';
  return payload.length > 0 ? 'octets' : 'ACK';
}
