/**
 * Finding what happened: by what is on the wire, by chapter, by connection. Pure; only steps that may be seen are
 * asked.
 */
import type { Chapter } from '../../diagram/steps/chapters';
import type { Depth, Step } from '../../diagram/steps/step';
import { connectionName, type Trace } from '../../trace/trace';
import { stopAt, type Stop } from './place';
import { stepText } from './entry-text';

interface Found {
  readonly depth: Depth;
  /** The entries of the steps that match, in order. */
  readonly entries: readonly number[];
}

/** The first depth at which anything matches, from the present one on to the finer; null where none does. */
export function find(
  trace: Trace,
  depths: readonly Depth[],
  stepsAt: (depth: Depth) => readonly Step[],
  query: string,
): Found | null {
  const fits = matcher(query);
  if (!fits) return null;
  for (const depth of depths) {
    const entries = stepsAt(depth)
      .filter((step) => fits(textOf(trace, step)))
      .map(({ entry }) => entry);
    if (entries.length > 0) return { depth, entries };
  }
  return null;
}

/** What is asked for begins a word, and a number is a whole one: 227 is not in 22750. Null for nothing. */
function matcher(query: string): ((text: string) => boolean) | null {
  const wanted = query.trim();
  if (wanted === '') return null;
  const start = /^[\p{L}\p{N}]/u.test(wanted) ? '(?<![\\p{L}\\p{N}])' : '';
  const end = /\p{N}$/u.test(wanted) ? '(?!\\p{N})' : '';
  const pattern = new RegExp(
    start + wanted.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+') + end,
    'iu',
  );
  return (text) => pattern.test(text);
}

/** A step as it is looked for: what is drawn, the name of its moment where that tells no secret, and its connection. */
function textOf(trace: Trace, step: Step): string {
  const connection = step.connection === null ? undefined : trace.connections[step.connection];
  return [stepText(step), step.sealed === null ? step.moment : null, connection && connectionName(connection)]
    .filter(Boolean)
    .join('\n');
}

/** The index of the first step that ends at an entry or after it. */
function firstFrom(stops: readonly Stop[], entry: number): number {
  const found = stops.findIndex((stop) => stop.entry >= entry);
  return found < 0 ? stopAt(stops, entry) : found;
}

export interface Landmark {
  readonly name: string;
  /** Index among the steps. */
  readonly index: number;
}

export const chapterMarks = (steps: readonly Step[], chapters: readonly Chapter[]): readonly Landmark[] =>
  chapters.map(({ name, entry }) => ({ name, index: Math.max(0, firstFrom(steps, entry)) }));

/** Where each connection is first seen at this depth. */
export const connectionMarks = (trace: Trace, steps: readonly Step[]): readonly Landmark[] =>
  trace.connections.flatMap((connection) => {
    const index = steps.findIndex((step) => step.connection === connection.index);
    return index < 0 ? [] : [{ name: connectionName(connection), index }];
  });

/** The next landmark that way, or null; before a landmark's end comes its own beginning. */
export function landmark(marks: readonly Landmark[], cursor: number, way: 1 | -1): number | null {
  const beyond = marks.map(({ index }) => index).filter((index) => (way > 0 ? index > cursor : index < cursor));
  if (beyond.length === 0) return null;
  return way > 0 ? Math.min(...beyond) : Math.max(...beyond);
}

/** The next match that way, round the ends. */
export function nextMatch(entries: readonly number[], at: number, way: 1 | -1): number | null {
  const beyond = way > 0 ? entries.find((entry) => entry > at) : entries.filter((entry) => entry < at).at(-1);
  return beyond ?? (way > 0 ? entries[0] : entries.at(-1)) ?? null;
}
