/**
 * The FTP conversation as a vantage could read it: commands, replies, lines that are neither, and where TLS was
 * established.
 */
import { textOf } from '../../wire/text/text';
import type { Heard } from './streams';
import type { Connected, View } from './views';
import { tokenised, type Pools } from './tokens';

interface Line {
  readonly connection: number;
  readonly from: string;
  /** The sight of the view at which the line became whole. */
  readonly at: number;
  /** The entry of that sight: the run's own order across connections. */
  readonly entry: number;
  readonly octets: string;
}

export interface Said {
  readonly connection: number;
  /** Absent for an event. */
  readonly from?: string;
  readonly event?: 'tls-established';
  readonly verb?: string;
  readonly argument?: string | null;
  readonly telnet?: readonly string[];
  readonly code?: number;
  readonly text?: string;
  readonly lines?: number;
  readonly body?: readonly string[];
  readonly raw?: string;
}

/** What was said, and beside it what only the other readings of the trace need. */
export interface Spoken {
  readonly said: Said;
  readonly line: string;
  readonly entry: number;
}

const TELNET: Readonly<Record<string, string>> = { '\xf4': 'IP', '\xf2': 'DM' };

/**
 * The conversation of one control connection at one view; `established` is the sight at which TLS was, where it was.
 */
export function dialogue(
  { connection }: Connected,
  view: View,
  pieces: readonly Heard[],
  pools: Pools,
  established: number | null = null,
): readonly Spoken[] {
  const talk = new Conversation(pools);
  let event = established === null ? null : establishedEvent(connection.index, view, established);
  for (const line of linesOf(connection.index, view, pieces)) {
    if (event && line.entry >= event.entry) {
      talk.spoken.push(event);
      event = null;
    }
    talk.hear(line);
  }
  return event ? [...talk.spoken, event] : talk.spoken;
}

/** A reply of several lines that is not over yet, and its place in the conversation. */
interface OpenReply {
  readonly said: Said & { readonly body: string[]; lines: number };
  readonly at: number;
}

class Conversation {
  readonly spoken: Spoken[] = [];
  private open: OpenReply | null = null;

  constructor(private readonly pools: Pools) {}

  hear(line: Line): void {
    const { text, telnet } = withoutTelnet(line.octets);
    if (telnet.length > 0 && text === '') this.add(signal(line, telnet), '', line.entry);
    else if (line.from === 'server' && this.open) this.goOn(this.open, text, line.entry);
    else {
      const said = saidOf(line, text, telnet, this.pools);
      if (said.code !== undefined && text[3] === '-')
        this.open = { said: { ...said, lines: 1, body: [] }, at: this.spoken.length };
      this.add(said, text, line.entry);
    }
  }

  /** Octets that are no text are one thing, however many lines they seem. */
  private add(said: Said, line: string, entry: number): void {
    const before = this.spoken.at(-1)?.said;
    if (said.raw === BINARY && before?.raw === BINARY && before.from === said.from) return;
    this.spoken.push({ said, line, entry });
  }

  private goOn({ said, at }: OpenReply, text: string, entry: number): void {
    said.body.push(tokenised(this.pools, text));
    said.lines += 1;
    this.spoken[at] = { said: { ...said }, line: this.spoken[at]?.line ?? '', entry };
    if (text.startsWith(`${said.code} `)) this.open = null;
  }
}

const establishedEvent = (connection: number, { sights }: View, at: number): Spoken => ({
  said: { connection, event: 'tls-established' },
  line: '',
  entry: sights[at]?.entry.n ?? 0,
});

/** Telnet's words alone. */
const signal = ({ connection, from }: Line, telnet: readonly string[]): Said => ({
  connection,
  from,
  raw: telnet.map((name) => `<IAC ${name}>`).join(''),
});

/** A reply's first line, a command, or a line that is neither. */
function saidOf(line: Line, text: string, telnet: readonly string[], pools: Pools): Said {
  const base = { connection: line.connection, from: line.from };
  if (line.from === 'server' && /^\d{3}[ -]/.test(text))
    return { ...base, code: Number(text.slice(0, 3)), text: tokenised(pools, text.slice(4)), lines: 1 };
  const command = line.from === 'client' && !isBinary(line.octets) ? /^([A-Za-z]{3,4})(?: (.*))?$/.exec(text) : null;
  if (!command) return { ...base, raw: isBinary(line.octets) ? BINARY : tokenised(pools, text) };
  const argument = command[2] === undefined ? null : tokenised(pools, command[2]);
  const verb = (command[1] ?? '').toUpperCase();
  return { ...base, verb, argument, ...(telnet.length > 0 ? { telnet } : {}) };
}

const BINARY = '<binary>';

/** Octets that are no text, told by the first eight. */
const isBinary = (octets: string): boolean =>
  Array.from(octets.replace(/\xff[\xf2\xf4]/g, '').slice(0, 8), (char) => char.charCodeAt(0)).some(
    (octet) => octet < 9 || (octet > 13 && octet < 32) || octet > 126,
  );

function withoutTelnet(text: string): { readonly text: string; readonly telnet: readonly string[] } {
  const telnet = [...text.matchAll(/\xff([\xf2\xf4])/g)].map(([, code]) => TELNET[code ?? ''] ?? '');
  const clean = Uint8Array.from(text.replace(/\xff[\xf2\xf4]/g, ''), (char) => char.charCodeAt(0));
  return { text: textOf(clean), telnet };
}

/** Both directions' lines in the order they became whole; octets as Latin-1 text, one character each. */
function linesOf(connection: number, view: View, pieces: readonly Heard[]): readonly Line[] {
  const rest = new Map<string, string>();
  const lines: Line[] = [];
  const last = new Map<string, number>();
  for (const { from, at, octets } of pieces) {
    const entry = view.sights[at]?.entry.n ?? 0;
    const whole = ((rest.get(from) ?? '') + Array.from(octets, (octet) => String.fromCharCode(octet)).join('')).split(
      '\n',
    );
    rest.set(from, whole.pop() ?? '');
    last.set(from, at);
    for (const octets_ of whole) lines.push({ connection, from, at, entry, octets: octets_.replace(/\r$/, '') });
  }
  // What never became a line stands where its last octet came.
  for (const [from, octets] of rest) {
    const at = last.get(from) ?? 0;
    if (octets !== '') lines.push({ connection, from, at, entry: view.sights[at]?.entry.n ?? 0, octets });
  }
  return lines;
}
