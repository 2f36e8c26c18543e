/** Packets that the box makes itself: a RST, an ICMP error. Their TTL starts anew. */
import { family } from '../../wire/packet/address';
import { encodeIcmp } from '../../wire/packet/icmp';
import { encodePacket, type Packet } from '../../wire/packet/packet';
import { ACK, FIN, NO_OPTIONS, RST, SYN } from '../../wire/packet/tcp';

const TTL = 64;
/** Internetwork control, as Linux sets it on ICMPv4 errors (RFC 1812 section 4.3.2.5). */
const PRECEDENCE = 0xc0;

/** The RST that answers a segment (RFC 9293 section 3.10.7.1); null for a RST, which nothing answers. */
export function resetFor({ ip, tcp }: Packet): Uint8Array | null {
  if ((tcp.flags & RST) !== 0) return null;
  const acknowledges = (tcp.flags & ACK) !== 0;
  const length = tcp.payload.length + ((tcp.flags & SYN) !== 0 ? 1 : 0) + ((tcp.flags & FIN) !== 0 ? 1 : 0);
  return encodePacket(
    { source: ip.destination, destination: ip.source, ttl: TTL, identification: 0 },
    {
      sourcePort: tcp.destinationPort,
      destinationPort: tcp.sourcePort,
      seq: acknowledges ? tcp.ack : 0,
      ack: acknowledges ? 0 : (tcp.seq + length) >>> 0,
      flags: acknowledges ? RST : RST | ACK,
      window: 0,
      urgentPointer: 0,
      options: NO_OPTIONS,
      payload: new Uint8Array(0),
    },
  );
}

export type IcmpAnswer =
  'icmp-port-unreachable' | 'icmp-admin-prohibited' | 'icmp-host-unreachable' | 'icmp-time-exceeded';

/** Codes by IP version (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3.1). */
const CODES: Readonly<Record<IcmpAnswer, { readonly 4: number; readonly 6: number }>> = {
  'icmp-port-unreachable': { 4: 3, 6: 4 },
  'icmp-admin-prohibited': { 4: 13, 6: 1 },
  'icmp-host-unreachable': { 4: 1, 6: 3 },
  'icmp-time-exceeded': { 4: 0, 6: 0 },
};

/** An ICMP error about `offending`, from `source`, one of the box's addresses, to `destination`. */
export function errorAbout(
  offending: Uint8Array,
  error: IcmpAnswer,
  source: string,
  destination: string,
  identification: number,
): Uint8Array {
  const version = family(source);
  return encodeIcmp(
    {
      source,
      destination,
      ttl: TTL,
      identification: version === 4 ? identification : 0,
      dontFragment: false,
      ...(version === 4 && { trafficClass: PRECEDENCE }),
    },
    {
      kind: error === 'icmp-time-exceeded' ? 'time exceeded' : 'destination unreachable',
      code: CODES[error][version],
      offending,
    },
  );
}
