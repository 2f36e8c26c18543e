/** What a run needs besides its scenario: the profiles of the programs in it, and TLS where somebody speaks it. */
import type { ClientName } from '../../../ftp/profiles/client-profile';
import type { ServerName } from '../../../ftp/profiles/server-profile';
import type { ScannerName } from '../../../scan/profile';
import { valueOf, type Scenario } from '../../scenario';

export type Need = `client ${ClientName | ScannerName}` | `server ${ServerName}` | 'tls';

export type Parts = ReadonlyMap<Need, unknown>;

/** The parts a scenario needs; `load` in src/parts.ts brings them. */
export function needs(scenario: Scenario): readonly Need[] {
  const server = valueOf(scenario, 'server.software');
  const scanner: readonly Need[] = valueOf(scenario, 'scanner.work') === null ? [] : ['client nmap'];
  const secured =
    valueOf(scenario, 'security') !== 'none' ||
    valueOf(scenario, 'faults.thief') === 'tls' ||
    (server !== 'none' && valueOf(scenario, 'server.tls') !== 'off');
  return [
    ...new Set([
      clientNeed(valueOf(scenario, 'client.software')),
      ...(server === 'none' ? [] : [serverNeed(server)]),
      ...scanner,
      ...(secured ? (['tls'] as const) : []),
    ]),
  ];
}

/** The part that a client's name stands for. */
export const clientNeed = (software: ClientName | ScannerName): Need => `client ${software}`;

export const serverNeed = (software: ServerName): Need => `server ${software}`;

/** A part that must be there. Throws where `load(needs(scenario))` was not waited for: a mistake of the caller. */
export function partOf<T>(parts: Parts, need: Need): T {
  const part = parts.get(need);
  if (part === undefined) throw new Error(`the run needs '${need}', which was not loaded`);
  return part as T;
}
