/** A run as lines of text, in the one notation: for golden traces, the command line and failure diffs. */
import { nameOf } from '../../machine/config';
import type { Entry, EntryOf } from '../../trace/entry';
import { isTold, messageOf } from '../../trace/message';
import { connectionName, fromOpener, octetsOf, type Trace } from '../../trace/trace';
import { layerText } from '../../wire/notation/layer-text';
import { messageText, segmentText } from '../../wire/notation/notation';
import { decodeIcmp, ICMP_KINDS } from '../../wire/packet/icmp';
import { decodePacket } from '../../wire/packet/packet';
import { isViolation } from '../../wire/violation';
import { deedText } from '../../strings/en/network';
import { inWords } from '../../strings/en/reasons';
import { layerSays } from '../../strings/en/tls';
import { violated } from '../../strings/en/violations';

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

function textOf(trace: Trace, entry: Entry, detail: Detail): string | null {
  switch (entry.kind) {
    case 'transmit':
      return detail === 'segments' ? `${entry.again ? '=>' : '->'} ${packetText(trace, entry)}` : null;
    case 'arrive':
      return detail === 'segments' ? `<- ${packetText(trace, entry)}` : null;
    case 'drop':
      return `x  ${packetText(trace, entry)} (${inWords(entry.reason)})`;
    case 'state':
      return detail === 'segments' && entry.machine === 'tcp' ? `=  ${nameOf(entry.to)}` : null;
    case 'message':
      return isTold(entry) || entry.message.kind === 'stray' ? messageText(entry.message) : null;
    case 'layer':
      return detail === 'dialogue' && !isTold(entry) ? null : ofLayer(entry);
    case 'listen':
      return `listen ${entry.purpose} on ${entry.local.port}`;
    case 'file':
      return entry.change.op === 'write'
        ? `write ${entry.change.path} (${entry.change.node.octets.length} octets)`
        : `${entry.change.op} ` +
            ('path' in entry.change ? entry.change.path : `${entry.change.from} to ${entry.change.to}`);
    case 'say':
      return `${entry.to === 'log' ? 'logs' : SAID[entry.stream ?? 'err']} ${entry.text}`;
    case 'violation':
      return `!  ${entry.reason.code}: ${violated(entry.reason)}`;
    case 'intervention':
      return `!  ${deedText(trace, entry)}`;
    case 'exit':
      return `exit ${entry.code}`;
    case 'end':
      return `end: ${entry.how}`;
    default:
      return null;
  }
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
