/**
 * What a scanner's user reads: nmap's lines with --reason (output.cc). It hides states that more than 25 ports share;
 * here all are shown.
 */
import type { Micros } from '../machine/contract';
import { calendar } from '../wire/text/calendar';
import type { Found, ScannerProfile } from './profile';

export interface Row extends Found {
  readonly port: number;
  /** Whose answer it was, where that was not the target; and its time to live as it came, where the program saw it. */
  readonly from: string | null;
  readonly timeToLive: number | null;
}

const two = (value: number): string => String(value).padStart(2, '0');

export function heading({ version }: ScannerProfile, seconds: number): string {
  const { year, month, day, hour, minute } = calendar(seconds);
  return (
    `Starting Nmap ${version} ( https://nmap.org ) at ${year}-${two(month + 1)}-${two(day)} ${two(hour)}:` +
    `${two(minute)} UTC`
  );
}

/** `latency` null where nothing answered. */
export function report(
  profile: ScannerProfile,
  address: string,
  rows: readonly Row[],
  latency: Micros | null,
  took: Micros,
): readonly string[] {
  const table = [
    ['PORT', 'STATE', 'SERVICE', 'REASON'],
    ...rows.map((row) => [`${row.port}/tcp`, row.state, profile.services[row.port] ?? 'unknown', reasonOf(row)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  return [
    `Nmap scan report for ${address}`,
    `Host is up, received user-set${latency === null ? '' : ` (${twoDigits(latency / 1e6)}s latency)`}.`,
    '',
    ...table.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' ')),
    '',
    `Nmap done: 1 IP address (1 host up) scanned in ${(took / 1e6).toFixed(2)} seconds`,
  ];
}

function reasonOf({ reason, from, timeToLive }: Row): string {
  return `${reason}${from === null ? '' : ` from ${from}`}${timeToLive === null ? '' : ` ttl ${timeToLive}`}`;
}

/** Two significant digits, and never an exponent. */
function twoDigits(value: number): string {
  const digits = value > 0 ? Math.max(0, 1 - Math.floor(Math.log10(value))) : 0;
  return value.toFixed(Math.min(digits, 6));
}
