/** In few words, what two runs part over: told by the first steps of both that are not the same. */
import type { Trace } from '../../trace/trace';
import { changesIn, type Pairing } from './compare';
import type { Step } from '../steps/step';
import { nodeText } from '../steps/words';
import { announcedBy, isAnnouncement } from '../../ftp/protocol/verbs';

interface Parting {
  readonly a: Step | null;
  readonly b: Step | null;
  /** Whether one run announces actively what the other announces passively, before they agree again. */
  readonly turned: boolean;
  readonly trace: Trace;
}

const isActive = (verb: string): boolean => announcedBy(verb) === 'active';
const stopped = (step: Step | null): boolean => step?.kind === 'drop' || step?.kind === 'refuse';
/** The verb or the code; among segments it stands in the text. */
const termOf = (step: Step | null): string =>
  (step?.kind === 'segment' ? step.label.text.split(' ')[0] : step?.label.term) ?? '';
const isReply = (step: Step | null): boolean => step?.kind === 'message' && /^\d{3}$/.test(step.label.term);
const isVerb = (step: Step | null): boolean => step?.kind === 'message' && /^[A-Z]+$/.test(step.label.term);

/** The first that holds says it. */
const SAYINGS: readonly (readonly [holds: (parting: Parting) => boolean, text: (parting: Parting) => string])[] = [
  [({ turned }) => turned, () => 'who dials'],
  [({ a, b }) => a?.kind === 'connect' && b?.kind === 'connect' && a.from !== b.from, () => 'who dials'],
  [
    ({ a, b }) => isAnnouncement(termOf(a)) && isAnnouncement(termOf(b)) && termOf(a) !== termOf(b),
    () => 'how the port is told',
  ],
  [({ a, b }) => stopped(a) !== stopped(b), ({ a, b, trace }) => letting(stopped(a) ? a : b, trace)],
  [({ a, b }) => stopped(a) && stopped(b), ({ a, b }) => (a?.to === b?.to ? 'how it is refused' : 'who stops it')],
  [
    ({ a, b }) => a !== null && b !== null && changesIn(a).join() !== changesIn(b).join(),
    ({ a, b, trace }) => `what ${changer(a, b, trace)} writes in it`,
  ],
  [({ a, b }) => isReply(a) && isReply(b) && termOf(a) === termOf(b), ({ a }) => `what ${termOf(a)} says`],
  [({ a, b }) => isReply(a) && isReply(b), () => 'what the server answers'],
  [({ a, b }) => isVerb(a) && isVerb(b) && termOf(a) === termOf(b), ({ a }) => `what ${termOf(a)} says`],
  [({ a, b }) => isVerb(a) && isVerb(b), () => 'what the client asks'],
  [({ a, b }) => a?.kind === 'listen' || b?.kind === 'listen', () => 'who listens, and where'],
  [({ a, b }) => a?.kind === 'transfer' && b?.kind === 'transfer', () => 'what is transferred'],
  [({ a, b }) => a?.kind === 'connect' && b?.kind === 'connect', () => 'where it is dialled'],
  [({ a, b }) => a?.kind === 'outcome' && b?.kind === 'outcome', () => 'how it ends'],
  [({ a, b }) => a?.kind === 'later' || b?.kind === 'later', () => 'how long it takes'],
];

/** `who dials`; for the first row that is not the same. */
export function partingText(
  pairings: readonly Pairing[],
  at: number,
  runs: { readonly a: Trace; readonly b: Trace },
): string {
  const end = pairings.findIndex(({ same }, index) => index > at && same);
  const block = pairings.slice(at, end < 0 ? undefined : end);
  const [a, b] = [block.find((pair) => pair.a)?.a ?? null, block.find((pair) => pair.b)?.b ?? null];
  const turned = block.some(
    (pair) =>
      isAnnouncement(termOf(pair.a)) &&
      isAnnouncement(termOf(pair.b)) &&
      isActive(termOf(pair.a)) !== isActive(termOf(pair.b)),
  );
  const parting: Parting = { a, b, turned, trace: stopped(b) ? runs.b : runs.a };
  return SAYINGS.find(([holds]) => holds(parting))?.[1](parting) ?? 'what happens next';
}

function letting(step: Step | null, trace: Trace): string {
  const where = trace.nodes.find(({ id }) => id === step?.to);
  if (!step?.to || where?.kind === 'network' || !where) return 'what the network carries';
  return where.kind === 'router' ? `what the ${nodeText(trace, step.to)} lets through` : 'who listens';
}

function changer(a: Step | null, b: Step | null, trace: Trace): string {
  const node = [a, b].flatMap((step) => step?.flight?.rewrites ?? [])[0]?.node;
  return node === undefined || node === null ? 'an edge' : `the ${nodeText(trace, node)}`;
}
