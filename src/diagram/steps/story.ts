/** Steps at story depth: each chapter a row, what was dropped in it, and the end. */
import { flatMapped, type Pieces } from '../../trace/pieces';
import { connectionName, type Trace } from '../../trace/trace';
import { chaptersOf, SCAN, type Chapter } from './chapters';
import { dialogueOf } from './dialogue';
import { inOrder, step, type Step, type StepKind } from './step';
import { changesWords } from './rewrites';
import { nodeText } from './words';
import { stepWords } from '../../strings/en/picture';

/** Unfolded and in order. */
export function* storyOf(trace: Trace, between = false): Pieces<readonly Step[]> {
  const dialogue = yield* dialogueOf.pieces(trace, between);
  const outcomes = dialogue.filter(({ kind }) => kind === 'outcome');
  const tell = (chapter: Chapter): readonly Step[] => {
    const within = dialogue.filter(
      ({ begin, kind }) => begin >= chapter.entry && begin <= chapter.end && kind !== 'outcome',
    );
    return [...droppedIn(within), ...phase(trace, chapter, within)];
  };
  const chapters = yield* flatMapped(yield* chaptersOf.pieces(trace), tell, 1);
  return [...chapters, ...outcomes].sort(inOrder);
}

function phase(trace: Trace, chapter: Chapter, within: readonly Step[]): readonly Step[] {
  const steps = within.filter(({ kind }) => kind !== 'drop');
  const [first] = steps;
  const last = steps.reduce<Step | undefined>(
    (latest, next) => (latest && latest.entry > next.entry ? latest : next),
    undefined,
  );
  if (!first || !last) return [];
  const bad = badNews(trace, chapter, within);
  const problem = bad !== null;
  const carried = steps.find(({ kind }) => kind === 'transfer');
  const spoken = carried ?? steps.find(({ kind }) => SPOKEN.has(kind)) ?? first;
  return [
    step({
      kind: 'phase',
      begin: first.begin,
      entry: last.entry,
      at: last.at,
      sent: first.sent,
      arrived: last.arrived ?? last.at,
      moment: steps.find(({ moment }) => moment !== null)?.moment ?? null,
      role: carried ? 'data' : spoken.role,
      connection: spoken.connection,
      ...endsOf(trace, carried),
      problem,
      attempt: problem && !carried,
      flight: steps.find(({ flight }) => flight?.rewrites.some(changesWords))?.flight ?? null,
      label: {
        term: chapter.name,
        text: summary(trace, chapter.name, steps, carried, bad),
      },
      shows: steps.flatMap(({ shows }) => shows),
    }),
  ];
}

const SPOKEN: ReadonlySet<StepKind> = new Set<StepKind>(['connect', 'message', 'close']);

/** The two ends of the story are those of its first connection; a bystander or a scanner is neither. */
function endsOf({ connections: [dialled] }: Trace, carried: Step | undefined): Pick<Step, 'from' | 'to'> {
  return { from: carried?.from ?? dialled?.opener ?? null, to: carried?.to ?? dialled?.listener ?? null };
}

/** What went wrong in a chapter: the last reply, or a connection that never opened; null where nothing did. */
function badNews(trace: Trace, chapter: Chapter, within: readonly Step[]): string | null {
  const verdict = within.filter(({ kind, label }) => kind === 'message' && /^[2-5]\d\d$/.test(label.term)).at(-1);
  if (verdict?.problem) return `${verdict.label.term} ${verdict.label.text}`;
  // That a port does not answer is what a scan is there to find out.
  if (chapter.name === SCAN) return null;
  const unopened = within.find(
    (tried) =>
      (tried.kind === 'refuse' || (tried.kind === 'drop' && tried.attempt)) &&
      !within.some(({ kind, connection }) => kind === 'connect' && connection === tried.connection),
  );
  if (!unopened) return null;
  const connection = trace.connections[unopened.connection ?? -1];
  return stepWords.neverOpens(connection ? connectionName(connection) : null);
}

function summary(
  trace: Trace,
  name: string,
  steps: readonly Step[],
  carried: Step | undefined,
  bad: string | null,
): string {
  if (bad !== null) return bad;
  if (name === SCAN) return stepWords.ports(new Set(trace.connections.map(({ remote }) => remote.port)).size);
  if (carried) return `${carried.label.term}, ${carried.label.text}`;
  const listening = steps.find(({ kind, role }) => kind === 'listen' && role === 'data');
  if (listening?.from) return stepWords.listens(nodeText(trace, listening.from), listening.label.term);
  const verbs = steps.filter(({ kind, label }) => kind === 'message' && /^[A-Z]+$/.test(label.term));
  const user = verbs.find(({ label }) => label.term === 'USER');
  if (user) return stepWords.user(user.label.text);
  if (verbs.length > 0) return verbs.map(({ label }) => label.term).join(', ');
  return name === 'Transfer' ? stepWords.nothingMoved : stepWords.connects;
}

/** Drops of one connection at one node are one row of a story, with their number. */
function droppedIn(within: readonly Step[]): readonly Step[] {
  const groups = new Map<string, Step[]>();
  for (const drop of within) {
    if (drop.kind !== 'drop') continue;
    const key = `${drop.connection} ${drop.to} ${drop.from} ${drop.verdict}`;
    const group = groups.get(key);
    if (group) group.push(drop);
    else groups.set(key, [drop]);
  }
  return [...groups.values()].flatMap((group) => {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) return [];
    const alike = group.every(({ label }) => label.term === first.label.term && label.term !== '');
    return [
      {
        ...first,
        entry: last.entry,
        at: last.at,
        shows: group.flatMap(({ shows }) => shows),
        label: alike
          ? { term: first.label.term, text: stepWords.dropped(group.length) }
          : { term: '', text: stepWords.segmentsDropped(group.length) },
      },
    ];
  });
}
