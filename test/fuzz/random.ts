/**
 * Chance by seed, and what is done to a specimen with it: mutations that keep most of it, since noise is refused at
 * once.
 */
import { chance } from '../gate/drawn';
import { SPLINTERS, VALUES } from './splinters';

export interface Chance {
  readonly next: () => number;
  /** A whole number below. */
  readonly below: (most: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
}

export function chanceOf(seed: number): Chance {
  const next = chance(seed);
  const below = (most: number): number => Math.floor(next() * most);
  return { next, below, pick: (list) => list[below(list.length)] as never };
}

/** A text near a specimen. `others` lend pieces. */
export function mutatedText(specimen: string, { next, below, pick }: Chance, others: readonly string[]): string {
  let text = specimen;
  for (let count = 1 + below(4); count > 0; count--) {
    const [at, length] = [below(text.length + 1), 1 + below(next() < 0.8 ? 8 : 200)];
    const [head, piece, tail] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
    const other = pick(others);
    const from = below(other.length + 1);
    text = pick([
      () => head + pick(SPLINTERS) + tail,
      () => head + pick(SPLINTERS) + piece + tail,
      () => head + tail,
      () => head + piece + piece + tail,
      () => head + piece.repeat(1 + below(40)) + tail,
      () => head + String.fromCharCode(below(next() < 0.8 ? 128 : 65_536)) + piece.slice(1) + tail,
      () => head + other.slice(from, from + length) + tail,
      () => head + piece.split('').reverse().join('') + tail,
      () => (next() < 0.2 ? head : head + piece.toUpperCase() + tail),
    ])();
  }
  return text;
}

/** Octets near a specimen. */
export function mutatedOctets(specimen: Uint8Array, { next, below, pick }: Chance): Uint8Array {
  let octets: Uint8Array = specimen.slice();
  for (let count = 1 + below(5); count > 0; count--) {
    const at = below(Math.max(1, octets.length));
    const length = below(Math.min(64, octets.length - at) + 1);
    const set = (value: number) => {
      if (at < octets.length) octets[at] = value;
    };
    pick([
      () => set(below(256)),
      () => set(pick([0, 1, 127, 128, 255, 13, 10, 254, 253])),
      () => set((octets[at] ?? 0) ^ (1 << below(8))),
      () => (octets = joined(octets.slice(0, at), octets.slice(at + length))),
      () => (octets = joined(octets.slice(0, at + length), octets.slice(at))),
      () =>
        (octets = joined(
          octets.slice(0, at),
          Uint8Array.from({ length }, () => below(256)),
          octets.slice(at),
        )),
      () => (octets = next() < 0.3 ? octets.slice(0, at) : octets),
    ])();
  }
  return octets;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A value of JSON near a specimen: leaves and branches replaced, removed, swapped; the specimen is not changed. */
export function mutatedJson(specimen: unknown, chance: Chance): unknown {
  const copy = structuredClone(specimen);
  for (let count = 1 + chance.below(3); count > 0; count--) mutateAt(copy, chance);
  return copy;
}

/** By hand: splice() would ask the array's `constructor`, which may be one of ours. */
function remove(holder: object, key: string): void {
  if (Array.isArray(holder) && /^\d+$/.test(key)) {
    holder.copyWithin(Number(key), Number(key) + 1);
    holder.length--;
  } else delete (holder as Record<string, unknown>)[key];
}

function mutateAt(root: unknown, chance: Chance): void {
  let holder = root as Record<string, unknown>;
  for (;;) {
    if (typeof holder !== 'object' || holder === null) return;
    const keys = Object.keys(holder);
    if (keys.length === 0) return;
    const key = chance.pick(keys);
    const value = holder[key];
    const branch = typeof value === 'object' && value !== null;
    if (branch && chance.next() < 0.9) {
      holder = value as Record<string, unknown>;
      continue;
    }
    const other = holder[chance.pick(keys)];
    chance.pick([
      () => (holder[key] = structuredClone(chance.pick(VALUES))),
      () =>
        (holder[key] =
          typeof value === 'number'
            ? value + chance.pick([-1, 1, 2, 100, 65_536])
            : structuredClone(chance.pick(VALUES))),
      () => (holder[key] = structuredClone(other)),
      () => remove(holder, key),
      () => (holder[chance.pick(['constructor', 'extra', 'op', 'row'])] = structuredClone(chance.pick(VALUES))),
    ])();
    return;
  }
}
