/** What a connection gives to see from afar: how it opened or failed to, what it carried, how it closed. */
import type { EntryOf } from '../../trace/entry';
import { connectionName, type Connection } from '../../trace/trace';
import { ACK, FIN, RST, SYN } from '../../wire/packet/tcp';
import { opening } from './opening-steps';
import { arrived, flag, momentAt, roleOf, timeOf, type Reading, type Sighting } from './reading';
import { step, type Step } from './step';
import { transfers } from './transfer-steps';
import { stepWords } from '../../strings/en/picture';

export function connectionSteps(reading: Reading, connection: Connection): readonly Step[] {
  const all = reading.of[connection.index] ?? [];
  return [
    ...opening(reading, connection, all),
    ...transfers(reading, connection, all),
    ...closing(reading, connection, all),
  ];
}

function closing(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  return [...close(reading, connection, all), ...reset(reading, connection, all)];
}

function close(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  const fins = all.filter((sighting) => flag(sighting, FIN) && arrived(sighting) && !sighting.flight.copy);
  const earliest = all.find((sighting) => flag(sighting, FIN));
  const flight = (fins.find((fin) => fin.flight.from === earliest?.flight.from) ?? fins[0])?.flight;
  if (!flight) return [];
  const answer = fins.find((fin) => fin.flight.from !== flight.from);
  const entry = Math.max(flight.end, answer?.flight.end ?? 0);
  const who = flight.from === connection.opener ? connection.opener : connection.listener;
  const begin = earliest?.flight.begin ?? flight.begin;
  return [
    step({
      ...going(reading, connection, flight),
      kind: 'close',
      begin,
      entry,
      at: timeOf(reading.trace, entry),
      moment: momentAt(reading, begin),
      half: !answer,
      label: { term: 'close', text: stepWords.closed(connectionName(connection), who, !answer) },
      shows: fins.map((fin) => fin.flight.begin),
    }),
  ];
}

/** The first RST that arrived on a connection that had opened. */
function reset(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  const opened = all.some((sighting) => flag(sighting, SYN) && flag(sighting, ACK) && arrived(sighting));
  const flight = opened ? all.find((sighting) => flag(sighting, RST) && arrived(sighting))?.flight : undefined;
  if (!flight) return [];
  return [
    step({
      ...going(reading, connection, flight),
      kind: 'reset',
      problem: true,
      label: { term: 'RST', text: stepWords.reset(connectionName(connection)) },
      shows: [flight.begin],
    }),
  ];
}

/** One segment's way, as a step. */
const going = (reading: Reading, connection: Connection, flight: Sighting['flight']) => ({
  role: roleOf(connection),
  connection: connection.index,
  begin: flight.begin,
  entry: flight.end,
  at: timeOf(reading.trace, flight.end),
  moment: momentAt(reading, flight.begin),
  from: flight.from,
  to: flight.to,
  sent: flight.sent,
  arrived: flight.arrived,
  flight,
});

/** Told failed: a connection that nobody answered. */
export function failure(reading: Reading, entry: EntryOf<'told'>): Step {
  const connection = entry.connection === null ? undefined : reading.trace.connections[entry.connection];
  return step({
    kind: 'note',
    begin: entry.n,
    entry: entry.n,
    at: entry.at,
    sent: entry.at,
    moment: momentAt(reading, entry.n),
    problem: true,
    role: roleOf(connection),
    connection: entry.connection,
    from: entry.node,
    shows: [entry.n],
    label: { term: entry.reason ?? 'failed', text: stepWords.failed(connection ? connectionName(connection) : null) },
  });
}
