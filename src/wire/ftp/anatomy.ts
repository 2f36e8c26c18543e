/** Commands and replies taken apart, octet by octet: by the forms in which they are written. */
import type { Span } from '../span';
import { factDrafts, type FactField } from './fact-line';
import {
  argumentForms,
  lineForms,
  piecesOf,
  replyForms,
  type ArgumentField,
  type Form,
  type LineField as ListField,
  type ReplyField,
} from './forms';
import { lineSpans, type Draft, type LineField, type TelnetField } from './line-spans';

export type FtpField =
  | `ftp.${'verb' | 'space' | 'comma' | 'delimiter' | 'between' | 'argument' | 'stray'}`
  | `ftp.${ArgumentField}`
  | `reply.${'first' | 'second' | 'third' | 'last' | 'more' | 'text' | 'line' | 'stray'}`
  | `reply.${ReplyField}`
  | `list.${ListField | 'space'}`
  | FactField
  | LineField
  | TelnetField;

type Drafts = readonly Draft<FtpField>[];

const find = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const one = (code: FtpField, name: string, from: number, to: number, facts: object = {}): Drafts =>
  from < to ? [{ is: { code, ...facts }, name, from, to }] : [];

/** The pieces of a form at a place in the line; null where the text does not fit it. */
function formed(
  form: Form<string> | undefined,
  prefix: string,
  text: string,
  at: number,
  gap: (between: string) => readonly [FtpField, string],
  facts: object = {},
): Drafts | null {
  const pieces = form && piecesOf(form, text);
  return (
    pieces?.map(({ name, from, to, text: own, value }) => {
      const [code, called] = name === null ? gap(own) : [`${prefix}.${name}` as FtpField, name.replace('_', ' ')];
      const worked = value === own ? {} : { value };
      return { is: { code, text: own, ...facts }, name: called, from: at + from, to: at + to, ...worked };
    }) ?? null
  );
}

const separator = (between: string): readonly [FtpField, string] => {
  if (between === ',') return ['ftp.comma', 'comma'];
  return between.includes(' ') ? ['ftp.between', 'SP'] : ['ftp.delimiter', 'delimiter'];
};

function commandDrafts(text: string): Drafts {
  const [, letters = ''] = /^([A-Za-z]+)(?= |$)/.exec(text) ?? [];
  if (letters === '') return one('ftp.stray', 'text', 0, text.length);
  const verb = letters.toUpperCase();
  const at = letters.length;
  const argument = text.slice(at + 1);
  return [
    ...one('ftp.verb', 'verb', 0, at, { verb }),
    ...one('ftp.space', 'SP', at, Math.min(at + 1, text.length)),
    ...(formed(find(argumentForms, verb), `ftp.${verb}`, argument, at + 1, separator) ??
      one('ftp.argument', 'argument', at + 1, text.length, { verb })),
  ];
}

/** A client's side of a control connection, from its beginning. */
export const commandSpans = (octets: Uint8Array): readonly Span[] => lineSpans(octets, 'FTP', commandDrafts);

const inReply = (between: string): readonly [FtpField, string] =>
  between === ',' ? ['ftp.comma', 'comma'] : ['reply.text', 'text'];

/** The three digits, and what stands behind them: a space before the last line's text, a hyphen before others. */
function codedLine(digits: string, text: string): Drafts {
  const code = Number(digits);
  const [first = '', second = ''] = digits;
  const more = text.charAt(3) === '-';
  const rest = text.slice(4);
  return [
    ...one('reply.first', 'first digit', 0, 1, { digit: Number(first) }),
    ...one('reply.second', 'second digit', 1, 2, { digit: Number(second) }),
    ...one('reply.third', 'third digit', 2, 3, { reply: code }),
    ...one(more ? 'reply.more' : 'reply.last', more ? 'hyphen' : 'SP', 3, Math.min(4, text.length)),
    ...(formed(more ? undefined : find(replyForms, digits), `reply.${digits}`, rest, 4, inReply) ??
      one('reply.text', 'text', 4, text.length)),
  ];
}

const space = (): readonly [FtpField, string] => ['list.space', 'SP'];

/** A line within a reply: a feature in the answer to FEAT, facts in that to MLST, else anything. */
function lineWithin(text: string, asked: string | null): Drafts {
  const feature = asked === 'FEAT' ? formed(lineForms.FEAT, 'list.FEAT', text, 0, space, featureOf(text)) : null;
  return feature ?? (asked === 'MLST' ? factDrafts(text) : null) ?? one('reply.line', 'line', 0, text.length);
}

const featureOf = (text: string): object => ({ feature: text.trim().split(' ')[0]?.toUpperCase() });

/** A server's side of a control connection, from its beginning. `asked` is the verb that each reply answers. */
export function replySpans(octets: Uint8Array, asked: readonly (string | null)[] = []): readonly Span[] {
  let open: string | null = null;
  let count = 0;
  return lineSpans(octets, 'FTP', (text): Drafts => {
    const [, digits, behind = ' '] = /^([1-6]\d\d)(?:([ -])|$)/.exec(text) ?? [];
    const verb = asked[count] ?? null;
    if (open !== null && digits !== open) return lineWithin(text, verb);
    if (digits === undefined) return one('reply.stray', 'text', 0, text.length);
    open = behind === '-' ? digits : null;
    if (open === null) count += 1;
    return codedLine(digits, text);
  });
}
