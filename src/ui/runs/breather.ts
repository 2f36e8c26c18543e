/** Pauses in long work, so that whoever waits is heard: messages, timers and frames come in. */

/** False when nobody wants the result any more. */
export type Pause = () => Promise<boolean>;

/** Less than a frame: what the page itself may work for without looking up, in ms. */
export const ON_PAGE = 12;

/** A pause that is one only where the last was longer than `work` ms ago. */
export function breather(wanted: () => boolean, work: number): Pause {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < work) return wanted();
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
    return wanted();
  };
}

/** Long work of the page itself, in slices: what it comes to, or null as soon as nobody wants it any more. */
export async function driven<T>(
  work: Iterator<unknown, T>,
  wanted: () => boolean,
): Promise<{ readonly value: T } | null> {
  const pause = breather(wanted, ON_PAGE);
  while (await pause()) {
    const { done, value } = work.next();
    if (done) return { value };
  }
  return null;
}
