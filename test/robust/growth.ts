/** What `steps` takes of the processor on the machine that bounds are meant for, ms. */
const REFERENCE = 8;

function steps(): number {
  let state = 1;
  for (let n = 0; n < 5_000_000; n++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}

/** Processor time, ms, the least of several. */
export function leastOf(times: number, work: () => void): number {
  const taken = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}

/**
 * Time that does not depend on what else the machine does, nor on which it is: processor time of this process, the
 * least of several, beside that of a fixed piece of work; ms of the machine that bounds are meant for.
 */
export function processorMs(work: () => void, times = 5): number {
  const least = leastOf(times, work);
  return least / Math.max(1, leastOf(3, steps) / REFERENCE);
}

/** How many times the one takes of the other's processor time: in turn, the least of three, since noise adds. */
function timesAs(one: () => void, other: () => void, times: number): number {
  const ratios = Array.from({ length: 3 }, () => leastOf(times, one) / Math.max(leastOf(times, other), 1));
  return Math.min(...ratios);
}

/**
 * How work grows when its input is doubled: near 2 where it is linear, 4 where it is quadratic. The input is made
 * larger until the work can be measured at all, or costs nothing at its largest.
 */
export function growth(work: (size: number) => void, largest: number): number {
  const least = 8;
  work(largest >> 4);
  for (let size = largest >> 3; size * 2 <= largest; size *= 2) {
    if (leastOf(3, () => work(size)) < least && size * 4 <= largest) continue;
    if (leastOf(3, () => work(size * 2)) < least) return 1;
    return timesAs(
      () => work(size * 2),
      () => work(size),
      3,
    );
  }
  return 1;
}

/** The same of work that takes a share of its largest size, at `share` and at twice that; 1 where it costs little. */
export function growthAt(work: (share: number) => void, share: number, times = 3): number {
  const least = 10;
  const before = performance.now();
  work(share * 2);
  if (performance.now() - before < least) return 1;
  const once = leastOf(times, () => work(share * 2));
  if (once < least) return 1;
  // The kernel counts processor time in steps of some milliseconds: what is compared takes many of them.
  const repeats = Math.ceil(60 / once);
  const repeated = (size: number) => () => {
    for (let count = 0; count < repeats; count++) work(size);
  };
  return timesAs(repeated(share * 2), repeated(share), times);
}
