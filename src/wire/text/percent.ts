/**
 * Percent-encoding as links and queries have it (RFC 3986 section 2.1, `+` for a space as in HTML forms). It is of
 * octets, so that a text that stands for octets that are no UTF-8 (text.ts) survives; neither way throws.
 */
import { octetsOf, textOf } from './text';

/** What stays readable: RFC 3986's unreserved, and of the reserved what ends neither a value nor a link. */
const PLAIN = /^[\w\-.~!*'()/:,;]$/;

const code = (octet: number): string => {
  const letter = String.fromCharCode(octet);
  if (letter === ' ') return '+';
  return PLAIN.test(letter) ? letter : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
};

const CODES = Array.from({ length: 256 }, (_, octet) => code(octet));

export function percentEncoded(text: string): string {
  let out = '';
  for (const octet of octetsOf(text)) out += CODES[octet] ?? '';
  return out;
}

/** A % without two digits behind it is taken as it stands. */
export function percentDecoded(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const from = octetsOf(text.replace(/\+/g, ' '));
  const octets: number[] = [];
  for (let at = 0; at < from.length; at++) {
    const octet = from[at] ?? 0;
    const digits = octet === 0x25 ? String.fromCharCode(from[at + 1] ?? 0, from[at + 2] ?? 0) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(digits)) {
      octets.push(parseInt(digits, 16));
      at += 2;
    } else octets.push(octet);
  }
  return textOf(Uint8Array.from(octets));
}
