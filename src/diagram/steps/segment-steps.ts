/** Steps at segments and octets depth: each packet a row. */
import { packetOf } from '../../trace/arena';
import type { EntryOf } from '../../trace/entry';
import { sentIn } from '../../trace/query/links';
import { flatMapped, type Pieces } from '../../trace/pieces';
import type { Trace } from '../../trace/trace';
import { flagNames, SYN, type TcpSegment } from '../../wire/packet/tcp';
import { textOf } from '../../wire/text/text';
import { dropSteps, relativeTo } from './dialogue';
import type { Flight } from './flight';
import { marginSteps } from './margin-steps';
import { momentAt, readingOf, roleOf, timeOf, type Reading, type Sighting } from './reading';
import { recordsSaid, sealedOctets } from './secrecy';
import { inOrder, step, type Step } from './step';
import { errorLabel, octetsText, segmentLabel, visible } from './words';
import { stepWords } from '../../strings/en/picture';

/**
 * A segment with records in it: their names, and of what is sealed, for those who hold the key, what it says; for
 * others how much it is.
 */
function tlsLabel(
  { trace, between }: Reading,
  transmitted: number,
  { flags, payload }: TcpSegment,
): Step['label'] | null {
  const records = recordsSaid(trace, transmitted);
  if (records.length === 0 || payload.length === 0) return null;
  const read = records.filter((record) => !between || !record.protected);
  const open = read
    .slice(0, TOLD)
    .map((record) => (record.name === 'ApplicationData' ? inside(trace, record) : record.name));
  const more = read.length > TOLD ? [`and ${read.length - TOLD} more`] : [];
  const closed =
    between && records.some((record) => record.protected) ? [`sealed, ${octetsText(sealedOctets(payload))}`] : [];
  return { term: flagNames(flags), text: visible([...open, ...more, ...closed].join(', ')) };
}

/** A long file is one write of many records, and each segment of it follows from all of them. */
const TOLD = 8;
/** A line longer than this is told by its length, as what is no text is. */
const LINE = 200;

/** What was sealed: a line where it is one, else how much. */
function inside(trace: Trace, { content }: EntryOf<'layer'>): string {
  const octets = content === null ? new Uint8Array(0) : packetOf(trace.arena, content);
  const line = textOf(octets.subarray(0, LINE + 2));
  return /^[ -~]+\r\n/.test(line) ? line.slice(0, line.indexOf('\r')) : octetsText(octets.length);
}

function repeated({ copy, again }: Flight): string {
  if (copy) return stepWords.copy;
  return again ? stepWords.repeated : '';
}

/** Unfolded and in order. */
export function* segmentsOf(trace: Trace, octets: boolean, between = false): Pieces<readonly Step[]> {
  const reading = yield* readingOf.pieces(trace, between);
  const delivered = yield* flatMapped(reading.flights, (sighting) =>
    sighting.flight.drop ? [] : segmentStep(reading, sighting, octets),
  );
  return [...delivered, ...(yield* dropSteps(reading)), ...(yield* marginSteps(reading, true))].sort(inOrder);
}

function segmentStep(reading: Reading, { flight, segment }: Sighting, octets: boolean): Step {
  const { trace } = reading;
  const begin = trace.entries[flight.begin];
  const said = begin ? sentIn(trace, begin).map(({ n }) => n) : [];
  const connection = flight.connection === null ? undefined : trace.connections[flight.connection];
  const role = roleOf(connection);
  const label = segment
    ? (tlsLabel(reading, flight.begin, segment) ??
      segmentLabel(segment, role, relativeTo(reading, flight.connection, flight.from, segment)))
    : errorLabel(packetOf(trace.arena, flight.packet));
  return step({
    kind: 'segment',
    begin: flight.begin,
    entry: flight.end,
    at: timeOf(trace, flight.end),
    moment: momentAt(reading, flight.begin),
    role,
    connection: flight.connection,
    from: flight.from,
    to: flight.to,
    sent: flight.sent,
    arrived: flight.arrived,
    attempt: segment?.flags === SYN,
    flight,
    shows: [flight.begin, flight.end, ...said],
    label: { term: label.term, text: label.text + repeated(flight) },
    octets: octets && segment && segment.payload.length > 0 ? segment.payload : null,
  });
}
