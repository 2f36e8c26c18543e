/** The scenarios that are measured, and a run of each. */
import type { Action } from '../../src/ftp/protocol/requests';
import { load } from '../../src/parts';
import { needs, type Parts } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Settings } from '../../src/scenario/knobs/table';
import { emptyScenario, valueOf, withKnobs, type Scenario } from '../../src/scenario/scenario';
import { tlsEngine } from '../../src/tls/layers';
import type { Trace } from '../../src/trace/trace';

export const MSS = 1460;

const secured = (actions: readonly Action[]): Settings => ({
  actions,
  security: 'explicit',
  'server.tls': 'required',
  'server.requireTlsSessionReuse': true,
});
const session: readonly Action[] = [
  { op: 'list', path: '/' },
  { op: 'get', path: 'four.bin', bytes: 4096 },
];
const mebibyte: readonly Action[] = [{ op: 'get', path: 'big.bin', bytes: 2 ** 20 }];

/** List and get of 4 KiB; under TLS with PROT P and data connections that resume, as the server demands. */
export const PLAIN = withKnobs(emptyScenario, { actions: session });
export const TLS = withKnobs(emptyScenario, secured(session));
export const MEBIBYTE = withKnobs(emptyScenario, { actions: mebibyte });
export const MEBIBYTE_TLS = withKnobs(emptyScenario, secured(mebibyte));

/** An upload of so many full segments, over 1 Gbit/s and 8 ms each way. */
export const transfer = (segments: number): Scenario =>
  withKnobs(emptyScenario, {
    actions: [{ op: 'put', path: 'big.bin', bytes: segments * MSS }],
    'wan.oneWayDelayMs': 8,
    'wan.rateKbit': 1_000_000,
  });

/** The parts of a scenario, with an engine of TLS that has computed nothing yet. */
export async function fresh(scenario: Scenario): Promise<Parts> {
  const parts = new Map(await load(needs(scenario)));
  return parts.has('tls') ? parts.set('tls', tlsEngine()) : parts;
}

/** A run whose last file came across. Past the published bounds: what is measured is the engine. */
export function played(scenario: Scenario, parts: Parts): Trace {
  const trace = run(scenario, parts, { entries: Infinity });
  const last = valueOf(scenario, 'actions').at(-1);
  const brought = [...trace.files.values()].every((files) =>
    [...files].some(
      ([path, { octets }]) => last && 'bytes' in last && path.endsWith(last.path) && octets.length === last.bytes,
    ),
  );
  if (!brought) throw new Error('the simulated session did not bring the file');
  return trace;
}
