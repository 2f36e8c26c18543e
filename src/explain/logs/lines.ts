/**
 * A pasted text as lines, each with who speaks in it: how clients and vsftpd's log write a dialogue down, as data. A
 * line that no form fits is a note. Every pattern is anchored, and a line is read no further than LONGEST: the whole is
 * linear.
 */
import { CAPS } from '../../wire/caps';

export type Speaker = 'client' | 'server' | 'note';

export interface Line {
  /** From 1, as an editor counts. */
  readonly number: number;
  readonly by: Speaker;
  /** What was said, without what the program writes around it; a password is not in it. */
  readonly text: string;
  /** The line as it was pasted, cut at LONGEST; the password is not in it either. */
  readonly raw: string;
}

/** UTF-16 units. */
export const LONGEST: number = CAPS.logLine.most;

interface Form {
  readonly pattern: RegExp;
  /** Null for what is none of the dialogue: counts of octets, listings. */
  readonly by: Speaker | null;
}

/** Bounded: a blank may belong to the stamp or follow it, and a pattern tries both for each that there is. */
const STAMP = String.raw`(?:\[?\d[\d:./T -]{0,40}\]?\s{1,4}(?:\d{1,9} \d{1,9} )?)?`;

/** The first that fits reads the line; its first group is what was said. */
const FORMS: readonly Form[] = [
  // vsftpd.conf(5) log_ftp_protocol
  {
    pattern: /^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} \[pid \d+\] (?:\[[^\]]*\] )?FTP command: Client "[^"]*", "(.*?)"?$/,
    by: 'client',
  },
  {
    pattern: /^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} \[pid \d+\] (?:\[[^\]]*\] )?FTP response: Client "[^"]*", "(.*?)"?$/,
    by: 'server',
  },
  { pattern: /^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} \[pid \d+\] (.*)$/, by: 'note' },
  // ftplib, set_debuglevel(1) and (2)
  { pattern: /^\*(?:cmd|put)\* ['"](.*?)(?:\\r\\n)?['"]$/, by: 'client' },
  { pattern: /^\*(?:resp|get|welcome)\* ['"](.*?)(?:\\n)?['"]$/, by: 'server' },
  // curl -v, with --trace-time too
  { pattern: /^(?:\d\d:\d\d:\d\d\.\d+ )?> (.*)$/, by: 'client' },
  { pattern: /^(?:\d\d:\d\d:\d\d\.\d+ )?< (.*)$/, by: 'server' },
  { pattern: /^(?:\d\d:\d\d:\d\d\.\d+ )?\* +(.*)$/, by: 'note' },
  { pattern: /^(?:\d\d:\d\d:\d\d\.\d+ )?[{}] \[\d+ bytes data\]$/, by: null },
  // FileZilla, on screen and in its log file
  { pattern: new RegExp(String.raw`^${STAMP}Command:\s+(.*)$`), by: 'client' },
  { pattern: new RegExp(String.raw`^${STAMP}Response:\s+(.*)$`), by: 'server' },
  { pattern: new RegExp(String.raw`^${STAMP}(?:Status|Error|Trace):\s+(.*)$`), by: 'note' },
  // lftp's debug, tnftp -d
  { pattern: new RegExp(String.raw`^${STAMP}---> (.*)$`), by: 'client' },
  { pattern: new RegExp(String.raw`^${STAMP}<--- ?(.*)$`), by: 'server' },
  { pattern: new RegExp(String.raw`^${STAMP}(?:----|\*\*\*\*) (.*)$`), by: 'note' },
  // tnftp, ftp.exe and every other client that echoes replies
  { pattern: /^([1-5]\d\d[ -].*)$/, by: 'server' },
];

/** What ends a line for a pattern's `.`, and not for us. */
const BREAKS = /[\r\u2028\u2029]/g;

const PASSWORD = /\bPASS \S.*$/;

export function* linesOf(text: string): Generator<Line> {
  let number = 0;
  for (const found of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    number += 1;
    const raw = found[0].slice(0, LONGEST).trimEnd().replace(BREAKS, ' ').replace(PASSWORD, 'PASS ...');
    if (raw === '') continue;
    const line = spoken(number, raw);
    if (line) yield line;
  }
}

function spoken(number: number, raw: string): Line | null {
  for (const { pattern, by } of FORMS) {
    const said = pattern.exec(raw);
    if (said) return by === null ? null : { number, by, text: said[1] ?? '', raw };
  }
  return { number, by: 'note', text: raw, raw };
}
