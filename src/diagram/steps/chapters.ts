/** Chapters: what a session is made of, read from the verbs of its commands. */
import type { Pieces } from '../../trace/pieces';
import { rememberedPieces } from '../../trace/query/remembered';
import { dialogueOf } from './dialogue';
import type { Step } from './step';
import { isAnnouncement, isTransfer } from '../../ftp/protocol/verbs';

export interface Chapter {
  readonly name: string;
  /** The first entry that belongs to it, and the last. */
  readonly entry: number;
  readonly end: number;
}

/**
 * What a command is about (RFC 959 4.1.1 to 4.1.3; RFC 2228 3, RFC 2389, RFC 2428). A verb not here continues its
 * chapter.
 */
const CHAPTER_OF_VERB: Readonly<Record<string, string>> = {
  USER: 'Log in',
  PASS: 'Log in',
  ACCT: 'Log in',
  AUTH: 'Log in',
  PBSZ: 'Log in',
  PROT: 'Log in',
  TYPE: 'Negotiate',
  SIZE: 'Negotiate',
  REST: 'Negotiate',
  QUIT: 'Close',
};

function chapterOfVerb(verb: string): string | undefined {
  if (isAnnouncement(verb)) return 'Negotiate';
  return isTransfer(verb) ? 'Transfer' : CHAPTER_OF_VERB[verb];
}

export const SCAN = 'Scan';

/** In order, without gaps, from entry 0 to the last. */
export const chaptersOf = rememberedPieces(function* (trace): Pieces<readonly Chapter[]> {
  const starts: { name: string; entry: number }[] = [];
  // A scan has no dialogue, and no connection that is for anything.
  const opening = trace.connections[0]?.purpose === 'other' ? SCAN : 'Log in';
  for (const found of yield* dialogueOf.pieces(trace)) {
    const current = starts.at(-1)?.name;
    const name = chapterOf(found, current ?? opening);
    if (name !== current) starts.push({ name, entry: starts.length === 0 ? 0 : found.begin });
  }
  const inTime = starts.sort((a, b) => a.entry - b.entry);
  return inTime.map(({ name, entry }, i) => ({ name, entry, end: (inTime[i + 1]?.entry ?? trace.entries.length) - 1 }));
});

function chapterOf({ kind, role, label }: Step, current: string): string {
  if (kind === 'message') return chapterOfVerb(label.term) ?? current;
  // In active mode the client listens before it says so.
  return kind === 'listen' && role === 'data' ? 'Negotiate' : current;
}
