/** Octets put together and compared. */

export const NO_OCTETS: Uint8Array = new Uint8Array(0);

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => joined(parts);

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The stretch of a buffer that parts cover, where they lie there one after the other: octets of a file that come across
 * need no second copy. Null where they do not. Whoever writes to octets must have a copy.
 */
export function stretch(parts: Iterable<Uint8Array>): Uint8Array | null {
  let [first, end, size]: [Uint8Array | null, number, number] = [null, 0, 0];
  for (const part of parts) {
    if (part.length === 0) continue;
    first ??= part;
    if (size > 0 && (part.buffer !== first.buffer || part.byteOffset !== end)) return null;
    end = part.byteOffset + part.length;
    size += part.length;
  }
  return first && new Uint8Array(first.buffer, first.byteOffset, size);
}

/** In constant shape, not time: a simulator has no bystander with a stopwatch. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
