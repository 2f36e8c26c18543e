/**
 * The prose of the tables, which the build keeps in a chunk of its own (vite.config.ts). Until it has come, a sentence
 * is empty.
 */
let texts: Readonly<Record<string, readonly string[]>> = {};

export const prose = (table: string, at: number): string => texts[table]?.[at] ?? '';

export async function loadProse(): Promise<void> {
  texts = (await import('virtual:prose')).texts;
}
