/** What stands around an arrow besides its label: what was rewritten, the verdict, the time, the octets. */
import { clockText, nodeText } from '../steps/words';
import type { Step } from '../steps/step';
import { CROSS } from './arrow';
import type { Frame } from './frame';
import { hexLines } from './hex';
import { label } from './labels';
import { textWidth, truncated, wrapped } from './measure';
import type { Arrow, Label, Rectangle, TextRun } from './picture';
import { stepWords } from '../../strings/en/picture';

const VERDICT = 11.5;

/** What was changed stands under the arrow, where it was changed; under the other where both would meet. */
export function rewritesOf(frame: Frame, arrow: Arrow, head: number): readonly Label[] {
  const size = frame.compact ? 12 : 11;
  const found: Label[] = [];
  let y = head + 3 + size;
  for (const { x, texts } of arrow.bends)
    for (const text of texts) {
      const shown = truncated(text, size, 'wire', frame.last - frame.first - 24);
      const half = textWidth(shown, size, 'wire') / 2;
      const middle = Math.max(frame.first + 12 + half, Math.min(frame.last - 12 - half, x));
      if (found.some((other) => other.y === y && Math.abs(other.x - middle) < other.width / 2 + half + 10))
        y += size + 4;
      found.push(label(middle, y, 'middle', size, [{ text: shown, style: 'rewrite' }]));
    }
  return found;
}

/**
 * The verdict stands beyond the cross, where the packet would have gone; below the arrow where there is no room, or the
 * label reaches beyond the arrow.
 */
export function verdictOf(frame: Frame, step: Step, arrow: Arrow, crowded: boolean, head: number): readonly Label[] {
  if (step.verdict === null || step.repeats) return [];
  const beyond = crowded || frame.compact ? null : verdictBeyond(frame, step.verdict, arrow);
  if (beyond) return beyond;
  const where = frame.compact && step.to ? stepWords.stoppedAt(nodeText(frame.trace, step.to)) : '';
  const size = frame.compact ? 13 : VERDICT;
  const below = wrapped(where + step.verdict, size, 'text', frame.last - frame.first - 32, 2);
  return below.map((text, i) =>
    label((frame.first + frame.last) / 2, head + 12 + (i + 1) * (size + 3), 'middle', size, verdictRun(text)),
  );
}

const verdictRun = (text: string): readonly TextRun[] => [{ text, style: 'verdict' }];

/** Beyond the cross; null where there is no room for the whole of it. */
function verdictBeyond({ first, last }: Frame, verdict: string, { cross, points }: Arrow): readonly Label[] | null {
  if (!cross) return null;
  const rightward = (points[0]?.[0] ?? 0) < (points.at(-1)?.[0] ?? 0);
  const room = (rightward ? last - cross[0] : cross[0] - first) - CROSS - 28;
  const lines = wrapped(verdict, VERDICT, 'text', room, 2);
  if (room <= 76 || lines.at(-1)?.endsWith('…')) return null;
  const x = cross[0] + (rightward ? 1 : -1) * (CROSS + 8);
  const y = cross[1] + 4 - (lines.length - 1) * 6.5;
  return lines.map((text, i) => label(x, y + i * 13, rightward ? 'start' : 'end', VERDICT, verdictRun(text)));
}

/** The time of a packet, in the right margin, at the depths where packets are rows. */
export function timeOf(frame: Frame, step: Step, y: number): readonly Label[] {
  if (frame.compact || (frame.depth !== 'segments' && frame.depth !== 'octets')) return [];
  return [label(frame.right - 8, y + 4, 'end', 11, [{ text: clockText(step.sent), style: 'time' }])];
}

export function octetsOf(
  frame: Frame,
  octets: Uint8Array,
  top: number,
): { plate: Rectangle; labels: readonly Label[] } {
  const size = frame.compact ? 10.5 : 11;
  const lines = hexLines(octets, frame.compact ? 8 : 16, 4);
  const width = textWidth(lines[0] ?? '', size, 'wire') + 20;
  const x = (frame.first + frame.last - width) / 2;
  return {
    plate: { x, y: top, width, height: lines.length * 15 + 9 },
    labels: lines.map((line, i) => label(x + 10, top + 15 + i * 15, 'start', size, [{ text: line, style: 'wire' }])),
  };
}
