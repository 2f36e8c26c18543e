/** In few words, what two runs part over: told by the first steps of both that are not the same. */
import type { Trace } from '../../trace/trace';
import { changesIn, type Pairing } from './compare';
import type { Step } from '../steps/step';
import { nodeText } from '../steps/words';
import { announcedBy, isAnnouncement } from '../../ftp/protocol/verbs';
import { partingWords as say } from '../../strings/en/compare';

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
  [({ turned }) => turned, () => say.whoDials],
  [({ a, b }) => a?.kind === 'connect' && b?.kind === 'connect' && a.from !== b.from, () => say.whoDials],
  [
    ({ a, b }) => isAnnouncement(termOf(a)) && isAnnouncement(termOf(b)) && termOf(a) !== termOf(b),
    () => say.howToldPort,
  ],
  [({ a, b }) => stopped(a) !== stopped(b), ({ a, b, trace }) => letting(stopped(a) ? a : b, trace)],
  [({ a, b }) => stopped(a) && stopped(b), ({ a, b }) => (a?.to === b?.to ? say.howRefused : say.whoStops)],
  [
    ({ a, b }) => a !== null && b !== null && changesIn(a).join() !== changesIn(b).join(),
    ({ a, b, trace }) => say.writes(changer(a, b, trace)),
  ],
  [({ a, b }) => isReply(a) && isReply(b) && termOf(a) === termOf(b), ({ a }) => say.says(termOf(a))],
  [({ a, b }) => isReply(a) && isReply(b), () => say.answers],
  [({ a, b }) => isVerb(a) && isVerb(b) && termOf(a) === termOf(b), ({ a }) => say.says(termOf(a))],
  [({ a, b }) => isVerb(a) && isVerb(b), () => say.asks],
  [({ a, b }) => a?.kind === 'listen' || b?.kind === 'listen', () => say.whoListensWhere],
  [({ a, b }) => a?.kind === 'transfer' && b?.kind === 'transfer', () => say.transferred],
  [({ a, b }) => a?.kind === 'connect' && b?.kind === 'connect', () => say.whereDialled],
  [({ a, b }) => a?.kind === 'outcome' && b?.kind === 'outcome', () => say.howEnds],
  [({ a, b }) => a?.kind === 'later' || b?.kind === 'later', () => say.howLong],
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
  return SAYINGS.find(([holds]) => holds(parting))?.[1](parting) ?? say.next;
}

function letting(step: Step | null, trace: Trace): string {
  const where = trace.nodes.find(({ id }) => id === step?.to);
  if (!step?.to || where?.kind === 'network' || !where) return say.carries;
  return where.kind === 'router' ? say.letsThrough(nodeText(trace, step.to)) : say.whoListens;
}

function changer(a: Step | null, b: Step | null, trace: Trace): string | null {
  const node = [a, b].flatMap((step) => step?.flight?.rewrites ?? [])[0]?.node;
  return node === undefined || node === null ? null : nodeText(trace, node);
}
