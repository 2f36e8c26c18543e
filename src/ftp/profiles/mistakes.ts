/** The mistakes of a profile, by their places: what both kinds of profile are checked with. */

/** '/replies/PASV/ok: expected ...'. */
export type Mistake = string;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export type Shape = 'string' | 'number' | 'boolean' | 'object' | 'names' | readonly string[];

const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === 'string');

function fits(value: unknown, shape: Shape): boolean {
  if (typeof shape !== 'string') return shape.includes(String(value));
  if (shape === 'object') return isObject(value);
  return shape === 'names' ? isNames(value) : typeof value === shape;
}

/** Fields by path, and what each must be. */
export function shapes(
  profile: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, Shape>>,
): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const [path, shape] of Object.entries(expected)) {
    const value = path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), profile);
    const wanted = Array.isArray(shape) ? shape.join(' or ') : `a ${String(shape)}`;
    if (!fits(value, shape))
      mistakes.push(`/${path.replace(/\./g, '/')}: found ${JSON.stringify(value) ?? 'nothing'}, expected ${wanted}`);
  }
  return mistakes;
}
