/** What a scenario opens, what would repair a run, what a worse client gets, and what to ask of a firewall's keeper. */
import type { FirewallRequest, RequestNote } from '../../explain/exposure/request';
import type { NeedWhy, TestTells } from '../../explain/exposure/request-tests';
import type { Ask, WorseSaid } from '../../explain/exposure/worse-said';
import { rangeText, sizeOf, type CallerName } from '../../explain/reading/reach';
import type { Use } from '../../explain/remedies/needless';
import type { OpenDoor, Opens } from '../../explain/remedies/opens';
import type { Impossible, RemedyWhy } from '../../explain/remedies/remedies';
import type { Phrase } from '../../explain/diagnosis/phrase';
import type { Sentences } from '../../wire/reason';
import { sentenceOf } from '../sentence';
import { phraseText } from './diagnosis';
import { exposesText } from './knobs';
import { deedSays } from './network';
import { nameOfNode } from './nodes';

export const callers: Readonly<Record<CallerName, string>> = {
  anyone: 'anyone',
  'anyone-from-20': 'anyone who calls from port 20',
  peer: 'the other side',
  'peer-from-20': 'the other side from port 20',
};

function doorText({ edge, from, who, ports }: OpenDoor): string {
  const some = `port${sizeOf(ports) === 1 ? '' : 's'} ${ports.map(rangeText).join(', ')}`;
  const all = sizeOf(ports) > 60_000 ? 'nearly every port' : some;
  return from === 'outside'
    ? `at ${nameOfNode(edge)}, ${all} to ${callers[who]}`
    : `from behind ${nameOfNode(edge)} outward, ${all}`;
}

/** `at the server's edge, ports 50020-50045 to anyone`; `nothing new`. */
export const opensText = ({ doors, hazards }: Opens): string =>
  [...doors.map(doorText), ...hazards.map(exposesText)].join('; ') || 'nothing new';

const whys: Sentences<RemedyWhy> = {
  prevents: ({ phrase }) => `Then this does not happen: ${phraseText(phrase)}`,
  needless: ({ opens }) => `The run comes out as well without: ${opensText(opens)}.`,
};
export const remedyWhy = (why: RemedyWhy): string => sentenceOf(whys, why);

const impossible: Sentences<Impossible> = {
  'done-by-learner': ({ deed }) => `No setting repairs what the learner did: ${deedSays(deed)}.`,
  'cannot-be-had': 'No setting repairs it: what was asked for cannot be had there.',
  'no-change-helps': ({ knob }) =>
    'No change of one or two settings repairs it, nor of more that its causes name one after the other' +
    `${knob === null ? '' : `, ${knob} among them`}.`,
};
export const impossibleText = (why: Impossible): string => sentenceOf(impossible, why);

const uses: Sentences<Use> = {
  'open-without-need': ({ opens }) => `Open without need: ${opensText(opens)}.`,
  'password-in-clear': ({ links, from, to }) =>
    `The password crossed ${links} links in clear, from ${nameOfNode(from)} to ${nameOfNode(to)}.`,
  'ports-called': ({ host, ports }) =>
    ports.length === 0
      ? `Nobody called ${nameOfNode(host)}.`
      : `Of ${nameOfNode(host)}'s ports the run called ${ports.join(', ')}, and no other.`,
};

const isUse = (said: Phrase | Use): said is Use => Object.hasOwn(uses, said.code);
/** A link of the chain of what is open without need. */
export const needlessText = (said: Phrase | Use): string => (isUse(said) ? sentenceOf(uses, said) : phraseText(said));

const asks: Sentences<Ask> = {
  'logs-in-without-tls': 'logs in without asking for TLS',
  'logs-in-with-wrong-password': 'logs in with a wrong password',
  'has-another-dialled': "names somebody else's address in PORT, so that the server dials it (RFC 2577, the bounce)",
  'names-reserved-port': 'names a port below 1024 in PORT or EPRT',
  'fetches-from-elsewhere': 'connects to the passive port from another address than it logged in from',
  uploads: 'uploads a file',
  'logs-in-twice': 'logs in twice at a time',
  'says-nothing': ({ seconds }) => `says nothing for ${seconds / 60} minutes`,
};
export const askText = (ask: Ask): string => sentenceOf(asks, ask);

const answers: Sentences<Exclude<WorseSaid, Phrase>> = {
  'server-replied': ({ reply, line }) => `The server answered ${reply} ${line}`,
  'server-dialled': 'The server dialled it.',
  'nothing-came': 'Nothing came of it.',
};

const isAnswer = (said: WorseSaid): said is Exclude<WorseSaid, Phrase> => Object.hasOwn(answers, said.code);
/** What a worse client was told, or what was done to it. */
export const worseText = (said: WorseSaid): string => (isAnswer(said) ? sentenceOf(answers, said) : phraseText(said));

const needs: Sentences<NeedWhy> = {
  'control-connection': 'The control connection: log in, commands and replies (RFC 959 section 2.3).',
  'passive-data': ({ mode }) =>
    `Data connections: after ${mode} the server waits on one of these ports, and the client calls it; ` +
    'another for each listing or file.',
  'active-data': ({ mode }) =>
    `Data connections: after ${mode} the server calls one of these ports, which the client chose; ` +
    'another for each listing or file.',
};
export const needText = (why: NeedWhy): string => sentenceOf(needs, why);

const tells: Sentences<TestTells> = {
  connects: 'succeeded: open; refused: nothing listens, or a reject; timed out: dropped on the way',
  greets: 'a 220 in the answer: the control connection works',
  'closed-gets-through': 'closed: it gets through, for nothing listens before PASV; filtered: dropped on the way',
  lists: 'a 150 and a listing: data connections work',
  waits: 'waits for the next line',
  'calls-back': 'succeeded: the client can be called; timed out: dropped on the way',
};
export const tellsText = (what: TestTells): string => sentenceOf(tells, what);

const notes: Sentences<RequestNote> = {
  'no-firewall-between': "The client is on the server's own network: there is no firewall between them to ask for.",
  'answers-pass': 'What answers a connection that has begun must pass as well (state established).',
  'carrier-translates':
    "Beyond the client's edge a carrier translates a second time: nobody can open ports there, " +
    'so that nothing can call the client.',
  'helper-lets-in':
    'The FTP helper lets data connections in one by one, while the control connection is in clear; ' +
    'those rows then need no rule of their own.',
  'no-helper-reads': 'The control connection is encrypted: no FTP helper can read it, and none must be relied on.',
  'not-open': ({ closed, of }) => `${closed} of ${of} rows are not open now.`,
};
export const noteText = (note: RequestNote): string => sentenceOf(notes, note);

const standing = (allowed: boolean, byHelper: boolean): string => {
  if (allowed) return 'open';
  return byHelper ? 'opened by the FTP helper, one by one' : 'not open';
};

/** A firewall request as lines to print. */
export function requestText({ rows, notes: all }: FirewallRequest): readonly string[] {
  return [
    ...rows.flatMap((row, at) => [
      `${at + 1}. At ${nameOfNode(row.edge)}, ${row.direction === 'in' ? 'inbound' : 'outbound'}: ${row.protocol}` +
        ` from ${row.from}${row.sourcePort === null ? '' : ` port ${row.sourcePort}`} to ${row.to} ` +
        `port${row.ports[0] === row.ports[1] ? '' : 's'} ${rangeText(row.ports)}`,
      `   ${needText(row.why)}`,
      `   Now: ${standing(row.allowed, row.byHelper)}`,
      ...row.config.map((line) => `   ${line}`),
      ...row.tests.map((test) => `   on ${nameOfNode(test.on)}: ${test.command}   (${tellsText(test.tells)})`),
    ]),
    ...all.map(noteText),
  ];
}
