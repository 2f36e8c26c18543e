/** What a scanner is asked to do, and what it keeps while it does. */
import type { Command, Endpoint, MachineEvent, Micros } from '../machine/contract';
import { family } from '../wire/packet/address';
import { ACK, RST, SYN } from '../wire/packet/tcp';
import type { Patience } from './patience';
import { impatient } from './patience';
import type { Found, ScannerProfile } from './profile';
import type { Row } from './report';

export interface ScanSetup {
  readonly profile: ScannerProfile;
  readonly address: string;
  /** SYNs of its own, or connections by the kernel. */
  readonly technique: 'syn' | 'connect';
  readonly ports: readonly number[];
  /** How long its user waits before starting it. */
  readonly after: Micros;
}

export interface Scan {
  readonly setup: ScanSetup;
  /** Ports still to probe; the first is being probed. */
  readonly left: readonly number[];
  readonly tries: number;
  readonly began: Micros;
  readonly sent: Micros;
  readonly patience: Patience;
  readonly rows: readonly Row[];
}

export const beginning = (setup: ScanSetup): Scan => ({
  setup,
  left: [...setup.ports].sort((a, b) => a - b),
  tries: 0,
  began: 0,
  sent: 0,
  patience: impatient(setup.profile.timing),
  rows: [],
});

/** The name of the connection that is being tried. */
export const nameOf = ({ left, tries }: Scan): string => `port ${left[0]} try ${tries}`;

/** The first SYN of a try: made by the program itself, or by its kernel. */
export function tryPort(scan: Scan): Command {
  const {
    address,
    technique,
    profile: {
      probe: { sourcePort, ...segment },
    },
  } = scan.setup;
  const remote: Endpoint = { address, port: scan.left[0] ?? 0 };
  const connection = nameOf(scan);
  return technique === 'syn'
    ? { type: 'probe', connection, remote, localPort: sourcePort, ...segment }
    : { type: 'open', connection, purpose: 'other', remote };
}

type Ended = Omit<Row, 'port'>;

/** What an event tells of the port that is being tried; null where it tells nothing. */
export function verdictOf({ setup: { address, profile } }: Scan, event: MachineEvent): Ended | null {
  const unseen = { from: null, timeToLive: null };
  if (event.type === 'opened') return { state: 'open', reason: 'syn-ack', ...unseen };
  if (event.type === 'failed') return { ...(profile.errors[event.reason] ?? UNKNOWN), ...unseen };
  if (event.type !== 'answered') return null;
  const seen = { from: event.from === address ? null : event.from, timeToLive: event.timeToLive };
  if (event.unreachable !== null)
    return {
      state: 'filtered',
      reason: profile.reasons[`ipv${family(address)} ${event.unreachable}`] ?? 'unknown-response',
      ...seen,
    };
  if (event.flags & RST) return { state: 'closed', reason: 'reset', ...seen };
  return (event.flags & (SYN | ACK)) === (SYN | ACK) ? { state: 'open', reason: 'syn-ack', ...seen } : null;
}

export const SILENCE: Ended = { state: 'filtered', reason: 'no-response', from: null, timeToLive: null };
const UNKNOWN: Found = { state: 'filtered', reason: 'unknown-response' };

export type ScanNote = { readonly code: 'tells-nothing'; readonly event: string };
