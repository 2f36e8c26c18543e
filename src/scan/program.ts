/** A scanner as a program that a host can run. */
import type { Micros } from '../machine/contract';
import type { Program } from '../machine/program';
import { scanner } from './scanner.machine';
import type { ScanSetup } from './work';

export function scannerProgram(setup: ScanSetup, think: Micros): Program {
  return { name: setup.profile.name, machines: { scanner: { model: scanner, input: setup } }, think };
}
