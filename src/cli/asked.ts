/** What was asked on the command line: a command, its files, and options that mean something to it. */
import { parseArgs } from 'node:util';
import { nearest } from '../wire/text/nearest';
import { shown } from '../wire/text/shown';
import { BadInput } from './files';
import { USAGE } from './usage';

const OPTIONS = {
  set: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  text: { type: 'boolean' },
  segments: { type: 'boolean' },
  pcapng: { type: 'string' },
  at: { type: 'string' },
  keylog: { type: 'string' },
  help: { type: 'boolean' },
} as const;

export type Values = ReturnType<typeof parsed>['values'];
type Option = keyof typeof OPTIONS;

/** Each command, and the options that it takes. */
const TAKES = {
  run: ['set', 'json', 'text', 'segments', 'pcapng', 'at', 'keylog'],
  observe: ['set', 'pcapng'],
  diagnose: ['set'],
  knobs: [],
  machine: ['json'],
} as const satisfies Readonly<Record<string, readonly Option[]>>;

export type Command = keyof typeof TAKES;

const isCommand = (name: string): name is Command => Object.hasOwn(TAKES, name);

/** Of two only one can be had. */
const EITHER: readonly (readonly [Option, Option])[] = [
  ['json', 'text'],
  ['json', 'segments'],
];

interface Asked {
  /** Null where none was named, or help was asked for. */
  readonly command: Command | null;
  readonly files: readonly string[];
  readonly values: Values;
}

/** Throws BadInput with all that is wrong. */
export function asked(argv: readonly string[]): Asked {
  const { values, positionals } = parsed(argv);
  const [name, ...files] = positionals;
  if (values.help || name === undefined) return { command: null, files, values };
  if (!isCommand(name))
    throw new BadInput([
      `there is no command ${shown(name)}; did you mean '${nearest(name, Object.keys(TAKES))}'?`,
      USAGE,
    ]);
  const takes: readonly Option[] = TAKES[name];
  const odd = (Object.keys(values) as Option[]).filter((option) => !takes.includes(option));
  const wrong = [
    ...odd.map((option) => `${name} takes no --${option}`),
    ...EITHER.filter((two) => two.every((option) => values[option])).map((two) => `--${two.join(' excludes --')}`),
  ];
  if (wrong.length > 0) throw new BadInput([...wrong, USAGE]);
  return { command: name, files, values };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new BadInput([(error as Error).message, USAGE]);
  }
}
