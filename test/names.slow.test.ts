/** No knob's name as a bare string outside the table: where one stands, the compiler knows that it is one. */
import ts from 'typescript';
import { expect, it } from 'vitest';
import { isKnobName } from '../src/scenario/knobs/knobs';

const BARE = ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.Unknown;

/** Words that mean something else too. */
const WORDS: readonly string[] = ['actions', 'files', 'security', 'seed', 'user'];

/** Where a literal is a key: the object that has it. */
function holderOf(node: ts.StringLiteralLike, checker: ts.TypeChecker): ts.Type | undefined | null {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return checker.getContextualType(parent.parent);
  return ts.isElementAccessExpression(parent) ? checker.getTypeAtLocation(parent.expression) : null;
}

function isBare(node: ts.StringLiteralLike, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if (ts.isLiteralTypeNode(parent)) return false;
  const holder = holderOf(node, checker);
  const parts = (type: ts.Type | undefined) => (type?.isUnion() ? type.types : [type]);
  if (holder !== null)
    return !parts(holder).some((part) => part !== undefined && checker.getPropertyOfType(part, node.text));
  const expected = ts.isBinaryExpression(parent)
    ? checker.getTypeAtLocation(parent.left === node ? parent.right : parent.left)
    : checker.getContextualType(node);
  return parts(expected).some((part) => part === undefined || (part.flags & BARE) !== 0);
}

function bareNames(files: readonly string[], host: ts.CompilerHost, options: ts.CompilerOptions): readonly string[] {
  const program = ts.createProgram([...files], options, host);
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const named = ts.isStringLiteralLike(node) && isKnobName(node.text) && !WORDS.includes(node.text);
      if (source && named && isBare(node, checker))
        found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: '${node.text}'`);
      ts.forEachChild(node, visit);
    };
    if (source && !/\/scenario\/knobs\//.test(file)) visit(source);
    return found;
  });
}

const config = ts.getParsedCommandLineOfConfigFile('tsconfig.json', {}, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: () => undefined,
} satisfies ts.ParseConfigFileHost);
const options = config?.options ?? {};
const host = ts.createCompilerHost(options);

it('there is none', () => {
  const files = config?.fileNames.filter((file) => /\/src\/.*\.ts$/.test(file)) ?? [];
  expect(files.length).toBeGreaterThan(300);
  expect(bareNames(files, host, options)).toEqual([]);
});

it('one is found, by whichever way it comes', () => {
  const text = `
    import type { KnobName, Settings } from './src/scenario/knobs/table';
    declare const path: string, any: Readonly<Record<string, unknown>>, settings: Settings, name: KnobName;
    declare function take(text: string): void;
    declare function know(name: KnobName): void;
    take('dataMode');
    path === 'dataMode';
    export const loose = { 'server.software': 1 };
    any['tls.protectData'];
    export const other: Readonly<Record<string, number>> = { 'wan.lossPercent': 1 };
    know('dataMode');
    name === 'dataMode';
    export const typed: Settings = { 'server.readOnly': true };
    settings['wan.rateKbit'];
    export type One = 'dataMode';`;
  const file = `${process.cwd()}/scratch.ts`;
  const read = {
    ...host,
    getSourceFile: (name: string, target: ts.ScriptTarget) =>
      name === file ? ts.createSourceFile(name, text, target, true) : host.getSourceFile(name, target),
  };
  const exists = { ...read, fileExists: (name: string) => name === file || host.fileExists(name) };
  expect(bareNames([file], exists, options).map((line) => line.split(':')[1])).toEqual(['6', '7', '8', '9', '10']);
});
