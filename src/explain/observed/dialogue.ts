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
  const spoken: Spoken[] = [];
  let event: Spoken | null =
    established === null
      ? null
      : {
          said: { connection: connection.index, event: 'tls-established' },
          line: '',
          entry: view.sights[established]?.entry.n ?? 0,
        };
  let open: { said: Said & { body: string[]; lines: number }; at: number } | null = null;
  for (const line of linesOf(connection.index, view, pieces)) {
    if (event && line.entry >= event.entry) {
      spoken.push(event);
      event = null;
    }
    const { text, telnet } = withoutTelnet(line.octets);
    const base = { connection: connection.index, from: line.from };
    const add = (said: Said) => spoken.push({ said, line: text, entry: line.entry });
    if (telnet.length > 0 && text === '') add({ ...base, raw: telnet.map((name) => `<IAC ${name}>`).join('') });
    else if (line.from === 'server' && open) {
      open.said.body.push(tokenised(pools, text));
      open.said.lines += 1;
      spoken[open.at] = { said: { ...open.said }, line: spoken[open.at]?.line ?? '', entry: line.entry };
      if (text.startsWith(`${open.said.code} `)) open = null;
    } else if (line.from === 'server' && /^\d{3}[ -]/.test(text)) {
      const said = { ...base, code: Number(text.slice(0, 3)), text: tokenised(pools, text.slice(4)), lines: 1 };
      if (text[3] === '-') open = { said: { ...said, body: [] }, at: spoken.length };
      add(said);
    } else {
      const command = line.from === 'client' ? /^([A-Za-z]{3,4})(?: (.*))?$/.exec(text) : null;
      if (!command) {
        const raw = isBinary(line.octets) ? BINARY : tokenised(pools, text);
        const before = spoken.at(-1)?.said;
        if (raw !== BINARY || before?.raw !== BINARY || before.from !== line.from) add({ ...base, raw });
      } else {
        const argument = command[2] === undefined ? null : tokenised(pools, command[2]);
        add({ ...base, verb: (command[1] ?? '').toUpperCase(), argument, ...(telnet.length > 0 ? { telnet } : {}) });
      }
    }
  }
  return event ? [...spoken, event] : spoken;
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
