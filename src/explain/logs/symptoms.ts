/**
 * The symptoms that a log can show: by which signs (signs.ts, facts.ts), and the scenario in which each happens. Among
 * equally certain ones the order here decides: what is told by more comes first.
 */
import type { Symptom } from './symptom';
import { ACTIVE_SYMPTOMS } from './symptoms-active';
import { FILE_SYMPTOMS } from './symptoms-files';
import { LOGIN_SYMPTOMS } from './symptoms-login';
import { PASSIVE_SYMPTOMS } from './symptoms-passive';

const all = [...LOGIN_SYMPTOMS, ...PASSIVE_SYMPTOMS, ...ACTIVE_SYMPTOMS, ...FILE_SYMPTOMS] as const;

export type SymptomId = (typeof all)[number]['id'];

export const SYMPTOMS: readonly (Symptom & { readonly id: SymptomId })[] = all;
