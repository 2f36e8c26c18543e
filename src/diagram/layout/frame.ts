import type { NodeId } from '../../trace/entry';
import type { Trace } from '../../trace/trace';
import type { Depth } from '../steps/step';

/** What all rows of a picture share. */
export interface Frame {
  readonly trace: Trace;
  readonly depth: Depth;
  readonly compact: boolean;
  readonly places: ReadonlyMap<NodeId, number>;
  /** The band of rows, and within it the first and the last lane. */
  readonly left: number;
  readonly right: number;
  readonly first: number;
  readonly last: number;
  /** Beside which others each connection runs (ribbons.ts). */
  readonly slots: readonly number[];
}
