/** What LIST and NLST send. RFC 959 leaves LIST's form open; these are the forms of real servers, always with CR LF. */
import { asRead } from '../../machine/directory-order';
import { children, type FileNode, type Files } from '../../machine/files';
import { calendar } from '../../wire/text/calendar';
import type { ServerProfile } from '../profiles/server-profile';
import type { Account } from '../protocol/requests';

/** A size that directories show: one block of the file system. */
const BLOCK = 4096;
const HALF_A_YEAR = 182 * 24 * 3600;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (n: number): string => String(n).padStart(2, '0');

/** 'drwxr-xr-x'. */
export function permissions({ type, mode }: FileNode): string {
  let text = type === 'directory' ? 'd' : '-';
  for (let bit = 8; bit >= 0; bit -= 1) text += mode & (1 << bit) ? 'rwx'.charAt(2 - (bit % 3)) : '-';
  return text;
}

/** 'Jan 15  2024', or 'Nov 21 02:54' for the last half year. `now` and `modified` in seconds since 1970. */
export function listedDate(modified: number, now: number): string {
  const date = calendar(modified);
  const day = `${MONTHS[date.month] ?? ''} ${two(date.day)}`;
  const old = modified > now || now - modified > HALF_A_YEAR;
  return old ? `${day}  ${date.year}` : `${day} ${two(date.hour)}:${two(date.minute)}`;
}

/** '20240115120000' (RFC 3659 section 2.3). */
export function timeValue(modified: number): string {
  const { year, month, day, hour, minute, second } = calendar(modified);
  return `${year}${[month + 1, day, hour, minute, second].map(two).join('')}`;
}

/** The seconds since 1970 that '20240115120000' means, or null: every part in its range (RFC 3659 section 2.3). */
export function readTimeValue(text: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?$/.exec(text)?.slice(1, 7).map(Number);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  // Counted in days of a year that begins in March, the reverse of `calendar`.
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const days =
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    dayOfYear -
    719_468;
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
  return timeValue(seconds) === text.slice(0, 14) ? seconds : null;
}

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly node: FileNode;
}

type Form = ServerProfile['listing'];

/** Owner and group as the program knows them: confined to a home it may know no other name than the user's own. */
function owners(node: FileNode, form: Form, account: Account | null): readonly [string, string] {
  const named = form.owner === 'name' || (form.owner === 'own name' && node.uid === account?.uid);
  return named ? [node.owner, node.group] : [String(node.uid), String(node.gid)];
}

function lineOf({ name, path, node }: Entry, files: Files, form: Form, account: Account | null, now: number): string {
  const directory = node.type === 'directory';
  const links = directory ? 2 + children(files, path).filter(([, child]) => child.type === 'directory').length : 1;
  const [user, group] = owners(node, form, account);
  const size = String(directory ? BLOCK : node.octets.length);
  const { widths } = form;
  const columns = [
    permissions(node),
    String(links).padStart(widths.links),
    user.padEnd(widths.owner),
    group.padEnd(widths.group),
    size.padStart(widths.size),
  ];
  return `${columns.join(' ')} ${listedDate(node.modified, now)} ${name}`;
}

export interface ListingRequest {
  readonly directory: string;
  /** Names that match: any text, with '*' and '?' for any part and any sign. */
  readonly pattern: string | null;
  readonly hidden: boolean;
  readonly full: boolean;
  /** What stands before each name in a list of names. */
  readonly prefix: string;
  readonly account: Account | null;
  /** As the directory has them, forth or back; by name without. */
  readonly order?: 'as read' | 'as read, reversed';
}

/** What a pattern of names means: '*' any part, '?' any sign. */
export const matcher = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '[\\s\\S]*')
      .replace(/\?/g, '[\\s\\S]')}$`,
  );

/** The entries of a directory that a request is for, '.' and '..' among them where hidden ones are. */
export function entriesOf(
  files: Files,
  { directory, pattern, hidden, order }: Pick<ListingRequest, 'directory' | 'pattern' | 'hidden' | 'order'>,
): readonly Entry[] {
  const below = directory === '/' ? '' : directory;
  const matches = pattern === null ? null : matcher(pattern);
  const entries: Entry[] = children(files, directory).map(([name, node]) => ({ name, path: `${below}/${name}`, node }));
  const self = files.get(directory);
  if (hidden && self) {
    const parent = below.slice(0, below.lastIndexOf('/')) || '/';
    entries.unshift(
      { name: '.', path: directory, node: self },
      { name: '..', path: parent, node: files.get(parent) ?? self },
    );
  }
  const wanted = entries.filter(
    ({ name }) => (hidden || !name.startsWith('.')) && (matches === null || matches.test(name)),
  );
  if (order === undefined) return wanted;
  return order === 'as read' ? asRead(wanted) : [...asRead(wanted)].reverse();
}

/** The listing of a directory, line by line without ends. `now` in seconds since 1970. */
export function listing(files: Files, request: ListingRequest, form: Form, now: number): readonly string[] {
  const { full, prefix, account } = request;
  return entriesOf(files, request).map((entry) =>
    full ? lineOf(entry, files, form, account, now) : prefix + entry.name,
  );
}
