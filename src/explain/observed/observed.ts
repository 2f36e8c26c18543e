/**
 * What happened in a run, in the form the recordings of real software have: read from the trace and from nothing else.
 * So the simulator can be scored against reality, line for line.
 */
import { drained } from '../../trace/pieces';
import type { Trace } from '../../trace/trace';
import type { ConnectionRow } from './connections';
import type { Said } from './dialogue';
import { rewritesOf, trackingOf, type RewriteRow, type TrackingRow } from './edges';
import { scanOf, type ScanRow } from './scan';
import { synRetransmits, timelineOf, type Milestone } from './timeline';
import type { TlsRow } from './tls';
import { tokenisedWords } from './tokens';
import { segmentRows, type Connected, type SegmentRow } from './views';
import { judged, witness, type Verdict } from './witness';

export interface Observed extends Verdict {
  readonly clientSays: readonly string[] | null;
  readonly control: readonly Said[];
  readonly connections: readonly ConnectionRow[];
  readonly timeline: readonly Milestone[];
  readonly segments: readonly {
    readonly connection: number;
    readonly vantage: string;
    readonly list: readonly SegmentRow[];
  }[];
  readonly synRetransmits: ReturnType<typeof synRetransmits>;
  /** One a connection, where a hello was seen. */
  readonly tls: readonly TlsRow[];
  readonly rewrites: readonly RewriteRow[];
  readonly conntrack: readonly TrackingRow[];
  /** Where the work was a scan. */
  readonly scan?: readonly ScanRow[];
}

export function observed(whole: Trace): Observed {
  const seen = drained(witness(whole));
  const { trace, pools, scans, all, kinds, spoken, connections, tls, said } = seen;
  const verdict = judged(seen);
  return {
    ...verdict,
    clientSays: verdict.failure === null ? null : said.map((text) => tokenisedWords(pools, text)),
    control: spoken.map((one) => one.said),
    connections,
    timeline: timelineOf(all, kinds, spoken),
    segments: segmentsOf(all),
    synRetransmits: synRetransmits(all),
    tls,
    rewrites: rewritesOf(trace, all, kinds, pools),
    conntrack: trackingOf(trace, pools),
    ...(scans ? { scan: scanOf(trace) } : {}),
  };
}

/** The client's vantage first; another only where it saw other segments, not just in another order. */
function segmentsOf(all: readonly Connected[]): Observed['segments'] {
  return all.flatMap((one, connection) => {
    const shown = new Set<string>();
    return one.views.flatMap((view) => {
      const list = segmentRows(one, view);
      const key = list
        .map((row) => JSON.stringify(row))
        .sort()
        .join();
      if (shown.has(key)) return [];
      shown.add(key);
      return [{ connection, vantage: view.vantage, list }];
    });
  });
}
