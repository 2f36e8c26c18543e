/** How each action is written on a line: one row an action. */
import type { Action } from '../../ftp/protocol/requests';
import { over } from '../../wire/caps';
import { portsText, readPorts } from './scan-ports';
import { readWords, spelled, spelledAlone } from './words';

/** One row an action: what follows its word, written and read. An argument with ';' in it is quoted. */
interface Form {
  readonly usage: string;
  readonly write: (action: never) => readonly (string | number)[];
  /** Null where the words do not fit; a complaint where they ask for too much. */
  readonly read: (op: never, rest: string) => Action | string | null;
}

/** A name, and so many numbers after it, of which the last may be left out: as they stand, or the name in quotes. */
export function named(rest: string, numbers: number, least = numbers): readonly [string, ...number[]] | null {
  const words = /^["']/.test(rest) ? readWords(rest) : split(rest, numbers, least);
  if (words === null) return null;
  const [name = '', ...others] = words;
  const fits = others.length >= least && others.length <= numbers && others.every((one) => /^\d{1,9}$/.test(one));
  return fits && name !== '' ? [name, ...others.map(Number)] : null;
}

/** A bare name may have spaces in it: the numbers are what stands last. */
function split(rest: string, most: number, least: number): readonly string[] | null {
  for (let count = most; count >= least; count -= 1) {
    const [found, name = '', numbers = ''] = new RegExp(`^(.+?)((?: \\d{1,9}){${count}})$`).exec(rest) ?? [];
    if (found !== undefined) return [name, ...numbers.split(' ').slice(1)];
  }
  return null;
}

const withPath: Form = {
  usage: 'PATH [OCTETS]',
  write: ({ path, bytes }: { path: string; bytes?: number | null }) => [
    spelledAlone(path),
    ...(typeof bytes === 'number' ? [bytes] : []),
  ],
  read(op: 'list' | 'get' | 'put' | 'cd', rest) {
    const [path, bytes] = named(rest, 1, 0) ?? [];
    return path ? { op, path, ...(bytes === undefined ? {} : { bytes }) } : null;
  },
};

const path: Form = {
  usage: 'PATH',
  write: ({ path }: { path: string }) => [spelledAlone(path)],
  read(op: 'delete', rest) {
    const words = /^["']/.test(rest) ? readWords(rest) : [rest];
    const [path = ''] = words ?? [];
    return words?.length === 1 && path !== '' ? { op, path } : null;
  },
};

const resumed: Form = {
  usage: 'PATH OCTETS FROM',
  write: ({ path, bytes, from }: { path: string; bytes: number; from: number }) => [spelledAlone(path), bytes, from],
  read(op: 'resume-get' | 'resume-put', rest) {
    const [path, bytes = 0, from = 0] = named(rest, 2) ?? [];
    return path && from <= bytes ? { op, path, bytes, from } : null;
  },
};

const several: Form = {
  usage: 'PATTERN NAME ...',
  write: ({ path, names }: { path: string; names: readonly string[] }) => [path, ...names].map(spelled),
  read(op: 'mget' | 'mput' | 'mirror', rest) {
    const [path, ...names] = readWords(rest) ?? [];
    return path ? (over('names', names.length) ?? { op, path, names }) : null;
  },
};

const bare: Form = {
  usage: '',
  write: () => [],
  read: (op: 'login', rest) => (rest === '' ? { op } : null),
};

export const FORMS: Readonly<Record<Action['op'], Form>> = {
  login: bare,
  'second-login': bare,
  relogin: bare,
  list: withPath,
  nlst: path,
  mlsd: path,
  get: withPath,
  put: withPath,
  'resume-get': resumed,
  'resume-put': resumed,
  mget: several,
  mput: several,
  mirror: { ...several, usage: 'FOLDER FILE ...' },
  pget: {
    usage: 'PATH OCTETS PARTS',
    write: ({ path, bytes, parts }: { path: string; bytes: number; parts: number }) => [
      spelledAlone(path),
      bytes,
      parts,
    ],
    read(op: 'pget', rest) {
      const [path, bytes = 0, parts = 0] = named(rest, 2) ?? [];
      return path && parts > 0 ? (over('parts', parts) ?? { op, path, bytes, parts }) : null;
    },
  },
  cd: withPath,
  delete: path,
  rename: {
    usage: 'FROM TO',
    write: ({ path, to }: { path: string; to: string }) => [path, to].map(spelled),
    read(op: 'rename', rest) {
      const words = readWords(rest);
      const [path = '', to = ''] = words ?? [];
      return words?.length === 2 && path !== '' && to !== '' ? { op, path, to } : null;
    },
  },
  mkdir: path,
  rmdir: path,
  type: {
    usage: 'A|I',
    write: ({ letter }: { letter: string }) => [letter],
    read: (op: 'type', rest) => (rest === 'A' || rest === 'I' ? { op, letter: rest } : null),
  },
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
