/**
 * Reads knobs for a run and remembers which were read: those become root entries of the trace, the rest do not exist
 * for it.
 */
import type { Recorder } from '../../sim/recorder';
import type { KnobValue } from '../values/knob';
import { knobNamed } from '../knobs/knobs';
import { applies, valueOf, type Scenario } from '../scenario';

export class Reading {
  private readonly entries = new Map<string, number>();

  constructor(
    private readonly scenario: Scenario,
    private readonly recorder: Recorder,
  ) {}

  value(name: string): KnobValue {
    const value = valueOf(this.scenario, name);
    if (!this.entries.has(name))
      this.entries.set(name, this.recorder.add([], null, null, { kind: 'knob', knob: name, value }));
    return value;
  }

  applies(name: string): boolean {
    const knob = knobNamed(name);
    return knob !== undefined && applies(this.scenario, knob);
  }

  integer(name: string): number {
    return Number(this.value(name));
  }

  text(name: string): string {
    return String(this.value(name));
  }

  optional(name: string): number | null {
    const value = this.value(name);
    return value === null ? null : Number(value);
  }

  /** A choice of 'true' and 'false' whose none is the program's own habit. */
  tristate(name: string): boolean | null {
    const value = this.value(name);
    return value === null ? null : value === 'true';
  }

  version(): 4 | 6 {
    return this.value('ipVersion') === 6 ? 6 : 4;
  }

  /** The root entries of the knobs read so far whose name starts so. */
  behind(prefix: string): readonly number[] {
    return [...this.entries].filter(([name]) => name.startsWith(prefix)).map(([, entry]) => entry);
  }
}
