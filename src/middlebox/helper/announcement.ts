/**
 * Where a segment of a control connection says that a data connection will come, as Linux's nf_conntrack_ftp.c looks
 * for it: at the very beginning of the payload, the whole of it in one segment. More lenient than RFC 959 in some ways,
 * stricter in others: what begins like an announcement and is none, or not yet, is 'partial', and the packet is
 * dropped.
 */
import type { Endpoint } from '../../machine/contract';
import { canonicalAddress, family } from '../../wire/packet/address';
import { formatEprt, formatPort, format229 } from '../../wire/ftp/host-port';
import { isViolation } from '../../wire/violation';
import type { Direction } from '../tuple';

type Verb = 'PORT' | 'EPRT' | '227' | '229';

/** `from` and `length`: the octets of the payload that hold address and port. */
export interface Announcement extends Endpoint {
  readonly verb: Verb;
  readonly from: number;
  readonly length: number;
}

export type Search = 'none' | { readonly partial: Verb } | Announcement;

interface Found {
  readonly address: string | null;
  readonly port: number;
  /** Offset within the argument, and length. */
  readonly at: number;
  readonly length: number;
}

interface Pattern {
  readonly verb: Verb;
  readonly begin: string;
  /** The argument begins after the next one of these. */
  readonly skip: string | null;
  readonly read: (argument: string, version: 4 | 6) => Found | null;
}

/**
 * Numbers up to 255 with `separator` between; then must come `end`, or anything where there is none. Empty ones count
 * as 0.
 */
function numbers(
  text: string,
  count: number,
  separator: string,
  end: string | null,
): { readonly values: readonly number[]; readonly length: number } | null {
  const values = [0];
  for (const [at, character] of [...text].entries()) {
    if (/\d/.test(character)) {
      const value = (values[values.length - 1] ?? 0) * 10 + Number(character);
      if (value > 255) return null;
      values[values.length - 1] = value;
    } else if (character === separator && values.length <= count) {
      values.push(0);
      if (values.length > count) return null;
    } else return values.length === count && (end === null || character === end) ? { values, length: at } : null;
  }
  return null;
}

function six(text: string, at: number, end: string | null): Found | null {
  const found = numbers(text.slice(at), 6, ',', end);
  if (!found) return null;
  const [a, b, c, d, p1 = 0, p2 = 0] = found.values;
  return { address: [a, b, c, d].join('.'), port: p1 * 256 + p2, at, length: found.length };
}

/** A delimiter: anything visible but a digit. */
const isDelimiter = (character: string): boolean => /^[!-/:-~]$/.test(character);

/** The port up to the delimiter; gives the offset after it, or null. */
function port(text: string, from: number, delimiter: string): { readonly port: number; readonly to: number } | null {
  const [whole = '', digits = ''] = /^(\d*)([^\d]|$)/.exec(text.slice(from)) ?? [];
  const value = Number(digits);
  return whole.endsWith(delimiter) && value > 0 && value <= 65535
    ? { port: value, to: from + digits.length + 1 }
    : null;
}

function extendedPort(text: string, version: 4 | 6): Found | null {
  const delimiter = text.charAt(0);
  if (text.length <= 3 || !isDelimiter(delimiter) || text.charAt(2) !== delimiter) return null;
  if (text.charAt(1) !== (version === 4 ? '1' : '2')) return null;
  const dotted = version === 4 ? numbers(text.slice(3), 4, '.', delimiter) : null;
  const end = version === 4 ? 3 + (dotted?.length ?? -4) : text.indexOf(delimiter, 3);
  const address = dotted ? dotted.values.join('.') : canonicalAddress(text.slice(3, Math.max(3, end)));
  if (end < 3 || isViolation(address) || family(address) !== version) return null;
  const found = port(text, end + 1, delimiter);
  return found && { address, port: found.port, at: 0, length: found.to };
}

function extendedPassive(text: string): Found | null {
  const delimiter = text.charAt(0);
  if (text.length <= 3 || !isDelimiter(delimiter) || !text.startsWith(delimiter.repeat(3))) return null;
  const found = port(text, 3, delimiter);
  return found && { address: null, port: found.port, at: 0, length: found.to };
}

const PATTERNS: Readonly<Record<Direction, readonly Pattern[]>> = {
  original: [
    { verb: 'PORT', begin: 'PORT', skip: ' ', read: (text) => six(text, 0, '\r') },
    { verb: 'EPRT', begin: 'EPRT', skip: ' ', read: extendedPort },
  ],
  reply: [
    // RFC 1123 section 4.1.2.6: the first digit after the code begins it, whatever stands around.
    { verb: '227', begin: '227 ', skip: null, read: (text) => six(text, Math.max(0, text.search(/\d/)), null) },
    { verb: '229', begin: '229 ', skip: '(', read: extendedPassive },
  ],
};

/** One character for each octet, so that offsets are the payload's. */
const characters = (octets: Uint8Array): string => Array.from(octets, (octet) => String.fromCharCode(octet)).join('');

/** Looks at a payload that begins a line. `speaker` is who sent it, its own address: a 229 has none. */
export function search(direction: Direction, payload: Uint8Array, speaker: string): Search {
  const text = characters(payload);
  for (const { verb, begin, skip, read } of PATTERNS[direction]) {
    const start = text.slice(0, begin.length).toUpperCase();
    if (text.length <= begin.length) {
      if (begin.startsWith(start)) return { partial: verb };
      continue;
    }
    if (start !== begin) continue;
    const skipped = skip === null ? begin.length : text.indexOf(skip, begin.length) + 1;
    const found = skipped === 0 ? null : read(text.slice(skipped), family(speaker));
    if (!found) return { partial: verb };
    return {
      verb,
      address: found.address ?? speaker,
      port: found.port,
      from: skipped + found.at,
      length: found.length,
    };
  }
  return 'none';
}

/** The same place with another address and port in it. */
const FORMATS: Readonly<Record<Verb, (address: string, port: number) => string>> = {
  PORT: formatPort,
  227: formatPort,
  EPRT: formatEprt,
  229: (_, number) => format229(number),
};

export const announcementText = (verb: Verb, { address, port: number }: Endpoint): string =>
  FORMATS[verb](address, number);
