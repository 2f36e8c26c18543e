/** The client's terminal and the server's log as lines, each at the entry that makes it appear. Pure. */
import { scenarioOf } from '../../scenario/text/recorded';
import type { Values } from '../../scenario/knobs/table';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { SERVER_NAME } from '../../scenario/build/reading/addressing';
import { ACCOUNT } from '../../scenario/build/hosts/host';
import type { Entry, NodeId } from '../../trace/entry';
import { entriesOf, type Trace } from '../../trace/trace';
import { messageLines } from '../../wire/notation/notation';
import { streamTo } from './stream';
import { clientNamed, type Client, type Inside, type Invocation } from './typed';
import { isListing } from '../../ftp/protocol/verbs';

/**
 * `typed`: by the user; `failed`: what the client complains of; `command` and `reply`: the dialogue, where it is asked
 * for.
 */
type LineKind = 'typed' | 'out' | 'failed' | 'command' | 'reply' | 'exit';

export interface Line {
  /** The entry that it appears with. */
  readonly entry: number;
  readonly kind: LineKind;
  /** `$ `, `ftp> `: what the user did not type; empty elsewhere. */
  readonly prompt: string;
  readonly text: string;
}

const HERE: NodeId = 'client';

/** What the client is told, as the scenario has it. */
function toldOf(scenario: Scenario): Invocation {
  const value: Values = (name) => valueOf(scenario, name);
  return {
    client: value('client.software'),
    server: SERVER_NAME,
    port: value('client.connectPort'),
    user: value('user'),
    password: value('passwordOk') ? ACCOUNT.password : 'wrong',
    dataMode: value('dataMode'),
    ipVersion: value('ipVersion'),
    connectTimeout: value('client.connectTimeout'),
    skipPasvAddress: value('dataMode') === 'PASV' ? value('client.skipPasvAddress') : null,
    work: value('actions'),
  };
}

/** All that the client's user types and reads, in order. `loud` adds the dialogue, and asks the program for it. */
export function terminalOf(trace: Trace, loud: boolean): readonly Line[] {
  const told = toldOf(scenarioOf(trace));
  const client = clientNamed(told.client);
  const here = trace.entries.filter(({ node }) => node === HERE);
  // A program whose profile says what it prints has said its listing, and much of the dialogue, already.
  const already = new Set(
    here.flatMap((entry) => (entry.kind === 'say' ? [entry.text, entry.text.replace(/^\w+:\s+/, '')] : [])),
  );
  return [
    ...typedLines(here, client, told, loud),
    ...here.flatMap((entry) => saidLine(entry, client, loud, already)),
    ...(client.listing ? listings(trace, here) : []).filter(({ text }) => !already.has(text)),
  ].sort((a, b) => a.entry - b.entry);
}

const shellPrompt = ({ shellPrompt: own }: Client): string => own ?? '$ ';
const sent = (entry: Entry): string =>
  entry.kind === 'message' && entry.way === 'sent' && entry.message.kind === 'request' ? entry.message.name : '';

/** What the user types: at the shell, and to the program as its profile has it or else the table. */
function typedLines(here: readonly Entry[], client: Client, told: Invocation, loud: boolean): readonly Line[] {
  const start = here.find(({ kind }) => kind === 'start');
  if (!start) return [];
  const line = (entry: Entry, text: string, prompt = client.prompt ?? shellPrompt(client)): Line => ({
    entry: entry.n,
    kind: 'typed',
    prompt,
    text,
  });
  const shell = client
    .shell(told, loud)
    .map((text, index) => line(start, text, index === 0 ? shellPrompt(client) : ''));
  const typed = here.flatMap((entry) =>
    entry.kind === 'say' && entry.stream === 'in' ? [line(entry, entry.text)] : [],
  );
  const inside = typed.length === 0 && client.inside ? insideLines(here, start, client.inside, told, loud) : [];
  return [...shell, ...typed, ...inside.map(([entry, text]) => line(entry, text))];
}

/** What clients send by themselves before their user can type. */
const OF_LOGIN = new Set([
  '',
  'USER',
  'PASS',
  'ACCT',
  'HOST',
  'FEAT',
  'SYST',
  'OPTS',
  'CLNT',
  'LANG',
  'AUTH',
  'PBSZ',
  'PROT',
  'PWD',
]);

/** A line for each wish: the first once the user is in, the next once the last one is over. */
function insideLines(
  here: readonly Entry[],
  start: Entry,
  inside: Inside,
  told: Invocation,
  loud: boolean,
): readonly (readonly [Entry, string])[] {
  const over = here.flatMap((entry) => (entry.kind === 'achieve' ? [entry] : []));
  const asked = here.find((entry) => sent(entry) === 'USER');
  const first = here.find((entry) => !OF_LOGIN.has(sent(entry))) ?? over[0];
  const quit = here.find((entry) => sent(entry) === 'QUIT');
  const wishes = told.work.flatMap((action, index) => {
    const when = index === 0 ? first : over[index - 1];
    const text = inside.act(action);
    return text === null || !when ? [] : [[when, text] as const];
  });
  return [
    ...inside.begin(told, loud).map((text) => [start, text] as const),
    ...(inside.login && asked ? [[asked, inside.login(told)] as const] : []),
    ...wishes,
    ...(quit && !(inside.endsWithFailure && over.some(({ ok }) => !ok)) ? [[quit, inside.leave] as const] : []),
  ];
}

function saidLine(entry: Entry, client: Client, loud: boolean, already: ReadonlySet<string>): readonly Line[] {
  const line = (kind: LineKind, text: string): Line => ({ entry: entry.n, kind, prompt: '', text });
  if (entry.kind === 'say' && entry.to === 'user' && entry.stream !== 'in')
    return entry.text.split('\n').map((text) => line(entry.chatter ? 'out' : 'failed', text));
  if (entry.kind === 'exit') return [line('exit', String(entry.code))];
  if (entry.kind !== 'message' || !loud) return [];
  const [kind, write] =
    entry.message.kind === 'request'
      ? (['command', client.dialogue.command] as const)
      : (['reply', client.dialogue.reply] as const);
  return messageLines(entry.message)
    .filter((text) => !already.has(text))
    .map((text) => line(kind, write(text)));
}

/** Listings as they come in: the octets that the data connection handed to the client, a line at a time. */
function listings(trace: Trace, here: readonly Entry[]): readonly Line[] {
  const lines: Line[] = [];
  let lists = false;
  let rest = '';
  const text = new TextDecoder();
  for (const entry of here) {
    const verb = sent(entry);
    if (verb !== '' && verb !== 'ABOR') {
      lists = isListing(verb);
      rest = '';
    }
    if (entry.kind !== 'told' || entry.told !== 'received' || !lists || entry.connection === null) continue;
    const connection = trace.connections.find(({ index }) => index === entry.connection);
    if (connection?.purpose !== 'data') continue;
    const whole = (
      rest + text.decode(streamTo(trace, connection, HERE).subarray(entry.from, entry.from + entry.octets))
    ).split(/\r?\n/);
    rest = whole.pop() ?? '';
    lines.push(...whole.map((one): Line => ({ entry: entry.n, kind: 'out', prompt: '', text: one })));
  }
  return lines;
}

interface LogLine {
  readonly entry: number;
  /** UTC, `2026-01-15` and `12:00:00.262`. */
  readonly date: string;
  readonly time: string;
  readonly text: string;
  readonly failed: boolean;
}

/** What servers wrote to their logs, dated by the run's own clock. */
export function logOf(trace: Trace): readonly LogLine[] {
  return entriesOf(trace, 'say')
    .filter(({ to }) => to === 'log')
    .map(({ n, at, text }) => {
      const [date = '', time = ''] = new Date(trace.epoch * 1000 + at / 1000).toISOString().replace('Z', '').split('T');
      return { entry: n, date, time, text, failed: /\b(fail|denied|refus|warning|error)/i.test(text) };
    });
}
