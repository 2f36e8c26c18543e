/** What else stands in a packet's way: a provider's filter, and the fault that loses one segment. */
import type { PathFilter } from '../../../sim/topology';
import { ACK, FIN, SYN, type TcpSegment } from '../../../wire/packet/tcp';
import { textOf } from '../../../wire/text/text';
import type { Reading } from '../reading/reading';

/** A provider's filter on the wide network: nothing goes to these ports. */
export function portFilters(reading: Reading): readonly PathFilter[] {
  const ports = reading.value('wan.filteredPorts');
  if (ports === null) return [];
  const causes = reading.behind('wan.filteredPorts');
  return [
    ({ segment }) =>
      segment && ports.includes(segment.destinationPort)
        ? {
            kind: 'drop',
            reason: { code: 'port-filtered', port: segment.destinationPort },
            rule: 'filtered ports',
            causes,
          }
        : { kind: 'pass' },
  ];
}

/** Four octets at the front of a line: what a client asks for TLS with. */
const AUTH = /^AUTH /i;

/**
 * A box that will not have what it cannot read: it writes X over AUTH, so that the server knows no such command (RFC
 * 7457 section 2.1).
 */
export function authStrippers(reading: Reading): readonly PathFilter[] {
  if (!reading.value('wan.stripsAuth')) return [];
  const causes = reading.behind('wan.stripsAuth');
  return [
    ({ segment }) => {
      const asked = segment && AUTH.exec(textOf(segment.payload.subarray(0, 5)));
      if (!asked) return { kind: 'pass' };
      const payload = segment.payload.slice();
      payload.fill('X'.charCodeAt(0), 0, 4);
      return {
        kind: 'rewrite',
        payload,
        changes: [{ field: 'AUTH-verb', before: asked[0].trimEnd(), after: 'XXXX' }],
        causes,
      };
    },
  ];
}

const HOSTS = { clientEdge: 'client', serverEdge: 'server' } as const;

/** A segment as the knob `faults.drop` calls it. */
function kindOf({ flags, payload }: TcpSegment): string {
  if (flags & SYN) return flags & ACK ? 'syn-ack' : 'syn';
  if (flags & FIN) return 'fin';
  return payload.length > 0 ? 'data' : 'ack';
}

/** The fault that loses one segment of passive data connections as it arrives at an edge. */
export function lossFilters(side: keyof typeof HOSTS, reading: Reading): readonly PathFilter[] {
  const kind = reading.value('faults.drop');
  if (kind === null || reading.value('faults.at') !== side) return [];
  const nth = reading.value('faults.nth');
  const fromHost = (reading.value('faults.direction') === 'to-server') === (side === 'clientEdge');
  const causes = reading.behindPlace('faults');
  let seen = 0;
  return [
    ({ from, purpose, opener, segment }) => {
      if (!segment) return { kind: 'pass' };
      if ((from === HOSTS[side]) !== fromHost || purpose !== 'data' || opener !== 'client' || kindOf(segment) !== kind)
        return { kind: 'pass' };
      seen += 1;
      return seen === nth
        ? { kind: 'drop', reason: { code: 'fault', kind, nth }, rule: 'fault', causes }
        : { kind: 'pass' };
    },
  ];
}
