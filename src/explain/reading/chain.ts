/**
 * The chain of causes as a learner reads it. The trace stamps every hand-over inside a machine; here those are walked
 * through, and what is left is what somebody chose, said, sent, waited for or lost. Nothing is added: each link is an
 * entry of the trace.
 */
import type { Entry, EntryOf } from '../../trace/entry';
import { because, type Trace } from '../../trace/trace';
import { carriersOf } from '../../trace/query/carriers';
import { followersOf, readAt, sentIn } from '../../trace/query/links';

/** What tells a learner something by itself. */
const tellingKinds: ReadonlySet<Entry['kind']> = new Set([
  'intervention',
  'start',
  'listen',
  'transmit',
  'drop',
  'message',
  'timeout',
  'achieve',
  'exit',
  'violation',
  'say',
  'note',
  'end',
  'file',
]);

function tells(entry: Entry): boolean {
  return (
    tellingKinds.has(entry.kind) ||
    (entry.kind === 'told' && (entry.told === 'opened' || entry.told === 'failed' || entry.told === 'peerClosed'))
  );
}

/** An entry as the chain shows it: a segment by the messages that it was sent for, a telling by what was read. */
function shownAs(trace: Trace, entry: Entry): readonly Entry[] {
  if (entry.kind === 'told' && entry.told === 'received') return readAt(trace, entry);
  const messages = entry.kind === 'transmit' ? sentIn(trace, entry) : [];
  if (messages.length > 0) return messages;
  return tells(entry) ? [entry] : [];
}

const once = (entries: readonly Entry[], not: Entry): readonly Entry[] =>
  [...new Set(entries)].filter((entry) => entry !== not);

/** What an entry follows from, latest first. Knobs are told apart by `knobsBehind`. */
export function causesOf(trace: Trace, entry: Entry): readonly Entry[] {
  const found = once(
    because(trace, entry.n).flatMap((cause) => shownAs(trace, cause)),
    entry,
  );
  const read = new Set(
    [entry, ...found]
      .filter((one) => one.kind === 'message' && one.way === 'received')
      .map((one) => nameOf(trace, one)),
  );
  return found
    .filter((one) => !(one.kind === 'message' && one.way === 'sent' && read.has(nameOf(trace, one))))
    .sort((a, b) => b.n - a.n);
}

/** The same for a message where it was sent and where it was read: what it says, and the packet that brought it. */
function nameOf(trace: Trace, entry: Entry): string {
  return entry.kind === 'message' ? `${carriersOf(trace, entry).at(-1)?.packet} ${JSON.stringify(entry.message)}` : '';
}

/** The knobs that were read on the way to an entry. */
export function knobsBehind(trace: Trace, entry: Entry): readonly EntryOf<'knob'>[] {
  return because(trace, entry.n).filter((cause): cause is EntryOf<'knob'> => cause.kind === 'knob');
}

/** What follows from an entry next: along every way, as far as the first thing that tells something. */
export function effectsOf(trace: Trace, entry: Entry): readonly Entry[] {
  const found: Entry[] = [];
  const seen = new Set<number>([entry.n]);
  const front = anchorsOf(trace, entry).flatMap((anchor) => {
    seen.add(anchor);
    return followersOf(trace, anchor);
  });
  for (let effect = front.shift(); effect; effect = front.shift()) {
    if (seen.has(effect.n)) continue;
    seen.add(effect.n);
    const shown = shownAs(trace, effect).filter((one) => one !== entry);
    if (shown.length > 0) found.push(...shown);
    else front.push(...followersOf(trace, effect.n));
  }
  return [...once(found, entry)].sort((a, b) => a.n - b.n);
}

/** Where its consequences hang: a message only notes what was read or sent, and the trace goes on from that. */
function anchorsOf(trace: Trace, entry: Entry): readonly number[] {
  if (entry.kind !== 'message') return [entry.n];
  if (entry.way === 'received') return [entry.n, ...entry.causes];
  return carriersOf(trace, entry).map(({ n }) => n);
}
