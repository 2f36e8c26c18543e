/** The work to do as one line of text, and back: `list /; get hello.txt; put notes.txt 180`. */
import type { Action } from '../../ftp/protocol/requests';
import { type Excess, excess, excessText, over } from '../../wire/caps';
import { shown, valueShown } from '../../wire/text/shown';
import { mistake, type Mistake } from '../../wire/violation';
import { firstWord, oneLine } from '../../wire/text/words';

/** One row an action: what follows its word, written and read. An argument with ';' in it is quoted. */
interface Form {
  readonly usage: string;
  readonly write: (action: never) => readonly (string | number)[];
  /** Null where the words do not fit; a complaint where they ask for too much. */
  readonly read: (op: never, rest: string) => Action | string | null;
}

const size = (text: string) => /^(.+?)(?: (\d{1,9}))?$/.exec(text);

const withPath: Form = {
  usage: 'PATH [OCTETS]',
  write: ({ path, bytes }: { path: string; bytes?: number | null }) => [
    path,
    ...(typeof bytes === 'number' ? [bytes] : []),
  ],
  read(op: 'list' | 'get' | 'put' | 'cd', rest) {
    const [, path, bytes] = size(rest) ?? [];
    return path ? { op, path, ...(bytes === undefined ? {} : { bytes: Number(bytes) }) } : null;
  },
};

const bare: Form = {
  usage: '',
  write: () => [],
  read: (op: 'login' | 'second-login', rest) => (rest === '' ? { op } : null),
};

function runText({ from, to }: { readonly from: number; readonly to: number }): string {
  if (from === to) return String(from);
  return to - from > 1 ? `${from}-${to}` : `${from},${to}`;
}

/** `21,50020-50045`: runs of three and more as ranges. */
function portsText(ports: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const port of ports) {
    const last = runs.at(-1);
    if (last && port === last.to + 1) last.to = port;
    else runs.push({ from: port, to: port });
  }
  return runs.map(runText).join(',');
}

/** Reads what portsText writes; null where a part is no port, a complaint where there are too many. */
function readPorts(text: string): readonly number[] | string | null {
  const ranges = text
    .split(',')
    .map((part) => /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim()))
    .map((found) => found && ([Number(found[1]), Number(found[2] ?? found[1])] as const));
  if (!ranges.every((range) => range && range[0] >= 1 && range[1] <= 65535 && range[0] <= range[1])) return null;
  const count = ranges.reduce((sum, range) => sum + (range ? range[1] - range[0] + 1 : 0), 0);
  return (
    over('ports', count) ??
    ranges.flatMap((range) =>
      range ? Array.from({ length: range[1] - range[0] + 1 }, (_, step) => range[0] + step) : [],
    )
  );
}

const FORMS: Readonly<Record<Action['op'], Form>> = {
  login: bare,
  'second-login': bare,
  list: withPath,
  get: withPath,
  put: withPath,
  cd: withPath,
  quote: {
    usage: '[continue] LINE',
    write: ({ line, continue: on }: { line: string; continue?: boolean }) => [...(on ? ['continue'] : []), line],
    read(op: 'quote', rest) {
      const [, on, line] = /^(continue )?(.+)$/.exec(rest) ?? [];
      return line ? { op, line, ...(on ? { continue: true } : {}) } : null;
    },
  },
  transfer: {
    usage: 'LINE',
    write: ({ line }: { line: string }) => [line],
    read: (op: 'transfer', rest) => (rest ? { op, line: rest } : null),
  },
  wait: {
    usage: 'SECONDS',
    write: ({ seconds }: { seconds: number }) => [seconds],
    read: (op: 'wait', rest) => (/^\d{1,5}$/.test(rest) ? { op, seconds: Number(rest) } : null),
  },
  abort: {
    usage: 'inline|telnet|urgent PATH',
    write: ({ style, path }: { style: string; path: string }) => [style, path],
    read(op: 'abort', rest) {
      const [, style, path] = /^(inline|telnet|urgent) (.+)$/.exec(rest) ?? [];
      return style && path ? { op, path, style: style as 'inline' } : null;
    },
  },
  scan: {
    usage: 'syn|connect PORTS',
    write: ({ technique, ports }: { technique: string; ports: readonly number[] }) => [
      technique,
      portsText(ports ?? []),
    ],
    read(op: 'scan', rest) {
      const [, technique, text = ''] = /^(syn|connect) (.+)$/.exec(rest) ?? [];
      const ports = readPorts(text);
      if (typeof ports === 'string') return ports;
      return technique && ports ? { op, technique: technique as 'syn', ports } : null;
    },
  },
};

const ACTION_WORDS = Object.entries(FORMS).map(([op, { usage }]) => `${op} ${usage}`.trim());

export function actionText(action: Action): string {
  return [action.op, ...FORMS[action.op].write(action as never)].join(' ').replace(/;/g, '\\;');
}

/** What of some work is beyond its caps, or null. */
export function tooMuchWork(actions: readonly Action[]): Excess | null {
  const octets = actions.reduce((sum, action) => sum + ('bytes' in action ? (action.bytes ?? 0) : 0), 0);
  return excess('actions', actions.length) ?? excess('octets', octets);
}

/** Reads what actionText writes, several separated by ';'. */
export function parseActions(text: string): readonly Action[] | Mistake {
  const actions: Action[] = [];
  const parts = text.split(/(?<!\\);/);
  const many = over('actions', parts.length);
  if (many !== null) return mistake('too-much-work', many);
  for (const part of parts) {
    const line = part.replace(/\\;/g, ';').trim();
    const [op, rest] = firstWord(line);
    const form = Object.hasOwn(FORMS, op) ? FORMS[op as Action['op']] : undefined;
    const action = oneLine(line) ? form?.read(op as never, rest.trim()) : null;
    if (typeof action === 'string') return mistake('too-much-work', action);
    if (!action)
      return mistake(
        'bad-action',
        `${shown(line)} is no action; expected ${form ? `${op} ${form.usage}` : ACTION_WORDS.join(', ')}`,
      );
    actions.push(action);
  }
  const much = tooMuchWork(actions);
  return much === null ? actions : mistake('too-much-work', excessText(much));
}

/** Reads a list of plain objects, as recorded cases hold them: each by way of its own text. */
export function readActions(value: unknown): readonly Action[] | Mistake {
  if (!Array.isArray(value)) return mistake('bad-action', 'the work is no list of actions');
  const odd = value.find((one) => !isFlat(one));
  if (odd !== undefined)
    return mistake('bad-action', `${valueShown(odd)} is no action; expected as in {"op":"list","path":"/"}`);
  return parseActions((value as readonly Action[]).map(actionText).join('; '));
}

/** Whether a value is an action as far as its text can be written: a known op, and fields that are words or ports. */
function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { op, ports = [] } = value as Readonly<Record<string, unknown>>;
  const word = (one: unknown): boolean =>
    ['string', 'number', 'boolean', 'undefined'].includes(typeof one) || one === null;
  const fields = Object.entries(value).filter(([name]) => name !== 'ports');
  return (
    typeof op === 'string' &&
    Object.hasOwn(FORMS, op) &&
    fields.every(([, one]) => word(one)) &&
    Array.isArray(ports) &&
    ports.every((port) => typeof port === 'number') &&
    (op !== 'scan' || ports.length > 0)
  );
}
