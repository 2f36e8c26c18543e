/** Long work in pieces: whoever drives it may look up between them, or give it up. Drained, it is a plain function. */

export type Pieces<T> = Generator<void, T>;

/** Items that are handled in one go: a few milliseconds. */
const MANY = 500;

export function drained<T>(pieces: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** As an array's own, with a look up after every so many. */
export function* flatMapped<T, R>(
  items: readonly T[],
  map: (item: T, at: number) => readonly R[] | R,
  many = MANY,
): Pieces<R[]> {
  const found: R[][] = [];
  for (let from = 0; from < items.length; from += many) {
    found.push(items.slice(from, from + many).flatMap((item, at) => map(item, from + at)));
    yield;
  }
  return found.flat();
}

/** As a loop, with a look up after every so many. */
export function* each<T>(items: readonly T[], act: (item: T, at: number) => void, many = MANY): Pieces<void> {
  for (const [at, item] of items.entries()) {
    act(item, at);
    if (at % many === many - 1) yield;
  }
}
