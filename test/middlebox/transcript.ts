/**
 * Runs transcripts of one edge, one line after the other:
 *
 *     # What happens, in a sentence.
 *     edge     client nat firewall=block-inbound helper          see edges.ts
 *              -> 192.168.1.10:40036 > 198.51.100.21:21 SYN      arrives from inside; seq=1 ack=1 unless said
 *              => 203.0.113.7:40036 > 198.51.100.21:21 SYN       leaves to the outside
 *     +10ms    <- 198.51.100.21:21 > 203.0.113.7:40036 PSH,ACK "220 Ready."     arrives from outside, with text
 *              <= 198.51.100.21:21 > 192.168.1.10:40036 PSH,ACK "220 Ready."    leaves to the inside
 *              <= 192.168.1.1 > 192.168.1.10 icmp 3/13 [203.0.113.7:20 > ...]   an ICMP error and what it quotes
 *              <= ... own                                        made by the router itself
 *              !  dropped rule=3 NEW                             the verdict; need not be said of a forwarded packet
 *              ~  source-address 192.168.1.10 -> 203.0.113.7     rewrites: all of a packet's or none
 *              *  flow 1 new SYN_SENT                            what changed in the tables: all of a packet's or none
 *              ?  expire                                         mappings and flows are deleted now
 */
import { expect } from 'vitest';
import type { Output } from '../../src/machine/gateway';
import type { Handled, TableChange } from '../../src/middlebox/tables/handled';
import { endpointText, type Tuple } from '../../src/middlebox/tuple';
import { decodeIcmp, encodeIcmp } from '../../src/wire/packet/icmp';
import { parseSegmentText, segmentText } from '../../src/wire/notation/notation';
import { decodePacket, encodePacket, packetAddresses } from '../../src/wire/packet/packet';
import { ACK, type TcpSegment } from '../../src/wire/packet/tcp';
import { octetsOf, textOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';
import { titledBlocks } from '../titled';
import { edgeOf } from './edges';
import { inWords } from '../../src/strings/en/reasons';

export interface Transcript {
  readonly title: string;
  readonly edge: string;
  readonly lines: readonly string[];
}

export function parseTranscripts(text: string): Transcript[] {
  return titledBlocks(text).map(({ title, subject, lines }) => {
    if (!subject.startsWith('edge ')) throw new Error(`expected 'edge ...', found '${subject}'`);
    return { title, edge: subject.slice(5), lines };
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1_000, s: 1_000_000, min: 60_000_000 };
const ENDPOINT = /^(?:\[([^\]]+)\]|([\d.]+)):(\d+)$/;

function endpoint(text: string): { address: string; port: number } {
  const [, six, four, port] = ENDPOINT.exec(text) ?? [];
  if (port === undefined) throw new Error(`'${text}' is no endpoint`);
  return { address: six ?? four ?? '', port: Number(port) };
}

/** 'SOURCE > DESTINATION FLAGS words "text"' as octets. */
export function packetOf(text: string): Uint8Array {
  const [, icmpSource, icmpDestination, type, code, quote] =
    /^(\S+) > (\S+) icmp (\d+)\/(\d+) \[(.*)\]$/.exec(text) ?? [];
  if (quote !== undefined) {
    return encodeIcmp(
      { source: icmpSource!, destination: icmpDestination!, ttl: 60, identification: 5 },
      {
        kind: type === '11' ? 'time exceeded' : 'destination unreachable',
        code: Number(code),
        offending: packetOf(quote),
      },
    );
  }
  const [, from = '', to = '', words = '', said] = /^(\S+) > (\S+) ([^"]*?)\s*(?:"(.*)")?$/.exec(text) ?? [];
  const parsed = parseSegmentText(words.replace(/ttl=\d+/, '').trim());
  if (isViolation(parsed)) throw new Error(`${text}: ${parsed.violation}`);
  const [source, destination] = [endpoint(from), endpoint(to)];
  const payload = said === undefined ? new Uint8Array(parsed.length ?? 0) : octetsOf(JSON.parse(`"${said}"`) as string);
  const tcp: TcpSegment = {
    sourcePort: source.port,
    destinationPort: destination.port,
    seq: parsed.seq ?? 1,
    ack: (parsed.flags & ACK) === 0 ? 0 : (parsed.ack ?? 1),
    flags: parsed.flags,
    window: parsed.window ?? 64240,
    urgentPointer: 0,
    options: parsed.options,
    payload,
  };
  return encodePacket(
    {
      source: source.address,
      destination: destination.address,
      ttl: Number(/ttl=(\d+)/.exec(words)?.[1] ?? 64),
      identification: 7,
    },
    tcp,
  );
}

const tupleWords = ({ source, destination }: Tuple): string => `${endpointText(source)} > ${endpointText(destination)}`;

/** The inverse; `seq` and `ack` always stand there. Every length and checksum must be right. */
export function textOfPacket(octets: Uint8Array): string {
  const packet = decodePacket(octets);
  if (!isViolation(packet)) {
    const { ip, tcp } = packet;
    const ends = tupleWords({
      source: { address: ip.source, port: tcp.sourcePort },
      destination: { address: ip.destination, port: tcp.destinationPort },
    });
    const said = tcp.payload.length > 0 ? ` ${JSON.stringify(textOf(tcp.payload))}` : '';
    return `${ends} ${segmentText({ ...tcp, payload: new Uint8Array(0) })}${said}`;
  }
  const icmp = decodeIcmp(octets);
  if (isViolation(icmp)) throw new Error(`${packet.violation} ${icmp.violation}`);
  const { source, destination, sourcePort, destinationPort } = packetAddresses(icmp.icmp.offending);
  const type = icmp.icmp.kind === 'time exceeded' ? (icmp.ip.version === 4 ? 11 : 3) : icmp.ip.version === 4 ? 3 : 1;
  const quoted = tupleWords({
    source: { address: source, port: sourcePort },
    destination: { address: destination, port: destinationPort },
  });
  return `${icmp.ip.source} > ${icmp.ip.destination} icmp ${type}/${icmp.icmp.code} [${quoted}]`;
}

/** The expected text, brought into the same form: with the numbers that it leaves out. */
const canonical = (text: string): string => (text.includes(' icmp ') ? text : textOfPacket(packetOf(text)));

const outputText = ({ octets, towards, own }: Output): string =>
  `${towards === 'outside' ? '=>' : '<='} ${textOfPacket(octets)}${own ? ' own' : ''}`;

/** What a helper becomes is told by what it expects, and by its flow where it goes blind. */
type RowChange = Exclude<TableChange, { readonly table: 'helper' }>;
const isRow = (change: TableChange): change is RowChange => change.table !== 'helper';

export function changeText(change: RowChange): string {
  if (change.table === 'flow') {
    const { id, state, assured, original, reply, helper } = change.row;
    const words = {
      new: `${state} ${tupleWords(original)} | ${tupleWords(reply)}`,
      update: `${state}${assured ? ' assured' : ''}${helper?.state === 'blind' ? ' blind' : ''}`,
      destroy: '',
    }[change.change];
    return `flow ${id} ${change.change} ${words}`.trim();
  }
  if (change.table === 'mapping') {
    const { id, inside, outside, remote, state } = change.row;
    const to = remote === null ? 'any' : remote.port === null ? remote.address : endpointText(remote);
    return change.change === 'new'
      ? `mapping ${id} new ${endpointText(inside)} = ${endpointText(outside)} to ${to}`
      : `mapping ${id} ${state}`;
  }
  const { id, from, to, inside } = change.row;
  const ends = ` ${from}:any > ${endpointText(to)}${inside ? ` to ${endpointText(inside)}` : ''}`;
  return `expectation ${id} ${change.change}${change.change === 'new' ? ends : ''}`;
}

export function run({ edge: subject, lines }: Transcript): void {
  const edge = edgeOf(subject);
  let now = 0;
  let handled: Handled | null = null;
  let outputs: string[] = [];
  let changes: string[] | null = null;
  let rewrites: string[] | null = null;
  let judged = true;

  const settle = (line: string): void => {
    expect(outputs, `left the edge, but not in the transcript before '${line.trim()}'`).toEqual([]);
    if (changes !== null) expect(changes, `changed, but not in the transcript before '${line.trim()}'`).toEqual([]);
    if (rewrites !== null) expect(rewrites, `rewritten, but not in the transcript before '${line.trim()}'`).toEqual([]);
    expect(
      judged || handled?.verdict === 'forwarded',
      `the verdict ${handled?.verdict}: ${handled && inWords(handled.reason)}, before '${line.trim()}'`,
    ).toBe(true);
  };
  for (const line of lines) {
    const [, amount, unit = '', mark = '', rest = ''] =
      /^\s*(?:\+(\d+)(ms|s|min)\s+)?(->|<-|=>|<=|[!~*?])\s*(.*?)\s*$/.exec(line) ?? [];
    if (mark === '') throw new Error(`cannot read '${line}'`);
    now += Number(amount ?? 0) * (UNITS[unit] ?? 0);
    if (mark === '->' || mark === '<-' || mark === '?') {
      settle(line);
      changes = rewrites = null;
      if (mark === '?') {
        changes = edge
          .expire(now, rest === 'due' ? undefined : () => true)
          .filter(isRow)
          .map(changeText);
        outputs = [];
        judged = true;
        continue;
      }
      handled = edge.handle(packetOf(rest), mark === '->' ? 'inside' : 'outside', now);
      outputs = handled.outputs.map(outputText);
      judged = false;
      expect(handled.violations, line).toEqual([]);
    } else if (mark === '=>' || mark === '<=') {
      const own = rest.endsWith(' own');
      expect(outputs.shift() ?? `nothing left the edge: ${handled && inWords(handled.reason)}`, line).toBe(
        `${mark} ${canonical(own ? rest.slice(0, -4) : rest)}${own ? ' own' : ''}`,
      );
    } else if (mark === '!') {
      judged = true;
      const { verdict, rule, state } = handled!;
      const [words = '', why] = rest.split(': ');
      expect(`${verdict}${rule === null ? '' : ` rule=${rule}`} ${state}`, `${line}: ${inWords(handled!.reason)}`).toBe(
        words,
      );
      if (verdict !== 'forwarded') expect(inWords(handled!.reason)).not.toBe('');
      if (why) expect(inWords(handled!.reason)).toContain(why);
    } else if (mark === '*') {
      changes ??= handled!.changes.filter(isRow).map(changeText);
      expect(changes.shift() ?? 'nothing changed', line).toBe(rest);
    } else {
      rewrites ??= handled!.rewritten.map(({ field, before, after }) => `${field} ${before} -> ${after}`);
      expect(rewrites.shift() ?? 'nothing was rewritten', line).toBe(rest);
    }
  }
  settle('the end');
}
