/**
 * Interventions as text, the same in links, files and on the page: `drop data 1 / SYN`, `delay 300 control 1 / PASV`.
 */
import type { Intervention, TimedIntervention } from '../sim/interventions';
import { shown } from '../wire/text/shown';
import { firstWord, oneLine } from '../wire/text/words';

/** Interventions that need no more than their name. */
export type Plain = Exclude<Intervention['do'], 'delay' | 'expire' | 'filter'>;

/** One row an intervention: what stands between its name and the moment. */
interface Form<D> {
  readonly usage: string;
  readonly sample: string;
  readonly write: (intervention: D) => string;
  /** Null where the word does not fit. */
  readonly read: (word: string) => D | null;
}

const plain = <D extends Plain>(intervention: D, sample: string) => ({
  usage: '',
  sample,
  write: () => '',
  read: () => ({ do: intervention }),
});

const EDGES = ['clientEdge', 'carrier', 'serverEdge'];
/** An hour, which no run outlasts. */
const LONGEST_MS = 3_600_000;

const FORMS: { readonly [D in Intervention['do']]: Form<Extract<Intervention, { do: D }>> } = {
  drop: plain('drop', 'data 1 / SYN'),
  delay: {
    usage: 'MILLISECONDS',
    sample: '300 control 1 / PASV',
    write: ({ ms }) => String(ms),
    read: (word) =>
      /^\d{1,7}$/.test(word) && Number(word) >= 1 && Number(word) <= LONGEST_MS
        ? { do: 'delay', ms: Number(word) }
        : null,
  },
  cut: plain('cut', 'control 1 / PASV'),
  filter: {
    usage: 'PORT',
    sample: '5060 control 1 / 227',
    write: ({ port }) => String(port),
    read: (word) =>
      /^\d{1,5}$/.test(word) && Number(word) >= 1 && Number(word) <= 65_535
        ? { do: 'filter', port: Number(word) }
        : null,
  },
  mend: plain('mend', 'control 1 / PASV #2'),
  expire: {
    usage: EDGES.join('|'),
    sample: 'clientEdge data 1 / octets server',
    write: ({ edge }) => edge,
    read: (word) => (EDGES.includes(word) ? { do: 'expire', edge: word } : null),
  },
  restart: plain('restart', 'data 1 / SYN'),
  exhaust: plain('exhaust', 'control 1 / 230'),
  unplug: plain('unplug', 'data 1 / SYN'),
  unreachable: plain('unreachable', 'data 1 / SYN'),
};

const form = (intervention: Intervention['do']) => FORMS[intervention] as unknown as Form<Intervention>;

export function interventionText(act: TimedIntervention): string {
  return [act.do, form(act.do).write(act), act.at].filter((word) => word !== '').join(' ');
}

/** All forms, one an intervention: for complaints and the documentation. */
export const INTERVENTION_FORMS = Object.entries(FORMS).map(([intervention, { usage }]) =>
  [intervention, usage, 'MOMENT'].filter((word) => word !== '').join(' '),
);

/** Reads what interventionText writes. A text is the complaint. */
export function parseIntervention(text: string): TimedIntervention | string {
  const [word, rest] = firstWord(text.trim());
  if (rest === '' || !Object.hasOwn(FORMS, word))
    return (
      `${shown(text)} is no intervention: expected one of ${INTERVENTION_FORMS.join(', ')}, ` +
      `as in 'drop data 1 / SYN'`
    );
  const { usage, sample, read } = form(word as Intervention['do']);
  const [argument, moment] = usage === '' ? ['', rest] : firstWord(rest);
  const intervention = moment === '' || !oneLine(moment) ? null : read(argument);
  return intervention
    ? { ...intervention, at: moment }
    : `${shown(text)} is no intervention: ` +
        `expected '${[word, usage, 'MOMENT'].filter((part) => part !== '').join(' ')}', as in '${word} ${sample}'`;
}

/** Reads one that was kept as data, by way of its own text. */
export function readIntervention(act: { readonly do: string; readonly at: string }): TimedIntervention | string {
  return parseIntervention(Object.hasOwn(FORMS, act.do) ? interventionText(act as TimedIntervention) : act.do);
}
