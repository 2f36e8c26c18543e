/** Octets as text, by RFC 4648 section 4: the padded alphabet with '+' and '/', no line ends. */
import { violation, type Violation } from '../violation';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const PADDING = 61; // '='
const PIECE = 4096; // so many arguments a call takes anywhere
/** By code; what is no letter has none. */
const NONE = 255;
const VALUES = new Uint8Array(128).fill(NONE);
for (const [value, code] of CODES.entries()) VALUES[code] = value;

export function encodeBase64(octets: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(octets.length / 3) * 4).fill(PADDING);
  let end = 0;
  for (let at = 0; at < octets.length; at += 3) {
    const group = ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    const left = octets.length - at;
    codes[end] = CODES[group >> 18] ?? 0;
    codes[end + 1] = CODES[(group >> 12) & 63] ?? 0;
    if (left > 1) codes[end + 2] = CODES[(group >> 6) & 63] ?? 0;
    if (left > 2) codes[end + 3] = CODES[group & 63] ?? 0;
    end += 4;
  }
  let text = '';
  for (let at = 0; at < codes.length; at += PIECE) text += String.fromCharCode(...codes.subarray(at, at + PIECE));
  return text;
}

/**
 * Reads what encodeBase64 writes and nothing else: a text has at most one reading, and that one writes the same text.
 */
export function decodeBase64(text: string): Uint8Array | Violation {
  if (text.length % 4 !== 0) return violation({ code: 'base64-length', length: text.length }, text.length);
  const padding = (text.endsWith('=') ? 1 : 0) + (text.endsWith('==') ? 1 : 0);
  const letters = text.length - padding;
  const octets = new Uint8Array((text.length / 4) * 3 - padding);
  let held = 0;
  let end = 0;
  for (let at = 0; at < letters; at += 1) {
    const value = VALUES[text.charCodeAt(at)] ?? NONE;
    if (value === NONE) return violation({ code: 'base64-character', found: text[at] ?? '' }, at);
    held = ((held << 6) | value) & 0xffffff;
    const bits = 6 - (at % 4) * 2; // how many of this character's bits begin the next octet; 6 where none was waiting
    if (bits < 6) octets[end++] = (held >> bits) & 255;
  }
  const unused = padding === 0 ? 0 : held & (padding === 2 ? 15 : 3);
  return unused === 0 ? octets : violation({ code: 'base64-bits' }, letters - 1);
}
