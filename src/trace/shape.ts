/**
 * Shapes that values read from a file must have, put together from a few words: each says where a value departs from
 * it, and what it is as a JSON Schema (draft 2020-12).
 */

import type { Pieces } from './pieces';

/** Where a value is not of its shape, and what would be. */
interface Mismatch {
  /** As in `.entries[3].at`; empty for the value itself. */
  readonly where: string;
  readonly expected: string;
}

export type Schema = Readonly<Record<string, unknown>>;

export interface Shape {
  (value: unknown): Mismatch | null;
  readonly schema: Schema;
  /** What a record may leave out. */
  readonly optional?: true;
  /** The same in pieces, for what may be long. */
  readonly pieces?: (value: unknown) => Pieces<Mismatch | null>;
}

type Fields = Readonly<Record<string, Shape>>;

const shape = (schema: Schema, check: (value: unknown) => Mismatch | null): Shape =>
  Object.assign((value: unknown) => check(value), { schema });

/** Holds a value to a shape piece by piece. */
export function* holding(of: Shape, value: unknown): Pieces<Mismatch | null> {
  return of.pieces ? yield* of.pieces(value) : of(value);
}

const here = (expected: string): Mismatch => ({ where: '', expected });
export const must = (schema: Schema, holds: (value: unknown) => boolean, expected: string): Shape =>
  shape(schema, (value) => (holds(value) ? null : here(expected)));
const inside = (where: string, found: Mismatch | null): Mismatch | null =>
  found && { ...found, where: where + found.where };

export const text = must({ type: 'string' }, (value) => typeof value === 'string', 'a text');
export const flag = must({ type: 'boolean' }, (value) => typeof value === 'boolean', 'true or false');
export const number = must({ type: 'number' }, (value) => Number.isFinite(value), 'a number');
const anything: Shape = shape({}, () => null);

export const whole = (from = 0, to = Number.MAX_SAFE_INTEGER): Shape =>
  must(
    { type: 'integer', minimum: from, maximum: to },
    (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
    `a whole number from ${from} to ${to}`,
  );

export const oneOf = (...values: readonly (string | number)[]): Shape =>
  must({ enum: values }, (value) => values.includes(value as string), `one of ${values.join(', ')}`);

export const nullable = (of: Shape): Shape =>
  shape({ anyOf: [of.schema, { type: 'null' }] }, (value) => {
    const found = value === null ? null : of(value);
    return found?.where === '' ? here(`${found.expected}, or null`) : found;
  });

/** What a file may leave out. */
export const maybe = (of: Shape): Shape =>
  Object.assign(
    shape(of.schema, (value) => (value === undefined ? null : of(value))),
    { optional: true as const },
  );

/** One of several shapes; a value of none is held against the last. */
export const either = (...shapes: readonly Shape[]): Shape =>
  shape({ anyOf: shapes.map(({ schema }) => schema) }, (value) =>
    shapes.some((one) => one(value) === null) ? null : (shapes.at(-1) ?? anything)(value),
  );

/** Items of a list that are checked in one go. */
const MANY = 500;

export function list(of: Shape): Shape {
  const first = (items: readonly unknown[], from: number, to: number): Mismatch | null => {
    for (let index = from; index < Math.min(to, items.length); index++) {
      const found = of(items[index]);
      if (found) return inside(`[${index}]`, found);
    }
    return null;
  };
  const check = (value: unknown) => (Array.isArray(value) ? first(value, 0, Infinity) : here('a list'));
  function* pieces(value: unknown): Pieces<Mismatch | null> {
    if (!Array.isArray(value)) return here('a list');
    for (let from = 0; from < value.length; from += MANY) {
      const found = first(value, from, from + MANY);
      if (found) return found;
      yield;
    }
    return null;
  }
  return Object.assign(shape({ type: 'array', items: of.schema }, check), { pieces });
}

/** A list of so many elements, each with its own shape. */
export const tuple = (...shapes: readonly Shape[]): Shape =>
  shape(
    {
      type: 'array',
      prefixItems: shapes.map(({ schema }) => schema),
      minItems: shapes.length,
      maxItems: shapes.length,
    },
    (value) => {
      if (!Array.isArray(value) || value.length !== shapes.length) return here(`a list of ${shapes.length}`);
      return firstOf(shapes.map((of, index) => [`[${index}]`, of, value[index]]));
    },
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with at least these fields; what else it holds is of the shape `rest`, or anything. */
export function record(fields: Fields, rest?: Shape): Shape {
  const partsOf = (value: Readonly<Record<string, unknown>>): readonly Part[] => {
    const others = rest ? Object.keys(value).filter((name) => !Object.hasOwn(fields, name)) : [];
    return [
      ...Object.entries(fields).map(([name, of]) => [`.${name}`, of, value[name]] as const),
      ...others.map((name) => [`.${name}`, rest ?? anything, value[name]] as const),
    ];
  };
  const schema = {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, of.schema])),
    required: Object.keys(fields).filter((name) => !fields[name]?.optional),
    ...(rest && { additionalProperties: rest.schema }),
  };
  function* pieces(value: unknown): Pieces<Mismatch | null> {
    if (!isObject(value)) return here('an object');
    for (const [where, of, part] of partsOf(value)) {
      const found = inside(where, yield* holding(of, part));
      if (found) return found;
    }
    return null;
  }
  const check = (value: unknown) => (isObject(value) ? firstOf(partsOf(value)) : here('an object'));
  return Object.assign(shape(schema, check), { pieces });
}

/** An object of any names, whose values are all of one shape. */
export const dictionary = (of: Shape): Shape =>
  shape({ type: 'object', additionalProperties: of.schema }, (value) =>
    isObject(value)
      ? firstOf(Object.entries(value).map(([name, found]) => [`[${JSON.stringify(name)}]`, of, found]))
      : here('an object'),
  );

/** An object whose field `tag` says which of these records it is. */
export function tagged(tag: string, table: Readonly<Record<string, Fields>>): Shape {
  const word = record({ [tag]: oneOf(...Object.keys(table)) });
  const shapes = new Map(Object.entries(table).map(([name, fields]) => [name, record(fields)]));
  const schemas = Object.entries(table).map(([name, fields]) => record({ [tag]: oneOf(name), ...fields }).schema);
  return shape(
    { oneOf: schemas },
    (value) => word(value) ?? (shapes.get((value as Readonly<Record<string, string>>)[tag] ?? '') ?? anything)(value),
  );
}

type Part = readonly [where: string, of: Shape, value: unknown];

function firstOf(parts: readonly Part[]): Mismatch | null {
  for (const [where, of, value] of parts) {
    const found = of(value);
    if (found) return inside(where, found);
  }
  return null;
}
