/** A line of MLSD or MLST: facts, a space, a name (RFC 3659 section 7.2). */
import type { Draft } from './line-spans';

/** Facts that are registered, or that servers of Unix tell. */
export const FACTS = [
  ...(['type', 'size', 'sizd', 'modify', 'create', 'perm', 'unique', 'lang', 'media-type', 'charset'] as const),
  ...(['unix.mode', 'unix.uid', 'unix.gid', 'unix.owner', 'unix.group', 'unix.ownername', 'unix.groupname'] as const),
] as const;

export type FactField = `fact.${(typeof FACTS)[number] | 'other' | 'space' | 'name'}`;

const FACT = /(?<name>[^=;\s]+)=(?<value>[^;]*);/dy;

const known = (name: string): FactField =>
  FACTS.some((one) => one === name.toLowerCase()) ? (`fact.${name.toLowerCase()}` as FactField) : 'fact.other';

/** Null for what is no such line. A line of MLST begins with a space, one of MLSD does not. */
export function factDrafts(text: string): readonly Draft<FactField>[] | null {
  const drafts: Draft<FactField>[] = [];
  const put = (code: FactField, name: string, from: number, to: number, value?: string): unknown =>
    from < to &&
    drafts.push({ is: { code, value: value ?? '' }, name, from, to, ...(value !== undefined && { value }) });
  const first = text.startsWith(' ') ? 1 : 0;
  put('fact.space', 'SP', 0, first);
  let at = first;
  for (FACT.lastIndex = at; ; at = FACT.lastIndex) {
    const { name, value } = FACT.exec(text)?.groups ?? {};
    if (name === undefined || value === undefined) break;
    put(known(name), name, at, FACT.lastIndex, value);
  }
  if (at === first || text.charAt(at) !== ' ') return null;
  put('fact.space', 'SP', at, at + 1);
  put('fact.name', 'name', at + 1, text.length);
  return drafts;
}
