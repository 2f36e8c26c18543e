/**
 * What of a run its outcome is judged by: who connected, what was said, what TLS came to, and what the client's user
 * read. An explanation asks for the verdict alone; the recordings' form has more (observed.ts).
 */
import type { Stream } from '../../machine/contract';
import { scenarioOf } from '../../scenario/text/recorded';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { flatMapped, type Pieces } from '../../trace/pieces';
import { rememberedPieces } from '../../trace/query/remembered';
import { entriesOf, type Trace } from '../../trace/trace';
import { connectionRow, type ConnectionRow } from './connections';
import { dialogue, type Spoken } from './dialogue';
import { askedOf, failureOf } from './failure';
import { passedAt, spokenAt } from './streams';
import { establishedAt, tlsRow, type TlsRow } from './tls';
import { poolsOf, type Pools } from './tokens';
import { achievedBy, exitCodeOf } from './achieved';
import { connected, type Connected } from './views';

export interface Witness {
  /** The stretch of the run that a recording would hold. */
  readonly trace: Trace;
  readonly scenario: Scenario;
  readonly pools: Pools;
  /** The work was a scan. */
  readonly scans: boolean;
  readonly all: readonly Connected[];
  readonly kinds: readonly ('control' | 'data')[];
  readonly spoken: readonly Spoken[];
  readonly connections: readonly ConnectionRow[];
  readonly tls: readonly TlsRow[];
  /** What the client's user read, complaints first. */
  readonly said: readonly string[];
}

export interface Verdict {
  readonly outcome: 'ok' | 'failed';
  readonly exitCode: number | string;
  readonly seconds: number;
  readonly failure: string | null;
  readonly achieved: readonly (boolean | null)[];
}

/** A recording ends so long after its client did: the last FINs trail, and what servers do later nobody saw. */
const TRAIL = 600_000;

const exitOf = (trace: Trace) => entriesOf(trace, 'exit').find((entry) => entry.node === 'client');

function recorded(trace: Trace): Trace {
  const ended = exitOf(trace);
  return ended ? { ...trace, entries: trace.entries.filter(({ at }) => at <= ended.at + TRAIL) } : trace;
}

export function* witness(whole: Trace): Pieces<Witness> {
  const trace = recorded(whole);
  const scenario = scenarioOf(trace);
  const pools = poolsOf(scenario);
  const scans = valueOf(scenario, 'actions').some(({ op }) => op === 'scan');
  const port = valueOf(scenario, 'client.connectPort');
  const all = yield* connected(trace);
  const kinds = all.map(({ connection, home }) =>
    connection.opener === 'client' && home.sights[0]?.segment.destinationPort === port ? 'control' : 'data',
  );
  const clearAgain = valueOf(scenario, 'tls.clearControlAfterLogin');
  const passed = yield* flatMapped(all, (one) => passedAt(trace, one, one.home), 1);
  const records = all.map(({ home }, index) => (home.vantage === 'client' ? (passed[index]?.records ?? []) : []));
  const spoken = all
    .flatMap((one, index) => {
      const passing = passed[index];
      return kinds[index] === 'control' && one.home.vantage === 'client' && !scans && passing
        ? dialogue(one, one.home, spokenAt(passing, clearAgain), pools, establishedAt(passing.records))
        : [];
    })
    .sort((a, b) => a.entry - b.entry);
  const connections = all.map((one, index) =>
    connectionRow(one, kinds[index] ?? 'data', spoken, records[index] ?? [], pools),
  );
  const tls = all.flatMap(({ connection }, index) => tlsRow(connection.index, records[index] ?? []) ?? []);
  return { trace, scenario, pools, scans, all, kinds, spoken, connections, tls, said: lastWords(trace) };
}

export const verdictOf = rememberedPieces(function* (trace): Pieces<Verdict> {
  return judged(yield* witness(trace));
});

export function judged({ trace, scenario, spoken, connections, tls, said }: Witness): Verdict {
  const work = valueOf(scenario, 'actions');
  const achieved = achievedBy(
    trace,
    scenario,
    connections,
    spoken.some(({ said }) => said.code === 226),
  );
  const exitCode = exitCodeOf(trace);
  // openssl's s_client is asked for a handshake, and calls a missing close_notify an error.
  const ok =
    valueOf(scenario, 'client.software') === 'openssl'
      ? tls.some(({ established }) => established)
      : exitCode === 0 && !achieved.includes(false);
  const evidence = { control: spoken.map((one) => one.said), rows: connections, tls, work, said };
  return {
    outcome: ok ? 'ok' : 'failed',
    exitCode,
    seconds: Math.round((exitOf(trace)?.at ?? 0) / 1e6),
    failure: ok ? null : failureOf({ ...evidence, asked: askedOf(scenario) }),
    achieved,
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
