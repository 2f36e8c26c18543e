/** What MLST and MLSD tell of a file, fact by fact (RFC 3659 section 7.5). */
import type { FileNode, Files } from '../../machine/files';
import { timeValue } from './listing';
import { parentOf, permits } from './permission';
import type { ServerProfile } from '../profiles/server-profile';
import type { Account } from '../protocol/requests';

export interface Told {
  readonly name: string;
  readonly path: string;
  readonly node: FileNode;
  readonly type: 'file' | 'dir' | 'cdir' | 'pdir';
}

export const typeOf = ({ type }: FileNode): 'dir' | 'file' => (type === 'directory' ? 'dir' : 'file');

type Form = NonNullable<ServerProfile['facts']>;

/** A size that directories show: one block of the file system. */
const BLOCK = 4096;

/**
 * Section 7.5.5: a appends, c creates, d deletes, e enters, f renames, l lists, m makes directories, p purges, r reads,
 * w writes.
 */
function perm({ path, node }: Told, files: Files, account: Account | null, form: Form): string {
  const parent = files.get(parentOf(path));
  const movable = !parent || permits(parent, account, 2);
  const [reads, writes, enters] = [permits(node, account, 4), permits(node, account, 2), permits(node, account, 1)];
  const letters: readonly (readonly [string, boolean])[] =
    node.type === 'directory'
      ? [
          ['f', movable],
          ['l', reads],
          ['c', writes],
          ['d', movable],
          ['m', writes],
          ['p', writes],
          ['e', enters],
        ]
      : [
          ['a', writes],
          ['d', movable],
          ['f', movable],
          ['r', reads || form.anyReads === true],
          ['w', writes],
        ];
  return letters.map(([letter, may]) => (may ? letter : '')).join('');
}

/** A number that is one file's own as long as it has its name: the store has no other identity. */
function identity(path: string): string {
  let hash = 2_166_136_261;
  for (let at = 0; at < path.length; at += 1) hash = Math.imul(hash ^ path.charCodeAt(at), 16_777_619) >>> 0;
  return (hash % 0x1000000).toString(16).padStart(6, '0');
}

type Fact = (told: Told, files: Files, account: Account | null, form: Form) => string | null;

/** Some name nobody but who is logged in, whosever a file is. */
const ownName = (account: Account | null, { ownNamesAlone }: Form): Account | null =>
  ownNamesAlone && !account?.anonymous ? account : null;

const FACTS: Readonly<Record<string, Fact>> = {
  type: ({ type }) => type,
  size: ({ node }) => (node.type === 'file' ? String(node.octets.length) : null),
  sizd: ({ node }) => (node.type === 'directory' ? String(BLOCK) : null),
  modify: ({ node }) => timeValue(node.modified),
  perm,
  unique: ({ path }, _files, _account, form) => form.unique.replace('{number}', identity(path)),
  'UNIX.mode': ({ node }) => `0${node.mode.toString(8)}`,
  'UNIX.uid': ({ node }) => String(node.uid),
  'UNIX.gid': ({ node }) => String(node.gid),
  'UNIX.owner': ({ node }) => String(node.uid),
  'UNIX.group': ({ node }) => String(node.gid),
  'UNIX.ownername': ({ node }, _files, account, form) => ownName(account, form)?.name ?? node.owner,
  'UNIX.groupname': ({ node }, _files, account, form) => ownName(account, form)?.group ?? node.group,
};

/** 'type=file;size=300; hello.txt'. */
export function factLine(
  told: Told,
  names: readonly string[],
  form: Form,
  files: Files,
  account: Account | null,
): string {
  const facts = form.names
    .filter((name) => names.includes(name))
    .flatMap((name) => {
      const value = FACTS[name]?.(told, files, account, form) ?? null;
      return value === null ? [] : [`${name}=${value};`];
    });
  return `${facts.join('')} ${told.name}`;
}
