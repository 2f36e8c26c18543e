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

/** Rows with their columns aligned: the first to the left, figures to the right. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  );
}

interface Aim {
  readonly figure: string;
  /** A number, or why there is none. */
  readonly measured: number | string;
  readonly most: number;
  readonly unit: string;
}

const aims: Aim[] = [];

/** Notes a figure that has an aim, for the table at the end. */
export const aim = (figure: string, measured: number | string, most: number, unit = ''): void =>
  void aims.push({ figure, measured, most, unit });

/** Every figure that has an aim, beside it. */
export function sayAims(): void {
  const number = (value: number, unit: string) => `${value.toFixed(unit === '' ? 2 : 0)}${unit && ` ${unit}`}`;
  if (aims.length === 0) return;
  say(
    'figures and their aims',
    table([
      ['figure', 'measured', 'aim', ''],
      ...aims.map(({ figure, measured, most, unit }) =>
        typeof measured === 'number'
          ? [figure, number(measured, unit), `<= ${number(most, unit)}`, measured <= most ? 'met' : 'missed']
          : [figure, measured, `<= ${number(most, unit)}`, 'not measured'],
      ),
    ]),
  );
}
