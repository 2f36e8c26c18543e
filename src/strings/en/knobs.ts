/** The knobs in words: labels, what each is for, and what a value of it exposes. Loaded with what shows them. */
import type { Exposed, OpenHazard } from '../../explain/remedies/opens';
import type { KnobName } from '../../scenario/knobs/table';
import type { AllKnobWords, KnobWords } from '../knob-words';
import { clientWords } from './knobs/client';
import { clientEdgeWords } from './knobs/client-edge';
import { connectionWords } from './knobs/connection';
import { faultWords } from './knobs/faults';
import { hostFirewallWords } from './knobs/host-firewalls';
import { networkWords } from './knobs/network';
import { serverWords } from './knobs/server';
import { serverEdgeWords } from './knobs/server-edge';
import { tlsWords } from './knobs/tls';
import { workWords } from './knobs/work';

const all: AllKnobWords = {
  ...connectionWords,
  ...tlsWords,
  ...clientWords,
  ...clientEdgeWords,
  ...serverEdgeWords,
  ...networkWords,
  ...serverWords,
  ...hostFirewallWords,
  ...faultWords,
  ...workWords,
};

export const knobWords: Readonly<Record<KnobName, KnobWords>> = all;

/** What a knob's value exposes. */
export const exposesText = ({ knob, value }: OpenHazard | Exposed): string =>
  knobWords[knob].exposes?.[String(value)] ?? knob;
