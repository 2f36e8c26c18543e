/**
 * Reads knobs for a run and remembers which were read: those become root entries of the trace, the rest do not exist
 * for it.
 */
import type { Recorder } from '../../../sim/recorder';
import { defaults, isAt, knobNamed } from '../../knobs/knobs';
import type { KnobName, KnobValues, Place } from '../../knobs/table';
import { applies, valueOf, type Scenario } from '../../scenario';

export class Reading {
  private readonly entries = new Map<KnobName, number>();

  constructor(
    private readonly scenario: Scenario,
    private readonly recorder: Recorder,
  ) {}

  value<N extends KnobName>(name: N): KnobValues[N] {
    const value = valueOf(this.scenario, name);
    if (!this.entries.has(name))
      this.entries.set(name, this.recorder.add([], null, null, { kind: 'knob', knob: name, value }));
    return value;
  }

  /** A value that means nothing as it is by default: only another one is read. */
  unlessDefault<N extends KnobName>(name: N): KnobValues[N] {
    return valueOf(this.scenario, name) === defaults[name] ? defaults[name] : this.value(name);
  }

  applies(name: KnobName): boolean {
    return applies(this.scenario, knobNamed(name));
  }

  /** The value of a knob that means something for the others; it is not read where it does not. */
  ifApplies<N extends KnobName, Otherwise>(name: N, otherwise: Otherwise): KnobValues[N] | Otherwise {
    return this.applies(name) ? this.value(name) : otherwise;
  }

  /** The root entries of the knobs read so far: of all, of those at a place, or of one. */
  behindAll(): readonly number[] {
    return [...this.entries.values()];
  }

  behindPlace(place: Place): readonly number[] {
    return [...this.entries].filter(([name]) => isAt(place, name)).map(([, entry]) => entry);
  }

  behind(name: KnobName): readonly number[] {
    const entry = this.entries.get(name);
    return entry === undefined ? [] : [entry];
  }
}
