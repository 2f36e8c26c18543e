/**
 * Header layouts as tables. One table writes a header, reads it and labels it, so that what the inspector says of a
 * field cannot differ from what is on the wire.
 */
import type { Reason } from './reason';
import type { Span } from './span';

interface Field {
  readonly name: string;
  /** Octets [from, to) of the header. */
  readonly from: number;
  readonly to: number;
  /** Width, and bits below it in its last octet. */
  readonly bits: number;
  readonly shift: number;
  readonly mask: number;
  /** The value as one writes it; decimal when absent. `start` is the header's first octet in `packet`. */
  readonly words: Words;
  readonly facts: Facts;
}

export type Words = (value: number, packet: Uint8Array, start: number) => string;
/** What the field's sentence turns on. */
type Facts = (value: number, packet: Uint8Array, start: number) => Omit<Reason, 'code'>;

const NO_FACTS: Facts = () => ({});

/**
 * A field that begins `bit` bits into the header. Fields of up to 32 bits read and write as numbers; longer ones only
 * label.
 */
export function field(name: string, bit: number, bits: number, words: Words = String, facts = NO_FACTS): Field {
  const to = Math.ceil((bit + bits) / 8);
  return {
    name,
    from: bit >> 3,
    to,
    bits,
    shift: to * 8 - bit - bits,
    mask: bits >= 32 ? 0xffffffff : (1 << bits) - 1,
    words,
    facts,
  };
}

export function read(packet: Uint8Array, start: number, f: Field): number {
  let value = 0;
  for (let i = start + f.from; i < start + f.to; i += 1) value = (value << 8) | (packet[i] ?? 0);
  return ((value >>> f.shift) & f.mask) >>> 0;
}

/**
 * Writes into a header whose bits for the field are still zero. Higher bits of the value than the field has are cut
 * off.
 */
export function write(packet: Uint8Array, start: number, f: Field, value: number): void {
  let rest = (value & f.mask) << f.shift;
  for (let i = start + f.to - 1; i >= start + f.from; i -= 1) {
    packet[i] = (packet[i] ?? 0) | (rest & 255);
    rest >>>= 8;
  }
}

/** The codes of a layout's fields: 'tcp.window'. */
export type CodesOf<Prefix extends string, Layout> = `${Prefix}.${keyof Layout & string}`;

/** Labels for a header at `start`, as far as the packet reaches. */
export function fieldSpans(
  prefix: string,
  layer: string,
  layout: Readonly<Record<string, Field>>,
  packet: Uint8Array,
  start: number,
): Span[] {
  return Object.entries(layout)
    .filter(([, f]) => start + f.to <= packet.length)
    .map(([key, f]) => {
      const value = read(packet, start, f);
      return {
        layer,
        name: f.name,
        from: start + f.from,
        to: start + f.to,
        value: f.words(value, packet, start),
        is: { code: `${prefix}.${key}`, ...f.facts(value, packet, start) },
      };
    });
}

export const hex =
  (digits: number): Words =>
  (value) =>
    `0x${value.toString(16).padStart(digits, '0')}`;

export const octetCount = (count: number): string => (count === 1 ? '1 octet' : `${count.toLocaleString('en')} octets`);
