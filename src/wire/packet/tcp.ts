/** A TCP segment (RFC 9293 section 3.1) as a value. Its octets are made and read in `tcp-octets.ts`. */
export interface TcpSegment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Sequence numbers are unsigned 32-bit integers. */
  readonly seq: number;
  readonly ack: number;
  /** The control bits, as in the wire's octet: SYN | ACK. */
  readonly flags: number;
  /** As on the wire: 16 bit, not yet scaled. */
  readonly window: number;
  readonly urgentPointer: number;
  readonly options: TcpOptions;
  readonly payload: Uint8Array;
}

export interface TcpOptions {
  /** Maximum segment size, octets. */
  readonly mss?: number;
  /** Window scale shift count (RFC 7323 section 2). */
  readonly windowScale?: number;
  readonly sackPermitted?: true;
  /** Blocks [left edge, right edge) that arrived beyond a gap (RFC 2018 section 3). */
  readonly sack?: readonly (readonly [number, number])[];
  /** TSval, TSecr (RFC 7323 section 3). */
  readonly timestamps?: readonly [number, number];
}

export const NO_OPTIONS: TcpOptions = Object.freeze({});

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;
export const URG = 0x20;
const ECE = 0x40;
const CWR = 0x80;

/** In the order in which they are spoken of: what opens or ends first. */
export const FLAGS: readonly (readonly [name: string, bit: number, meaning: string])[] = [
  ['SYN', SYN, 'opens: synchronises sequence numbers'],
  ['FIN', FIN, 'the sender has no more octets to send'],
  ['RST', RST, 'resets the connection'],
  ['PSH', PSH, 'hand what came to the user now'],
  ['ACK', ACK, 'the acknowledgment number counts'],
  ['URG', URG, 'the urgent pointer counts'],
  ['ECE', ECE, 'echoes that congestion was met'],
  ['CWR', CWR, 'the congestion window was reduced'],
];

const NAMES: readonly string[] = Array.from({ length: 256 }, (_, flags) =>
  FLAGS.filter(([, bit]) => (flags & bit) !== 0)
    .map(([name]) => name)
    .join(','),
);

/** 'SYN,ACK', 'FIN,PSH,ACK'; the empty text for none. */
export function flagNames(flags: number): string {
  return NAMES[flags & 0xff] ?? '';
}
