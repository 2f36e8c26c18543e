/**
 * Explaining, capturing and running load no cryptography: TLS's engine comes as a part, and only where a scenario
 * speaks TLS.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What a file loads when it runs: its imports of values, with the files' paths. */
function loads(path: string): readonly string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((node) => {
    const isValue = ts.isImportDeclaration(node)
      ? !node.importClause?.isTypeOnly && !onlyTypes(node.importClause)
      : ts.isExportDeclaration(node) && !node.isTypeOnly;
    const target =
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier
        ? (node.moduleSpecifier as ts.StringLiteral).text
        : null;
    return isValue && target !== null
      ? [target.startsWith('.') ? fileOf(posix.join(posix.dirname(path), target)) : target]
      : [];
  });
}

const onlyTypes = (clause: ts.ImportClause | undefined): boolean =>
  clause?.namedBindings !== undefined &&
  ts.isNamedImports(clause.namedBindings) &&
  clause.name === undefined &&
  clause.namedBindings.elements.length > 0 &&
  clause.namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);

const fileOf = (path: string): string => (existsSync(`${path}.ts`) ? `${path}.ts` : path);

/** The first way from files to what must not be loaded; null where there is none. */
function wayTo(files: readonly string[], bad: RegExp): readonly string[] | null {
  const ways = new Map<string, readonly string[]>(files.map((file) => [file, [file]]));
  for (const [file, way] of ways) {
    if (bad.test(file)) return way;
    if (file.endsWith('.ts')) for (const next of loads(file)) if (!ways.has(next)) ways.set(next, [...way, next]);
  }
  return null;
}

const CRYPTOGRAPHY = /^@noble\//;

test.each(['explain', 'capture', 'scenario'])('src/%s', (folder) => {
  const files = readdirSync(`src/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join('src', folder, name.replaceAll('\\', '/')));
  expect(files.length).toBeGreaterThan(0);
  expect(wayTo(files, CRYPTOGRAPHY)).toBe(null);
});

test('the engine does load it, so that it would be found', () => {
  expect(wayTo(['src/tls/layers.ts'], CRYPTOGRAPHY)?.length).toBeGreaterThan(1);
});
