/** Steps in the margin of one node: who listens, what failed, timers, violations, and how it all ended. */
import { deedText } from '../../strings/en/network';
import { violated } from '../../strings/en/violations';
import type { Entry, EntryOf } from '../../trace/entry';
import { flatMapped, type Pieces } from '../../trace/pieces';
import { failure } from './connection-steps';
import { momentAt, type Reading } from './reading';
import { step, type Step } from './step';
import { stepWords } from '../../strings/en/picture';

/** What happens at one node, beside the packets; what troubles a kernel only on request. */
export function marginSteps(reading: Reading, kernel: boolean): Pieces<readonly Step[]> {
  const said: EntryOf<'say'>[] = [];
  return flatMapped(reading.trace.entries, (entry): readonly Step[] => {
    if (entry.kind === 'violation' && entry.process === 'kernel' && !kernel) return [];
    if (entry.kind === 'say') said.push(entry);
    const found = IN_MARGIN.has(entry.kind) ? marginStep(reading, entry, said) : null;
    return found ? [found] : [];
  });
}

const IN_MARGIN = new Set<Entry['kind']>(['listen', 'told', 'timeout', 'intervention', 'violation', 'exit', 'end']);

type Here = Pick<Step, 'begin' | 'entry' | 'at' | 'sent' | 'from' | 'connection' | 'moment' | 'shows'>;

const hereOf = (reading: Reading, { n, at, node, connection }: Entry): Here => ({
  begin: n,
  entry: n,
  at,
  sent: at,
  from: node,
  connection,
  moment: momentAt(reading, n),
  shows: [n],
});

/** With the last that the program told its user. */
function exitStep(here: Here, { node, code }: EntryOf<'exit'>, said: readonly EntryOf<'say'>[]): Step {
  const last = said.filter((one) => one.node === node && one.to === 'user' && !one.chatter).at(-1);
  const text = last?.text ?? stepWords.exit(code);
  return step({ ...here, kind: 'outcome', problem: code !== 0, label: { term: `exit ${code}`, text } });
}

function marginStep(reading: Reading, entry: Entry, said: readonly EntryOf<'say'>[]): Step | null {
  const here = hereOf(reading, entry);
  switch (entry.kind) {
    case 'listen':
      return step({
        ...here,
        kind: 'listen',
        role: entry.purpose,
        label: { term: `:${entry.local.port}`, text: stepWords.listening },
      });
    case 'told':
      return entry.told === 'failed' ? failure(reading, entry) : null;
    case 'timeout':
      if (entry.process === 'kernel') return null;
      return step({ ...here, kind: 'note', label: { term: entry.timer, text: stepWords.timerRanOut } });
    case 'intervention':
      return step({ ...here, kind: 'note', label: { term: '', text: deedText(reading.trace, entry) } });
    case 'violation':
      return step({
        ...here,
        kind: 'note',
        problem: true,
        label: { term: entry.reason.code, text: violated(entry.reason) },
      });
    case 'exit':
      // A server's process ends with its session: no news.
      return entry.node === reading.trace.nodes[0]?.id ? exitStep(here, entry, said) : null;
    case 'end':
      return entry.how === 'quiescent'
        ? null
        : step({
            ...here,
            kind: 'outcome',
            problem: true,
            label: { term: 'stopped', text: stepWords.stopped[entry.how] },
          });
    default:
      return null;
  }
}
