/** What a connection without a dialogue carried. */
import type { EntryOf, NodeId } from '../../trace/entry';
import type { Connection } from '../../trace/trace';
import { isListing, isTransfer } from '../../ftp/protocol/verbs';
import { FIN } from '../../wire/packet/tcp';
import { arrived, flag, momentAt, octets, peerOf, roleOf, timeOf, type Reading, type Sighting } from './reading';
import { step, type Step } from './step';
import { count, octetsText, sealedLabel, timeText } from './words';
import { stepWords } from '../../strings/en/picture';

/** Each direction as one row. */
export function transfers(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  if (connection.purpose === 'control') return [];
  const secured = reading.secrecy.handshakes.some((one) => one.connection === connection.index);
  return [connection.opener, connection.listener].flatMap((from) => {
    const content = reading.secrecy.content(connection.index, from);
    // Of a secured connection the handshake is told apart; what was sealed counts as it was before.
    if (secured && content === null) return [];
    const carrying = all.filter(
      (sighting) =>
        sighting.flight.from === from && octets(sighting) > 0 && sighting.flight.begin > (content?.first ?? -1),
    );
    // In stream mode the end of the file is the close of the connection (RFC 959 3.4.1).
    const ended = all.find((sighting) => sighting.flight.from === from && flag(sighting, FIN) && arrived(sighting));
    const [first] = carrying;
    return first && carrying.some(arrived)
      ? [transfer(reading, connection, { from, content, carrying, first, ended })]
      : [];
  });
}

/** What one end sent: its segments with octets, and the one that ended it. */
interface Sent {
  readonly from: NodeId;
  readonly content: ReturnType<Reading['secrecy']['content']>;
  readonly carrying: readonly Sighting[];
  readonly first: Sighting;
  readonly ended: Sighting | undefined;
}

function transfer(reading: Reading, connection: Connection, { from, content, carrying, first, ended }: Sent): Step {
  const { begin, sent } = first.flight;
  const came = carrying.filter(arrived);
  const entry = largest([...came, ...(ended ? [ended] : [])].map(({ flight }) => flight.end));
  const at = timeOf(reading.trace, entry);
  const length = stretch(came, first);
  const text =
    `${octetsText(content?.octets ?? length)}${inClear(reading, connection, begin)}` +
    `${segments(came.length)}${lasting(sent, at)}`;
  return step({
    kind: 'transfer',
    begin,
    entry,
    at,
    moment: momentAt(reading, begin),
    role: roleOf(connection),
    connection: connection.index,
    from,
    to: peerOf(connection, from),
    sent,
    arrived: came[0]?.flight.arrived ?? null,
    sealed: content === null ? null : length,
    label: content !== null && reading.between ? sealedLabel(length) : { term: workBefore(reading, begin), text },
    shows: carrying.map(({ flight }) => flight.begin),
  });
}

/** Sequence numbers count each octet once, however often it travelled. */
function stretch(came: readonly Sighting[], { segment }: Sighting): number {
  const start = -largest(came.map((sighting) => -relative(sighting.segment?.seq, segment?.seq)));
  const end = largest(came.map((sighting) => relative(sighting.segment?.seq, segment?.seq) + octets(sighting)));
  return end - start;
}

/** A file that goes in clear though the conversation about it is sealed (PROT C, RFC 4217 section 9). */
const inClear = ({ trace, secrecy }: Reading, { index }: Connection, entry: number): string =>
  secrecy.handshakes.every(({ connection }) => connection !== index) &&
  trace.connections.some((other) => other.purpose === 'control' && secrecy.sealed(other.index, other.opener, entry))
    ? stepWords.inClear
    : '';

/** How long a transfer took, where that can be felt. */
const lasting = (from: number, to: number): string =>
  to - from < 1_000_000 ? '' : stepWords.lasting(timeText(to - from));
const segments = (n: number): string => stepWords.segments(n, count(n));
/** A spread argument list would overflow at a hundred thousand. */
const largest = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), -Infinity);
const relative = (seq = 0, base = 0): number => (seq - base) | 0;

/** What is being transferred, in the words of the last command that asked for a transfer. */
function workBefore({ exchanges, between, secrecy }: Reading, entry: number): string {
  const hidden = (said: EntryOf<'message'> | null) =>
    between && said !== null && secrecy.sealed(said.connection, said.node, said.n);
  const asked = exchanges
    .filter(
      ({ message, sent, received }) =>
        !hidden(sent ?? received) &&
        message.kind === 'request' &&
        isTransfer(message.name) &&
        (sent ?? received ?? { n: Infinity }).n < entry,
    )
    .at(-1)?.message;
  if (!asked || asked.kind !== 'request') return stepWords.work.octets;
  if (isListing(asked.name)) return stepWords.work.listing;
  return asked.argument?.split('/').at(-1) ?? stepWords.work.file;
}
