/** A rule at work on a block of its own: what the tests of single rules begin with, and how they read what it said. */
import type { TcpCommand, TcpSettings } from '../../src/machine/transport';
import { begin, type Draft, type RuleRun } from '../../src/tcp/tcb/draft';
import { linux } from '../../src/tcp/tcb/settings';
import { initial, type Sent, type Tcb } from '../../src/tcp/tcb/tcb';
import { ACK, flagNames, NO_OPTIONS, type TcpSegment } from '../../src/wire/packet/tcp';

const GROUPS = ['snd', 'rcv', 'ack', 'rtt', 'congestion', 'due', 'owes'] as const;
type Group = (typeof GROUPS)[number];

/** What of a fresh block is other than fresh. */
export type Given = Partial<Omit<Tcb, Group | 'settings'>> & { readonly [G in Group]?: Partial<Tcb[G]> } & {
  readonly settings?: Partial<TcpSettings>;
};

export const LOCAL = { address: '203.0.113.10', port: 40036 };
export const REMOTE = { address: '198.51.100.21', port: 21 };

export function block({ settings, ...given }: Given = {}): Tcb {
  const fresh = initial({ local: LOCAL, remote: REMOTE, iss: 0, settings: { ...linux(4), ...settings } });
  const groups = Object.fromEntries(GROUPS.map((group) => [group, { ...fresh[group], ...given[group] }]));
  return { ...fresh, ...given, ...groups } as Tcb;
}

export const working = (given: Given = {}, at = 0): RuleRun => begin(block(given), at);

/**
 * A retransmission queue of segments of 1,000 octets from 1 on, a letter each: `.` sent once, `r` sent again, `s`
 * reported by SACK, `l` taken for lost.
 */
export const queue = (letters: string): Sent[] =>
  [...letters].map((letter, i) => ({
    from: 1 + i * 1_000,
    to: 1_001 + i * 1_000,
    flags: ACK,
    at: 0,
    times: letter === 'r' ? 2 : 1,
    sacked: letter === 's',
    lost: letter === 'l',
  }));

const letterOf = ({ times, sacked, lost }: Sent): string => {
  if (sacked) return lost ? '?' : 's';
  if (lost) return 'l';
  return times > 1 ? 'r' : '.';
};
export const lettersOf = ({ sent }: Draft): string => sent.map(letterOf).join('');

/** A stream of so many octets, numbered from 0. */
export const stream = (octets: number) => ({
  start: 0,
  end: octets,
  chunks: octets > 0 ? [{ from: 0, octets: Uint8Array.from({ length: octets }, (_, i) => i & 255) }] : [],
});

export const segment = (given: Partial<TcpSegment> = {}): TcpSegment => ({
  sourcePort: REMOTE.port,
  destinationPort: LOCAL.port,
  seq: 0,
  ack: 0,
  flags: ACK,
  window: 63,
  urgentPointer: 0,
  options: NO_OPTIONS,
  payload: new Uint8Array(0),
  ...given,
});

function spoken(command: TcpCommand): string {
  switch (command.type) {
    case 'transmit': {
      const { flags, seq, payload } = command.segment;
      return `${flagNames(flags)} ${seq}+${payload.length}${command.again ? ' again' : ''}`;
    }
    case 'arm':
      return `arm ${command.timer} ${command.after}`;
    case 'cancel':
      return `cancel ${command.timer}`;
    case 'tell':
      return command.told.type;
    case 'note':
    case 'violation':
      return `${command.type} ${command.reason.code}`;
    case 'delete':
      return 'delete';
  }
}
export const said = ({ commands }: RuleRun): string[] => commands.map(spoken);
/** Of what was said, the segments alone. */
export const segmentsOf = ({ commands }: RuleRun): string[] =>
  commands.filter(({ type }) => type === 'transmit').map(spoken);
export const transmitted = ({ commands }: RuleRun): TcpSegment[] =>
  commands.flatMap((command) => (command.type === 'transmit' ? [command.segment] : []));
