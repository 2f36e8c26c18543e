/**
 * The shape of a trace in a file. The table of entries has a line for each kind of entry.ts and the compiler holds both
 * to the same fields, so that neither can be changed alone.
 */
import {
  VERSION,
  type Connection,
  type FilterConfig,
  type RecordedScenario,
  type Trace,
  type TraceNode,
} from './trace';
import type { Detail, EntryKind } from './entry';
import {
  anything,
  dictionary,
  either,
  flag,
  list,
  maybe,
  nullable,
  number,
  oneOf,
  record,
  tagged,
  text,
  tuple,
  whole,
  type Schema,
  type Shape,
} from './shape';

const port = whole(0, 65535);
const sequence = whole(0, 0xffffffff);
const purpose = oneOf('control', 'data');
const endpoint = record({ address: text, port });
const ofPacket = { packet: whole(), hops: whole() };
const ofMachine = { process: text, machine: text };

const ruling = maybe(record({ rule: nullable(whole(1)), state: text, from: oneOf('inside', 'outside') }));

const message = either(
  record({ verb: text, argument: nullable(text), telnet: maybe(list(text)) }),
  record({ code: whole(), lines: list(text) }),
  record({ raw: text }),
);

/** Octets are base64 in a file. */
const fileNode = record({
  type: oneOf('file', 'directory'),
  octets: text,
  uid: whole(),
  gid: whole(),
  owner: text,
  group: text,
  mode: whole(0, 0o777),
  modified: whole(Number.MIN_SAFE_INTEGER),
});

const change = either(
  record({ op: oneOf('remove'), path: text }),
  record({ op: oneOf('rename'), from: text, to: text }),
  record({ op: oneOf('write'), path: text, node: fileNode }),
);

type Own<K extends EntryKind> = Exclude<keyof Extract<Detail, { kind: K }>, 'kind'>;

const details: { readonly [K in EntryKind]: { readonly [F in Own<K>]: Shape } } = {
  knob: { knob: text, value: anything },
  intervention: { index: whole(), text },
  start: { process: text },
  command: { ...ofMachine, command: text, text, octets: whole() },
  listen: {
    listener: text,
    purpose,
    local: endpoint,
    wanted: either(port, oneOf('ephemeral'), record({ from: port, to: port })),
  },
  unlisten: { local: endpoint },
  state: { ...ofMachine, from: text, to: text, event: text },
  transmit: { ...ofPacket, again: flag, ruling },
  pass: {
    ...ofPacket,
    rewritten: nullable(whole()),
    changes: list(record({ field: text, before: either(text, whole()), after: either(text, whole()) })),
    ruling,
  },
  table: { row: anything },
  arrive: { ...ofPacket, ruling },
  drop: { ...ofPacket, reason: text, rule: nullable(text), ruling },
  told: { ...ofMachine, told: text, from: whole(), octets: whole(), reason: nullable(text) },
  message: { ...ofMachine, way: oneOf('sent', 'received'), message },
  layer: {
    ...ofMachine,
    way: oneOf('sent', 'received'),
    name: text,
    text,
    protected: flag,
    content: nullable(whole()),
  },
  secret: { ...ofMachine, label: text, clientRandom: text, secret: text },
  arm: { ...ofMachine, timer: text, after: whole() },
  timeout: { ...ofMachine, timer: text },
  call: { ...ofMachine, to: text, name: text },
  file: { ...ofMachine, change },
  say: { ...ofMachine, to: oneOf('user', 'log'), text, stream: maybe(oneOf('in', 'out', 'err')), chatter: maybe(flag) },
  achieve: { ...ofMachine, action: whole(), ok: flag },
  note: { ...ofMachine, text, source: nullable(text) },
  violation: { ...ofMachine, name: text, text },
  exit: { process: text, code: whole() },
  end: { how: oneOf('quiescent', 'horizon', 'cap') },
};

const base = { n: whole(), at: whole(), causes: list(whole()), node: nullable(text), connection: nullable(whole()) };
const entry = tagged(
  'kind',
  Object.fromEntries(Object.entries(details).map(([name, fields]) => [name, { ...base, ...fields }])),
);

/** What a knob may hold: its own row says the rest, when the scenario is taken up again. */
const action = record({
  op: text,
  path: maybe(text),
  bytes: maybe(nullable(whole())),
  line: maybe(text),
  continue: maybe(flag),
  seconds: maybe(whole()),
  style: maybe(text),
  technique: maybe(text),
  ports: maybe(list(port)),
});
const scenario = record({
  knobs: dictionary(nullable(either(text, flag, list(whole()), list(action), number))),
  interventions: list(record({ do: text, at: text, ms: maybe(whole()), port: maybe(port), edge: maybe(text) })),
} satisfies Record<keyof RecordedScenario, Shape>);

const connection = record({
  index: whole(),
  purpose: oneOf('control', 'data', 'other'),
  ordinal: whole(1),
  opener: text,
  listener: text,
  local: endpoint,
  remote: endpoint,
  iss: sequence,
  irs: nullable(sequence),
} satisfies Record<keyof Connection, Shape>);

const node = record({
  id: text,
  kind: oneOf('host', 'router', 'network'),
  name: text,
  addresses: list(text),
  gear: maybe(
    record({
      rules: list(text),
      policy: text,
      nat: nullable(text),
      forwards: list(text),
      helper: nullable(whole()),
    } satisfies Record<keyof FilterConfig, Shape>),
  ),
} satisfies Record<keyof TraceNode, Shape>);

const stores = list(tuple(text, list(tuple(text, fileNode))));

/** A trace as JSON holds it: maps as lists of pairs, octets as base64. */
export const traceShape = record({
  version: oneOf(VERSION),
  scenario,
  epoch: whole(),
  nodes: list(node),
  entries: list(entry),
  connections: list(connection),
  arena: record({ octets: text, starts: list(whole()) }),
  moments: list(tuple(text, whole())),
  initialFiles: stores,
  files: stores,
  end: oneOf('quiescent', 'horizon', 'cap'),
  steps: whole(),
} satisfies Record<keyof Trace, Shape>);

/** The same for other programs: public/trace.schema.json. */
export const traceSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: `A trace of Portcall, version ${VERSION}`,
  description: 'What `portcall run --json` prints and the page saves: entries that name their causes, and the packets.',
  ...traceShape.schema,
};
