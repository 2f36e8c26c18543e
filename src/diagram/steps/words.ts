/** How the diagram says things: numbers, times, messages, segments. */
import type { Micros } from '../../machine/contract';
import type { EntryOf, NodeId } from '../../trace/entry';
import type { Trace } from '../../trace/trace';
import { family } from '../../wire/packet/address';
import { decodeIcmp, ICMP_KINDS } from '../../wire/packet/icmp';
import { isViolation } from '../../wire/violation';
import type { Message } from '../../wire/message';
import { ACK, flagNames, SYN, type TcpSegment } from '../../wire/packet/tcp';
import { STEERS } from '../../wire/text/shown';
import { textOf } from '../../wire/text/text';
import type { Role } from './step';
import { inWords } from '../../strings/en/reasons';
import { stepWords } from '../../strings/en/picture';

const NARROW_SPACE = '\u202f';

/** 40 000, 1448: grouped by narrow spaces from five digits on (ISO 80000-1, 7.3.1). */
export function count(n: number): string {
  return n < 10_000 ? String(n) : String(n).replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
}

export const octetsText = (n: number): string => stepWords.octets(n, count(n));

/** A stretch of time in its own size: 250 ms, 1.5 s, 2 min. */
export function timeText(micros: Micros): string {
  const ms = Math.round(micros / 1000);
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
  return `${Number((seconds / 60).toFixed(1))} min`;
}

/** One line of it, as a reader can see it: no line ends, and a dot for what is no character or steers a screen. */
export const visible = (text: string): string => text.replace(/\r?\n$/, '').replace(STEERS, '·');

/** What somebody sees who holds no key. */
export const sealedLabel = (octets: number): { term: string; text: string } => ({
  term: '',
  text: stepWords.sealed(octetsText(octets)),
});

export function messageLabel(message: Message, sealed = false): { term: string; text: string } {
  switch (message.kind) {
    case 'request': {
      const secret = message.secret && !sealed ? stepWords.inClear : '';
      return { term: message.name, text: visible(message.argument ?? '') + secret };
    }
    case 'reply': {
      const [first = '', ...more] = message.lines;
      const text = visible(first);
      return { term: message.name, text: more.length > 0 ? text + stepWords.lines(message.lines.length) : text };
    }
    default:
      return { term: message.kind === 'stray' ? '' : message.name, text: visible(message.text) };
  }
}

/**
 * A segment in few words: its flags, and the ports of a SYN, the text on a control connection, or a count of octets.
 */
export function segmentLabel(
  segment: TcpSegment,
  role: Role,
  relative: { seq: number; ack: number },
): { term: string; text: string } {
  const term = flagNames(segment.flags);
  const ports = `${segment.sourcePort} → ${segment.destinationPort}`;
  const numbers = `seq=${relative.seq}${segment.flags & ACK ? ` ack=${relative.ack}` : ''}`;
  if (segment.flags & SYN) return { term, text: ports };
  if (segment.payload.length === 0) return { term, text: numbers };
  const what = role === 'control' ? firstLine(segment.payload) : octetsText(segment.payload.length);
  return { term, text: `${what}  · ${numbers}` };
}

function firstLine(payload: Uint8Array): string {
  const lines = textOf(payload)
    .split('\r\n')
    .filter((line) => line !== '');
  return visible(lines[0] ?? '') + (lines.length > 1 ? stepWords.lines(lines.length) : '');
}

/**
 * What dropped it and why: the rule and what it met, `rule 3: drop new, from outside`, else as the drop's entry says
 * it.
 */
export function verdictText(trace: Trace, { node, reason, rule, ruling }: EntryOf<'drop'>): string {
  const row = ruling?.rule ? trace.nodes.find(({ id }) => id === node)?.gear?.rules[ruling.rule - 1] : undefined;
  if (row === undefined || !ruling || rule === null) {
    const words = inWords(reason);
    return rule === null || words.includes(rule) ? words : `${rule}: ${words}`;
  }
  const verdict = /reject/.test(row) ? 'reject' : 'drop';
  return stepWords.ruled(rule, verdict, ruling.state, ruling.from);
}

/** A packet without a segment: `ICMP`, `port unreachable`. */
export function errorLabel(packet: Uint8Array): { term: string; text: string } {
  const read = decodeIcmp(packet);
  if (isViolation(read)) return { term: '', text: stepWords.packet };
  const {
    ip,
    icmp: { kind, code },
  } = read;
  const known = ICMP_KINDS.find((one) => one.kind === kind && one.version === family(ip.source));
  return { term: family(ip.source) === 4 ? 'ICMP' : 'ICMPv6', text: known?.codes[code] ?? kind };
}

/** `client's edge`, as a sentence would say it. */
export function nodeText(trace: Trace, id: NodeId): string {
  const name = trace.nodes.find((node) => node.id === id)?.name ?? id;
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Seconds since the start, to the millisecond: 0.262. */
export const clockText = (micros: Micros): string => (micros / 1e6).toFixed(3);
