/** What connection tracking knows a flow by, one for each direction. */
import type { Endpoint } from '../machine/contract';
import type { Packet } from '../wire/packet/packet';

export interface Tuple {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

export type Direction = 'original' | 'reply';
export const opposite = (direction: Direction): Direction => (direction === 'original' ? 'reply' : 'original');

export const tupleOf = ({ ip, tcp }: Packet): Tuple => ({
  source: { address: ip.source, port: tcp.sourcePort },
  destination: { address: ip.destination, port: tcp.destinationPort },
});

/** How a packet back looks. */
export const inverse = ({ source, destination }: Tuple): Tuple => ({ source: destination, destination: source });

export const sameEndpoint = (a: Endpoint, b: Endpoint): boolean => a.address === b.address && a.port === b.port;

/** '203.0.113.7:40549', '[2001:db8:1::10]:40549'. */
export const endpointText = ({ address, port }: Endpoint): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

/** '203.0.113.7:40549 > 198.51.100.21:21'. */
export const tupleText = ({ source, destination }: Tuple): string =>
  `${endpointText(source)} > ${endpointText(destination)}`;
