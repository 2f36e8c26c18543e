/** Labels: runs of text with their estimated width, and a step's own label in as many lines as it needs. */
import type { Step } from '../steps/step';
import { textWidth, truncated, wrapped } from './measure';
import type { Label, TextRun } from './picture';

const FACE = {
  term: 'wire',
  bad: 'wire',
  wire: 'wire',
  time: 'wire',
  good: 'wire',
  text: 'text',
  verdict: 'text',
  rewrite: 'wire',
} as const;

export function partsWidth(parts: readonly TextRun[], size: number): number {
  return (
    parts.reduce((sum, { text, style }) => sum + textWidth(text, size, FACE[style]), 0) +
    (parts.length - 1) * size * 0.6
  );
}

export function label(x: number, y: number, anchor: Label['anchor'], size: number, parts: readonly TextRun[]): Label {
  return { x, y, anchor, size, width: partsWidth(parts, size), parts };
}

export function labelLines(
  { label: { term, text }, problem, kind }: Step,
  size: number,
  room: number,
  most: number,
): readonly (readonly TextRun[])[] {
  const style = problem && kind !== 'drop' ? 'bad' : 'term';
  const shown = truncated(term, size, 'wire', room);
  const termWidth = textWidth(shown, size, 'wire');
  const rest = room - termWidth - size * 0.6;
  const head: TextRun = { text: shown, style };
  if (term === '') return wrapped(text, size, 'text', room, most).map((words) => [{ text: words, style: 'text' }]);
  const [first = '', second] = rest > 3 * size ? wrapped(text, size, 'text', rest, most) : [];
  return [
    first === '' ? [head] : [head, { text: first, style: 'text' }],
    ...(second === undefined ? [] : [[{ text: second, style: 'text' } as TextRun]]),
  ];
}
