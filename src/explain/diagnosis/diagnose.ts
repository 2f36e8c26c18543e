/**
 * Why a run failed, from the run itself: what its user read, and the shortest chain of causes from there to the entry
 * that decided it, to what led there, and to the knob, the action or the intervention behind it.
 */
import type { Entry, EntryOf } from '../../trace/entry';
import { because, type Trace } from '../../trace/trace';
import { knobNamed } from '../../scenario/knobs/knobs';
import type { KnobName } from '../../scenario/knobs/table';
import { followersOf } from '../../trace/query/links';
import { remembered } from '../../trace/query/remembered';
import { culprits } from './culprit';
import { asTextPhrase, damageIn, damageKnobs, damagePhrase, damageWay } from './damage';
import { askedIn, knobsRead } from './asked';
import { failureOf, type Failure } from './failure';
import { forgottenBefore, strangerBefore } from './forgotten';
import { originOf, type Announcement, type Origin } from './origin';
import type { Aside, Phrase } from './phrase';
import { announcedPhrase, dialledPhrase, phraseOf } from './phrases';
import { latestFirst } from '../reading/said';
import { packetAt, wayBack, wayBehind } from '../reading/walk';
import { ACK, SYN } from '../../wire/packet/tcp';

export interface ChainLink<P = Phrase> {
  /** What it says, as code and facts. */
  readonly phrase: P;
  /** The entry that it is about. */
  readonly entry: number;
  /** The moment to look at; null for what was so from the start. */
  readonly moment: string | null;
  /** The knob that stands behind this link. */
  readonly knob: KnobName | null;
}

export interface Diagnosis {
  /** `damaged`: the file came, and is another; `slow`: it worked, after a wait for what could not come. */
  readonly flaw: Failure['flaw'];
  /** In the recordings' words: `data-connect-timeout`; `ok` for a run that was slow. */
  readonly outcome: string;
  /** What the client's user read. */
  readonly symptom: readonly string[];
  readonly aside: Aside | null;
  readonly chain: readonly ChainLink[];
  /** The entry that decided it, and whether a root (knob, action, intervention) lies behind it. */
  readonly decisive: number;
}

/** Null for a run that did what was asked of it, and waited for nothing in vain. */
export const diagnose = remembered(explained);

function explained(trace: Trace): Diagnosis | null {
  const failure = failureOf(trace);
  return failure && (failure.flaw === 'damaged' ? diagnoseDamage : diagnoseWay)(trace, failure);
}

function diagnoseWay(trace: Trace, failure: Failure): Diagnosis {
  const way = (failure.flaw === 'slow' ? wayBehind : wayBack)(trace, failure.entry);
  const decisive = way[way.length - 1] ?? failure.entry;
  const origin = originBehind(trace, decisive);
  const roots = culprits(trace, decisive, origin);
  const link = linker(trace);
  const aside = forgottenBefore(trace, decisive) ?? strangerBefore(trace, decisive);
  const chain = [
    ...[failure.entry, ...way].map((entry) => link(entry, phraseOf(trace, entry))),
    ...(aside ? [link(aside, phraseOf(trace, aside))] : []),
    ...(origin?.dialled && origin.syn ? [link(origin.syn, dialledPhrase(origin), believes(trace, origin))] : []),
    ...(origin?.announced ? [link(announcement(origin.announced), announcedPhrase(origin.announced))] : []),
    ...roots.map((root) => link(root, phraseOf(trace, root))),
  ];
  return diagnosis(failure, chain, decisive);
}

const diagnosis = (failure: Failure, chain: Diagnosis['chain'], decisive: Entry): Diagnosis => ({
  flaw: failure.flaw,
  outcome: failure.outcome,
  symptom: failure.says,
  aside: failure.aside,
  chain,
  decisive: decisive.n,
});

function diagnoseDamage(trace: Trace, failure: Failure): Diagnosis | null {
  const damage = damageIn(trace);
  if (!damage) return null;
  const link = linker(trace);
  const read = knobsRead(trace);
  const roots = damageKnobs(damage, askedIn(trace)).flatMap((name) => read.get(name) ?? []);
  const chain = [
    link(damage.written, damagePhrase(damage)),
    ...damageWay(damage).map((entry) =>
      link(entry, entry === damage.transfer ? asTextPhrase(damage) : phraseOf(trace, entry)),
    ),
    ...roots.map((root) => link(root, phraseOf(trace, root))),
  ];
  return diagnosis(failure, chain, damage.written);
}

/** A link about one entry. */
export const linkTo = <P>(trace: Trace, entry: Entry, phrase: P): ChainLink<P> => linker(trace)(entry, phrase);

/** The moment to look at for an entry; null for what was so from the start. */
export const momentTo = (trace: Trace, entry: Entry): string | null => linkTo(trace, entry, null).moment;

function linker(trace: Trace): <P>(entry: Entry, phrase: P, knob?: KnobName | null) => ChainLink<P> {
  const names = momentNames(trace);
  return (entry, phrase, knob = null) => ({
    phrase,
    entry: entry.n,
    moment: entry.kind === 'knob' ? null : momentFor(trace, names, entry),
    knob: knob ?? (entry.kind === 'knob' ? (knobNamed(entry.knob)?.name ?? null) : null),
  });
}

/** A client that dials another address than the control connection's, because a 227 said so, could be told not to. */
function believes(trace: Trace, { announced, connection }: Origin): KnobName | null {
  const control = trace.connections.find(({ purpose }) => purpose === 'control');
  const elsewhere =
    connection.opener === 'client' &&
    announced?.word === '227' &&
    connection.remote.address !== control?.remote.address;
  return elsewhere ? 'client.skipPasvAddress' : null;
}

/** A reply's moment is where it is read, a command's where it is sent. */
const announcement = ({ read, sent }: Announcement): Entry => (read.message.kind === 'request' ? (sent ?? read) : read);

/** Only a connection that never came about has an origin to tell: who dialled, and why there. */
function originBehind(trace: Trace, decisive: Entry): Origin | null {
  if (decisive.kind !== 'drop' && decisive.kind !== 'transmit') return null;
  const connection = decisive.connection === null ? undefined : trace.connections[decisive.connection];
  const packet = packetAt(trace, decisive);
  const opening = decisive.kind === 'transmit' || (packet !== null && (packet.tcp.flags & (SYN | ACK)) === SYN);
  return connection && opening ? originOf(trace, connection) : null;
}

function momentNames(trace: Trace): ReadonlyMap<number, string> {
  return new Map([...trace.moments].map(([name, n]) => [n, name]));
}

/** The moment of an entry, of what followed from it, or else the latest before it among its causes. */
function momentFor(trace: Trace, names: ReadonlyMap<number, string>, entry: Entry): string | null {
  if (entry.kind === 'intervention') return trace.scenario.interventions[entry.index]?.at ?? null;
  const near = [entry, ...followersOf(trace, entry.n), ...latestFirst(because(trace, entry.n))];
  for (const one of near) {
    const name = names.get(one.n);
    if (name !== undefined) return name;
  }
  return null;
}

/** The last link's root: the knob, or the intervention. */
export const rootOf = (trace: Trace, { chain }: Diagnosis): EntryOf<'knob' | 'intervention'> | null => {
  const last = trace.entries[chain[chain.length - 1]?.entry ?? -1];
  return last?.kind === 'knob' || last?.kind === 'intervention' ? last : null;
};
