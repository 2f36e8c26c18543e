/** The files that the command line reads and writes, where its caller means them. */
import { readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { FileProblem } from '../scenario/text/file';
import { shown } from '../wire/text/shown';

/** Everything wrong with what was asked: all of it is said, and nothing is done. */
export class BadInput extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** The folder below another that a case's id names: an id is somebody else's word, and leads nowhere else. */
export function within(folder: string, id: string): string {
  const path = resolve(folder, id);
  const way = relative(folder, path);
  if (way === '' || isAbsolute(way) || way.split(sep)[0] === '..' || id.includes('\0'))
    throw new BadInput([`the id ${shown(id)} names no folder within ${folder}; expected for example 'passive-closed'`]);
  return path;
}

/** A path as the caller wrote it: npm starts scripts in the project's folder, not in the caller's. */
export function here(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

export function text(file: string): string {
  try {
    return readFileSync(here(file), 'utf8');
  } catch (error) {
    throw new BadInput([`${file}: cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`]);
  }
}

/** One mistake on one line; what was expected is said once. */
export function problemLine({ file, line, text: what, expected: wanted }: FileProblem): string {
  const remedy = wanted.startsWith('did you mean') ? wanted : `expected ${wanted}`;
  return `${file}:${line}: ${what}${what.includes(wanted) ? '' : `; ${remedy}`}`;
}
