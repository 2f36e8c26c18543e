/**
 * Text and octets, without loss. File names on the control connection are UTF-8 (RFC 2640 section 2.2), but nothing
 * forces a peer to keep to it: an octet that is no UTF-8 becomes the lone surrogate U+DC00 + octet and turns back into
 * that octet (as Python's PEP 383 does). So octets -> text -> octets is the identity, whatever came in.
 */
const ESCAPE = 0xdc00;

/** What UTF-8 allows (RFC 3629 section 4): by the last lead of a row its length and the range of the second octet. */
const SEQUENCES: readonly (readonly [last: number, length: number, lowest: number, highest: number])[] = [
  [0x7f, 1, 0, 0],
  [0xc1, 0, 0, 0],
  [0xdf, 2, 0x80, 0xbf],
  [0xe0, 3, 0xa0, 0xbf],
  [0xec, 3, 0x80, 0xbf],
  [0xed, 3, 0x80, 0x9f],
  [0xef, 3, 0x80, 0xbf],
  [0xf0, 4, 0x90, 0xbf],
  [0xf3, 4, 0x80, 0xbf],
  [0xf4, 4, 0x80, 0x8f],
  [0xff, 0, 0, 0],
];

/** Each lead's row. */
const BY_LEAD = Array.from({ length: 256 }, (_, lead) => SEQUENCES.find(([last]) => lead <= last));

/** Octets of the well-formed UTF-8 sequence at `at`, or 0 when there is none. */
function sequenceLength(octets: Uint8Array, at: number): number {
  const [, length, lowest, highest] = BY_LEAD[octets[at] ?? 0] ?? [0, 0, 0, 0];
  if (length < 2) return length;
  if (at + length > octets.length) return 0;
  const second = octets[at + 1] ?? 0;
  if (second < lowest || second > highest) return 0;
  for (let i = at + 2; i < at + length; i += 1) if (((octets[i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

export function textOf(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length;) {
    const lead = octets[at] ?? 0;
    const length = sequenceLength(octets, at);
    if (length <= 1) {
      text += String.fromCharCode(length === 1 ? lead : ESCAPE + lead);
      at += 1;
      continue;
    }
    let point = lead & (0x7f >> length);
    for (let i = at + 1; i < at + length; i += 1) point = (point << 6) | ((octets[i] ?? 0) & 0x3f);
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

/** The octets of a text. A surrogate that stands alone and escapes no octet becomes U+FFFD. */
export function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length * 3);
  let end = 0;
  for (let i = 0; i < text.length; i += 1) {
    let point = text.codePointAt(i) ?? 0;
    if (point < 0x80) {
      octets[end++] = point;
      continue;
    }
    if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff) {
      octets[end++] = point - ESCAPE;
      continue;
    }
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point > 0xffff) i += 1;
    if (point < 0x800) octets[end++] = 0xc0 | (point >> 6);
    else {
      if (point < 0x10000) octets[end++] = 0xe0 | (point >> 12);
      else {
        octets[end++] = 0xf0 | (point >> 18);
        octets[end++] = 0x80 | ((point >> 12) & 0x3f);
      }
      octets[end++] = 0x80 | ((point >> 6) & 0x3f);
    }
    octets[end++] = 0x80 | (point & 0x3f);
  }
  return octets.slice(0, end);
}
