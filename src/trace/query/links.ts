/** How the entries of a trace hang together, read once for each: what follows from what, what was said in what. */
import type { Entry, EntryOf } from '../entry';
import { each, type Pieces } from '../pieces';
import type { Trace } from '../trace';
import { rememberedPieces } from './remembered';

type Said = EntryOf<'message'>;

interface Links {
  /** Effects by cause. */
  readonly effects: ReadonlyMap<number, readonly Entry[]>;
  /** What a machine read when it was told of octets: messages by the telling. */
  readonly readBy: ReadonlyMap<number, readonly Said[]>;
  /** The messages that a `send` command sent, by the command; and the command, by the message. */
  readonly sentBy: ReadonlyMap<number, readonly Said[]>;
  readonly sender: ReadonlyMap<number, EntryOf<'command'>>;
}

/** In pieces too: of a long run this is long work. */
export const linksOf = rememberedPieces(gather);

function* gather({ entries }: Trace): Pieces<Links> {
  const effects = new Map<number, Entry[]>();
  const readBy = new Map<number, Said[]>();
  const sentBy = new Map<number, Said[]>();
  const sender = new Map<number, EntryOf<'command'>>();
  yield* each(entries, (entry) => {
    for (const cause of entry.causes) {
      put(effects, cause, entry);
      if (entry.kind === 'message' && entry.way === 'received') put(readBy, cause, entry);
      const said = entries[cause];
      if (entry.kind !== 'command' || entry.command !== 'send' || said?.kind !== 'message' || said.way !== 'sent')
        continue;
      put(sentBy, entry.n, said);
      sender.set(said.n, entry);
    }
  });
  return { effects, readBy, sentBy, sender };
}

function put<T>(map: Map<number, T[]>, key: number, value: T): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

/** The entries that name this one as a cause. */
export const followersOf = (trace: Trace, n: number): readonly Entry[] => linksOf(trace).effects.get(n) ?? [];

/** The messages that a machine read when it was told of octets. */
export const readAt = (trace: Trace, told: Entry): readonly Said[] => linksOf(trace).readBy.get(told.n) ?? [];

/** The messages that a segment was sent for: message, then send, then transmit. */
export function sentIn(trace: Trace, { causes }: Entry): readonly Said[] {
  const { sentBy } = linksOf(trace);
  return causes.flatMap((cause) => sentBy.get(cause) ?? []);
}

/** The command that sent a message. */
export const senderOf = (trace: Trace, { n }: Entry): EntryOf<'command'> | null => linksOf(trace).sender.get(n) ?? null;
