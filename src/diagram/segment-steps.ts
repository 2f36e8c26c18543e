/** Steps at segments and octets depth: each packet a row. */
import { packetOf } from '../trace/arena'
import type { Trace } from '../trace/trace'
import { SYN } from '../wire/tcp'
import { dropSteps, marginSteps, relativeTo } from './dialogue'
import { momentAt, readingOf, roleOf, timeOf } from './reading'
import { inOrder, step, type Step } from './step'
import { errorLabel, segmentLabel } from './words'

/** The messages whose octets a segment carries, where its sender sent them: message, then send, then transmit. */
function said(trace: Trace, transmitted: number): readonly number[] {
  const causesOf = (n: number): readonly number[] => trace.entries[n]?.causes ?? []
  return causesOf(transmitted).flatMap(causesOf).filter((n) => { const entry = trace.entries[n]; return entry?.kind === 'message' && entry.way === 'sent' })
}

/** Unfolded and in order. */
export function segmentsOf(trace: Trace, octets: boolean): readonly Step[] {
  const reading = readingOf(trace)
  const delivered = reading.flights.filter(({ flight }) => !flight.drop).map(({ flight, segment }) => {
    const connection = flight.connection === null ? undefined : trace.connections[flight.connection]
    const role = roleOf(connection)
    const label = segment ? segmentLabel(segment, role, relativeTo(reading, flight.connection, flight.from, segment)) : errorLabel(packetOf(trace.arena, flight.packet))
    const repeated = flight.copy ? '  · a second copy' : flight.again ? '  · again' : ''
    return step({
      kind: 'segment', begin: flight.begin, entry: flight.end, at: timeOf(trace, flight.end), moment: momentAt(reading, flight.begin),
      role, connection: flight.connection, from: flight.from, to: flight.to, sent: flight.sent, arrived: flight.arrived,
      attempt: segment?.flags === SYN, flight, shows: [flight.begin, flight.end, ...said(trace, flight.begin)],
      label: { term: label.term, text: label.text + repeated },
      octets: octets && segment && segment.payload.length > 0 ? segment.payload : null,
    })
  })
  return [...delivered, ...dropSteps(reading), ...marginSteps(reading, true)].sort(inOrder)
}
