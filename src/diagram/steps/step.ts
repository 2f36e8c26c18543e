/** A step: one row of the diagram, one stop of the cursor. Plain data; positions are given later, by the layout. */
import type { Micros } from '../../machine/contract';
import type { NodeId } from '../../trace/entry';
import type { Flight } from './flight';

/** How near one looks, from far to near. */
export type Depth = 'story' | 'dialogue' | 'segments' | 'octets';

export type StepKind =
  | 'connect'
  | 'refuse'
  | 'handshake'
  | 'message'
  | 'transfer'
  | 'close'
  | 'reset'
  | 'segment'
  | 'drop'
  | 'listen'
  | 'note'
  | 'phase'
  | 'later'
  | 'outcome';

/** What a thing belongs to: it decides colour, and the second sign that goes with it. */
export type Role = 'control' | 'data' | 'other';

export interface Step {
  /** Where the cursor stops: the entry with which all of the step has happened. */
  readonly entry: number;
  /** The step's first entry; from here to `entry` it is under way. */
  readonly begin: number;
  /** The name under which the trace knows it (trace/moment.ts). */
  readonly moment: string | null;
  /** `term` is what is on the wire (verb, code, flags), set in the wire's typeface; `text` is what is said about it. */
  readonly label: { readonly term: string; readonly text: string };
  /** What its message means, for who learns to read it; null where there is nothing but its words. */
  readonly taught: string | null;
  readonly kind: StepKind;
  readonly role: Role;
  readonly connection: number | null;
  readonly from: NodeId | null;
  readonly to: NodeId | null;
  /** Of the packet that carried it: when it left, and when it came out, or null when it did not. */
  readonly sent: Micros;
  readonly arrived: Micros | null;
  /** When `entry` happened. */
  readonly at: Micros;
  /** Dropped, refused or failed, or a reply with bad news (4yz, 5yz). */
  readonly problem: boolean;
  /** A connection being tried, not yet answered. */
  readonly attempt: boolean;
  /** A close by one end alone. */
  readonly half: boolean;
  /** The packet's way, for bends and crosses; null where no single packet carried the step. */
  readonly flight: Flight | null;
  /** Why it was dropped, and by what. */
  readonly verdict: string | null;
  /** The same verdict on the same segment stands above already. */
  readonly repeats: boolean;
  /** It travelled sealed: so many octets can be counted by anybody, and no more be known; null for what is in clear. */
  readonly sealed: number | null;
  /** At octets depth: the payload. */
  readonly octets: Uint8Array | null;
  /** Every entry that the step shows and that has a row of its own nowhere else: drops, transmissions, messages. */
  readonly shows: readonly number[];
}

const blank = {
  moment: null,
  taught: null,
  role: 'other',
  connection: null,
  from: null,
  to: null,
  arrived: null,
  problem: false,
  attempt: false,
  half: false,
  flight: null,
  verdict: null,
  repeats: false,
  sealed: null,
  octets: null,
  shows: [],
} as const;

/** A step from what is particular about it. */
export function step(
  particular: Pick<Step, 'entry' | 'begin' | 'kind' | 'label' | 'sent' | 'at'> & Partial<Step>,
): Step {
  return { ...blank, ...particular };
}

export const inOrder = (a: Step, b: Step): number => a.entry - b.entry || a.begin - b.begin;
