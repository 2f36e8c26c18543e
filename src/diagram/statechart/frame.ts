/** What every part of a statechart's drawing needs: what is lit, what is asked about, and how one asks. */
import type { Selection } from 'd3-selection';
import { eventsOf } from './lines';
import { NEVER_TAKEN, type Lit, type Taken } from './lit';
import type { ChartEdge } from './statechart';

/** What may be asked about: a state by its name, an edge by its id. */
export interface Asked {
  readonly kind: 'state' | 'edge';
  readonly id: string;
}

interface ChartWords {
  readonly state: (name: string, standing: string, odd: number) => string;
  readonly edge: (from: string, to: string, events: string, taken: number) => string;
}

export interface ChartHandlers {
  onask(asked: Asked): void;
  readonly words: ChartWords;
}

export type Root = Selection<SVGGElement, unknown, null, undefined>;
export interface Frame {
  readonly lit: Lit;
  readonly asked: Asked | null;
  readonly handlers: ChartHandlers;
}

export const takenOf = ({ lit }: Frame, { id }: ChartEdge): Taken => lit.edges.get(id) ?? NEVER_TAKEN;

export function standingOf({ past, later }: Taken): 'been' | 'later' | 'never' {
  if (past.length > 0) return 'been';
  return later.length > 0 ? 'later' : 'never';
}

/** What has been, will be or never is; the last step besides; and what was asked about. */
export function classesOf(frame: Frame, edge: ChartEdge): string {
  return (
    `edge ${standingOf(takenOf(frame, edge))}${frame.lit.present.has(edge.id) ? ' present' : ''}` +
    (isAsked(frame, 'edge', edge.id) ? ' asked' : '')
  );
}

export const isAsked = ({ asked }: Frame, kind: Asked['kind'], id: string): boolean =>
  asked?.kind === kind && asked.id === id;

/** A thing that can be asked about, by pointer and by key. */
export function askable<Datum>(
  added: Selection<SVGGElement, Datum, SVGGElement, unknown>,
  handlers: ChartHandlers,
  asked: (datum: Datum) => Asked,
): void {
  added
    .attr('role', 'button')
    .attr('tabindex', -1)
    .on('click', (event: Event, datum) => {
      event.stopPropagation();
      handlers.onask(asked(datum));
    })
    .on('keydown', (event: KeyboardEvent, datum) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      handlers.onask(asked(datum));
    });
}

export const counted = ({ past }: Taken): string => (past.length > 0 ? `${past.length}×` : '');
export const spoken = (frame: Frame, edge: ChartEdge): string =>
  frame.handlers.words.edge(
    edge.from,
    edge.to,
    eventsOf(edge.transitions).join(', '),
    takenOf(frame, edge).past.length,
  );
