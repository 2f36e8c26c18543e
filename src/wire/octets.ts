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

/** In constant shape, not time: a simulator has no bystander with a stopwatch. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, i) => octet === b[i]);

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
