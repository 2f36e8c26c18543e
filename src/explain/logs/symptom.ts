/** What a symptom is, and the words by which the tables of symptoms say how it shows. */
import type { SettingsText } from '../../scenario/knobs/table';

export type Certainty = 'certain' | 'likely' | 'possible';

export interface Showing {
  readonly certainty: Certainty;
  /** All of them must be there ... */
  readonly by: readonly string[];
  /** ... and none of these. */
  readonly without?: readonly string[];
}

export interface Symptom {
  /** What it means and what tells it from its neighbours are a language's (strings/). */
  readonly id: string;
  /** The first that fits counts. */
  readonly shown: readonly Showing[];
  /**
   * Knobs as text, as in scenario files; what the log tells of the programs and the data mode is added where it is not
   * said here.
   */
  readonly replay: SettingsText;
  /** How the replay ends, in the recordings' words. */
  readonly ends: readonly string[];
}

export const certain = (...by: readonly string[]): Showing => ({ certainty: 'certain', by });
export const likely = (...by: readonly string[]): Showing => ({ certainty: 'likely', by });
export const possible = (...by: readonly string[]): Showing => ({ certainty: 'possible', by });
export const unless = (showing: Showing, ...without: readonly string[]): Showing => ({ ...showing, without });

export const EXPLICIT = { security: 'explicit', 'server.tls': 'optional' } as const satisfies SettingsText;
