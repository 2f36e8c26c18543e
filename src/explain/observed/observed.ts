/**
 * What happened in a run, in the form the recordings of real software have: read from the trace and from nothing else.
 * So the simulator can be scored against reality, line for line.
 */
import type { Stream } from '../../machine/contract';
import { scenarioOf } from '../../scenario/text/recorded';
import { valueOf } from '../../scenario/scenario';
import { entriesOf, type Trace } from '../../trace/trace';
import { connectionRow, type ConnectionRow } from './connections';
import { dialogue, type Said } from './dialogue';
import { rewritesOf, trackingOf, type RewriteRow, type TrackingRow } from './edges';
import { scanOf, type ScanRow } from './scan';
import { synRetransmits, timelineOf, type Milestone } from './timeline';
import { passedAt, spokenAt } from './streams';
import { establishedAt, tlsRow, type TlsRow } from './tls';
import { poolsOf, tokenisedWords } from './tokens';
import { achievedBy, askedOf, exitCodeOf, failureOf } from './verdict';
import { connected, segmentRows, type SegmentRow } from './views';

export interface Observed {
  readonly outcome: 'ok' | 'failed';
  readonly exitCode: number | string;
  readonly seconds: number;
  readonly failure: string | null;
  readonly clientSays: readonly string[] | null;
  readonly achieved: readonly (boolean | null)[];
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

/** A recording ends so long after its client did: the last FINs trail, and what servers do later nobody saw. */
const TRAIL = 600_000;

/** The stretch of the run that a recording would hold. */
function recorded(trace: Trace): Trace {
  const ended = entriesOf(trace, 'exit').find((entry) => entry.node === 'client');
  return ended ? { ...trace, entries: trace.entries.filter(({ at }) => at <= ended.at + TRAIL) } : trace;
}

export function observed(whole: Trace): Observed {
  const trace = recorded(whole);
  const scenario = scenarioOf(trace);
  const pools = poolsOf(scenario);
  const work = valueOf(scenario, 'actions');
  const scans = work.some(({ op }) => op === 'scan');
  const port = valueOf(scenario, 'client.connectPort');
  const all = connected(trace);
  const kinds = all.map(({ connection, home }) =>
    connection.opener === 'client' && home.sights[0]?.segment.destinationPort === port ? 'control' : 'data',
  );
  const clearAgain = valueOf(scenario, 'tls.clearControlAfterLogin');
  const passed = all.map((one) => passedAt(trace, one, one.home));
  const records = all.map(({ home }, index) => (home.vantage === 'client' ? (passed[index]?.records ?? []) : []));
  const spoken = all
    .flatMap((one, index) => {
      const passing = passed[index];
      return kinds[index] === 'control' && one.home.vantage === 'client' && !scans && passing
        ? dialogue(one, one.home, spokenAt(passing, clearAgain), pools, establishedAt(passing.records))
        : [];
    })
    .sort((a, b) => a.entry - b.entry);
  const control = spoken.map(({ said }) => said);
  const connections = all.map((one, index) =>
    connectionRow(one, kinds[index] as 'control' | 'data', spoken, records[index] ?? [], pools),
  );
  const tls = all.flatMap(({ connection }, index) => tlsRow(connection.index, records[index] ?? []) ?? []);
  const achieved = achievedBy(trace, work, connections);
  const exitCode = exitCodeOf(trace);
  // openssl's s_client is asked for a handshake, and calls a missing close_notify an error.
  const ok =
    valueOf(scenario, 'client.software') === 'openssl'
      ? tls.some(({ established }) => established)
      : exitCode === 0 && !achieved.includes(false);
  const said = lastWords(trace);
  const ended = entriesOf(trace, 'exit').find((entry) => entry.node === 'client');
  return {
    outcome: ok ? 'ok' : 'failed',
    exitCode,
    seconds: Math.round((ended?.at ?? 0) / 1e6),
    failure: ok ? null : failureOf({ control, rows: connections, tls, work, said, asked: askedOf(scenario) }),
    clientSays: ok ? null : said.map((text) => tokenisedWords(pools, text)),
    achieved,
    control,
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

/**
 * What the client's user read of the failure: standard error first, since the order of two pipes in time is not known.
 */
function lastWords(trace: Trace): readonly string[] {
  const said = entriesOf(trace, 'say').filter(
    (entry) => entry.node === 'client' && entry.to === 'user' && !entry.chatter,
  );
  const on = (stream: Stream) =>
    said.filter((entry) => (entry.stream ?? 'err') === stream).map((entry) => entry.text.trimEnd());
  return [...on('err'), ...on('out')].filter((text) => text !== '');
}

/** The client's vantage first; another only where it saw other segments, not just in another order. */
function segmentsOf(all: ReturnType<typeof connected>): Observed['segments'] {
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
