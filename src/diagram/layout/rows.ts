/** One step becomes one row: a table of builders by the step's kind, each pure geometry. */
import type { Step, StepKind } from '../steps/step';
import { octetsOf, rewritesOf, timeOf, verdictOf } from './around-arrow';
import { arrowOf } from './arrow';
import type { Frame } from './frame';
import { label, labelLines, partsWidth } from './labels';
import { textWidth, truncated, wrapped } from './measure';
import type { Row, TextRun } from './picture';

type Shape = Pick<Row, 'bottom' | 'arrow' | 'plate' | 'labels' | 'broken'>;
type Builder = (frame: Frame, step: Step, top: number) => Shape;

const builders: Readonly<Record<StepKind, Builder>> = {
  connect: arrowRow,
  refuse: arrowRow,
  handshake: arrowRow,
  message: arrowRow,
  transfer: arrowRow,
  close: arrowRow,
  reset: arrowRow,
  segment: arrowRow,
  drop: arrowRow,
  phase: arrowRow,
  listen: noteRow,
  note: noteRow,
  later: laterRow,
  outcome: outcomeRow,
};

export function rowOf(frame: Frame, step: Step, top: number, index: number): Row {
  const { kind, role, problem, begin, entry } = step;
  return {
    key: `${index} ${kind} ${entry}`,
    kind,
    role,
    problem,
    begin,
    entry,
    top,
    step,
    ...builders[kind](frame, step, top),
  };
}

const SIZE = { wide: 12.5, compact: 14 };
/** A label may be so wide, however short its arrow. */
const LEAST = 330;
const LINE = { wide: 15, compact: 18 };

function arrowRow(frame: Frame, step: Step, top: number): Shape {
  if (step.from === null || step.to === null || step.from === step.to) return noteRow(frame, step, top);
  const size = frame.compact ? SIZE.compact : SIZE.wide;
  const line = frame.compact ? LINE.compact : LINE.wide;
  const span = frame.compact ? ([frame.first, frame.last] as const) : spanOf(frame, step);
  const texts = labelLines(
    frame.compact ? brief(step) : step,
    size,
    Math.max(span[1] - span[0] - 28, Math.min(LEAST, frame.last - frame.first - 28)),
    2,
  );
  // Over a short arrow a label may be longer than it, but stays between the first and the last lane.
  const half = Math.max(0, ...texts.map((parts) => partsWidth(parts, size))) / 2;
  const middle = Math.max(frame.first + 14 + half, Math.min(frame.last - 14 - half, (span[0] + span[1]) / 2));
  const over = middle - half < span[0] + 10 || middle + half > span[1] - 10;
  const above = step.kind === 'drop' ? 6 : step.kind === 'phase' ? 10 : 1;
  const labels = texts.map((parts, i) => label(middle, top + above + line * (i + 1) - 3, 'middle', size, parts));
  // On a phone the label stands over the cross, which needs its room.
  const tail =
    top +
    above +
    line * texts.length +
    (frame.compact && step.kind === 'drop' ? 6 : 2) +
    (frame.compact && step.flight?.rewrites.length ? 4 : 0);
  const arrow = arrowOf(frame, step, tail);
  const head = arrow.points.at(-1)?.[1] ?? tail;
  const changed = rewritesOf(frame, arrow, head);
  const told = verdictOf(frame, step, arrow, over, Math.max(head, ...changed.map(({ y }) => y - 4)));
  const time = timeOf(frame, step, tail);
  const below = head + (step.kind === 'drop' ? 13 : step.kind === 'phase' ? 12 : frame.compact ? 8 : 6);
  const octets = step.octets ? octetsOf(frame, step.octets, Math.max(below, ...changed.map(({ y }) => y)) + 4) : null;
  return {
    bottom: Math.ceil(
      Math.max(
        below,
        octets ? octets.plate.y + octets.plate.height + 8 : 0,
        ...told.map(({ y }) => y + 8),
        ...changed.map(({ y }) => y + 7),
      ),
    ),
    arrow,
    plate: octets?.plate ?? null,
    labels: [...labels, ...changed, ...told, ...time, ...(octets?.labels ?? [])],
    broken: false,
  };
}

/** Where there is little room, sequence numbers are left to the inspector. */
function brief(step: Step): Step {
  return { ...step, label: { ...step.label, text: step.label.text.replace(/ {2}· seq=\d+( ack=\d+)?/, '') } };
}

/** A label stands over its arrow: from the sender to where the packet went. */
function spanOf(frame: Frame, { from, to }: Step): readonly [number, number] {
  const [a, b] = [frame.places.get(from ?? '') ?? frame.first, frame.places.get(to ?? '') ?? frame.last];
  return a < b ? [a, b] : [b, a];
}

/** Something that one node does: a plate beside its lane, on the inner side. */
function noteRow(frame: Frame, step: Step, top: number): Shape {
  const size = frame.compact ? 13 : 12;
  const height = frame.compact ? 24 : 20;
  const { term, text } = step.label;
  const listening = step.kind === 'listen';
  const room = frame.last - frame.first - 60;
  const shownTerm = truncated(term, size, 'wire', room);
  const shownText = truncated(text, size, 'text', room - textWidth(shownTerm, size, 'wire'));
  const termPart: TextRun = { text: shownTerm, style: step.problem ? 'bad' : 'term' };
  const textPart: TextRun = { text: shownText, style: 'text' };
  const parts = (listening ? [textPart, termPart] : [termPart, textPart]).filter((part) => part.text !== '');
  const width = partsWidth(parts, size) + 20;
  const x = frame.places.get(step.from ?? '') ?? (frame.first + frame.last) / 2;
  const rightHalf = x > (frame.first + frame.last) / 2;
  const left = step.from === null ? x - width / 2 : rightHalf ? x - 14 - width : x + 14;
  return {
    bottom: top + height + 8,
    arrow: null,
    broken: false,
    plate: { x: left, y: top + 4, width, height },
    labels: [label(left + 10, top + 4 + height / 2 + size * 0.36, 'start', size, parts)],
  };
}

function laterRow(frame: Frame, { label: { text } }: Step, top: number): Shape {
  const size = frame.compact ? 13 : 12;
  const width = Math.max(textWidth(text, size, 'text') + 28, 96);
  const middle = (frame.first + frame.last) / 2;
  return {
    bottom: top + 36,
    arrow: null,
    broken: true,
    plate: { x: middle - width / 2, y: top + 8, width, height: 20 },
    labels: [label(middle, top + 22.5, 'middle', size, [{ text, style: 'text' }])],
  };
}

function outcomeRow(frame: Frame, { label: { term, text }, problem }: Step, top: number): Shape {
  const size = frame.compact ? 14 : 13;
  const [x, width] = [frame.left, frame.right - frame.left];
  const head: TextRun = { text: term, style: problem ? 'bad' : 'good' };
  const room = width - 44 - textWidth(term, size, 'wire');
  const lines = wrapped(text, size, 'wire', frame.compact ? width - 28 : room, 2);
  const height = frame.compact ? 34 + lines.length * 18 : 22 + lines.length * 18;
  const said = lines.map((line, i) =>
    frame.compact
      ? label(x + 14, top + 40 + i * 18, 'start', size, [{ text: line, style: 'wire' }])
      : label(x + width - 14, top + 24.5 + i * 18, 'end', size, [{ text: line, style: 'wire' }]),
  );
  return {
    bottom: top + height + 2,
    arrow: null,
    broken: false,
    plate: { x, y: top, width, height },
    labels: [label(x + 14, top + (frame.compact ? 21 : 24.5), 'start', size, [head]), ...said],
  };
}
