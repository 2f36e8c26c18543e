/** Any entry of a trace in few words: what is on the wire, and what is said about it. */
import type { Entry, EntryKind, EntryOf, NodeId } from '../../trace/entry';
import { connectionName, fromOpener, octetsOf, type Trace } from '../../trace/trace';
import { rowText } from '../../explain/reading/tables';
import type { Step } from '../../diagram/steps/step';
import { errorLabel, messageLabel, timeText, octetsText } from '../../diagram/steps/words';
import { decodePacket } from '../../wire/packet/packet';
import { segmentText } from '../../wire/notation/notation';
import { isViolation } from '../../wire/violation';
import { words } from '../../strings/en/page/page';
import { deedText } from '../../strings/en/network';
import { inWords } from '../../strings/en/reasons';
import { remark } from '../../strings/en/remarks';
import { faultSays } from '../../strings/en/tls-faults';
import { violated } from '../../strings/en/violations';

interface EntryText {
  /** Verb, code or flags: set in the wire's typeface. Empty where nothing is on the wire. */
  readonly term: string;
  readonly text: string;
  /** The numbers of a segment, as transcripts write them; empty for what has none. */
  readonly detail: string;
}

type Teller<K extends EntryKind> = (entry: EntryOf<K>, trace: Trace) => EntryText;
const said = (text: string, term = '', detail = ''): EntryText => ({ term, text, detail });
const say = words.entryText;

/** The segment of an entry's packet, its numbers counted from the connection's first. */
function segmentOf(trace: Trace, entry: EntryOf<'transmit' | 'pass' | 'arrive' | 'drop'>): string {
  const packet = decodePacket(octetsOf(trace, entry));
  if (isViolation(packet)) return violated(packet.why);
  const connection = entry.connection === null ? undefined : trace.connections[entry.connection];
  if (!connection) return segmentText(packet.tcp);
  const [mine, other] = fromOpener(trace, entry)
    ? [connection.iss, connection.irs ?? 0]
    : [connection.irs ?? 0, connection.iss];
  return segmentText(packet.tcp, { seqBase: mine, ackBase: other });
}

const flight = (trace: Trace, entry: EntryOf<'transmit' | 'pass' | 'arrive' | 'drop'>, text: string): EntryText => {
  const error = errorLabel(octetsOf(trace, entry));
  if (error.term !== '') return said(text, error.term, error.text);
  const [flags = '', ...rest] = segmentOf(trace, entry).split(' ');
  return said(text, flags, rest.join(' '));
};

const tellers: { readonly [K in EntryKind]: Teller<K> } = {
  knob: ({ knob, value }) => said(say.knob(knob, value)),
  intervention: (entry, trace) => said(say.intervention(deedText(trace, entry))),
  start: ({ process }) => said(say.start(process)),
  command: ({ command, node, machine, octets, wants }) => {
    const sends = command === 'send' ? say.sends(octets) : '';
    return said(say.command(machineName(node, machine), command, wants ? say.wants(wants) : sends));
  },
  listen: ({ purpose, local }) => said(say.listen(purpose, local.port)),
  unlisten: ({ local }) => said(say.unlisten(local.port)),
  state: ({ node, machine, from, to, event }) => said(say.state(machineName(node, machine), from, to, event)),
  transmit: (entry, trace) => flight(trace, entry, say.transmit(entry.again)),
  pass: (entry, trace) => flight(trace, entry, say.pass(entry.rewritten !== null)),
  arrive: (entry, trace) => flight(trace, entry, say.arrive),
  drop: (entry, trace) => flight(trace, entry, say.drop(inWords(entry.reason), entry.rule)),
  table: ({ row }) => said(say.table(row.table, (row['row'] as { id: number }).id, row.change), '', rowText(row)),
  told: ({ told, octets, reason, why, node, machine }) =>
    said(say.told(machineName(node, machine), told, octets > 0 ? octetsText(octets) : (reason ?? faultSays(why)))),
  message: ({ message, way, node, machine }) => {
    const { term, text } = messageLabel(message);
    return said([text, say.message(way, machineName(node, machine))].filter((part) => part !== '').join(' · '), term);
  },
  layer: ({ name, way, node, machine }) => said(say.message(way, machineName(node, machine)), name),
  secret: ({ label }) => said(say.secret(label)),
  arm: ({ timer, after }) => said(say.arm(timer, timeText(after))),
  timeout: ({ timer }) => said(say.timeout(timer)),
  call: ({ node, machine, to, name }) => said(say.call(machineName(node, machine), machineName(node, to), name)),
  file: ({ change }) => said(say.file(change.op, 'path' in change ? change.path : `${change.from} → ${change.to}`)),
  say: ({ text, to }) => said(say.say(to, text)),
  achieve: ({ action, ok }) => said(say.achieve(action + 1, ok)),
  note: ({ reason }) => said(remark(reason)),
  violation: ({ reason }) => said(say.violation(reason.code, violated(reason))),
  exit: ({ process, code }) => said(say.exit(process, code)),
  end: ({ how }) => said(say.end[how]),
};

/** A step of the diagram as one line: what is drawn, for who hears it. */
export function stepText({ label, kind, verdict }: Step): string {
  const parts = kind === 'listen' ? [label.text, label.term] : [label.term, label.text];
  return [...parts, verdict].filter(Boolean).join(' ');
}

/** RFC 959 2.3: `user-PI`, `server-DTP`; TCP is the kernel's. */
function machineName(node: NodeId | null, machine: string): string {
  return machine === 'tcp' ? 'TCP' : `${node === 'client' ? 'user' : (node ?? '')}-${machine.toUpperCase()}`;
}

export function entryText(trace: Trace, entry: Entry): EntryText {
  return (tellers[entry.kind] as Teller<EntryKind>)(entry, trace);
}

/** Where it happens: `control 1 · Client`. */
export function whereOf(trace: Trace, entry: Entry): string {
  const connection = entry.connection === null ? undefined : trace.connections[entry.connection];
  const node = trace.nodes.find(({ id }) => id === entry.node)?.name ?? entry.node;
  return [connection && connectionName(connection), node].filter(Boolean).join(' · ');
}
