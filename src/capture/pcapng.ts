/** A trace as a capture file that Wireshark opens: one interface a vantage point, names, moments as packet comments. */
import { linkOf } from '../scenario/text/recorded';
import { octetsOf, type Trace, type TraceNode } from '../trace/trace';
import { seenAt, VANTAGES, type Vantage } from '../trace/vantage';
import { addressOctets } from '../wire/packet/address';
import { decryptionSecrets, enhancedPacket, interfaceDescription, nameResolution, sectionHeader } from './block';
import { joined } from '../wire/octets';
import { keyLogOf } from './key-log';
import { packetMoments } from './moments';

interface CaptureOptions {
  /** Only what this vantage point sees; without it all of them, each at an interface of its name. */
  readonly vantage?: Vantage;
  /** Without the secrets that open its TLS sessions: what somebody has who only listened. */
  readonly sealed?: boolean;
}

/**
 * A whole pcapng file. Packets are in the order they came by, with the TTL they had there; times are the run's, exact
 * to 1 us.
 */
export function pcapngOf(trace: Trace, { vantage, sealed = false }: CaptureOptions = {}): Uint8Array {
  const vantages = VANTAGES.filter(
    (one) => (vantage === undefined || one === vantage) && trace.nodes.some(({ id }) => id === one),
  );
  const moments = packetMoments(trace);
  const keyLog = sealed ? '' : keyLogOf(trace);
  const start = trace.epoch * 1_000_000;
  const nameOf = (id: Vantage) => trace.nodes.find((node) => node.id === id)?.name ?? id;
  const seen = vantages
    .flatMap((one, number) => seenAt(trace, one).map((entry) => ({ number, entry })))
    .sort((a, b) => a.entry.n - b.entry.n);
  const link = linkOf(trace);
  return joined([
    sectionHeader('Portcall', link === '' ? [] : [link]),
    ...vantages.map((one) => interfaceDescription(one, nameOf(one))),
    nameResolution(trace.nodes.flatMap(names)),
    // Secrets stand ahead of the packets that they open.
    ...(keyLog === '' ? [] : [decryptionSecrets(keyLog)]),
    ...seen.map(({ number, entry }) =>
      enhancedPacket(number, start + entry.at, octetsOf(trace, entry), moments.get(entry.packet) ?? []),
    ),
  ]);
}

/** What the hosts file calls the nodes; addresses of a node share its name. */
const HOST_NAMES: Readonly<Record<string, string>> = {
  client: 'client.example.test',
  clientEdge: 'client-edge.example.test',
  serverEdge: 'server-edge.example.test',
  server: 'ftp.example.test',
};

function names({ id, addresses }: TraceNode): readonly (readonly [Uint8Array, string])[] {
  const name = HOST_NAMES[id];
  return name === undefined ? [] : addresses.map((address) => [addressOctets(address), name] as const);
}
