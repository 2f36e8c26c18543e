/**
 * Lines of the control connection, out of a stream that comes in any pieces (RFC 959 section 5.3, RFC 854's end of
 * line).
 */
import { concat } from '../octets';
import { IAC, stripTelnet, telnetLength, type Stripped } from './telnet';
import { violation, type Violation } from '../violation';

interface Line extends Stripped {
  /** Octets [from, to) of `rest` followed by `octets`, the line's end included. */
  readonly from: number;
  readonly to: number;
}

interface Lines {
  readonly lines: readonly Line[];
  /** What to hand in next time: at most `limit` + 1 octets. */
  readonly rest: Uint8Array;
  readonly violations: readonly Violation[];
}

const LF = 10;
const CR = 13;

/**
 * Splits at LF, takes off a CR before it, and takes Telnet sequences out. A line of more than `limit` octets before its
 * LF is a violation when it becomes too long, and passed over: a rest longer than the limit stands for the part passed
 * over.
 */
export function readLines(rest: Uint8Array, octets: Uint8Array, limit = 4096): Lines {
  const all = rest.length === 0 ? octets : concat(rest, octets);
  const lines: Line[] = [];
  const violations: Violation[] = [];
  let skipping = rest.length > limit;
  let from = 0;
  for (let at = skipping ? rest.length : 0; at < all.length;) {
    const octet = all[at];
    // An option's number may be 10: inside a Telnet sequence no line ends. One cut off waits for the rest of it.
    if (octet === IAC) {
      const length = telnetLength(all, at);
      if (length === 0) break;
      at += length;
      continue;
    }
    at += 1;
    if (octet !== LF) continue;
    const end = at - 1;
    if (skipping) skipping = false;
    else if (end - from > limit) violations.push(tooLong(limit, from));
    else
      lines.push({
        ...stripTelnet(all.subarray(from, all[end - 1] === CR && end > from ? end - 1 : end)),
        from,
        to: at,
      });
    from = at;
  }
  if (skipping) return { lines, rest: rest.slice(0, limit + 1), violations };
  if (all.length - from > limit) violations.push(tooLong(limit, from));
  return { lines, rest: all.slice(from, Math.min(all.length, from + limit + 1)), violations };
}

const tooLong = (limit: number, at: number): Violation => violation({ code: 'line-too-long', most: limit }, at);
