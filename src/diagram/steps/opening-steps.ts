/** How a connection opened, or was refused. */
import { connectionName, type Connection } from '../../trace/trace';
import { ACK, RST, SYN } from '../../wire/packet/tcp';
import { arrived, flag, momentAt, roleOf, timeOf, type Reading, type Sighting } from './reading';
import { step, type Step } from './step';
import { stepWords } from '../../strings/en/picture';

export function opening(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  const ours = all.filter(({ flight }) => flight.from === connection.opener);
  const theirs = all.filter(({ flight }) => flight.from === connection.listener);
  const syn =
    ours.find((sighting) => flag(sighting, SYN) && arrived(sighting)) ?? ours.find((sighting) => flag(sighting, SYN));
  if (!syn) return [];
  const answer = theirs.find((sighting) => flag(sighting, SYN) && flag(sighting, ACK) && arrived(sighting));
  if (answer) return [connected(reading, connection, syn, answer, ours)];
  const refusal = theirs.find((sighting) => flag(sighting, RST) && arrived(sighting));
  return refusal ? [refused(reading, connection, syn, refusal)] : [];
}

/** What an opening is, however it was answered. */
const tried = (reading: Reading, connection: Connection, { flight }: Sighting) => ({
  begin: flight.begin,
  moment: momentAt(reading, flight.begin),
  role: roleOf(connection),
  connection: connection.index,
  from: connection.opener,
  to: connection.listener,
  sent: flight.sent,
  arrived: flight.arrived,
  flight,
});

function connected(
  reading: Reading,
  connection: Connection,
  syn: Sighting,
  answer: Sighting,
  ours: readonly Sighting[],
): Step {
  const entry = openedAt(reading, connection, answer.flight.end);
  // A scanner's SYN is answered and the third segment is a RST: half a connection (RFC 9293 3.5).
  const whole = stepWords.handshake(ours.some((sighting) => flag(sighting, ACK) && !flag(sighting, RST)));
  const what = connection.purpose === 'control' ? whole : `${connectionName(connection)}, ${whole}`;
  return step({
    ...tried(reading, connection, syn),
    kind: 'connect',
    entry,
    at: timeOf(reading.trace, entry),
    shows: [syn.flight.begin],
    label: { term: 'connect', text: `${what}, port ${connection.remote.port}` },
  });
}

/** Where the opener's program was told, soon after the answer; else where the answer arrived. */
function openedAt({ trace }: Reading, { index, opener }: Connection, answered: number): number {
  const told = trace.entries
    .slice(answered, answered + 32)
    .find(
      (entry) =>
        entry.kind === 'told' && entry.told === 'opened' && entry.connection === index && entry.node === opener,
    );
  return told?.n ?? answered;
}

function refused(reading: Reading, connection: Connection, syn: Sighting, refusal: Sighting): Step {
  const entry = refusal.flight.end;
  return step({
    ...tried(reading, connection, syn),
    kind: 'refuse',
    entry,
    at: timeOf(reading.trace, entry),
    problem: true,
    attempt: true,
    shows: [syn.flight.begin, refusal.flight.begin],
    label: { term: 'connect', text: `${connectionName(connection)}, port ${connection.remote.port}` },
    verdict: stepWords.nobodyListens(connection.remote.port),
  });
}
