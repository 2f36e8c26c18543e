/** The parsers of what comes from outside, each with what it is given and what must work on what it accepts. */
import { linesOf } from '../../src/explain/logs/lines';
import { recognise } from '../../src/explain/logs/recognise';
import { chosenFacts, featureFacts } from '../../src/ftp/user/features';
import { parseLesson } from '../../src/lesson/parse';
import { parseRules, rulesText } from '../../src/middlebox/firewall/rules-text';
import { parseIntervention, interventionText } from '../../src/scenario/interventions';
import { problems } from '../../src/scenario/scenario';
import { readCase } from '../../src/scenario/text/case';
import { readScenario, writeScenario } from '../../src/scenario/text/file';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { actionText, parseActions } from '../../src/scenario/values/actions';
import { readDer } from '../../src/tls/certificates/der';
import { x509Spans } from '../../src/tls/certificates/x509-spans';
import { check, matches } from '../../src/tls/certificates/check';
import { readCertificate } from '../../src/tls/certificates/x509';
import { contentSpans, handshakeSpans, recordSpans } from '../../src/tls/explain';
import { authority } from '../../src/tls/identities';
import { decode } from '../../src/tls/messages/codec';
import { layoutOf } from '../../src/tls/messages/layouts';
import { contentTypes, handshakeTypes } from '../../src/tls/messages/registry';
import { auditVerdict } from '../../src/tls/record/audit';
import { stretchesOf } from '../../src/tls/record/record-scan';
import { readTrace, writeTrace } from '../../src/trace/file';
import { canonicalAddress, inPrefix, parseAddress } from '../../src/wire/packet/address';
import { fromNvt, initialAsciiState, toNvt } from '../../src/wire/ftp/ascii';
import { over } from '../../src/wire/caps';
import { decodeBase64, encodeBase64 } from '../../src/wire/text/base64';
import { encodeCommand, parseCommand } from '../../src/wire/ftp/command';
import { parse227, parse229, parseEprt, parsePort } from '../../src/wire/ftp/host-port';
import { decodeIcmp } from '../../src/wire/packet/icmp';
import { readLines } from '../../src/wire/ftp/line';
import { parseLayerText } from '../../src/wire/notation/layer-text';
import { parseReplyText, parseSegmentText } from '../../src/wire/notation/notation';
import { decodePacket, forwardPacket, packetAddresses } from '../../src/wire/packet/packet';
import { spansOf } from '../../src/wire/packet/packet-spans';
import { initialReplyState, readReplies } from '../../src/wire/ftp/reply';
import { escapeTelnet, stripTelnet } from '../../src/wire/ftp/telnet';
import { octetsOf, textOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';
import { chanceOf, mutatedJson, mutatedOctets, mutatedText, type Chance } from './random';
import { specimens } from './specimens';
import { useAll } from './uses';

export interface Target {
  readonly name: string;
  /** Inputs of a whole run. */
  readonly whole: number;
  readonly input: (chance: Chance) => unknown;
  readonly use: (input: never) => void;
  /** The part of it whose time is measured, where `use` does more than read. */
  readonly timed?: (input: never) => void;
  /** The same input with a piece of it many times, so that growth shows; absent where it has no size of its own. */
  readonly pumped?: (chance: Chance, times: number) => unknown;
}

const MILLION = 1_000_000;
const MANY = 200_000;

type Sources<T> = () => readonly T[];

function ofText(
  name: string,
  whole: number,
  sources: Sources<string>,
  use: (text: string) => void,
  most = 32_000,
): Target {
  const input = (chance: Chance) => mutatedText(chance.pick(sources()), chance, sources());
  const pumped = (chance: Chance, times: number) => {
    const text = chance.pick(sources());
    const [at, length] = [chance.below(text.length + 1), 1 + chance.below(6)];
    const piece =
      chance.next() < 0.5
        ? text.slice(at, at + length)
        : chance.pick([' ', '1 ', '[', '- ', 'a', '"', "'", '*', '_', '>', '|', '\\', ';', ',']);
    const room = Math.max(0, most - text.length);
    return text.slice(0, at) + piece.repeat(Math.floor((room * times) / Math.max(1, piece.length))) + text.slice(at);
  };
  return { name, whole, input, use, pumped };
}

function ofOctets(
  name: string,
  whole: number,
  sources: Sources<Uint8Array>,
  use: (octets: Uint8Array) => void,
): Target {
  const input = (chance: Chance) => mutatedOctets(chance.pick(sources()), chance);
  const pumped = (chance: Chance, times: number) => {
    const octets = chance.pick(sources());
    const at = chance.below(octets.length);
    const piece = octets.subarray(at, at + 1 + chance.below(8));
    const count = Math.floor((64_000 * times) / Math.max(1, piece.length));
    return Uint8Array.from(
      Buffer.concat([octets.subarray(0, at), ...Array<Uint8Array>(count).fill(piece), octets.subarray(at)]),
    );
  };
  return { name, whole, input, use, pumped };
}

const versions = ['1.2', '1.3'] as const;

export const TARGETS: readonly Target[] = [
  ofOctets('FTP lines', MILLION, specimens.controls, (octets) => {
    const { lines, rest } = readLines(octets.subarray(0, octets.length >> 1), octets.subarray(octets.length >> 1));
    for (const line of lines) {
      const command = parseCommand(line.octets);
      if (!isViolation(command)) encodeCommand(command);
    }
    readLines(rest, octetsOf('x\r\n'));
  }),
  ofOctets('FTP commands', MILLION, specimens.words, (octets) => void parseCommand(octets)),
  ofOctets('FTP replies', MILLION, specimens.controls, (octets) => {
    readReplies(initialReplyState, readLines(new Uint8Array(0), octets).lines);
  }),
  ofText('host and port', MILLION, specimens.hostPorts, (text) => {
    for (const read of [parsePort, parse227, parseEprt, parse229]) read(text);
  }),
  ofText('addresses', MILLION, specimens.addresses, (text) => {
    parseAddress(text);
    canonicalAddress(text);
    inPrefix('10.0.0.1', text);
    inPrefix(text, '10.0.0.0/8');
  }),
  ofOctets('Telnet and text', MILLION, specimens.controls, (octets) => {
    stripTelnet(octets);
    escapeTelnet(octets);
    fromNvt(initialAsciiState, octets);
    toNvt(initialAsciiState, octets);
    octetsOf(textOf(octets));
  }),
  ofOctets('IP, TCP and ICMP', MILLION, specimens.packets, (octets) => {
    decodePacket(octets);
    decodeIcmp(octets);
    packetAddresses(octets);
    spansOf(octets);
    if (octets.length >= 20) forwardPacket(octets);
  }),
  ofText(
    'notation',
    MILLION,
    () => [...specimens.segments(), ...specimens.replies()],
    (text) => {
      parseSegmentText(text);
      parseReplyText(text);
      parseLayerText(text);
    },
  ),
  ofText('base64', MILLION, specimens.base64, (text) => {
    const octets = decodeBase64(text);
    if (!isViolation(octets)) encodeBase64(octets);
  }),
  ofText(
    'what a client learns',
    MANY,
    () => ['Features:\n EPRT\n MLST type*;size*;\n SIZE\nEnd', 'type*;size;modify*;'],
    (text) => {
      featureFacts(text);
      chosenFacts(text, ['type', 'size']);
    },
  ),
  ofOctets('TLS records', MANY, specimens.tls, (octets) => {
    for (const part of stretchesOf(octets)) {
      if (part.kind !== 'record') continue;
      const record = octets.subarray(part.from, part.to);
      recordSpans(record, false, { version: '1.3' } as never);
      contentSpans(part.header.type, record.subarray(5), '1.2');
    }
    auditVerdict(octets);
  }),
  ofOctets('TLS messages', MANY, specimens.handshakes, (octets) => {
    for (const version of versions) {
      handshakeSpans(octets, version);
      contentSpans(contentTypes.handshake, octets, version);
      const name = Object.entries(handshakeTypes).find(([, type]) => type === octets[0])?.[0];
      if (name) decode(layoutOf(name as never, version), octets.subarray(4));
    }
  }),
  ofOctets('X.509 and DER', MANY, specimens.certificates, (octets) => {
    const node = readDer(octets);
    if (!isViolation(node)) x509Spans(node, 0);
    const read = readCertificate(octets);
    if (isViolation(read)) return;
    matches(read, 'ftp.example.test');
    check({ chain: [octets], anchors: [authority], now: 1_768_478_400, name: 'ftp.example.test', use: 'server' }, {
      verify: () => true,
    } as never);
  }),
  ofText('links', MANY, specimens.links, (text) => {
    const { scenario, moment } = fromLink(text);
    if (problems(scenario).length > 0) return;
    const link = toLink(scenario, moment);
    if (over('link', link.length) !== null) return;
    if (toLink(fromLink(link).scenario, fromLink(link).moment) !== link) throw new Error(`no fixed point: ${link}`);
  }),
  ofText('rules', MANY, specimens.rules, (text) => {
    const rules = parseRules(text);
    if (!isViolation(rules)) parseRules(rulesText(rules));
  }),
  ofText(
    'actions and interventions',
    MANY,
    () => [...specimens.actions(), 'drop data 1 / SYN', 'expire clientEdge x', 'delay 300 control 1 / PASV'],
    (text) => {
      const actions = parseActions(text);
      if (!isViolation(actions)) for (const action of actions) actionText(action);
      const act = parseIntervention(text);
      if (typeof act !== 'string') interventionText(act);
    },
  ),
  ofText('scenario files', MANY, specimens.scenarios, (text) => {
    const read = readScenario(text, 'a.yaml');
    if ('scenario' in read) writeScenario(read.scenario);
  }),
  ofText('lessons', MANY, specimens.lessons, (text) => void parseLesson(text, 'a.md', 'a'), 120_000),
  ofText('logs', MANY, specimens.logs, (text) => void recognise(text), 100_000),
  ofText('lines of logs', MILLION, specimens.logLines, (text) => void [...linesOf(text)], 2000),
  {
    name: 'saved traces',
    whole: MANY,
    input: (chance) => JSON.stringify(mutatedJson(chance.pick(specimens.traces()), chance)),
    timed: (text: string) => void readTrace(text),
    use(text: string) {
      const trace = readTrace(text);
      if ('entries' in trace) useAll(trace);
    },
  },
  ofText('saved traces as text', MANY, specimens.traceTexts, (text) => {
    const trace = readTrace(text);
    if ('entries' in trace) writeTrace(trace);
  }),
  {
    name: 'cases',
    whole: MANY,
    input: (chance) => JSON.stringify(mutatedJson(chance.pick(specimens.cases()), chance)),
    use(text: string) {
      const read = readCase(text);
      if (!('scenario' in read)) return;
      problems(read.scenario);
      fromLink(toLink(read.scenario, null));
    },
  },
];

/** The input of a target that a number stands for, the same at all times. */
export const inputOf = ({ name, input }: Target, number: number): unknown =>
  input(chanceOf(number * 7919 + [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)));
