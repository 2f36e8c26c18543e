/**
 * The shape of a trace in a file. The table of entries has a line for each kind of entry.ts and the compiler holds both
 * to the same fields, so that neither can be changed alone.
 */
import { CAPS } from '../wire/caps';
import {
  VERSION,
  type Connection,
  type FilterConfig,
  type RecordedScenario,
  type Trace,
  type TraceNode,
} from './trace';
import type { Detail, EntryKind, Wanted } from './entry';
import {
  either,
  flag,
  list,
  maybe,
  nullable,
  oneOf,
  record,
  tagged,
  text,
  tuple,
  whole,
  type Schema,
  type Shape,
} from './shape';
import {
  address,
  COUNT,
  DATES,
  endpoint,
  index,
  knobValue,
  knobValues,
  name,
  port,
  reason,
  sequence,
  time,
} from './leaves';
import { tableRow } from './table-shapes';

const purpose = oneOf('control', 'data');
const ofPacket = { packet: index, hops: whole(0, CAPS.hops.most) };
const ofMachine = { process: name, machine: name };

const ruling = maybe(
  record({
    rule: nullable(whole(1, COUNT)),
    state: name,
    from: oneOf('inside', 'outside'),
    steps: maybe(list(name)),
  }),
);

const wanted = either(port, oneOf('ephemeral'), record({ from: port, to: port }));

/** What a command opens, or listens for. */
const wants = maybe(
  record({
    purpose: oneOf('control', 'data', 'other', 'probe'),
    address: nullable(address),
    port: wanted,
  } satisfies Record<keyof Wanted, Shape>),
);

const ofMessage = { protocol: text, name: text };
const message = either(
  record({ kind: oneOf('request'), ...ofMessage, argument: nullable(text), secret: maybe(flag) }),
  record({
    kind: oneOf('reply'),
    ...ofMessage,
    code: nullable(whole(0, 65535)),
    lines: list(text),
    refuses: maybe(flag),
  }),
  record({ kind: oneOf('signal', 'stray'), ...ofMessage, text }),
);

/** Octets are base64 in a file. */
const fileNode = record({
  type: oneOf('file', 'directory'),
  octets: text,
  uid: sequence,
  gid: sequence,
  owner: text,
  group: text,
  mode: whole(0, 0o777),
  modified: whole(...DATES),
});

const change = either(
  record({ op: oneOf('remove'), path: text }),
  record({ op: oneOf('rename'), from: text, to: text }),
  record({ op: oneOf('write'), path: text, node: fileNode }),
);

type Own<K extends EntryKind> = Exclude<keyof Extract<Detail, { kind: K }>, 'kind'>;

const details: { readonly [K in EntryKind]: { readonly [F in Own<K>]: Shape } } = {
  knob: { knob: name, value: knobValue },
  intervention: { index },
  start: { process: name },
  command: { ...ofMachine, command: name, octets: whole(0, COUNT), wants },
  listen: {
    listener: name,
    purpose,
    local: endpoint,
    wanted,
  },
  unlisten: { local: endpoint },
  state: { ...ofMachine, from: name, to: name, event: name },
  transmit: { ...ofPacket, again: flag, ruling },
  pass: {
    ...ofPacket,
    rewritten: nullable(index),
    changes: list(record({ field: name, before: either(text, sequence), after: either(text, sequence) })),
    ruling,
  },
  table: { row: tableRow },
  arrive: { ...ofPacket, ruling },
  drop: { ...ofPacket, reason, rule: nullable(text), ruling },
  told: {
    ...ofMachine,
    told: name,
    from: whole(0, COUNT),
    octets: whole(0, COUNT),
    reason: nullable(name),
    why: maybe(reason),
  },
  message: { ...ofMachine, way: oneOf('sent', 'received'), message },
  layer: {
    ...ofMachine,
    way: oneOf('sent', 'received'),
    name,
    said: nullable(reason),
    protected: flag,
    content: nullable(index),
  },
  secret: { ...ofMachine, label: text, clientRandom: text, secret: text },
  arm: { ...ofMachine, timer: name, after: time },
  timeout: { ...ofMachine, timer: name },
  call: { ...ofMachine, to: name, name },
  file: { ...ofMachine, change },
  say: { ...ofMachine, to: oneOf('user', 'log'), text, stream: maybe(oneOf('in', 'out', 'err')), chatter: maybe(flag) },
  achieve: { ...ofMachine, action: whole(0, COUNT), ok: flag },
  note: { ...ofMachine, reason, source: nullable(text) },
  violation: { ...ofMachine, reason },
  exit: { process: name, code: whole(0, 255) },
  end: { how: oneOf('quiescent', 'horizon', 'cap') },
};

const base = { n: index, at: time, causes: list(index), node: nullable(name), connection: nullable(index) };
const entry = tagged(
  'kind',
  Object.fromEntries(Object.entries(details).map(([name, fields]) => [name, { ...base, ...fields }])),
);

const scenario = record({
  knobs: knobValues,
  interventions: list(record({ do: text, at: text, ms: maybe(index), port: maybe(port), edge: maybe(text) })),
} satisfies Record<keyof RecordedScenario, Shape>);

const connection = record({
  index,
  purpose: oneOf('control', 'data', 'other'),
  ordinal: whole(1, COUNT),
  opener: name,
  listener: text,
  local: endpoint,
  remote: endpoint,
  iss: sequence,
  irs: nullable(sequence),
} satisfies Record<keyof Connection, Shape>);

const node = record({
  id: name,
  kind: oneOf('host', 'router', 'network'),
  name: text,
  addresses: list(address),
  gear: maybe(
    record({
      rules: list(text),
      policy: text,
      nat: nullable(address),
      forwards: list(text),
      helper: nullable(port),
    } satisfies Record<keyof FilterConfig, Shape>),
  ),
} satisfies Record<keyof TraceNode, Shape>);

const stores = list(tuple(name, list(tuple(text, fileNode))));

/** A trace as JSON holds it: maps as lists of pairs, octets as base64. */
export const traceShape = record({
  version: oneOf(VERSION),
  scenario,
  epoch: sequence,
  nodes: list(node),
  entries: list(entry),
  connections: list(connection),
  arena: record({ octets: text, starts: list(index) }),
  moments: list(tuple(text, index)),
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
