/** The files that the command line reads and writes, where its caller means them. */
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { FileProblem } from '../scenario/text/file';
import { fileProblem } from '../strings/en/objections';
import { CAPS } from '../wire/caps';
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

/** Octets: more than any text that is taken, so that a file without an end has one. */
const MOST = 4 * CAPS.case.most;

/** The text of a file, without the mark of its byte order (RFC 3629 section 6), which Windows' editors write. */
export const text = (file: string): string =>
  attempted(file, 'read', () => new TextDecoder().decode(beginning(here(file), MOST)));

function beginning(path: string, most: number): Uint8Array {
  const opened = openSync(path, 'r');
  try {
    const octets = new Uint8Array(most);
    let length = 0;
    for (let read = -1; read !== 0 && length < most; length += read)
      read = readSync(opened, octets, { offset: length });
    return octets.subarray(0, length);
  } finally {
    closeSync(opened);
  }
}

export function write(file: string, content: string | Uint8Array): void {
  attempted(file, 'written', () => writeFileSync(here(file), content));
}

/** Writes a file, and the folders that lead to it. */
export function writeWithin(file: string, content: string | Uint8Array): void {
  attempted(file, 'written', () => mkdirSync(dirname(file), { recursive: true }));
  write(file, content);
}

/** A file that cannot be had is its caller's mistake, and told in one line. */
function attempted<T>(file: string, what: 'read' | 'written', act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new BadInput([`${file}: cannot be ${what}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`]);
  }
}

/** One mistake on one line; what was expected is said once. */
export function problemLine(problem: FileProblem): string {
  const { file, line } = problem;
  const { text: what, expected: wanted } = fileProblem(problem);
  const remedy = wanted.startsWith('did you mean') ? wanted : `expected ${wanted}`;
  return `${file}:${line}: ${what}${what.includes(wanted) ? '' : `; ${remedy}`}`;
}
