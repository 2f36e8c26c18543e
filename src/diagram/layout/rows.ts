/** One step becomes one row: a table of builders by the step's kind, each pure geometry. */
import type { Step, StepKind } from '../steps/step';
import { octetsOf, rewritesOf, timeOf, verdictOf } from './around-arrow';
import { arrowOf } from './arrow';
import type { Frame } from './frame';
import { label, labelLines, partsWidth } from './labels';
import { textWidth, truncated, wrapped } from './measure';
import type { Label, Row, TextRun } from './picture';

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

/** A label may be so wide, however short its arrow. */
const LEAST = 330;

/** Room around an arrow, in pixels: above its label, between label and line, below the line. */
interface Room {
  readonly above: number;
  readonly tail: number;
  readonly below: number;
}
interface Measures {
  readonly size: number;
  readonly line: number;
  /** Beside a bend's own room, what a label needs above a rewrite. */
  readonly bent: number;
  readonly room: Room;
  readonly roomOf: Partial<Readonly<Record<StepKind, Room>>>;
}
const WIDE: Measures = {
  size: 12.5,
  line: 15,
  bent: 0,
  room: { above: 1, tail: 2, below: 6 },
  roomOf: { drop: { above: 6, tail: 2, below: 13 }, phase: { above: 10, tail: 2, below: 12 } },
};
const COMPACT: Measures = {
  size: 14,
  line: 18,
  bent: 4,
  room: { above: 1, tail: 2, below: 8 },
  // On a phone the label stands over the cross, which needs its room.
  roomOf: { drop: { above: 6, tail: 6, below: 13 }, phase: { above: 10, tail: 2, below: 12 } },
};

const goesBetween = ({ from, to }: Step): boolean => from !== null && to !== null && from !== to;

function arrowRow(frame: Frame, step: Step, top: number): Shape {
  if (!goesBetween(step)) return noteRow(frame, step, top);
  const measures = frame.compact ? COMPACT : WIDE;
  const room = measures.roomOf[step.kind] ?? measures.room;
  const said = saidOver(frame, step, top + room.above, measures);
  const bent = step.flight?.rewrites.length ? measures.bent : 0;
  const tail = top + room.above + measures.line * said.labels.length + room.tail + bent;
  const arrow = arrowOf(frame, step, tail);
  const head = arrow.points.at(-1)?.[1] ?? tail;
  const changed = rewritesOf(frame, arrow, head);
  const told = verdictOf(frame, step, arrow, said.crowded, Math.max(head, ...changed.map(({ y }) => y - 4)));
  const time = timeOf(frame, step, tail);
  const below = head + room.below;
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
    labels: [...said.labels, ...changed, ...told, ...time, ...(octets?.labels ?? [])],
    broken: false,
  };
}

/**
 * A step's own label. Over a short arrow it may be longer than that, which leaves no room beyond the arrow; but it
 * stays between the first and the last lane.
 */
function saidOver(
  frame: Frame,
  step: Step,
  top: number,
  { size, line }: Measures,
): { readonly labels: readonly Label[]; readonly crowded: boolean } {
  const span = frame.compact ? ([frame.first, frame.last] as const) : spanOf(frame, step);
  const room = Math.max(span[1] - span[0] - 28, Math.min(LEAST, frame.last - frame.first - 28));
  const texts = labelLines(frame.compact ? brief(step) : step, size, room, 2);
  const half = Math.max(0, ...texts.map((parts) => partsWidth(parts, size))) / 2;
  const middle = Math.max(frame.first + 14 + half, Math.min(frame.last - 14 - half, (span[0] + span[1]) / 2));
  return {
    labels: texts.map((parts, i) => label(middle, top + line * (i + 1) - 3, 'middle', size, parts)),
    crowded: middle - half < span[0] + 10 || middle + half > span[1] - 10,
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
  const inward = x > (frame.first + frame.last) / 2 ? x - 14 - width : x + 14;
  const left = step.from === null ? x - width / 2 : inward;
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
