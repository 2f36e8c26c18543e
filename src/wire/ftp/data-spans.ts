/** What goes over a data connection taken apart: the lines of a listing, or a file. */
import { octetCount } from '../layout';
import type { Span } from '../span';
import type { FtpField } from './anatomy';
import { factDrafts } from './fact-line';
import { lineForms, piecesOf } from './forms';
import { lineSpans, type Draft } from './line-spans';

export type DataField = 'data.file' | 'data.line';

/** Which command the octets are of, and its argument. */
export interface Asked {
  readonly verb: string;
  readonly argument: string | null;
}

type Drafts = readonly Draft<FtpField | DataField>[];

function columns(form: 'LIST' | 'NLST', text: string): Drafts | null {
  return (
    piecesOf(lineForms[form], text)?.map(({ name, from, to, text: own }) => ({
      is: { code: name === null ? 'list.space' : (`list.${form}.${name}` as FtpField), text: own },
      name: name ?? 'SP',
      from,
      to,
    })) ?? null
  );
}

const LINES: Readonly<Record<string, (text: string) => Drafts | null>> = {
  LIST: (text) => columns('LIST', text),
  // A server may be told by NLST -l to list in full.
  NLST: (text) => columns('LIST', text) ?? columns('NLST', text),
  MLSD: factDrafts,
};

const plain = (text: string): Drafts =>
  text === '' ? [] : [{ is: { code: 'data.line' }, name: 'line', from: 0, to: text.length }];

/** All that went one way over a data connection. */
export function dataSpans(octets: Uint8Array, { verb, argument }: Asked): readonly Span[] {
  const read = Object.hasOwn(LINES, verb) ? LINES[verb] : undefined;
  if (read) return lineSpans(octets, 'FTP data', (text) => read(text) ?? plain(text));
  if (octets.length === 0) return [];
  const value = `${octetCount(octets.length)}${argument === null ? '' : ` of ${argument}`}`;
  return [{ layer: 'FTP data', name: 'file', from: 0, to: octets.length, value, is: { code: 'data.file', verb } }];
}
