/**
 * The presentation language of TLS (RFC 8446 section 3) as values: one layout writes a message, reads it and labels its
 * octets, so that what the inspector says of a field cannot differ from what is on the wire.
 *
 * Reading never throws: the first fault is kept in the cursor, what follows reads as nothing, and `decode` returns the
 * fault in place of the value.
 */
import { NO_OCTETS } from '../../wire/octets';
import type { Span } from '../../wire/span';
import { isViolation, violation, type Violation } from '../../wire/violation';
import type { Reason } from '../../wire/reason';
import type { LayoutField } from './fields';
import type { CodecRule } from './reasons';

export interface Cursor {
  readonly octets: Uint8Array;
  at: number;
  end: number;
  fault: Violation | null;
  /** Where labels are collected, when somebody looks; `base` is where these octets begin for the one who looks. */
  readonly spans: Span[] | null;
  readonly layer: string;
  readonly base: number;
}

export interface Layout<T> {
  read(cursor: Cursor): T;
  write(value: T, into: number[]): void;
}

function fail(cursor: Cursor, why: CodecRule): void {
  cursor.fault ??= violation(why, cursor.at);
  cursor.at = cursor.end;
}

function take(cursor: Cursor, count: number): Uint8Array | null {
  if (cursor.fault) return null;
  if (cursor.at + count > cursor.end) {
    fail(cursor, { code: 'short', octets: count, left: cursor.end - cursor.at });
    return null;
  }
  cursor.at += count;
  return cursor.octets.subarray(cursor.at - count, cursor.at);
}

/** An unsigned number of one to four octets. */
export const uint = (octets: number): Layout<number> => ({
  read: (cursor) => (take(cursor, octets) ?? NO_OCTETS).reduce((value, octet) => value * 256 + octet, 0),
  write: (value, into) => {
    for (let shift = octets - 1; shift >= 0; shift -= 1) into.push(Math.floor(value / 256 ** shift) & 255);
  },
});

/** So many octets; absent ones read as none. */
export const fixed = (count: number): Layout<Uint8Array> => ({
  read: (cursor) => (take(cursor, count) ?? NO_OCTETS).slice(),
  write: (value, into) => append(into, value),
});

/** Whatever is left. */
export const rest: Layout<Uint8Array> = {
  read: (cursor) => (take(cursor, cursor.end - cursor.at) ?? NO_OCTETS).slice(),
  write: (value, into) => append(into, value),
};

/** Nothing at all. */
export const empty: Layout<null> = { read: () => null, write: () => undefined };

/** What a length of `prefix` octets announces, read by `inner` to its last octet. */
export function prefixed<T>(prefix: number, inner: Layout<T>, least = 0): Layout<T> {
  const length = uint(prefix);
  return {
    read(cursor) {
      const count = length.read(cursor);
      const { end } = cursor;
      if (!cursor.fault && count < least) fail(cursor, { code: 'too-little', octets: count, least });
      if (!cursor.fault && cursor.at + count > end)
        fail(cursor, { code: 'short', octets: count, left: end - cursor.at });
      cursor.end = cursor.fault ? cursor.at : cursor.at + count;
      const value = inner.read(cursor);
      if (!cursor.fault && cursor.at < cursor.end) fail(cursor, { code: 'trailing', octets: cursor.end - cursor.at });
      cursor.end = end;
      if (cursor.fault) cursor.at = end;
      return value;
    },
    write(value, into) {
      const at = into.length;
      length.write(0, into);
      inner.write(value, into);
      let count = into.length - at - prefix;
      for (let i = at + prefix - 1; i >= at; i -= 1, count = Math.floor(count / 256)) into[i] = count & 255;
    },
  };
}

export const opaque = (prefix: number, least = 0): Layout<Uint8Array> => prefixed(prefix, rest, least);

/** Items until the end. */
const items = <T>(item: Layout<T>): Layout<readonly T[]> => ({
  read(cursor) {
    const found: T[] = [];
    while (!cursor.fault && cursor.at < cursor.end) {
      const before = cursor.at;
      found.push(item.read(cursor));
      if (cursor.at === before) break;
    }
    return found;
  },
  write: (values, into) => values.forEach((value) => item.write(value, into)),
});

export const list = <T>(prefix: number, item: Layout<T>, least = 0): Layout<readonly T[]> =>
  prefixed(prefix, items(item), least);

/** What may be missing at the end: `absent` stands for it. */
export const optional = <T>(inner: Layout<T>, absent: T): Layout<T> => ({
  read: (cursor) => (cursor.at === cursor.end ? absent : inner.read(cursor)),
  write: (value, into) => {
    if (value !== absent) inner.write(value, into);
  },
});

/** Fields one after the other, in the order of the keys. */
export function struct<T extends object>(fields: { readonly [K in keyof T]: Layout<T[K]> }): Layout<T> {
  const all = Object.entries(fields) as [keyof T, Layout<T[keyof T]>][];
  return {
    read: (cursor) => Object.fromEntries(all.map(([name, layout]) => [name, layout.read(cursor)])) as T,
    write: (value, into) => all.forEach(([name, layout]) => layout.write(value[name], into)),
  };
}

/** A label for what `layout` reads: which field it is, its value in words, and what its sentence turns on. */
export function field<T>(
  code: LayoutField,
  layout: Layout<T>,
  words: (value: T) => string = plainly,
  facts: (value: T) => Omit<Reason, 'code'> = () => ({}),
): Layout<T> {
  const name = code.slice(code.indexOf('.') + 1);
  return {
    write: (value, into) => layout.write(value, into),
    read(cursor) {
      const from = cursor.at;
      const place = cursor.spans?.length ?? 0;
      const value = layout.read(cursor);
      // The whole before its parts, as a reader expects it.
      if (cursor.spans && !cursor.fault)
        cursor.spans.splice(place, 0, {
          layer: cursor.layer,
          name,
          from: cursor.base + from,
          to: cursor.base + cursor.at,
          value: words(value),
          is: { code, ...facts(value) },
        });
      return value;
    },
  };
}

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

export function hexOf(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += HEX[octet] ?? '';
  return text;
}

function plainly(value: unknown): string {
  if (value instanceof Uint8Array) return value.length > 32 ? `${value.length} octets` : hexOf(value);
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${value.length} entries`;
  return typeof value === 'number' ? String(value) : '';
}

function append(into: number[], octets: Uint8Array): void {
  for (const octet of octets) into.push(octet);
}

export function encode<T>(layout: Layout<T>, value: T): Uint8Array {
  const into: number[] = [];
  layout.write(value, into);
  return Uint8Array.from(into);
}

const cursorOf = (octets: Uint8Array, spans: Span[] | null, layer: string, base: number): Cursor => ({
  octets,
  at: 0,
  end: octets.length,
  fault: null,
  spans,
  layer,
  base,
});

/** All of the octets as one value; one octet too few or too many is a violation. */
export function decode<T>(layout: Layout<T>, octets: Uint8Array): T | Violation {
  const cursor = cursorOf(octets, null, '', 0);
  const value = layout.read(cursor);
  if (!cursor.fault && cursor.at < cursor.end) fail(cursor, { code: 'trailing', octets: cursor.end - cursor.at });
  return cursor.fault ?? value;
}

/** Labels of the octets, as far as they can be read; `base` is added to every place. */
export function label<T>(layout: Layout<T>, octets: Uint8Array, layer: string, base = 0): Span[] {
  const spans: Span[] = [];
  layout.read(cursorOf(octets, spans, layer, base));
  return spans;
}

export { isViolation };
