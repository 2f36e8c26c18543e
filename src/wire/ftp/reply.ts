/** FTP replies (RFC 959 section 4.2): three digits and a text, over one line or several. */
import type { ReplyMessage } from '../message';
import { escapeTelnet } from './telnet';
import { octetsOf, textOf } from '../text/text';
import { violation, type Violation } from '../violation';

export interface Reply {
  /** 100 to 699; 6yz are protected replies (RFC 2228). */
  readonly code: number;
  /** The text of each line: of the first and the last without code and separator, of those between as they stand. */
  readonly lines: readonly string[];
}

/** A reply of several lines that is not yet complete. */
export interface ReplyState {
  readonly code: number | null;
  readonly lines: readonly string[];
}

export const initialReplyState: ReplyState = Object.freeze({ code: null, lines: Object.freeze([]) });

/** Lines of one reply that are kept; the rest of a longer one is a violation and passed over up to its last line. */
const LINES_AT_MOST = 1000;
const FIRST = /^([1-6]\d\d)(?:([ -])([\s\S]*))?$/;

interface Replies {
  readonly state: ReplyState;
  readonly replies: readonly Reply[];
  readonly violations: readonly Violation[];
}

/** The end is the first line that begins with the same code and a space (RFC 959 section 4.2): its text. */
function lastLine(line: string, code: number | string): string | null {
  if (line.startsWith(`${code} `)) return line.slice(4);
  return line === String(code) ? '' : null;
}

/** Takes the next lines of the connection. A bare code counts as a reply without text: some servers send it. */
export function readReplies(state: ReplyState, lines: readonly { readonly octets: Uint8Array }[]): Replies {
  if (lines.length === 0) return { state, replies: [], violations: [] };
  const replies: Reply[] = [];
  const violations: Violation[] = [];
  let code = state.code;
  let open = [...state.lines];
  for (const { octets } of lines) {
    const line = textOf(octets);
    if (code !== null) {
      const last = lastLine(line, code);
      if (last !== null) {
        replies.push({ code, lines: [...open, last] });
        code = null;
        open = [];
      } else if (open.length < LINES_AT_MOST) open.push(line);
      else if (open.length === LINES_AT_MOST) {
        open.push('…');
        violations.push(violation({ code: 'reply-too-long', reply: code, most: LINES_AT_MOST }));
      }
      continue;
    }
    const [, digits, separator, text = ''] = FIRST.exec(line) ?? [];
    if (digits === undefined) violations.push(violation({ code: 'reply-code', found: line.slice(0, 40) }, 0));
    else if (separator === '-') {
      code = Number(digits);
      open = [text];
    } else replies.push({ code: Number(digits), lines: [text] });
  }
  return { state: code === null ? initialReplyState : { code, lines: open }, replies, violations };
}

/** The reply's lines of text, as they stand on the wire, without their ends. */
export function replyLines({ code, lines }: Reply): readonly string[] {
  if (lines.length <= 1) return [`${code} ${lines[0] ?? ''}`];
  return lines.map((text, i) => {
    if (i === 0) return `${code}-${text}`;
    if (i === lines.length - 1) return `${code} ${text}`;
    // A line between that looks like the last must be padded (RFC 959 section 4.2).
    return text === String(code) || text.startsWith(`${code} `) ? ` ${text}` : text;
  });
}

/** As the dialogue has it. */
export const replyMessage = ({ code, lines }: Reply): ReplyMessage => ({
  protocol: 'FTP',
  kind: 'reply',
  name: String(code),
  code,
  lines,
  ...(code >= 400 && code < 600 && { refuses: true }),
});

/** The octets on the wire: '211-Features:', ' EPRT', '211 End', each with CR LF. */
export function encodeReply(reply: Reply): Uint8Array {
  return escapeTelnet(
    octetsOf(
      replyLines(reply)
        .map((line) => `${line}\r\n`)
        .join(''),
    ),
  );
}

/**
 * 1 preliminary, 2 completion, 3 intermediate, 4 transient negative, 5 permanent negative (RFC 959 section 4.2), 6
 * protected (RFC 2228).
 */
export function replyClass(code: number): 1 | 2 | 3 | 4 | 5 | 6 {
  return Math.min(6, Math.max(1, Math.floor(code / 100))) as 1 | 2 | 3 | 4 | 5 | 6;
}
