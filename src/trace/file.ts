/** A trace as a file: JSON, with maps as lists of pairs and octets as base64. What comes back is the same trace. */
import type { FileChange, FileNode } from '../machine/files';
import { decodeBase64, encodeBase64 } from '../wire/text/base64';
import { over } from '../wire/caps';
import { joined } from '../wire/octets';
import { shown, valueShown } from '../wire/text/shown';
import { isViolation, mistake, violation, type Mistake, type Violation } from '../wire/violation';
import { gathered } from './arena';
import type { Entry } from './entry';
import { drained, type Pieces } from './pieces';
import { holding } from './shape';
import { traceShape } from './shapes';
import { VERSION, type Trace } from './trace';

/** T with its octets replaced by their text. */
type Written<T> = Omit<T, 'octets'> & { readonly octets: string };

type WrittenStores = readonly (readonly [string, readonly (readonly [string, Written<FileNode>])[]])[];

interface TraceFile extends Omit<Trace, 'arena' | 'moments' | 'initialFiles' | 'files'> {
  readonly arena: { readonly octets: string; readonly starts: readonly number[] };
  readonly moments: readonly (readonly [string, number])[];
  readonly initialFiles: WrittenStores;
  readonly files: WrittenStores;
}

/** Entries, and octets by a multiple of three, that are written in one go. */
const ENTRIES = 1000;
const OCTETS = 3 << 16;
const LETTERS = 4 << 16;

export const writeTrace = (trace: Trace): string => [...writingTrace(trace)].join('');

/** The same in pieces, none of them long, so that who writes a long one may look up between them. */
export const writingTrace = (trace: Trace): Iterable<string> =>
  members(trace, {
    entries: (entries) => listed(entryPieces(entries)),
    arena: (arena) => members(gathered(arena), { octets: letters }),
    moments: (moments) => [JSON.stringify([...moments])],
    initialFiles: stores,
    files: stores,
  });

type Writers<T> = { readonly [key in keyof T]?: (value: T[key]) => Iterable<string> };

/** An object as JSON would write it, but for the members that have a writer of their own. */
function* members<T extends object>(whole: T, writers: Writers<T>): Generator<string, void> {
  let before = '{';
  for (const key of Object.keys(whole) as (keyof T & string)[]) {
    const value = whole[key];
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* writers[key]?.(value) ?? [JSON.stringify(value)];
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function* listed(items: Iterable<Iterable<string>>): Generator<string, void> {
  let before = '[';
  for (const item of items) {
    yield before;
    yield* item;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** Three octets are four letters: pieces of so many threes are, one after another, the letters of the whole. */
function* letters(octets: Uint8Array): Generator<string, void> {
  yield '"';
  for (let at = 0; at < octets.length; at += OCTETS) yield encodeBase64(octets.subarray(at, at + OCTETS));
  yield '"';
}

const node = (file: FileNode): Iterable<string> => members(file, { octets: letters });

/** Many at a time, but one that writes a file by itself. */
function* entryPieces(entries: readonly Entry[]): Generator<Iterable<string>, void> {
  let from = 0;
  for (const [n, entry] of entries.entries()) {
    const writes = entry.kind === 'file' && entry.change.op === 'write';
    if (!writes && n - from < ENTRIES) continue;
    if (n > from) yield [JSON.stringify(entries.slice(from, n)).slice(1, -1)];
    from = writes ? n + 1 : n;
    if (writes) yield members(entry, { change: (change) => members(change as WriteOf, { node }) });
  }
  if (from < entries.length) yield [JSON.stringify(entries.slice(from)).slice(1, -1)];
}

type WriteOf = Extract<FileChange, { readonly op: 'write' }>;

function stores(all: Trace['files']): Iterable<string> {
  const pair = (name: string, value: Iterable<string>) => listed([[JSON.stringify(name)], value]);
  return listed(
    [...all].map(([at, files]) => pair(at, listed([...files].map(([path, file]) => pair(path, node(file)))))),
  );
}

/**
 * Reads what writeTrace writes. A text that is no trace is a violation that names the first thing wrong; never throws.
 */
export function readTrace(text: string): Trace | Mistake {
  return drained(readingTrace(text));
}

/** The same, with a pause between its parts. */
export function* readingTrace(text: string): Pieces<Trace | Mistake> {
  const long = over('trace', text.length);
  if (long !== null) return mistake('trace-size', `${long}.`);
  const file = parsed(text);
  if (file === undefined) return mistake('trace-json', 'Found a text that is no JSON, expected a saved trace.');
  const { version, format } = (file ?? {}) as { readonly version?: unknown; readonly format?: unknown };
  if (version !== VERSION)
    return mistake(
      'trace-version',
      `Found version ${version === undefined && format === undefined ? 'none' : valueShown(version ?? format)}, ` +
        `expected ${VERSION}: is it a saved trace? ` +
        'What another version of Portcall saved is not read here: its scenario makes the run anew.',
    );
  yield;
  const wrong = yield* holding(traceShape, file);
  if (wrong) return mistake('trace-shape', `${wrong.where.slice(1)} is not ${wrong.expected}.`);
  return (yield* incoherence(file as TraceFile)) ?? (yield* traceFrom(file as TraceFile));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Others {
  readonly entries: readonly Entry[];
  readonly known: ReadonlySet<string>;
  readonly packets: number;
  readonly connections: number;
}

/** What is wrong with an entry's number, time or references, if anything. */
function oddOf(entry: Entry, n: number, { entries, known, packets, connections }: Others): string | null {
  const { at, node, causes, connection } = entry;
  if (entry.n !== n) return `has the number ${entry.n}.`;
  if (at < (entries[n - 1]?.at ?? 0)) return 'is earlier than the entry before it.';
  if (node !== null && !known.has(node)) return `is at ${shown(node)}, which is no node.`;
  if (causes.some((cause) => cause >= n)) return 'names a cause that does not come before it.';
  if (connection !== null && connection >= connections)
    return `is of connection ${connection}, and there are ${connections}.`;
  if (packetsOf(entry).some((packet) => packet >= packets))
    return `refers to a packet beyond the ${packets} that there are.`;
  return null;
}

const packetsOf = (entry: Entry): readonly number[] => [
  ...('packet' in entry ? [entry.packet] : []),
  ...('rewritten' in entry && entry.rewritten !== null ? [entry.rewritten] : []),
  ...('content' in entry && entry.content !== null ? [entry.content] : []),
];

/** What no shape can say: numbers that point at something must find it there, and causes come first. */
function* incoherence({ nodes, entries, connections, arena, moments }: TraceFile): Pieces<Mistake | null> {
  const wrong = (text: string) => mistake('trace-reference', text);
  const known = new Set(nodes.map(({ id }) => id));
  if (known.size < nodes.length) return wrong('nodes has two of one id.');
  const packets = arena.starts.length - 1;
  if (arena.starts[0] !== 0 || arena.starts.some((start, i) => start < (arena.starts[i - 1] ?? 0)))
    return wrong('arena.starts does not rise from 0.');
  const others = { entries, known, packets, connections: connections.length };
  for (const [n, entry] of entries.entries()) {
    const odd = oddOf(entry, n, others);
    if (odd !== null) return wrong(`entries[${n}] ${odd}`);
    if (n % ENTRIES === 0) yield;
  }
  for (const [i, { index, opener }] of connections.entries()) {
    if (index !== i) return wrong(`connections[${i}] has the index ${index}.`);
    if (!known.has(opener)) return wrong(`connections[${i}] was opened by ${shown(opener)}, which is no node.`);
  }
  for (const [name, n] of moments)
    if (n >= entries.length) return wrong(`the moment '${name}' is at entry ${n}, and there are ${entries.length}.`);
  return null;
}

function* traceFrom(file: TraceFile): Pieces<Trace | Mistake> {
  let bad: Mistake | null = null;
  function* octets(text: string): Pieces<Uint8Array> {
    const found = yield* octetsOf(text);
    if (!isViolation(found)) return found;
    bad = mistake(found.violation, 'Found octets of a file or of the arena that are no base64.');
    return new Uint8Array(0);
  }
  function* read(node: Written<FileNode>): Pieces<FileNode> {
    return { ...node, octets: yield* octets(node.octets) };
  }
  function* stores(all: WrittenStores): Pieces<Trace['files']> {
    const found = new Map<string, Map<string, FileNode>>(all.map(([node]) => [node, new Map()]));
    for (const [node, files] of all) for (const [path, one] of files) found.get(node)?.set(path, yield* read(one));
    return found;
  }
  const entries = [...file.entries];
  for (const [n, entry] of file.entries.entries())
    if (entry.kind === 'file' && entry.change.op === 'write') {
      const node = yield* read(entry.change.node as unknown as Written<FileNode>);
      entries[n] = { ...entry, change: { ...entry.change, node } };
    }
  const trace: Trace = {
    ...file,
    entries,
    arena: { octets: yield* octets(file.arena.octets), starts: [...file.arena.starts], lenders: [], loans: [] },
    moments: new Map(file.moments),
    initialFiles: yield* stores(file.initialFiles),
    files: yield* stores(file.files),
  };
  if (bad) return bad;
  const [kept, used] = [trace.arena.octets.length, file.arena.starts.at(-1) ?? 0];
  return kept === used
    ? trace
    : mistake('trace-reference', `arena.octets has ${kept} octets, and arena.starts ends at ${used}.`);
}

/** Four letters are three octets: stretches of so many fours are read one by one, and none but the last is padded. */
function* octetsOf(text: string): Pieces<Uint8Array | Violation> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; ; at += LETTERS) {
    const last = at + LETTERS >= text.length;
    const piece = decodeBase64(text.slice(at, at + LETTERS));
    if (isViolation(piece)) return piece;
    if (!last && piece.length < OCTETS) return violation({ code: 'base64-character', found: '=' }, at + LETTERS - 1);
    pieces.push(piece);
    if (last) return joined(pieces);
    yield;
  }
}
