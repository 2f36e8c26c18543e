/**
 * What the picture of a run is made from is read piece by piece, so that no long run holds the page when it is shown,
 * nor when it is looked at otherwise.
 */
import { layingOut, type Wishes } from '../../diagram/layout/layout';
import type { Picture } from '../../diagram/layout/picture';
import { historyOf } from '../../diagram/scene/history';
import { chaptersOf } from '../../diagram/steps/chapters';
import { keepersOf } from '../../diagram/steps/secrecy';
import { stepsOf } from '../../diagram/steps/steps';
import { decodedOf } from '../../trace/decoded';
import { drained, type Pieces } from '../../trace/pieces';
import { linksOf } from '../../trace/query/links';
import type { Trace } from '../../trace/trace';
import { driven } from '../runs/breather';

/** How a run is looked at. */
export interface Look extends Pick<Wishes, 'depth' | 'taught'> {
  /** Whose eyes the picture has: a node on the way, or an end, which holds the keys. */
  readonly reader: string;
  /** What the picture is laid out for; null where nobody shows one. */
  readonly room: Pick<Wishes, 'width' | 'compact'> | null;
}

/** Whether who reads holds no key though some do. */
export function isBetween(trace: Trace, reader: string): boolean {
  const keepers = keepersOf(trace);
  return keepers.length > 0 && !keepers.includes(reader);
}

/** Packets that are decoded in one go. */
const PACKETS = 500;

/** Each reading is remembered (trace/query/remembered.ts), so that whoever shows the run finds it done. */
function* readings(trace: Trace, look: Look): Pieces<void> {
  const packets = trace.arena.starts.length - 1;
  for (let n = 0; n < packets; n++) {
    decodedOf(trace.arena, n);
    if (n % PACKETS === 0) yield;
  }
  yield* linksOf.pieces(trace);
  yield* chaptersOf.pieces(trace);
  yield* stepsOf.pieces(trace, look.depth, isBetween(trace, look.reader));
  yield* historyOf.pieces(trace);
  yield* drawing(trace, look);
}

/** The last picture of each run: of every width that a window is pulled to there would be one. */
const pictures = new WeakMap<Trace, { readonly of: string; readonly picture: Picture | null }>();

function* drawing(trace: Trace, { depth, reader, room, taught }: Look): Pieces<Picture | null> {
  const wishes = room && { ...room, depth, between: isBetween(trace, reader), taught };
  const of = JSON.stringify(wishes);
  const known = pictures.get(trace);
  if (known?.of === of) return known.picture;
  const picture = wishes && (yield* layingOut(trace, wishes));
  pictures.set(trace, { of, picture });
  return picture;
}

export const pictureOf = (trace: Trace, look: Look): Picture | null => drained(drawing(trace, look));

/** False as soon as nobody wants it any more. */
export const ready = async (trace: Trace, look: Look, wanted: () => boolean): Promise<boolean> =>
  (await driven(readings(trace, look), wanted)) !== null;
