/** Steps at dialogue depth: connections, commands, replies, what was dropped, and what happens in the margin. */
import type { EntryOf } from '../../trace/entry';
import { packetOf } from '../../trace/arena';
import { flatMapped, type Pieces } from '../../trace/pieces';
import { rememberedPieces } from '../../trace/query/remembered';
import type { Connection, Trace } from '../../trace/trace';
import { connectionSteps } from './connection-steps';
import type { Exchange } from './exchange';
import { segmentIn, type Flight } from './flight';
import { marginSteps } from './margin-steps';
import { momentAt, peerOf, readingOf, roleOf, timeOf, type Reading } from './reading';
import { FIN, RST, SYN } from '../../wire/packet/tcp';
import { sealedOctets } from './secrecy';
import { inOrder, step, type Step } from './step';
import { errorLabel, messageLabel, nodeText, sealedLabel, segmentLabel, verdictText } from './words';
import { stepWords } from '../../strings/en/picture';
import { taughtText } from '../../strings/en/taught';

/** Unfolded and in order; `between`: as somebody reads it who holds no key. */
export const dialogueOf = rememberedPieces(function* (trace, between?: boolean): Pieces<readonly Step[]> {
  const reading = yield* readingOf.pieces(trace, between);
  const connections = yield* flatMapped(trace.connections, (connection) => connectionSteps(reading, connection), 1);
  const refused = new Set(connections.filter(({ kind }) => kind === 'refuse').map(({ connection }) => connection));
  return [
    ...connections,
    ...handshakeSteps(reading),
    ...(yield* flatMapped(reading.exchanges, (exchange) => messageStep(reading, exchange))),
    ...(yield* dropSteps(reading, spokenLabel)),
    ...answerSteps(reading),
    ...(yield* marginSteps(reading, false)).filter(
      (found) => !(found.kind === 'note' && found.connection !== null && refused.has(found.connection)),
    ),
  ].sort(inOrder);
});

function messageStep(reading: Reading, exchange: Exchange): readonly Step[] {
  const { message, connection: index, sent, received, flight } = exchange;
  const connection = reading.trace.connections[index];
  if (!connection || (!received && (!flight || flight.drop))) return []; // never transmitted, or shown as a drop
  const { begin, entry } = spanOf(exchange);
  const sealed = sealedIn(reading, sent ?? received, flight);
  const hidden = sealed !== null && reading.between;
  return [
    step({
      kind: 'message',
      begin,
      entry,
      sealed,
      at: timeOf(reading.trace, entry),
      moment: momentAt(reading, sent?.n ?? begin, entry),
      label: labelOf(reading, exchange, sealed),
      taught: meaningOf(exchange, hidden),
      role: roleOf(connection),
      connection: index,
      ...endsOf(connection, exchange),
      ...timesOf(reading.trace, exchange),
      problem: message.kind === 'reply' && message.refuses === true && !hidden,
      flight,
      shows: [sent?.n, received?.n].filter((n) => n !== undefined),
    }),
  ];
}

/** What is hidden means nothing to who reads. */
const meaningOf = ({ sent, message }: Exchange, hidden: boolean): string | null =>
  hidden ? null : taughtText(sent?.message ?? message);

/** From the first that is known of it, said, transmitted or understood, to the last. */
function spanOf({ sent, received, flight }: Exchange): { readonly begin: number; readonly entry: number } {
  const begin = Math.min(...[sent?.n, flight?.begin, received?.n].filter((n) => n !== undefined));
  return { begin, entry: received?.n ?? flight?.end ?? begin };
}

function timesOf(trace: Trace, exchange: Exchange): Pick<Step, 'sent' | 'arrived'> {
  const { flight } = exchange;
  const { begin, entry } = spanOf(exchange);
  const { sent, arrived } = flight ?? { sent: timeOf(trace, begin), arrived: timeOf(trace, entry) };
  return { sent, arrived };
}

function endsOf(connection: Connection, { sent, received }: Exchange): Pick<Step, 'from' | 'to'> {
  const heard = received?.node ?? null;
  const from = sent?.node ?? (heard && peerOf(connection, heard));
  return { from, to: heard ?? (from && peerOf(connection, from)) };
}

/** `sealed` as somebody counts it who cannot read: who holds no key is told no more. */
function labelOf(reading: Reading, exchange: Exchange, sealed: number | null): Step['label'] {
  const { message, connection, sent } = exchange;
  const label =
    sealed !== null && reading.between ? sealedLabel(sealed) : messageLabel(sent?.message ?? message, sealed !== null);
  return lastInClear(reading, connection, spanOf(exchange).entry, message)
    ? { ...label, text: label.text + stepWords.lastInClear }
    : label;
}

/** How many octets somebody counts who cannot read what a node says there; null where anybody can. */
function sealedIn({ trace, secrecy }: Reading, said: EntryOf<'message'> | null, flight: Flight | null): number | null {
  if (!said || !secrecy.sealed(said.connection, said.node, said.n)) return null;
  return sealedOctets((flight && segmentIn(trace, flight.packet)?.payload) ?? new Uint8Array(0));
}

/** A handshake follows at once on what was said: the reply to AUTH (RFC 4217 section 4). */
const lastInClear = ({ secrecy }: Reading, connection: number, entry: number, message: Exchange['message']): boolean =>
  message.kind === 'reply' &&
  message.code === 234 &&
  secrecy.handshakes.some((one) => one.connection === connection && one.begin > entry);

/** Each handshake as one row: what it came to, and whether it took up an earlier one. */
function handshakeSteps(reading: Reading): readonly Step[] {
  const { trace, secrecy } = reading;
  return secrecy.handshakes.map(({ connection, client, server, begin, entry, version, resumed, failed, messages }) =>
    step({
      kind: 'handshake',
      begin,
      entry,
      at: timeOf(trace, entry),
      moment: momentAt(reading, begin),
      role: roleOf(trace.connections[connection]),
      connection,
      from: client,
      to: server,
      sent: timeOf(trace, begin),
      arrived: timeOf(trace, entry),
      problem: failed !== null,
      shows: [begin, entry],
      label:
        failed === null
          ? { term: version ?? 'TLS', text: stepWords.secured(resumed, messages) }
          : { term: 'TLS', text: stepWords.unsecured(failed) },
    }),
  );
}

/** What a router itself says of a packet it stopped: a RST, an ICMP error. */
function answerSteps(reading: Reading): readonly Step[] {
  const { trace } = reading;
  const routers = new Set(trace.nodes.filter(({ kind }) => kind === 'router').map(({ id }) => id));
  return reading.flights
    .filter(({ flight }) => routers.has(flight.from) && !flight.drop)
    .map(({ flight, segment }) => {
      const connection = flight.connection === null ? undefined : trace.connections[flight.connection];
      const { term, text } = segment ? { term: 'RST', text: '' } : errorLabel(packetOf(trace.arena, flight.packet));
      return step({
        kind: 'reset',
        begin: flight.begin,
        entry: flight.end,
        at: timeOf(trace, flight.end),
        moment: momentAt(reading, flight.begin),
        problem: true,
        role: roleOf(connection),
        connection: flight.connection,
        from: flight.from,
        to: flight.to,
        sent: flight.sent,
        arrived: flight.arrived,
        flight,
        label: { term, text: text || stepWords.byNode(nodeText(trace, flight.from)) },
        shows: [flight.begin, flight.end],
      });
    });
}

type Labelled = typeof segmentLabel;

/** A dropped segment as the dialogue knows it: by its verb or code, or as octets; flags only where they matter. */
const spokenLabel: Labelled = (segment, role, relative) => {
  const { term, text } = segmentLabel(segment, role, relative);
  if (segment.flags & (SYN | FIN | RST)) return { term, text: segment.flags & SYN ? text : '' };
  if (segment.payload.length === 0) return { term, text: '' };
  const [said = ''] = text.split('  · seq=');
  if (role !== 'control') return { term: '', text: said };
  const [verb = '', ...rest] = said.split(' ');
  return { term: verb, text: rest.join(' ') };
};

/** Every drop, one row each, at every depth from dialogue on. */
export function dropSteps(reading: Reading, labelled: Labelled = segmentLabel): Pieces<readonly Step[]> {
  return flatMapped(reading.flights, ({ flight, segment }): readonly Step[] => {
    const { drop } = flight;
    if (!drop) return [];
    const connection = flight.connection === null ? undefined : reading.trace.connections[flight.connection];
    const role = roleOf(connection);
    const label = segment
      ? labelled(segment, role, relativeTo(reading, flight.connection, flight.from, segment))
      : errorLabel(packetOf(reading.trace.arena, flight.packet));
    return [
      step({
        kind: 'drop',
        begin: flight.begin,
        entry: flight.end,
        at: drop.at,
        moment: momentAt(reading, flight.end, flight.begin),
        role,
        connection: flight.connection,
        from: flight.from,
        to: flight.to,
        sent: flight.sent,
        arrived: null,
        problem: true,
        attempt: label.term === 'SYN',
        flight,
        verdict: verdictText(reading.trace, drop),
        repeats: flight.again && again(reading, flight),
        shows: [flight.end],
        label: flight.again
          ? { term: label.term, text: stepWords.again(label.term === 'SYN' ? '' : label.text) }
          : label,
      }),
    ];
  });
}

/** Whether the transmission before it ended the same way. */
function again({ of }: Reading, { connection, begin, from, to, drop }: Flight): boolean {
  const before = of[connection ?? -1]
    ?.filter(({ flight }) => flight.from === from && flight.begin < begin)
    .at(-1)?.flight;
  return before?.to === to && JSON.stringify(before.drop?.reason) === JSON.stringify(drop?.reason);
}

/** Sequence numbers counted from the connection's first, as they are read most easily. */
export function relativeTo(
  { trace }: Reading,
  index: number | null,
  from: string,
  { seq, ack }: { readonly seq: number; readonly ack: number },
): { seq: number; ack: number } {
  const connection = index === null ? undefined : trace.connections[index];
  if (!connection) return { seq, ack };
  const opener = from === connection.opener;
  const [mine, other] = opener ? [connection.iss, connection.irs ?? ack] : [connection.irs ?? seq, connection.iss];
  return { seq: (seq - mine) >>> 0, ack: (ack - other) >>> 0 };
}
