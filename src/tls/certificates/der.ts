/**
 * DER, the one way to write ASN.1 that certificates use (X.690): as much of it as X.509 needs, both ways.
 */
import { violation, type Violation } from '../../wire/violation';
import { concat } from '../../wire/octets';
import type { CodecRule } from '../messages/reasons';

export interface Node {
  readonly tag: number;
  /** Header, contents and end, as octets of the whole. */
  readonly from: number;
  readonly at: number;
  readonly to: number;
  /** Of a constructed node. */
  readonly children: readonly Node[];
  readonly octets: Uint8Array;
}

export const TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const DEEPEST = 24;

/** One value from `from` to `to` exactly. */
export function readDer(octets: Uint8Array, from = 0, to = octets.length, depth = 0): Node | Violation {
  const found = next(octets, from, to, depth);
  return 'violation' in found || found.to === to
    ? found
    : violation<CodecRule>({ code: 'trailing', octets: to - found.to }, found.to);
}

function next(octets: Uint8Array, from: number, end: number, depth: number): Node | Violation {
  const header = headerAt(octets, from, end, depth);
  if ('violation' in header) return header;
  const { tag, at, to } = header;
  const children: Node[] = [];
  for (let place = at; (tag & 0x20) !== 0 && place < to;) {
    const child = next(octets, place, to, depth + 1);
    if ('violation' in child) return child;
    children.push(child);
    place = child.to;
  }
  return { tag, from, at, to, children, octets };
}

/** Tag and length (X.690 section 8.1). */
function headerAt(
  octets: Uint8Array,
  from: number,
  end: number,
  depth: number,
): Pick<Node, 'tag' | 'at' | 'to'> | Violation {
  if (from + 2 > end) return violation<CodecRule>({ code: 'short', octets: 2, left: end - from }, from);
  if (depth > DEEPEST) return violation<CodecRule>({ code: 'too-deep' }, from);
  const tag = octets[from] ?? 0;
  if ((tag & 0x1f) === 0x1f) return violation<CodecRule>({ code: 'long-tag' }, from);
  const first = octets[from + 1] ?? 0;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || more > 3) return violation<CodecRule>({ code: 'bad-length', minimal: true }, from + 1);
  if (from + 2 + more > end) return violation<CodecRule>({ code: 'short', octets: 2 + more, left: end - from }, from);
  const at = from + 2 + more;
  const length = more === 0 ? first : octets.subarray(from + 2, at).reduce((value, octet) => value * 256 + octet, 0);
  if (more > 0 && (length < 0x80 || octets[from + 2] === 0))
    return violation<CodecRule>({ code: 'bad-length', minimal: false }, from + 1);
  if (at + length > end) return violation<CodecRule>({ code: 'short', octets: length, left: end - at }, from);
  return { tag, at, to: at + length };
}

export const contentOf = (node: Node): Uint8Array => node.octets.slice(node.at, node.to);
export const wholeOf = (node: Node): Uint8Array => node.octets.slice(node.from, node.to);

/** An object identifier in dotted form. */
export function oidOf(node: Node): string {
  const numbers: number[] = [];
  let value = 0;
  for (const octet of contentOf(node)) {
    value = value * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      if (numbers.length === 0)
        numbers.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
      else numbers.push(value);
      value = 0;
    }
  }
  return numbers.join('.');
}

export const textOf = (node: Node): string => String.fromCharCode(...contentOf(node));

/** Seconds since 1970-01-01 00:00 UTC; null where it is no time (RFC 5280 section 4.1.2.5). */
export function timeOf(node: Node): number | null {
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(textOf(node));
  if (!match || (node.tag !== TAGS.utcTime && node.tag !== TAGS.time)) return null;
  const [year = 0, month = 0, ...others] = match.slice(1).map(Number);
  const parts = [month, ...others];
  if (TIME_PARTS.some(([least, most], i) => (parts[i] ?? 0) < least || (parts[i] ?? 0) > most)) return null;
  const full = node.tag === TAGS.time ? year : year + (year < 50 ? 2000 : 1900);
  return Date.UTC(full, month - 1, ...others) / 1000;
}

/** Month, day, hour, minute, second. */
const TIME_PARTS = [
  [1, 12],
  [1, 31],
  [0, 23],
  [0, 59],
  [0, 59],
] as const;

// Writing

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag, ...sizeOf(content.length)), content);
}

/** Up to 127 one octet says it; beyond, the first says how many do (X.690 section 8.1.3). */
function sizeOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(TAGS.sequence, ...parts);
export const integer = (value: number): Uint8Array => {
  const octets: number[] = [];
  for (let left = value; octets.length === 0 || left > 0; left = Math.floor(left / 256)) octets.unshift(left & 255);
  return tlv(TAGS.integer, Uint8Array.from((octets[0] ?? 0) >= 0x80 ? [0, ...octets] : octets));
};

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...others].flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tlv(TAGS.oid, Uint8Array.from(octets));
}

export const string = (tag: number, text: string): Uint8Array =>
  tlv(
    tag,
    Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
  );
export const bits = (octets: Uint8Array): Uint8Array => tlv(TAGS.bits, Uint8Array.of(0), octets);

export function time(seconds: number): Uint8Array {
  const digits = isoOf(seconds).replace(/[-:T ]|\.\d+/g, '');
  return Number(digits.slice(0, 4)) < 2050 ? string(TAGS.utcTime, digits.slice(2)) : string(TAGS.time, digits);
}

/** '2024-01-15 12:00:00Z', by the civil calendar. */
export function isoOf(seconds: number): string {
  const days = Math.floor(seconds / 86400);
  const left = seconds - days * 86400;
  // Howard Hinnant's civil_from_days: eras of 400 years that begin in March.
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = String(yoe + era * 400 + (month <= 2 ? 1 : 0)).padStart(4, '0');
  return (
    `${year}-${two(month)}-${two(doy - Math.floor((153 * mp + 2) / 5) + 1)} ${two(Math.floor(left / 3600))}:` +
    `${two(Math.floor(left / 60) % 60)}:${two(Math.floor(left) % 60)}Z`
  );
}
