/**
 * Telnet as the control connection uses it (RFC 959 section 3.1, RFC 1123 section 4.1.2.12): commands before ABOR and
 * STAT, an option that somebody offers, and the octet 255, which is doubled.
 */
export const IAC = 255;
export const WILL = 251;
const WONT = 252;
export const DO = 253;
const DONT = 254;
/** Interrupt process, and the data mark that urgent data points to (RFC 854). */
export const IP = 244;
export const DM = 242;

const NAMES: Readonly<Record<number, string>> = {
  240: 'SE',
  241: 'NOP',
  [DM]: 'DM',
  243: 'BRK',
  [IP]: 'IP',
  245: 'AO',
  246: 'AYT',
  247: 'EC',
  248: 'EL',
  249: 'GA',
  250: 'SB',
  [WILL]: 'WILL',
  [WONT]: 'WONT',
  [DO]: 'DO',
  [DONT]: 'DONT',
};

/**
 * Octets of the Telnet sequence that begins with the IAC at `at`; 0 when it is cut off there. An IAC before no command
 * stands alone.
 */
export function telnetLength(octets: Uint8Array, at: number, end = octets.length): number {
  if (at + 1 >= end) return 0;
  const command = octets[at + 1] ?? 0;
  if (command >= WILL && command <= DONT) return at + 2 < end ? 3 : 0;
  return command >= 240 ? 2 : 1;
}

/** 'IAC IP', 'IAC DM', 'IAC WILL 1', and 'IAC' for one before no command. */
export function telnetName(octets: Uint8Array, at: number, length: number): string {
  if (length === 1) return 'IAC';
  const command = octets[at + 1] ?? 0;
  return `IAC ${NAMES[command] ?? command}${length === 3 ? ` ${octets[at + 2] ?? 0}` : ''}`;
}

export interface Stripped {
  readonly octets: Uint8Array;
  /** The sequences that were taken out, in order. */
  readonly telnet: readonly string[];
}

const NONE: readonly string[] = [];

/** What is left of a line without its Telnet sequences; the same octets when there are none. */
export function stripTelnet(line: Uint8Array): Stripped {
  if (!line.includes(IAC)) return { octets: line, telnet: NONE };
  const kept = new Uint8Array(line.length);
  const telnet: string[] = [];
  let end = 0;
  for (let at = 0; at < line.length;) {
    const octet = line[at] ?? 0;
    if (octet !== IAC) {
      kept[end++] = octet;
      at += 1;
      continue;
    }
    const length = telnetLength(line, at) || line.length - at;
    if (length === 2 && line[at + 1] === IAC) kept[end++] = IAC;
    else telnet.push(telnetName(line, at, length));
    at += length;
  }
  return { octets: kept.slice(0, end), telnet };
}

/** Data for a Telnet connection: every 255 doubled (RFC 854). */
export function escapeTelnet(data: Uint8Array): Uint8Array {
  if (!data.includes(IAC)) return data;
  return Uint8Array.from(Array.from(data).flatMap((octet) => (octet === IAC ? [IAC, IAC] : [octet])));
}

/**
 * The answer that refuses an option: WILL is answered by DONT, DO by WONT (RFC 1123 section 4.1.2.12); null for
 * anything else.
 */
export function refusal(name: string): Uint8Array | null {
  const [, word, option] = /^IAC (WILL|DO) (\d+)$/.exec(name) ?? [];
  return word ? Uint8Array.of(IAC, word === 'WILL' ? DONT : WONT, Number(option)) : null;
}

/**
 * What precedes ABOR: interrupt process, and the synch signal's data mark, which urgent data ends with (RFC 959 section
 * 4.1.3).
 */
export const INTERRUPT: readonly number[] = [IAC, IP];
export const SYNCH: readonly number[] = [IAC, DM];
