/** What crosses which link in clear, read from the octets of the run: user names, passwords, listings and files. */
import type { Entry, EntryOf, NodeId } from '../../trace/entry';
import { entriesOf, octetsOf, type Trace } from '../../trace/trace';
import { decodePacket } from '../../wire/packet/packet';
import { textOf } from '../../wire/text/text';
import { isViolation } from '../../wire/violation';
import { carriersOf, hasPacket } from '../../trace/query/carriers';
import { followersOf } from '../../trace/query/links';
import { isSaid, type Said } from './said';
import { movedBy } from '../../ftp/protocol/verbs';

export interface ClearSecret {
  readonly what: 'password' | 'user name' | 'listing' | 'file';
  /** Where it is sent. */
  readonly entry: number;
  /** The file's path as it was asked for, or the user's name; a password is not repeated. */
  readonly name: string | null;
  /** Between which neighbours it went in clear, in order. */
  readonly links: readonly (readonly [NodeId, NodeId])[];
}

export const clearSecrets = (trace: Trace): readonly ClearSecret[] => [
  ...entriesOf(trace, 'message').flatMap((entry) => secretIn(trace, entry)),
  ...dataInClear(trace),
];

const SECRETS: Readonly<Record<string, ClearSecret['what']>> = { PASS: 'password', USER: 'user name' };

/** A secret is in clear on a link if the octets of a packet that went over it hold it as it is. */
function secretIn(trace: Trace, entry: EntryOf<'message'>): readonly ClearSecret[] {
  if (entry.way !== 'sent' || !isSaid(entry)) return [];
  const { name: verb, argument } = entry.message;
  const what = SECRETS[verb];
  if (!what || argument === null) return [];
  const links = carriersOf(trace, entry)
    .slice(0, 1)
    .flatMap((first) => way(trace, first.n, (payload) => textOf(payload).includes(`${verb} ${argument}`)));
  return links.length > 0 ? [{ what, entry: entry.n, name: what === 'user name' ? argument : null, links }] : [];
}

/** The first octets of each data connection, where what they say is what the file or the listing says. */
function dataInClear(trace: Trace): readonly ClearSecret[] {
  return trace.connections
    .filter(({ purpose }) => purpose === 'data')
    .flatMap((connection): readonly ClearSecret[] => {
      const first = trace.entries.find(
        (entry): entry is EntryOf<'transmit'> =>
          entry.kind === 'transmit' && entry.connection === connection.index && payloadAt(trace, entry).length > 0,
      );
      const asked =
        first &&
        trace.entries
          .slice(0, first.n)
          .filter(
            (entry): entry is Said => isSaid(entry) && entry.way === 'sent' && movedBy(entry.message.name) !== null,
          )
          .at(-1);
      const what = asked && movedBy(asked.message.name);
      if (!first || !what) return [];
      const name = asked.message.argument;
      const links = way(trace, first.n, (payload) => (what === 'listing' ? isText(payload) : begins(trace, payload)));
      return links.length > 0 ? [{ what, entry: first.n, name, links }] : [];
    });
}

const isText = (payload: Uint8Array): boolean =>
  payload.every((octet) => (octet >= 32 && octet < 127) || octet === 9 || octet === 10 || octet === 13);

/** Enough octets to know a file by. */
const KNOWN_BY = 16;

/** Whether some file of the run begins with these octets. */
const begins = (trace: Trace, payload: Uint8Array): boolean =>
  [...trace.files.values()].some((files) =>
    [...files.values()].some(
      ({ octets }) => octets.length > 0 && payload.subarray(0, KNOWN_BY).every((octet, at) => octet === octets[at]),
    ),
  );

function payloadAt(trace: Trace, entry: Entry): Uint8Array {
  const packet = hasPacket(entry) ? decodePacket(octetsOf(trace, entry)) : null;
  return packet === null || isViolation(packet) ? new Uint8Array(0) : packet.tcp.payload;
}

function way(
  trace: Trace,
  from: number,
  clear: (payload: Uint8Array) => boolean,
): readonly (readonly [NodeId, NodeId])[] {
  const links: (readonly [NodeId, NodeId])[] = [];
  for (let entry = trace.entries[from]; entry && hasPacket(entry) && entry.kind !== 'arrive';) {
    const readable = clear(payloadAt(trace, entry));
    const next = followersOf(trace, entry.n).find((one) => hasPacket(one) && one.kind !== 'transmit');
    if (readable && next && entry.node !== null && next.node !== null) links.push([entry.node, next.node]);
    entry = next;
  }
  return links;
}
