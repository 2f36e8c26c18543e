import { posix } from 'node:path';
import ts from 'typescript';
import { circles } from './circles';

/** A folder (or a file of that name) under src imports only from the lines above its own, and from itself. */
export const layers: readonly (readonly string[])[] = [
  ['wire'],
  ['machine'],
  ['trace'],
  ['tcp', 'tls', 'ssh', 'ftp', 'http', 'middlebox', 'sim', 'scan'],
  ['scenario'],
  ['explain', 'capture'],
  ['lesson'],
  ['strings'],
  ['diagram'],
  ['parts'],
  ['ui', 'live'],
  ['main', 'embed', 'cli'],
];

/**
 * The rooms of a folder that has some, in their order: a room imports only from those before it. `.` is the folder
 * itself. A folder that is not here is one room.
 */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  wire: ['.', 'text', 'packet', 'ftp', 'notation'],
  trace: ['.', 'query'],
  tcp: ['tcb', 'sending', 'arriving', 'states', '.'],
  tls: ['messages', 'profiles', 'crypto', 'certificates', 'record', 'handshake', 'client', 'server', '.'],
  ftp: [
    ...['protocol', 'profiles', 'files', 'dtp', 'strangers'],
    ...['server/session', 'server/transfer', 'server/verbs', 'server', 'user', '.'],
  ],
  middlebox: ['.', 'firewall', 'tracking', 'helper', 'nat', 'tables', 'edge'],
  sim: ['.', 'network', 'endpoint', 'host', 'world'],
  scenario: [
    ...['values', 'knobs/rows', 'knobs', 'knobs/config', '.', 'text'],
    ...['build/reading', 'build/edges', 'build/hosts', 'build'],
  ],
  explain: ['logs', 'reading', 'observed', 'diagnosis', 'remedies', 'exposure'],
  diagram: ['steps', 'layout', 'scene', 'draw', 'statechart', 'compare'],
  strings: ['.', 'en/knobs', 'en/states', 'en/symptoms', 'en/fields', 'en', 'en/page'],
  ui: [
    ...['runs', 'state', 'tasks', 'controls', 'ends', 'lesson', 'why', 'lab', 'compare', 'exposure'],
    ...['files', 'firewall', 'machines', 'picture', 'edges', 'inspector', 'app'],
  ],
};

/** The core is everything down to this line: no DOM, no Node, no clock, no chance, no waiting. */
const lastOfCore = layers.findIndex((line) => line.includes('capture'));

/** Packages that the core may use: pure ones. */
const corePackages = /^(xstate|yaml|@noble\/.+)$/;

/** Names that stand for the world outside, unless the file declares them itself. */
const worldly = new Set(
  (
    'document window self globalThis navigator location performance crypto fetch localStorage console process Buffer ' +
    'setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame Promise'
  ).split(' '),
);

const folderOf = (path: string) => (path.split('/')[1] ?? '').replace(/\..*$/, '');
const roomOf = (path: string) => path.split('/').slice(2, -1).join('/') || '.';
const lineOf = (folder: string) => layers.findIndex((line) => line.includes(folder));

/** TypeScript of a file: the whole of it, or the scripts of a Svelte component. */
const scriptOf = (path: string, text: string) =>
  path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : text;

const parse = (path: string, text: string) =>
  ts.createSourceFile(path, scriptOf(path, text), ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);

/** What a file imports, re-exports, names in a type or imports late, as written. */
export function importsOf(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined)
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
      found.push(node.argument.literal.text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      found.push(target !== undefined && ts.isStringLiteralLike(target) ? target.text : '(computed)');
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(path, text));
  return found;
}

function worldlyUses(path: string, text: string): string[] {
  const source = parse(path, text);
  const declared = new Set<string>();
  const used: string[] = [];
  const visit = (node: ts.Node): void => {
    const named =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node);
    if (named && node.name !== undefined && ts.isIdentifier(node.name)) declared.add(node.name.text);
    if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) used.push('async');
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date') used.push('new Date');
    if (ts.isPropertyAccessExpression(node)) {
      const access = node.getText(source);
      if (access === 'Math.random' || access === 'Date.now') used.push(access);
      if (ts.isIdentifier(node.expression) && worldly.has(node.expression.text)) used.push(node.expression.text);
    }
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      ts.isIdentifier(node.expression) &&
      worldly.has(node.expression.text)
    )
      used.push(node.expression.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return used.filter((name) => !declared.has(name));
}

function faultOfRoom(folder: string, room: string, from: string): string | undefined {
  const order = rooms[folder] ?? ['.'];
  return from === room || order.indexOf(from) < order.indexOf(room)
    ? undefined
    : `${folder}/${room} imports from ${folder}/${from}, which is not above it`;
}

/** What is wrong with one import, or undefined. */
function faultOfImport(path: string, target: string): string | undefined {
  const folder = folderOf(path);
  const core = lineOf(folder) <= lastOfCore;
  if (!target.startsWith('.')) return core && !corePackages.test(target) ? `the core imports '${target}'` : undefined;
  const resolved = posix.join(posix.dirname(path), target.replace(/\?.*$/, ''));
  if (!resolved.startsWith('src/')) return core ? `the core imports '${target}' from outside src` : undefined;
  const from = folderOf(resolved);
  if (from === folder) return faultOfRoom(folder, roomOf(path), roomOf(resolved));
  if (lineOf(from) === -1) return `'${from}' is in no layer`;
  return lineOf(from) < lineOf(folder) ? undefined : `${folder} imports from ${from}, which is not above it`;
}

/** Every break of the layering in these files (path from the top, with text), one line each. */
export function faults(files: readonly { path: string; text: string }[]): string[] {
  return files.flatMap(({ path, text }) => {
    const folder = folderOf(path);
    if (/\.d\.ts$/.test(path)) return [];
    if (lineOf(folder) === -1) return [`${path}: '${folder}' is in no layer`];
    if (!(rooms[folder] ?? ['.']).includes(roomOf(path)))
      return [`${path}: '${folder}/${roomOf(path)}' is no room of test/layering.ts`];
    const worldlyNames = lineOf(folder) <= lastOfCore ? [...new Set(worldlyUses(path, text))] : [];
    return [
      ...importsOf(path, text)
        .map((target) => faultOfImport(path, target))
        .filter((fault) => fault !== undefined),
      ...worldlyNames.map((name) => `the core uses ${name}`),
    ].map((fault) => `${path}: ${fault}`);
  });
}

/** Every circle of imports among these files, one line each. */
export function circleFaults(files: readonly { path: string; text: string }[]): readonly string[] {
  const known = new Set(files.map(({ path }) => path));
  const fileOf = (path: string, target: string): string | undefined => {
    const resolved = posix.join(posix.dirname(path), target.replace(/\?.*$/, ''));
    return ['', '.ts', '.svelte.ts'].map((end) => resolved + end).find((candidate) => known.has(candidate));
  };
  const graph = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(path, text)
        .map((target) => fileOf(path, target))
        .filter((file) => file !== undefined),
    ]),
  );
  return circles(graph).map((circle) => `circle: ${[...circle].sort().join(' ')}`);
}
