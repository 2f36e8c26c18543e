/** The scanner as one part: its manners, and the machine that has them. Loaded where somebody scans. */
import profile from './profiles/nmap.json';
import type { ScannerProfile } from './profile';
import { scannerProgram } from './program';

export const nmap = { profile: profile as unknown as ScannerProfile, program: scannerProgram };

export type Scanner = typeof nmap;
