/**
 * The symptoms that a log can show: by which signs (signs.ts, facts.ts), what each means, what tells it from its
 * neighbours, and the scenario in which it happens. Among equally certain ones the order here decides: what is told by
 * more comes first. Placeholders: {server} and {port} of the control connection, {told} and {toldPort} of 227 or 229,
 * {named} of PORT.
 */
import type { Symptom } from './symptom';
import { ACTIVE_SYMPTOMS } from './symptoms-active';
import { FILE_SYMPTOMS } from './symptoms-files';
import { LOGIN_SYMPTOMS } from './symptoms-login';
import { PASSIVE_SYMPTOMS } from './symptoms-passive';

export const SYMPTOMS: readonly Symptom[] = [
  ...LOGIN_SYMPTOMS,
  ...PASSIVE_SYMPTOMS,
  ...ACTIVE_SYMPTOMS,
  ...FILE_SYMPTOMS,
];
