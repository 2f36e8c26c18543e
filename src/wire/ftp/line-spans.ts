/**
 * Labels for lines of text on a Telnet connection: what a reader of lines finds in a text, put where its octets are.
 * Telnet's own sequences stand beside; an octet 255 that is doubled counts as one.
 */
import type { Reason } from '../reason';
import type { Span } from '../span';
import { textOf } from '../text/text';
import { IAC, telnetLength, telnetName } from './telnet';

/** A field found in a line's text, by its places there; the first octet of a line is at 0. */
export interface Draft<Code extends string> {
  readonly is: Reason & { readonly code: Code };
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What its value comes to; absent: as it stands. */
  readonly value?: string;
}

export type TelnetField = 'telnet.command' | 'telnet.option' | 'telnet.stray';
export type LineField = 'line.end' | 'line.feed';

const LF = 10;
const CR = 13;

/** Reads the lines of one side in order: what it makes of one may depend on those before. */
export type LineReader = (text: string) => readonly Draft<string>[];

/** What somebody said on a connection, from its first octet on; the last line may be cut off. */
export function lineSpans(octets: Uint8Array, layer: string, read: LineReader): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < octets.length;) {
    const to = lineEnd(octets, from);
    spans.push(...spansOfLine(octets, from, to, layer, read));
    from = to;
  }
  return spans;
}

/** One past the LF: inside a Telnet sequence no line ends. */
function lineEnd(octets: Uint8Array, from: number): number {
  for (let at = from; at < octets.length;) {
    if (octets[at] === LF) return at + 1;
    at += octets[at] === IAC ? telnetLength(octets, at) || octets.length - at : 1;
  }
  return octets.length;
}

/** As its sender meant it, without what Telnet adds. */
const written = (letters: string): string => textOf(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));

function spansOfLine(octets: Uint8Array, from: number, to: number, layer: string, read: LineReader): readonly Span[] {
  const ended = octets[to - 1] === LF;
  const bare = ended ? to - (octets[to - 2] === CR && to - 2 >= from ? 2 : 1) : to;
  const { text, places, telnet } = withoutTelnet(octets, from, bare);
  const fields = read(text).map(({ is, name, value, ...at }): Span => {
    const [first, last] = [places[at.from] ?? bare, places[at.to] ?? bare];
    return { layer, name, from: first, to: last, value: value ?? written(text.slice(at.from, at.to)), is };
  });
  const end: Span = {
    layer,
    name: to - bare === 2 ? 'CRLF' : 'LF',
    from: bare,
    to,
    value: to - bare === 2 ? '\\r\\n' : '\\n',
    is: { code: to - bare === 2 ? 'line.end' : 'line.feed' },
  };
  return [...apart(fields, telnet), ...(ended ? [end] : [])];
}

/** A line's text, an octet a letter, and where each letter stands; the place behind the last is there too. */
function withoutTelnet(octets: Uint8Array, from: number, to: number) {
  const places: number[] = [];
  const telnet: Span[] = [];
  let text = '';
  for (let at = from; at < to;) {
    const length = octets[at] === IAC ? telnetLength(octets, at, to) || to - at : 1;
    const doubled = length === 2 && octets[at + 1] === IAC;
    if (octets[at] !== IAC || doubled) {
      places.push(at);
      text += String.fromCharCode(octets[at] ?? 0);
    } else telnet.push(telnetSpan(octets, at, length));
    at += length;
  }
  places.push(to);
  return { text, places, telnet };
}

/** By their length. */
const KINDS: Readonly<Record<number, TelnetField>> = { 1: 'telnet.stray', 3: 'telnet.option' };

function telnetSpan(octets: Uint8Array, at: number, length: number): Span {
  const code = KINDS[length] ?? 'telnet.command';
  const value = telnetName(octets, at, length);
  return { layer: 'Telnet', name: 'Telnet', from: at, to: at + length, value, is: { code, command: value } };
}

/** Fields and sequences in order; a field that a sequence stands in is labelled on both sides of it. */
function apart(fields: readonly Span[], telnet: readonly Span[]): readonly Span[] {
  const cut = telnet.reduce<readonly Span[]>(
    (all, { from, to }) =>
      all.flatMap((field) =>
        field.to <= from || field.from >= to
          ? [field]
          : [
              { ...field, to: from },
              { ...field, from: to },
            ].filter((part) => part.from < part.to),
      ),
    fields,
  );
  return [...cut, ...telnet].sort((a, b) => a.from - b.from);
}
