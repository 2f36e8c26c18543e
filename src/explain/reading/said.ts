/** Requests and replies of a trace: which was sent where, and which answers which. */
import type { Entry, EntryOf } from '../../trace/entry';
import { because, type Trace } from '../../trace/trace';
import { sameMessage, type ReplyMessage, type RequestMessage } from '../../wire/message';

export type Reply = EntryOf<'message'> & {
  readonly message: ReplyMessage & { readonly code: number };
};
export type Said = EntryOf<'message'> & {
  readonly message: RequestMessage;
};

export const isReply = (entry: Entry | undefined): entry is Reply =>
  entry?.kind === 'message' && entry.message.kind === 'reply' && entry.message.code !== null;
export const isSaid = (entry: Entry | undefined): entry is Said =>
  entry?.kind === 'message' && entry.message.kind === 'request';

export const latestFirst = (entries: readonly Entry[]): readonly Entry[] => [...entries].sort((a, b) => b.n - a.n);

/** A message that was read, as its sender sent it. */
export function asSent(trace: Trace, read: EntryOf<'message'>): EntryOf<'message'> | null {
  return (
    latestFirst(read.causes.flatMap((told) => because(trace, told))).find(
      (one): one is EntryOf<'message'> =>
        one.kind === 'message' &&
        one.way === 'sent' &&
        one.node !== read.node &&
        sameMessage(one.message, read.message),
    ) ?? null
  );
}

/** The command that a reply answers, as its client sent it: the last before it on the same connection. */
export function answered(trace: Trace, reply: Reply): Said | null {
  for (let n = reply.n - 1; n >= 0; n--) {
    const entry = trace.entries[n];
    if (isSaid(entry) && entry.way === 'sent' && entry.connection === reply.connection) return entry;
  }
  return null;
}
