/** What the server's home holds besides, as text: `tide table.txt 120; logs/`; a folder ends in '/'. */
import { excess, excessText } from '../../wire/caps';
import { shown } from '../../wire/text/shown';
import { oneLine } from '../../wire/text/words';
import { isViolation, mistake, type Mistake } from '../../wire/violation';
import { tooMuchPath } from './actions';
import { named } from './action-forms';
import { readWords, spelledAlone } from './words';

interface Placed {
  /** As it was given; a folder's ends in '/'. */
  readonly path: string;
  /** Null for a folder. */
  readonly bytes: number | null;
}

const entryText = ({ path, bytes }: Placed): string =>
  [path.endsWith('/') && !/["'\\]/.test(path) ? path : spelledAlone(path), ...(bytes === null ? [] : [bytes])]
    .join(' ')
    .replace(/;/g, '\\;');

const filesText = (files: readonly Placed[]): string => (files.length === 0 ? 'none' : files.map(entryText).join('; '));

/** One entry, or null where it is none. */
function readEntry(part: string): Placed | null {
  const line = part.replace(/\\;/g, ';').trim();
  if (!oneLine(line)) return null;
  const [path, bytes] = named(line, 1) ?? [];
  if (path !== undefined && bytes !== undefined) return path.endsWith('/') ? null : { path, bytes };
  const words = /^["']/.test(line) ? readWords(line) : [line];
  const [folder = ''] = words ?? [];
  return words?.length === 1 && /[^/]\/$/.test(folder) ? { path: folder, bytes: null } : null;
}

function readFiles(text: string): readonly Placed[] | Mistake {
  const files: Placed[] = [];
  for (const part of text === 'none' ? [] : text.split(/(?<!\\);/)) {
    const entry = readEntry(part);
    if (!entry)
      return mistake('bad-value', `${shown(part.trim())} is neither PATH OCTETS nor a folder, which ends in '/'`);
    files.push(entry);
  }
  const octets = files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const much =
    excess('files', files.length) ??
    excess('octets', octets) ??
    files.map(({ path }) => tooMuchPath(path)).find((one) => one !== null);
  return much ? mistake('bad-value', excessText(much)) : files;
}

/** The text as it should be, or what is wrong with it. */
export function checkFiles(text: string): string | Mistake {
  const files = readFiles(text);
  return isViolation(files) ? files : filesText(files);
}

/** Reads what the knob's text says; a text that checkFiles refuses says nothing. */
export function parseFiles(text: string): readonly Placed[] {
  const files = readFiles(text);
  return isViolation(files) ? [] : files;
}

/** A recorded setup's list of files in the knob's text; null where it is none. */
export function filesOfSetup(list: unknown): string | null {
  if (!Array.isArray(list) || !list.every(isPlaced)) return null;
  return filesText(list);
}

function isPlaced(value: unknown): value is Placed {
  if (typeof value !== 'object' || value === null) return false;
  const { path, bytes = null } = value as { readonly path?: unknown; readonly bytes?: unknown };
  if (typeof path !== 'string') return false;
  return path.endsWith('/') ? bytes === null : typeof bytes === 'number';
}
