/** The knobs that a run asked for; one that is not here decided over nothing in it. */
import { knobNamed } from '../../scenario/knobs/knobs';
import type { KnobName, KnobValues } from '../../scenario/knobs/table';
import type { EntryOf } from '../../trace/entry';
import { entriesOf, type Trace } from '../../trace/trace';

/** Where each was read. */
export function knobsRead(trace: Trace): ReadonlyMap<KnobName, EntryOf<'knob'>> {
  return new Map(
    entriesOf(trace, 'knob').flatMap((entry) => {
      const knob = knobNamed(entry.knob);
      return knob ? [[knob.name, entry] as const] : [];
    }),
  );
}

/** Answers with the value that a run read of a knob; undefined where it did not ask. */
export type Asked = <N extends KnobName>(name: N) => KnobValues[N] | undefined;

/** A run reads its values from a scenario, so that they are the knobs' own. */
export function askedIn(trace: Trace): Asked {
  const read = knobsRead(trace);
  return <N extends KnobName>(name: N) => read.get(name)?.value as KnobValues[N] | undefined;
}
