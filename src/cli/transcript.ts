/** A run as lines of text, in the one notation: for golden traces, the command line and failure diffs. */
import { nameOf } from '../machine/config';
import type { Entry, EntryKind, EntryOf } from '../trace/entry';
import { isTold, messageOf } from '../trace/message';
import { connectionName, fromOpener, octetsOf, type Trace } from '../trace/trace';
import { layerText } from '../wire/notation/layer-text';
import { messageText, segmentText } from '../wire/notation/notation';
import { decodeIcmp, ICMP_KINDS } from '../wire/packet/icmp';
import { decodePacket } from '../wire/packet/packet';
import { isViolation } from '../wire/violation';
import { deedText } from '../strings/en/network';
import { inWords } from '../strings/en/reasons';
import { layerSays } from '../strings/en/tls';
import { violated } from '../strings/en/violations';

const SAID = { in: 'types', out: 'prints', err: 'says' } as const;

/**
 * `dialogue`: messages, TLS's among them, listeners, files and last words; `segments`: also every packet where it
 * leaves, arrives and is dropped.
 */
type Detail = 'dialogue' | 'segments';

export function transcript(trace: Trace, detail: Detail): readonly string[] {
  return trace.entries.flatMap((entry) => {
    const text = textOf(trace, entry, detail);
    if (text === null) return [];
    const connection = entry.connection === null ? undefined : trace.connections[entry.connection];
    const where = connection ? connectionName(connection) : '';
    return [`${seconds(entry.at)}  ${(entry.node ?? '').padEnd(10)} ${where.padEnd(10)} ${text}`.trimEnd()];
  });
}

function seconds(at: number): string {
  return (at / 1e6).toFixed(6).padStart(12);
}

type Line<K extends EntryKind> = (entry: EntryOf<K>, trace: Trace, segments: boolean) => string | null;

/** A row for each kind of entry that is told. */
const LINES: { readonly [K in EntryKind]?: Line<K> } = {
  transmit: (entry, trace, segments) => (segments ? `${entry.again ? '=>' : '->'} ${packetText(trace, entry)}` : null),
  arrive: (entry, trace, segments) => (segments ? `<- ${packetText(trace, entry)}` : null),
  drop: (entry, trace) => `x  ${packetText(trace, entry)} (${inWords(entry.reason)})`,
  state: ({ machine, to }, _, segments) => (segments && machine === 'tcp' ? `=  ${nameOf(to)}` : null),
  message: (entry) => (isTold(entry) || entry.message.kind === 'stray' ? messageText(entry.message) : null),
  layer: (entry, _, segments) => (segments || isTold(entry) ? ofLayer(entry) : null),
  listen: ({ purpose, local }) => `listen ${purpose} on ${local.port}`,
  file: ({ change }) => changeText(change),
  say: ({ to, stream, text }) => `${to === 'log' ? 'logs' : SAID[stream ?? 'err']} ${text}`,
  violation: ({ reason }) => `!  ${reason.code}: ${violated(reason)}`,
  intervention: (entry, trace) => `!  ${deedText(trace, entry)}`,
  exit: ({ code }) => `exit ${code}`,
  end: ({ how }) => `end: ${how}`,
};

function textOf(trace: Trace, entry: Entry, detail: Detail): string | null {
  const line = LINES[entry.kind] as Line<EntryKind> | undefined;
  return line?.(entry, trace, detail === 'segments') ?? null;
}

function changeText(change: EntryOf<'file'>['change']): string {
  if (change.op === 'write') return `write ${change.path} (${change.node.octets.length} octets)`;
  return `${change.op} ${'path' in change ? change.path : `${change.from} to ${change.to}`}`;
}

function ofLayer(entry: EntryOf<'layer'>): string {
  const { way, name, said, protected: sealed } = entry;
  const what = name === 'ApplicationData' ? `${name}, ${layerSays(said)}` : name;
  return layerText({ layer: messageOf(entry).protocol, way, name: what, sealed });
}

function packetText(trace: Trace, entry: Extract<Entry, { packet: number }>): string {
  const octets = octetsOf(trace, entry);
  const packet = decodePacket(octets);
  const connection = entry.connection === null ? undefined : trace.connections[entry.connection];
  if (isViolation(packet)) return errorText(octets) ?? violated(packet.why);
  if (!connection) return segmentText(packet.tcp);
  const [seqBase, ackBase] = fromOpener(trace, entry)
    ? [connection.iss, connection.irs ?? 0]
    : [connection.irs ?? 0, connection.iss];
  return segmentText(packet.tcp, { seqBase, ackBase });
}

function errorText(octets: Uint8Array): string | null {
  const error = decodeIcmp(octets);
  if (isViolation(error)) return null;
  const {
    ip: { version },
    icmp: { kind, code },
  } = error;
  return `ICMP ${ICMP_KINDS.find((known) => known.version === version && known.kind === kind)?.codes[code] ?? kind}`;
}
