/** Logs of real programs, made by running them. */
import { readFileSync } from 'node:fs';
import { SYMPTOMS } from '../../src/explain/logs/symptoms';

interface Log {
  readonly file: string;
  readonly made: string;
  readonly programs: readonly string[];
  readonly symptom: string | null;
  readonly failure: string | null;
}

export const read = (name: string) => readFileSync(new URL(`logs/${name}`, import.meta.url), 'utf8');
export const logs = JSON.parse(read('index.json')) as readonly Log[];
export const failing = logs.filter((log) => log.symptom !== null);
export const row = (id: string) => SYMPTOMS.find((symptom) => symptom.id === id)!;
