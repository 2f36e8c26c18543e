/** What a connection gives to see from afar: how it opened or failed to, what it carried, how it closed. */
import type { EntryOf } from '../../trace/entry';
import { connectionName, type Connection } from '../../trace/trace';
import { ACK, FIN, RST, SYN } from '../../wire/packet/tcp';
import { momentAt, peerOf, roleOf, timeOf, type Reading, type Sighting } from './reading';
import { step, type Step } from './step';
import { count, octetsText, sealedLabel, timeText } from './words';
import { isListing, isTransfer } from '../../ftp/protocol/verbs';

const flag = (sighting: Sighting, bit: number): boolean => ((sighting.segment?.flags ?? 0) & bit) !== 0;
const arrived = (sighting: Sighting): boolean => sighting.flight.arrived !== null;
const octets = (sighting: Sighting): number => sighting.segment?.payload.length ?? 0;

export function connectionSteps(reading: Reading, connection: Connection): readonly Step[] {
  const all = reading.of[connection.index] ?? [];
  return [
    ...opening(reading, connection, all),
    ...transfers(reading, connection, all),
    ...closing(reading, connection, all),
  ];
}

function opening(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  const { trace } = reading;
  const ours = all.filter(({ flight }) => flight.from === connection.opener);
  const theirs = all.filter(({ flight }) => flight.from === connection.listener);
  const syn =
    ours.find((sighting) => flag(sighting, SYN) && arrived(sighting)) ?? ours.find((sighting) => flag(sighting, SYN));
  if (!syn) return [];
  const { flight } = syn;
  const common = {
    begin: flight.begin,
    moment: momentAt(reading, flight.begin),
    role: roleOf(connection),
    connection: connection.index,
    from: connection.opener,
    to: connection.listener,
    sent: flight.sent,
    arrived: flight.arrived,
    flight,
  };
  const answer = theirs.find((sighting) => flag(sighting, SYN) && flag(sighting, ACK) && arrived(sighting));
  if (answer) {
    const told = trace.entries
      .slice(answer.flight.end, answer.flight.end + 32)
      .find(
        (entry) =>
          entry.kind === 'told' &&
          entry.told === 'opened' &&
          entry.connection === connection.index &&
          entry.node === connection.opener,
      );
    const entry = told?.n ?? answer.flight.end;
    // A scanner's SYN is answered and the third segment is a RST: half a connection (RFC 9293 3.5).
    const whole = ours.some((sighting) => flag(sighting, ACK) && !flag(sighting, RST))
      ? 'three-way handshake'
      : 'half open';
    const what = connection.purpose === 'control' ? whole : `${connectionName(connection)}, ${whole}`;
    return [
      step({
        ...common,
        kind: 'connect',
        entry,
        at: timeOf(trace, entry),
        shows: [flight.begin],
        label: { term: 'connect', text: `${what}, port ${connection.remote.port}` },
      }),
    ];
  }
  const refusal = theirs.find((sighting) => flag(sighting, RST) && arrived(sighting));
  if (!refusal) return [];
  const entry = refusal.flight.end;
  return [
    step({
      ...common,
      kind: 'refuse',
      entry,
      at: timeOf(trace, entry),
      problem: true,
      attempt: true,
      shows: [flight.begin, refusal.flight.begin],
      label: { term: 'connect', text: `${connectionName(connection)}, port ${connection.remote.port}` },
      verdict: `RST: nobody listens on port ${connection.remote.port}`,
    }),
  ];
}

/** What a connection without a dialogue carried, each direction as one row. */
function transfers(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  if (connection.purpose === 'control') return [];
  return [connection.opener, connection.listener].flatMap((from) => {
    const secured = reading.secrecy.handshakes.some((one) => one.connection === connection.index);
    const content = reading.secrecy.content(connection.index, from);
    // Of a secured connection the handshake is told apart; what was sealed counts as it was before.
    if (secured && content === null) return [];
    const carrying = all.filter(
      (sighting) =>
        sighting.flight.from === from && octets(sighting) > 0 && sighting.flight.begin > (content?.first ?? -1),
    );
    const came = carrying.filter(arrived);
    const [first] = carrying;
    if (!first || came.length === 0) return [];
    // In stream mode the end of the file is the close of the connection (RFC 959 3.4.1).
    const ended = all.find((sighting) => sighting.flight.from === from && flag(sighting, FIN) && arrived(sighting));
    const entry = largest([...came, ...(ended ? [ended] : [])].map(({ flight }) => flight.end));
    // Sequence numbers count each octet once, however often it travelled.
    const start = -largest(came.map(({ segment }) => -relative(segment?.seq, first.segment?.seq)));
    const end = largest(came.map((sighting) => relative(sighting.segment?.seq, first.segment?.seq) + octets(sighting)));
    return [
      step({
        kind: 'transfer',
        begin: first.flight.begin,
        entry,
        at: timeOf(reading.trace, entry),
        moment: momentAt(reading, first.flight.begin),
        role: roleOf(connection),
        connection: connection.index,
        from,
        to: peerOf(connection, from),
        sent: first.flight.sent,
        arrived: came[0]?.flight.arrived ?? null,
        sealed: content === null ? null : end - start,
        label:
          content !== null && reading.between
            ? sealedLabel(end - start)
            : {
                term: workBefore(reading, first.flight.begin),
                text:
                  `${octetsText(content?.octets ?? end - start)}${inClear(reading, connection, first.flight.begin)}` +
                  `${segments(came.length)}${lasting(first.flight.sent, timeOf(reading.trace, entry))}`,
              },
        shows: carrying.map(({ flight }) => flight.begin),
      }),
    ];
  });
}

/** A file that goes in clear though the conversation about it is sealed (PROT C, RFC 4217 section 9). */
const inClear = ({ trace, secrecy }: Reading, { index }: Connection, entry: number): string =>
  secrecy.handshakes.every(({ connection }) => connection !== index) &&
  trace.connections.some((other) => other.purpose === 'control' && secrecy.sealed(other.index, other.opener, entry))
    ? '  · in clear'
    : '';

/** How long a transfer took, where that can be felt. */
const lasting = (from: number, to: number): string => (to - from < 1_000_000 ? '' : `  · in ${timeText(to - from)}`);
const segments = (n: number): string => (n === 1 ? '' : `  · ${count(n)} segments`);
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
  if (!asked || asked.kind !== 'request') return 'octets';
  if (isListing(asked.name)) return 'listing';
  return asked.argument?.split('/').at(-1) ?? 'file';
}

function closing(reading: Reading, connection: Connection, all: readonly Sighting[]): readonly Step[] {
  const { trace } = reading;
  const fins = all.filter((sighting) => flag(sighting, FIN) && arrived(sighting) && !sighting.flight.copy);
  const earliest = all.find((sighting) => flag(sighting, FIN));
  const first = fins.find(({ flight }) => flight.from === earliest?.flight.from) ?? fins[0];
  const common = { role: roleOf(connection), connection: connection.index };
  const opened = all.some((sighting) => flag(sighting, SYN) && flag(sighting, ACK) && arrived(sighting));
  const resets = all
    .filter((sighting) => opened && flag(sighting, RST) && arrived(sighting))
    .slice(0, 1)
    .map(({ flight }) =>
      step({
        ...common,
        kind: 'reset',
        begin: flight.begin,
        entry: flight.end,
        at: timeOf(trace, flight.end),
        moment: momentAt(reading, flight.begin),
        from: flight.from,
        to: flight.to,
        sent: flight.sent,
        arrived: flight.arrived,
        flight,
        problem: true,
        label: { term: 'RST', text: `${connectionName(connection)} is reset` },
        shows: [flight.begin],
      }),
    );
  if (!first) return resets;
  const answer = fins.find(({ flight }) => flight.from !== first.flight.from);
  const entry = Math.max(first.flight.end, answer?.flight.end ?? 0);
  const who = first.flight.from === connection.opener ? connection.opener : connection.listener;
  return [
    step({
      ...common,
      kind: 'close',
      begin: earliest?.flight.begin ?? first.flight.begin,
      entry,
      at: timeOf(trace, entry),
      moment: momentAt(reading, earliest?.flight.begin ?? first.flight.begin),
      from: first.flight.from,
      to: first.flight.to,
      sent: first.flight.sent,
      arrived: first.flight.arrived,
      flight: first.flight,
      label: { term: 'close', text: `${connectionName(connection)}, ${who} first${answer ? '' : ', half only'}` },
      shows: fins.map(({ flight }) => flight.begin),
    }),
    ...resets,
  ];
}

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
    label: { term: entry.reason ?? 'failed', text: connection ? `${connectionName(connection)} failed` : 'failed' },
  });
}
