/** Why a run failed: a sentence for each link of the chain. */
import type { Diagnosis } from '../../explain/diagnosis/diagnose';
import type { AddressKind, Aside, Connected, Phrase, Segment } from '../../explain/diagnosis/phrase';
import type { Errno } from '../../machine/contract';
import type { Sentences } from '../../wire/reason';
import { sentenceOf } from '../sentence';
import { knobWords } from './knobs';
import { deedSays } from './network';
import { capital, nameOfNode, subject } from './nodes';
import { inWords } from './reasons';
import { layerSays } from './tls';
import { alertSays } from './fields/alerts';
import { violated } from './violations';

const errnos: Readonly<Record<Errno, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the other side',
  ETIMEDOUT: 'no answer, however often it was repeated',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EACCES: 'refused by a router (administratively prohibited)',
  EPIPE: 'the connection is gone',
  EADDRINUSE: 'the port is in use',
  EADDRNOTAVAIL: 'no such address here',
  EAFNOSUPPORT: 'no such kind of address',
};

const KINDS: Readonly<Record<Exclude<AddressKind, null>, string>> = {
  loopback: 'the loopback address ',
  private: 'the private address ',
  shared: "the carrier's own address ",
};

/** `the private address 192.168.1.2 port 40000`, or a port alone. */
const place = (address: string | null, kind: AddressKind, port: number): string =>
  `${address === null ? '' : `${kind === null ? '' : KINDS[kind]}${address} `}port ${port}`;

const on = (connection: Connected): string =>
  connection === null
    ? 'the connection'
    : `the ${connection.purpose === 'other' ? '' : `${connection.purpose} `}connection to ${connection.address} ` +
      `port ${connection.port}`;

const segments: Sentences<Segment> = {
  'icmp-error': 'an ICMP error',
  bare: ({ flags }) => flags,
  'with-reply': ({ name }) => `segment with reply ${name}`,
  'with-request': ({ name }) => `segment with ${name}`,
  'with-octets': ({ octets }) => `segment of ${octets} octets`,
};

const dropped = (segment: Segment, to: Extract<Phrase, { code: 'dropped' }>['to']): string =>
  to === null ? sentenceOf(segments, segment) : `The ${sentenceOf(segments, segment)} to ${to.address} port ${to.port}`;

const UNTYPED = 'without any TYPE before: a session begins with TYPE A, text (RFC 959 section 5.1)';

function dialled(word: string | null, named: string | null): string {
  if (word === null) return '';
  return named === null ? `, as ${word} said` : `: the port that ${word} named, but not its address ${named}`;
}

const lineEnds = (count: number | null, more: boolean): string =>
  count === null
    ? 'they are not the same'
    : `${count} CRs were ${more ? 'put before' : 'taken from before'} LFs on the way`;

const phrases: Sentences<Phrase> = {
  exited: ({ process, exit }) => `${process} ended with exit code ${exit}.`,
  'not-achieved': ({ nth, action }) =>
    action === null ? `Action ${nth} of the work was not achieved.` : `What was asked for did not happen: ${action}.`,
  'gave-up': ({ node, seconds }) =>
    `${subject(node)} waited ${seconds === null ? 'a while' : `${seconds} s`} in vain and gave up.`,
  'certificate-refused': ({ node, said }) =>
    `${subject(node)} read the server's certificate, and went no further: ${layerSays(said)}.`,
  'alert-sent': ({ node, alert }) =>
    `${subject(node)} sent the TLS alert ${alert}: ${alertSays(alert) ?? 'an alert that nobody registered'}.`,
  'tls-failed': ({ node, on: connection }) => `TLS on ${on(connection)} came to nothing at ${nameOfNode(node)}.`,
  'no-free-port': ({ node }) => `${subject(node)} found no port that was free.`,
  'connection-failed': ({ node, on: connection, errno }) =>
    `${capital(on(connection))} failed at ${nameOfNode(node)}: ${errno === null ? errno : (errnos[errno] ?? errno)}.`,
  'closed-by-peer': ({ on: connection }) => `The other side closed ${on(connection)}.`,
  'request-sent': ({ node, message }) => `${subject(node)} sent ${message}.`,
  'no-ftp': 'Something that is no FTP was said.',
  'still-waiting': 'The run ended, and the client still waited.',
  'not-dialled': ({ node, reply, address, kind, port }) =>
    `${subject(node)} read ${reply}, which named ${place(address, kind, port)}, and did not dial it.`,
  'request-refused': ({ request, reply }) => `The server refused${request === null ? '' : ` ${request}`}: ${reply}`,
  dropped: ({ node, segment, to, refused, why }) =>
    `${dropped(segment, to)} was ${refused ? 'refused' : 'dropped'} ${node === 'wan' ? 'on' : 'at'} ` +
    `${nameOfNode(node)}: ${inWords(why)}.`,
  'answered-by': ({ node, segment }) =>
    `${subject(node)} answered with ${sentenceOf(segments, segment)}: nothing listens on that port.`,
  forgotten: ({ node, on: connection }) =>
    `${subject(node)} had forgotten ${on(connection)}: nothing was heard on it for longer than it remembers.`,
  rewritten: ({ node, changes }) =>
    `${subject(node)} let it through as other words: ` +
    `${changes.map(([before, after]) => `${before} became ${after}`).join(', ')}.`,
  'from-elsewhere': ({ node, on: connection, source }) =>
    `${capital(on(connection))} came to ${nameOfNode(node)} ` +
    `from ${source}, the control connection from another address.`,
  'broke-rules': ({ node, why }) => `${subject(node)} met what breaks the rules: ${violated(why)}`,
  deed: (deed) => `You did it: ${deedSays(deed)}.`,
  knob: ({ knob, value }) => `${knob} is ${value ?? 'unset'}. ${knobWords[knob].sentence}`,
  'unknown-knob': ({ knob, value }) => `${knob} is ${value}.`,
  work: ({ actions }) => `The work asked for: ${actions}.`,
  happened: ({ node, what }) => `${subject(node)}: ${what}.`,
  dialled: ({ opener, on: { address, port, purpose }, word, named }) =>
    `${subject(opener)} dialled ${address} port ${port} for the ${purpose} connection${dialled(word, named)}.`,
  announced: ({ node, word, address, kind, port, rewritten }) =>
    `${subject(node)} told it where to dial: ${word} named ${place(address, kind, port)}` +
    `${rewritten ? ', as an edge rewrote it' : ''}.`,
  damaged: ({ path, came, had, lineEnds: ends }) =>
    `${path} came with ${came} octets, and had ${had}: ${lineEnds(ends, came > had)}.`,
  'sent-as': ({ request, type }) =>
    `The client sent ${request ?? 'it'} ${type === null ? UNTYPED : `under TYPE ${type}`}.`,
};

/** A link of a chain, in words. */
export const phraseText = (phrase: Phrase): string => sentenceOf(phrases, phrase);

/** The same where what a knob is for is said beside it. */
export const briefText = (phrase: Phrase): string =>
  phrase.code === 'knob' ? `${phrase.knob} is ${phrase.value ?? 'unset'}.` : phraseText(phrase);

const asides: Sentences<Aside> = {
  'worked-after': ({ seconds }) => `(It worked, after ${seconds} s.)`,
  'no-complaint': '(No complaint.)',
};

/** What the user read, line by line, and what there is to add. */
export const symptomLines = ({ symptom, aside }: Pick<Diagnosis, 'symptom' | 'aside'>): readonly string[] => [
  ...symptom,
  ...(aside === null ? [] : [sentenceOf(asides, aside)]),
];
