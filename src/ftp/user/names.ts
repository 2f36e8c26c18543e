/** Names that a client works through: of a listing that came, or of its user's own folder. */
import { children, type Files } from '../../machine/files';
import { NO_OCTETS } from '../../wire/octets';
import { matcher } from '../files/listing';
import { fileNode } from '../protocol/calls';
import type { NamesIn, NamesKind, Step } from '../profiles/client-profile';
import { fact, fill } from './facts';
import type { UserTurn } from './session';

type ReadNames = Extract<Step, { readonly readNames: NamesIn }>;
type ForEach = Extract<Step, { readonly forEach: string }>;

interface Named {
  readonly name: string;
  readonly folder: boolean;
  /** Null where it is not told. */
  readonly size: number | null;
}

const lines = (listing: string): readonly string[] => listing.split(/\r?\n/).filter((line) => line !== '');

/** `ls -l` in columns: the name stands behind the date, and may have spaces in it. */
const LISTED = /^([-dl])\S+ +\d+ +\S+ +\S+ +(\d+) +\S+ +\d+ +\S+ (.+)$/;

const readers: Readonly<Record<Exclude<NamesIn, 'local'>, (line: string) => Named | null>> = {
  NLST: (line) => ({ name: line, folder: false, size: null }),
  LIST(line) {
    const [, type, size, name] = LISTED.exec(line) ?? [];
    return name === undefined ? null : { name, folder: type === 'd', size: Number(size) };
  },
  MLSD(line) {
    const [, facts = '', name] = /^(\S*) (.+)$/.exec(line) ?? [];
    const told = (fact: string) => new RegExp(`(?:^|;)${fact}=(\\w+);`, 'i').exec(facts)?.[1]?.toLowerCase();
    const type = told('type');
    if (name === undefined || type === 'cdir' || type === 'pdir') return null;
    return { name, folder: type === 'dir', size: Number(told('size') ?? 0) };
  },
};

const here = (files: Files): readonly Named[] =>
  children(files, '/').map(([name, { type, octets }]) => ({
    name,
    folder: type === 'directory',
    size: octets.length,
  }));

function found(turn: UserTurn, where: NamesIn): readonly Named[] {
  if (where === 'local') return here(turn.event.files);
  const listed = lines(fact(turn, 'listing')).flatMap((line) => readers[where](line) ?? []);
  return where === 'NLST' ? listed : listed.sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
}

const kinds: Readonly<Record<NamesKind | 'files', (named: Named) => boolean>> = {
  files: ({ folder }) => !folder,
  folders: ({ folder }) => folder,
  filled: ({ folder, size }) => !folder && size !== 0,
  empty: ({ folder, size }) => !folder && size === 0,
};

export function readNames(turn: UserTurn, { readNames: where, as, matching, kind, within = '' }: ReadNames): void {
  const pattern = matching === undefined ? null : matcher(fill(turn, matching));
  const names = found(turn, where)
    .filter((named) => kinds[kind ?? 'files'](named) && (pattern === null || pattern.test(named.name)))
    .map(({ name }) => fill(turn, within) + name);
  turn.session.facts = { ...turn.session.facts, [as]: names.join('\n') };
}

/** Makes a folder or an empty file of the user's own; one that is there stays. */
export function create({ session, event, commands }: UserTurn, kind: 'folder' | 'file', at: string): void {
  if (event.files.has(at)) return;
  const { owner, profile } = session.setup;
  const mode = kind === 'folder' ? 0o755 : profile.downloads.mode;
  const node = fileNode({ ...owner, mode }, NO_OCTETS, event.epoch + event.at / 1e6);
  const made = kind === 'folder' ? { ...node, type: 'directory' as const } : node;
  commands.push({ type: 'change', change: { op: 'write', path: at, node: made } });
}

/** The frame begins at its end: leaving it takes the first name. */
export function forEach(turn: UserTurn, { forEach: part, of, as }: ForEach): void {
  const items = lines(fact(turn, of));
  if (items.length > 0) turn.session.frames.push({ part, at: Number.MAX_SAFE_INTEGER, items, as });
}
