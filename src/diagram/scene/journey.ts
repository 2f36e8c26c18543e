/** A step as a journey over the scene: which nodes its packet came through, and where it ended. Pure. */
import type { NodeId } from '../../trace/entry';
import type { Role, Step } from '../steps/step';

export interface Journey {
  readonly through: readonly NodeId[];
  readonly role: Role;
  /** What it carries, in the wire's own word. */
  readonly label: string;
  /** It was stopped at the last node. */
  readonly stopped: boolean;
}

/** Null where nothing travels: a note, a wait, a step between no two nodes. */
export function journeyOf({ from, to, flight, label, role, problem, kind }: Step): Journey | null {
  if (from === null || to === null || kind === 'listen' || kind === 'note') return null;
  const through = flight
    ? [flight.from, ...flight.passes.flatMap(({ node }) => (node === null ? [] : [node])), flight.to]
    : [from, to];
  const way = through.filter((node, i) => node !== through[i - 1]);
  if (way.length < 2) return null;
  return {
    through: way,
    role,
    label: label.term || 'octets',
    stopped: flight ? flight.drop !== null : problem && kind === 'drop',
  };
}
