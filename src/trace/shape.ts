/**
 * Shapes that values read from a file must have, put together from a few words, and where a value departs from its own.
 */

/** Where a value is not of its shape, and what would be. */
export interface Mismatch {
  /** As in `.entries[3].at`; empty for the value itself. */
  readonly where: string;
  readonly expected: string;
}

export type Shape = (value: unknown) => Mismatch | null;

const here = (expected: string): Mismatch => ({ where: '', expected });
const must =
  (holds: (value: unknown) => boolean, expected: string): Shape =>
  (value) =>
    holds(value) ? null : here(expected);
const inside = (where: string, found: Mismatch | null): Mismatch | null =>
  found && { ...found, where: where + found.where };

export const text = must((value) => typeof value === 'string', 'a text');
export const flag = must((value) => typeof value === 'boolean', 'true or false');
export const anything: Shape = () => null;

export const whole = (from = 0, to = Number.MAX_SAFE_INTEGER): Shape =>
  must(
    (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
    `a whole number from ${from} to ${to}`,
  );

export const oneOf = (...values: readonly (string | number)[]): Shape =>
  must((value) => values.includes(value as string), `one of ${values.join(', ')}`);

export const nullable =
  (shape: Shape): Shape =>
  (value) => {
    const found = value === null ? null : shape(value);
    return found?.where === '' ? here(`${found.expected}, or null`) : found;
  };

/** What a file may leave out. */
export const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined ? null : shape(value);

/** One of several shapes; a value of none is held against the last. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value) === null) ? null : (shapes.at(-1) ?? anything)(value);

export const list =
  (shape: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return here('a list');
    for (const [index, item] of value.entries()) {
      const found = shape(item);
      if (found) return inside(`[${index}]`, found);
    }
    return null;
  };

/** A list of so many elements, each with its own shape. */
export const tuple =
  (...shapes: readonly Shape[]): Shape =>
  (value) => {
    if (!Array.isArray(value) || value.length !== shapes.length) return here(`a list of ${shapes.length}`);
    return firstOf(shapes.map((shape, index) => [`[${index}]`, shape, value[index]]));
  };

/** An object with at least these fields; `optional` ones may be absent. */
export const record =
  (fields: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return here('an object');
    const of = value as Readonly<Record<string, unknown>>;
    const present = Object.entries(optional).filter(([name]) => of[name] !== undefined);
    return firstOf([...Object.entries(fields), ...present].map(([name, shape]) => [`.${name}`, shape, of[name]]));
  };

function firstOf(parts: readonly (readonly [where: string, shape: Shape, value: unknown])[]): Mismatch | null {
  for (const [where, shape, value] of parts) {
    const found = shape(value);
    if (found) return inside(where, found);
  }
  return null;
}
