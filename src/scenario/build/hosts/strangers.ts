/** Whoever else is on the wide network, from knobs: a bystander, a thief, a scanner. */
import { bystanderProgram } from '../../../ftp/strangers/bystander.machine';
import { thiefProgram } from '../../../ftp/strangers/thief.machine';
import type { Program } from '../../../machine/program';
import type { Scanner } from '../../../scan/nmap';
import type { HostSpec } from '../../../sim/topology';
import { BYSTANDER, SCANNER, SCANNER_6, type Addressing } from '../reading/addressing';
import { pool, THINK } from './host';
import { partOf, type Parts } from '../reading/parts';
import type { Reading } from '../reading/reading';
import { thiefLayers } from './tls-setup';

/** Somebody on the wide network who has nothing to do with the session, and listens. */
export function bystanders(reading: Reading, parts: Parts, addressing: Addressing): readonly HostSpec[] {
  if (!standsBy(reading)) return [];
  return [
    {
      id: 'bystander',
      kind: 'host',
      name: 'Bystander',
      addresses: [BYSTANDER],
      privileged: false,
      files: new Map(),
      routes: [{ prefix: '*', via: 'wan' }],
      ephemeral: { from: 32_768, to: 60_999, avoid: () => false },
      services:
        reading.value('faults.bystander') === null
          ? []
          : [{ port: 8080, purpose: 'data', program: bystanderProgram(THINK) }],
      programs: thieves(reading, parts, addressing),
      causes: [...reading.behind('faults.bystander'), ...reading.behind('faults.thief')],
    },
  ];
}

const steals = (reading: Reading): boolean => reading.ifApplies('faults.thief', null) !== null;

export const standsBy = (reading: Reading): boolean => reading.value('faults.bystander') !== null || steals(reading);

/** Dials as long as a session may take to come to its first data connection. */
const ATTEMPTS = 300;

function thieves(reading: Reading, parts: Parts, { called }: Addressing): readonly Program[] {
  if (!steals(reading)) return [];
  const tls = reading.value('faults.thief') === 'tls';
  const [port] = reading.value('server.passiveRange');
  return [
    thiefProgram(
      { remote: { address: called, port }, tls, attempts: ATTEMPTS },
      tls ? thiefLayers(reading, parts) : {},
      THINK,
    ),
  ];
}

/** Somebody on the wide network who looks at the server's ports, before or during the session. */
export function scanners(reading: Reading, parts: Parts, { version, called }: Addressing): readonly HostSpec[] {
  const [scan] = reading.value('scanner.work') ?? [];
  if (scan?.op !== 'scan') return [];
  const { profile, program } = partOf<Scanner>(parts, 'client nmap');
  const setup = {
    profile,
    address: called,
    technique: scan.technique,
    ports: scan.ports,
    after: reading.value('scanner.afterMs') * 1000,
  };
  return [
    {
      id: 'scanner',
      kind: 'host',
      name: 'Scanner',
      addresses: [version === 6 ? SCANNER_6 : SCANNER],
      privileged: true,
      files: new Map(),
      routes: [{ prefix: '*', via: 'wan' }],
      ephemeral: pool(reading.value('client.ephemeralPorts')),
      services: [],
      programs: [program(setup, THINK)],
      causes: reading.behindPlace('scanner'),
    },
  ];
}
