/**
 * Queries over a run, in plain words, so that somebody who does not program can ask them. The answer is read from the
 * trace and from nothing else.
 */
import { carriersOf } from '../trace/query/carriers';
import type { EntryOf, NodeId } from '../trace/entry';
import { connectionName, entriesOf, type Connection, type Trace } from '../trace/trace';

interface Form {
  /** What is written, with CAPITALS for what varies. */
  readonly form: string;
  readonly pattern: RegExp;
  /** null when the run holds no answer. */
  readonly answer: (trace: Trace, ...found: [string, string]) => string | number | null;
}

/** Every query there is. */
export const queryForms: readonly Form[] = [
  {
    form: 'opener of CONNECTION',
    pattern: /^opener of (\w+ \d+)$/,
    answer: (trace, name) => connection(trace, name)?.opener ?? null,
  },
  {
    form: 'listener of CONNECTION',
    pattern: /^listener of (\w+ \d+)$/,
    answer: (trace, name) => connection(trace, name)?.listener ?? null,
  },
  {
    form: 'port dialled by CONNECTION',
    pattern: /^port dialled by (\w+ \d+)$/,
    answer: (trace, name) => connection(trace, name)?.remote.port ?? null,
  },
  { form: 'reply to VERB', pattern: /^reply to ([A-Z]+)$/, answer: replyTo },
  {
    form: 'number of PURPOSE connections',
    pattern: /^number of (\w+) connections$/,
    answer: (trace, purpose) => trace.connections.filter((one) => one.purpose === purpose).length,
  },
  {
    form: 'outcome of action NUMBER',
    pattern: /^outcome of action (\d+)$/,
    answer: (trace, number) => {
      const found = entriesOf(trace, 'achieve').find(({ action }) => action === Number(number) - 1);
      if (!found) return null;
      return found.ok ? 'achieved' : 'failed';
    },
  },
  {
    form: 'exit of NODE',
    pattern: /^exit of (\w+)$/,
    answer: (trace, node) => entriesOf(trace, 'exit').find((entry) => entry.node === node)?.code ?? null,
  },
  {
    form: 'what NODE does to MOMENT',
    pattern: /^what (\w+) does to (.+)$/,
    answer: (trace, node, moment) => {
      const met = metAt(trace, node, moment);
      if (met?.kind === 'drop') return 'drops';
      return met && (met.rewritten === null ? 'passes' : 'rewrites');
    },
  },
  {
    form: 'how NODE sees MOMENT',
    pattern: /^how (\w+) sees (.+)$/,
    answer: (trace, node, moment) => metAt(trace, node, moment)?.ruling?.state ?? null,
  },
  {
    form: 'happens MOMENT',
    pattern: /^happens (.+)$/,
    answer: (trace, moment) => (trace.moments.has(moment) ? 'yes' : 'no'),
  },
];

/** Whether a text is a query at all. */
export function isQuery(text: string): boolean {
  return queryForms.some(({ pattern }) => pattern.test(text.trim()));
}

/** What the run answers, as text; null when it holds no answer, or when the text is no query. */
export function ask(trace: Trace, query: string): string | null {
  for (const { pattern, answer } of queryForms) {
    const found = pattern.exec(query.trim());
    const value = found ? answer(trace, found[1] ?? '', found[2] ?? '') : null;
    if (found) return value === null ? null : String(value);
  }
  return null;
}

function connection(trace: Trace, name: string): Connection | undefined {
  return trace.connections.find((one) => connectionName(one) === name);
}

/** The first reply that the sender of the verb reads after it. */
function replyTo(trace: Trace, verb: string): string | null {
  let sender: NodeId | null = null;
  for (const entry of entriesOf(trace, 'message')) {
    const { kind, name } = entry.message;
    if (sender === null && entry.way === 'sent' && kind === 'request' && name === verb) sender = entry.node;
    else if (sender !== null && entry.way === 'received' && entry.node === sender && kind === 'reply') return name;
  }
  return null;
}

/**
 * How a node on its way met the packet of a moment, or the one that carried the moment's message: it passed, or was
 * dropped.
 */
function metAt(trace: Trace, node: NodeId, moment: string): EntryOf<'pass' | 'drop'> | null {
  const first = trace.entries[trace.moments.get(moment) ?? -1];
  const carrier = first && carriersOf(trace, first)[0];
  if (!carrier) return null;
  const way = new Set([carrier.n]);
  for (const entry of trace.entries.slice(carrier.n + 1)) {
    if (!entry.causes.some((cause) => way.has(cause))) continue;
    if (entry.kind === 'pass' || entry.kind === 'drop') {
      if (entry.node === node) return entry;
      way.add(entry.n);
    }
  }
  return null;
}
