/** Timing for ratios: two things in turn, A B A B, so that a machine whose speed drifts drifts for both. */
export interface Figures {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function figures(samples: readonly number[]): Figures {
  const sorted = [...samples].sort((a, b) => a - b);
  return { min: sorted[0] ?? NaN, median: sorted[Math.floor(sorted.length / 2)] ?? NaN, max: sorted.at(-1) ?? NaN };
}

/** Milliseconds of each of `rounds` runs, after one that is not counted. */
export async function inTurn(
  rounds: number,
  things: Readonly<Record<string, () => unknown>>,
): Promise<Readonly<Record<string, Figures>>> {
  const samples = new Map(Object.keys(things).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, thing] of Object.entries(things)) {
      const start = performance.now();
      await thing();
      if (round > 0) samples.get(name)?.push(performance.now() - start);
    }
  }
  return Object.fromEntries([...samples].map(([name, list]) => [name, figures(list)]));
}

export function text({ min, median, max }: Figures, unit = 'ms'): string {
  const digits = median < 0.1 ? 4 : median < 10 ? 2 : 0;
  return `${median.toFixed(digits)} ${unit} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
}

export function say(title: string, lines: readonly string[]): void {
  console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
