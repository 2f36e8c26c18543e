/** TCP options: one table that reads and labels them, and a writer that lays them out as Linux does. */
import type { Span } from '../span';
import { NO_OPTIONS, type TcpOptions } from './tcp';
import { violation, type Violation } from '../violation';

const END = 0;
const NOP = 1;
const MSS = 2;
const WINDOW_SCALE = 3;
const SACK_PERMITTED = 4;
const SACK = 5;
const TIMESTAMPS = 8;

type Draft = { -readonly [Name in keyof TcpOptions]: TcpOptions[Name] };

/** What a span of options is of. */
export type OptionField = `tcp-option.${keyof TcpOptions | 'nop' | 'end' | 'unknown' | 'malformed'}`;

interface Option {
  readonly code: OptionField;
  readonly name: string;
  /** Whole lengths in octets that the option may have. */
  readonly lengths: readonly number[];
  readonly take: (into: Draft, octets: Uint8Array, at: number) => void;
  readonly words: (options: TcpOptions) => string;
}

const two = (o: Uint8Array, at: number): number => ((o[at] ?? 0) << 8) | (o[at + 1] ?? 0);
const four = (o: Uint8Array, at: number): number => two(o, at) * 65536 + two(o, at + 2);

const OPTIONS: Readonly<Record<number, Option>> = {
  [MSS]: {
    code: 'tcp-option.mss',
    name: 'Maximum Segment Size',
    lengths: [4],
    take: (into, o, at) => {
      into.mss = two(o, at + 2);
    },
    words: ({ mss }) => `${mss} octets`,
  },
  [WINDOW_SCALE]: {
    code: 'tcp-option.windowScale',
    name: 'Window Scale',
    lengths: [3],
    take: (into, o, at) => {
      into.windowScale = o[at + 2] ?? 0;
    },
    words: ({ windowScale = 0 }) => `shift by ${windowScale}: times ${2 ** windowScale}`,
  },
  [SACK_PERMITTED]: {
    code: 'tcp-option.sackPermitted',
    name: 'SACK Permitted',
    lengths: [2],
    take: (into) => {
      into.sackPermitted = true;
    },
    words: () => 'yes',
  },
  [SACK]: {
    code: 'tcp-option.sack',
    name: 'SACK',
    lengths: [10, 18, 26, 34],
    take: (into, o, at) => {
      into.sack = Array.from(
        { length: ((o[at + 1] ?? 2) - 2) / 8 },
        (_, i) => [four(o, at + 2 + i * 8), four(o, at + 6 + i * 8)] as const,
      );
    },
    words: ({ sack = [] }) => sack.map(([left, right]) => `${left} to ${right}`).join(', '),
  },
  [TIMESTAMPS]: {
    code: 'tcp-option.timestamps',
    name: 'Timestamps',
    lengths: [10],
    take: (into, o, at) => {
      into.timestamps = [four(o, at + 2), four(o, at + 6)];
    },
    words: ({ timestamps: [value, echo] = [0, 0] }) => `${value}, echoes ${echo}`,
  },
};

/** One past the option at `at`, or the violation that its length octet is. Octets [at, to) are not empty. */
function endOf(octets: Uint8Array, at: number, to: number): number | Violation {
  const kind = octets[at] ?? END;
  if (kind === END) return to;
  if (kind === NOP) return at + 1;
  const length = at + 1 < to ? (octets[at + 1] ?? 0) : 0;
  const option = OPTIONS[kind];
  if (length < 2 || at + length > to || (option && !option.lengths.includes(length))) {
    return violation(
      { code: 'tcp-option-length', option: kind, length, left: to - at, lengths: option?.lengths ?? [] },
      at,
    );
  }
  return at + length;
}

/** Options in octets [from, to). Unknown ones are passed over (RFC 9293 section 3.1, MUST-6). */
export function decodeOptions(octets: Uint8Array, from: number, to: number): TcpOptions | Violation {
  if (from === to) return NO_OPTIONS;
  const options: Draft = {};
  for (let at = from; at < to;) {
    const end = endOf(octets, at, to);
    if (typeof end !== 'number') return end;
    OPTIONS[octets[at] ?? END]?.take(options, octets, at);
    at = end;
  }
  return options;
}

/** Labels for options in octets [from, to); what cannot be read is labelled so. */
export function optionSpans(octets: Uint8Array, from: number, to: number): Span[] {
  const spans: Span[] = [];
  for (let at = from; at < to;) {
    const kind = octets[at] ?? END;
    const found = endOf(octets, at, to);
    const end = typeof found === 'number' ? found : to;
    const option = OPTIONS[kind];
    const draft: Draft = {};
    if (typeof found === 'number') option?.take(draft, octets, at);
    const put = (name: string, value: string, code: OptionField): unknown =>
      spans.push({ layer: 'TCP', from: at, to: end, name, value, is: { code, option: kind } });
    if (typeof found !== 'number') put('Malformed option', `option ${kind}`, 'tcp-option.malformed');
    else if (kind === NOP) put('No-Operation', 'padding', 'tcp-option.nop');
    else if (kind === END) put('End of Option List', 'padding', 'tcp-option.end');
    else if (option) put(option.name, option.words(draft), option.code);
    else put(`Option ${kind}`, `${end - at} octets`, 'tcp-option.unknown');
    at = end;
  }
  return spans;
}

const MOST = 40;

/** SACK blocks for which there is room. */
const sackBlocks = (options: TcpOptions, before: number): number =>
  options.sack === undefined || options.sack.length === 0
    ? 0
    : Math.max(0, Math.min(options.sack.length, Math.floor((MOST - before - 4) / 8)));

/** Octets before the SACK blocks: each of these fills whole words. SACK permitted stands in the timestamps' row. */
function fixedLength({ mss, timestamps, sackPermitted, windowScale }: TcpOptions): number {
  const ownRow = sackPermitted ? 4 : 0;
  return (mss === undefined ? 0 : 4) + (timestamps === undefined ? ownRow : 12) + (windowScale === undefined ? 0 : 4);
}

/** Octets the options take, a multiple of 4, at most 40; SACK blocks beyond that are left out. */
export function optionsLength(options: TcpOptions): number {
  if (options === NO_OPTIONS) return 0;
  const fixed = fixedLength(options);
  const blocks = sackBlocks(options, fixed);
  return fixed + (blocks === 0 ? 0 : 4 + blocks * 8);
}

/**
 * Linux's layout: MSS; SACK permitted before timestamps in one row of 12, or after two NOPs; NOP, window scale; two
 * NOPs, SACK.
 */
export function encodeOptions(options: TcpOptions, octets: Uint8Array, start: number): void {
  if (options === NO_OPTIONS) return;
  let at = start;
  const put = (...values: readonly number[]): void => {
    for (const value of values) octets[at++] = value & 255;
  };
  const put32 = (value: number): void => put(value >>> 24, value >>> 16, value >>> 8, value);
  const { mss, windowScale, sackPermitted, sack, timestamps } = options;
  if (mss !== undefined) put(MSS, 4, mss >>> 8, mss);
  if (timestamps) {
    put(...(sackPermitted ? [SACK_PERMITTED, 2] : [NOP, NOP]), TIMESTAMPS, 10);
    put32(timestamps[0]);
    put32(timestamps[1]);
  } else if (sackPermitted) put(NOP, NOP, SACK_PERMITTED, 2);
  if (windowScale !== undefined) put(NOP, WINDOW_SCALE, 3, windowScale);
  const blocks = sackBlocks(options, at - start);
  if (sack && blocks > 0) {
    put(NOP, NOP, SACK, 2 + blocks * 8);
    for (const [left, right] of sack.slice(0, blocks)) {
      put32(left);
      put32(right);
    }
  }
}
