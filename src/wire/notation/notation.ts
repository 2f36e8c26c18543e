/**
 * The one notation for segments, commands, replies and TLS messages: in tests, golden traces, failure diffs, hover text
 * and labels.
 *
 *     SYN,ACK seq=0 ack=1 mss=1460 sackOK ws=10 win=64240
 *     PSH,ACK seq=1 ack=21 len=14
 *     PORT 203,0,113,10,155,231
 *     211-Features: / EPRT / 211 End
 *     TLS  -> ClientHello
 *     TLS  <- Finished sealed
 *
 * The flags come first, '-' for none. Of the rest what is the ordinary case is left out: ack without ACK, len=0, and
 * the window except on a SYN and when it is closed; RFC 9293's words for the rest of the names.
 */
import { commandLine, parseCommand, type Command } from '../ftp/command';
import type { Message, ReplyMessage } from '../message';
import { readReplies, initialReplyState, replyLines, type Reply } from '../ftp/reply';
import { ACK, FLAGS, flagNames, RST, SYN, URG, type TcpOptions, type TcpSegment } from '../packet/tcp';
import { octetsOf } from '../text/text';
import { violation, type Violation } from '../violation';

interface SegmentBases {
  /** The sender's initial sequence number: `seq` counts from it. 0 when absent. */
  readonly seqBase?: number;
  /** The receiver's: `ack` and SACK blocks count from it. */
  readonly ackBase?: number;
  /** Write the window on every segment. */
  readonly window?: boolean;
}

/** What a text says of a segment; what it does not mention is absent. */
interface SegmentText {
  readonly flags: number;
  readonly seq?: number;
  readonly ack?: number;
  /** Octets of payload. */
  readonly length?: number;
  readonly window?: number;
  readonly urgentPointer?: number;
  readonly options: TcpOptions;
}

type Draft<T> = { -readonly [Name in keyof T]: T[Name] };
type SegmentDraft = Draft<Omit<SegmentText, 'options'>> & { readonly options: Draft<TcpOptions> };

interface SegmentWord {
  readonly name: string;
  /** The value as written after '=', '' for a name alone, null to leave the word out. */
  readonly of: (tcp: TcpSegment, seqBase: number, ackBase: number, always: boolean) => string | number | null;
  readonly pattern: RegExp;
  readonly take: (into: SegmentDraft, value: string) => void;
}

const NUMBER = /^\d{1,10}$/;
const since = (number: number, base: number): number => (number - base) >>> 0;
const pair = (text: string, by: string): readonly [number, number] => {
  const [a = 0, b = 0] = text.split(by).map(Number);
  return [a, b];
};
const windowTold = (flags: number, window: number): boolean =>
  (flags & SYN) !== 0 || (window === 0 && (flags & RST) === 0);

const WORDS: readonly SegmentWord[] = [
  {
    name: 'seq',
    pattern: NUMBER,
    of: (tcp, base) => since(tcp.seq, base),
    take: (into, value) => {
      into.seq = Number(value);
    },
  },
  {
    name: 'ack',
    pattern: NUMBER,
    of: (tcp, _, base) => (tcp.flags & ACK ? since(tcp.ack, base) : null),
    take: (into, value) => {
      into.ack = Number(value);
    },
  },
  {
    name: 'len',
    pattern: NUMBER,
    of: (tcp) => tcp.payload.length || null,
    take: (into, value) => {
      into.length = Number(value);
    },
  },
  {
    name: 'mss',
    pattern: NUMBER,
    of: (tcp) => tcp.options.mss ?? null,
    take: ({ options }, value) => {
      options.mss = Number(value);
    },
  },
  {
    name: 'sackOK',
    pattern: /^$/,
    of: (tcp) => (tcp.options.sackPermitted ? '' : null),
    take: ({ options }) => {
      options.sackPermitted = true;
    },
  },
  {
    name: 'ws',
    pattern: NUMBER,
    of: (tcp) => tcp.options.windowScale ?? null,
    take: ({ options }, value) => {
      options.windowScale = Number(value);
    },
  },
  {
    name: 'ts',
    pattern: /^\d{1,10}\/\d{1,10}$/,
    of: (tcp) => tcp.options.timestamps?.join('/') ?? null,
    take: ({ options }, value) => {
      options.timestamps = pair(value, '/');
    },
  },
  {
    name: 'sack',
    pattern: /^\d{1,10}-\d{1,10}(,\d{1,10}-\d{1,10})*$/,
    of: (tcp, _, base) =>
      tcp.options.sack?.map(([left, right]) => `${since(left, base)}-${since(right, base)}`).join(',') || null,
    take: ({ options }, value) => {
      options.sack = value.split(',').map((block) => pair(block, '-'));
    },
  },
  {
    name: 'urg',
    pattern: NUMBER,
    of: (tcp) => (tcp.flags & URG ? tcp.urgentPointer : null),
    take: (into, value) => {
      into.urgentPointer = Number(value);
    },
  },
  {
    name: 'win',
    pattern: NUMBER,
    of: (tcp, _, __, always) => (always || windowTold(tcp.flags, tcp.window) ? tcp.window : null),
    take: (into, value) => {
      into.window = Number(value);
    },
  },
];

export function segmentText(tcp: TcpSegment, { seqBase = 0, ackBase = 0, window = false }: SegmentBases = {}): string {
  let text = flagNames(tcp.flags) || '-';
  for (const { name, of } of WORDS) {
    const value = of(tcp, seqBase, ackBase, window);
    if (value !== null) text += value === '' ? ` ${name}` : ` ${name}=${value}`;
  }
  return text;
}

/** The inverse: flags first, then words in any order. */
export function parseSegmentText(text: string): SegmentText | Violation {
  const [names = '', ...words] = text.trim().split(/\s+/);
  const draft: SegmentDraft = { flags: 0, options: {} };
  for (const name of names === '-' ? [] : names.split(',')) {
    const flag = FLAGS.find(([known]) => known === name);
    if (!flag) return violation({ code: 'segment-flag', found: name, known: FLAGS.map(([flagName]) => flagName) });
    draft.flags |= flag[1];
  }
  for (const word of words) {
    const [name = '', value = ''] = word.split('=');
    const known = WORDS.find((entry) => entry.name === name);
    if (!known || !known.pattern.test(value))
      return violation({ code: 'segment-word', found: word, known: WORDS.map((entry) => entry.name) });
    known.take(draft, value);
  }
  return draft;
}

/** A protocol's own way of writing a reply; others write its name and what it says. */
const REPLY_LINES: Readonly<Record<string, (reply: ReplyMessage) => readonly string[]>> = {
  FTP: ({ code, lines }) => replyLines({ code: code ?? 0, lines }),
};

/** A message as its lines stand on the wire, without their ends; of what is no text, its name and what it says. */
export function messageLines(message: Message): readonly string[] {
  switch (message.kind) {
    case 'request':
      return [commandLine({ verb: message.name, argument: message.argument })];
    case 'reply': {
      const [first = '', ...more] = message.lines;
      return REPLY_LINES[message.protocol]?.(message) ?? [`${message.name} ${first}`.trimEnd(), ...more];
    }
    case 'signal':
      return [`${message.name} ${message.text}`.trimEnd()];
    case 'stray':
      return [message.text];
  }
}

/**
 * In one line, the lines of a longer one with ' / ' between: 'PORT 203,0,113,10,155,231', '211-Features: / EPRT / 211
 * End', 'raw <IAC IP>'.
 */
export function messageText(message: Message): string {
  const text = messageLines(message).join(' / ');
  return message.kind === 'stray' ? `${message.name} ${text}` : text;
}

/** 'USER learner'. */
export const commandText = commandLine;

/** The inverse. */
export function parseCommandText(text: string): Command | Violation {
  return parseCommand(octetsOf(text));
}

/** '227 Entering Passive Mode (203,0,113,10,195,80).'; the lines of a longer one with ' / ' between. */
export function replyText(reply: Reply): string {
  return replyLines(reply).join(' / ');
}

/** The inverse, for a text that holds one whole reply. */
export function parseReplyText(text: string): Reply | Violation {
  const lines = /^\d{3}-/.test(text) ? text.split(' / ') : [text];
  const {
    replies: [reply],
    violations: [first],
  } = readReplies(
    initialReplyState,
    lines.map((line) => ({ octets: octetsOf(line) })),
  );
  return reply ?? first ?? violation({ code: 'reply-end', found: text.slice(0, 60) });
}
