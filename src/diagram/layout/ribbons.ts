/** Ribbons: each connection along its life, at both its ends. */
import type { NodeId } from '../../trace/entry';
import type { Trace } from '../../trace/trace';
import type { Point, Rectangle, Ribbon, Row } from './picture';
import { roleOf } from '../steps/reading';
import type { Frame } from './frame';
import { secrecyOf } from '../steps/secrecy';
import type { Step } from '../steps/step';

const WIDTH = { control: 10, data: 7, other: 7 };
const GAP = 2;

/**
 * Beside which others a connection runs: the first control connection on the lane itself, in place 0, the others inward
 * of it, each in the first place that is free during its life.
 */
export function slotsOf(trace: Trace, steps: readonly Step[]): readonly number[] {
  const lives = trace.connections.map(() => ({ first: Infinity, last: -1 }));
  for (const [i, { connection }] of steps.entries()) {
    const life = connection === null ? undefined : lives[connection];
    if (!life) continue;
    life.first = Math.min(life.first, i);
    life.last = i;
  }
  const free: number[] = [];
  return trace.connections.map(({ purpose }, index) => {
    const life = lives[index] ?? { first: 0, last: 0 };
    let slot = purpose === 'control' ? 0 : 1;
    while ((free[slot] ?? -1) >= life.first) slot += 1;
    free[slot] = life.last;
    return slot;
  });
}

/** The middle of a connection's ribbon at an end, and where its arrows begin and end. */
export function ribbonAt(frame: Frame, connection: number | null, node: NodeId): { middle: number; edge: number } {
  const x = frame.places.get(node) ?? frame.first;
  const inward = x < (frame.first + frame.last) / 2 ? 1 : -1;
  const found = connection === null ? undefined : frame.trace.connections[connection];
  if (!found || (node !== found.opener && node !== found.listener)) return { middle: x, edge: x };
  const slot = frame.slots[found.index] ?? 0;
  const offset = slot === 0 ? 0 : WIDTH.control / 2 + GAP + WIDTH.data / 2 + (slot - 1) * (WIDTH.data + GAP);
  return { middle: x + inward * offset, edge: x + inward * (offset + WIDTH[found.purpose] / 2 + 1) };
}

export function ribbonsOf(frame: Frame, rows: readonly Row[], bottom: number): readonly Ribbon[] {
  const byConnection = frame.trace.connections.map((): Row[] => []);
  for (const row of rows) if (row.arrow && row.step.connection !== null) byConnection[row.step.connection]?.push(row);
  return frame.trace.connections.flatMap((connection, index) => {
    const mine = byConnection[index] ?? [];
    const opened = mine.some(({ step }) => opens(step, connection.listener));
    const closed =
      !opened || mine.some(({ step }) => /^(close|reset|phase)$/.test(step.kind) || /FIN|RST/.test(step.label.term));
    return [connection.opener, connection.listener].flatMap((node) => {
      const ys = mine.flatMap((row) => endAt(row, node)?.[1] ?? []);
      const first = ys[0];
      if (first === undefined || (!opened && ys.length === 1)) return []; // one try has no life to show
      const role = roleOf(connection);
      const width = WIDTH[role];
      const end = closed ? Math.max(ys.at(-1) ?? first, first + 8) : bottom;
      const { middle } = ribbonAt(frame, index, node);
      const box = { x: middle - width / 2, y: first - 4, width, height: end - first + 8 };
      return [
        {
          key: `${index} ${node}`,
          connection: index,
          node,
          role,
          attempt: !opened,
          open: !closed,
          box,
          sheath: sheathOf(frame, index, mine, box),
        },
      ];
    });
  });
}

/** Where an arrow leaves a node, or arrives there; null where it does neither. */
function endAt({ step, arrow }: Row, node: NodeId): Point | null {
  if (step.from === node) return arrow?.points[0] ?? null;
  return step.to === node && step.arrived !== null ? (arrow?.points.at(-1) ?? null) : null;
}

/** From the row in which the handshake is done to the end of the ribbon, or to where TLS is taken off again. */
function sheathOf(
  { trace }: Frame,
  index: number,
  rows: readonly Row[],
  { x, y, width, height }: Rectangle,
): Ribbon['sheath'] {
  const handshake = secrecyOf(trace).handshakes.find(
    ({ connection, failed }) => connection === index && failed === null,
  );
  const first = handshake && rows.find(({ step }) => step.entry >= handshake.entry);
  if (!handshake || !first) return null;
  const cleared =
    handshake.cleared === null ? undefined : rows.find(({ step }) => step.entry >= (handshake.cleared ?? 0));
  const [top, bottom] = [Math.max(y, first.top + 12), cleared ? cleared.top : y + height];
  return bottom - top < 8
    ? null
    : { box: { x: x - 3, y: top, width: width + 6, height: bottom - top }, version: handshake.version ?? 'TLS' };
}

/** Whether a step shows that the other side answered. */
function opens({ kind, from, arrived, label }: Step, listener: NodeId): boolean {
  if (kind === 'segment' || kind === 'reset')
    return from === listener && arrived !== null && !label.term.includes('RST');
  return kind !== 'drop' && kind !== 'refuse' && kind !== 'note';
}
