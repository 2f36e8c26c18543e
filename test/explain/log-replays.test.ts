/** What is proposed to replay a log really fails as it does. */
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/explain/diagnosis/failure';
import { recognise } from '../../src/explain/logs/recognise';
import { toLink } from '../../src/scenario/text/link';
import { valueOf } from '../../src/scenario/scenario';
import { ran } from './symptom';
import { read, failing, row } from './logs';

/** Where a replay ends otherwise than the log, and why. */
const DIFFERS: Readonly<Record<string, string>> = {
  // A real kernel refuses a call to its own 127.0.0.1; the simulated one has no loopback and sends it out.
  'loopback-227-ftplib.txt': 'data-connect-timeout',
  // This user had told curl to give up after 25 s (--max-time, which no knob stands for); else the server's patience
  // ends it.
  'active-tls-stalled-curl.txt': 'idle-timeout',
  // A real curl asks after 60 s of silence whether the server is still there, and learns by a reset that it is not;
  // here it asks only where client.keepAlive says so.
  'control-forgotten-curl.txt': 'other',
};
/** Words without what a run draws or measures. */
const masked = (text: string) =>
  text
    .replace(/\((?:[0-9A-F]{2}:)+[0-9A-F]{2}\)/g, '()')
    .replace(/\d+/g, '#')
    .toLowerCase();

describe('the replay of a log', () => {
  test.for(failing)("$file fails as the log does, in the log's own words", async ({ file, failure }) => {
    const [first] = recognise(read(file)).hypotheses;
    const trace = await ran(first!.scenario!);
    const found = failureOf(trace);
    expect([found?.outcome, found?.says.length]).toEqual([DIFFERS[file] ?? failure, expect.any(Number)]);
    // A server's log holds no client's words, and a client that cannot be in the scenario here is stood in for by
    // another.
    if (DIFFERS[file] !== undefined || recognise(read(file)).client !== valueOf(first!.scenario!, 'client.software'))
      return;
    const log = masked(read(file));
    expect([
      found!.says,
      found!.says.some((line) => log.includes(masked(line.replace(/\(_ssl.*$/, '').trimEnd()))),
    ]).toEqual([found!.says, true]);
  });

  test('of every other hypothesis ends as its row says', async () => {
    const seen = new Set<string>();
    for (const { file } of failing) {
      for (const { symptom, scenario } of recognise(read(file)).hypotheses.slice(1)) {
        const link = scenario ? `${symptom} ${toLink(scenario, null)}` : symptom;
        if (scenario === null || seen.has(link)) continue;
        seen.add(link);
        expect([link, row(symptom).ends]).toEqual([
          link,
          expect.arrayContaining([failureOf(await ran(scenario))?.outcome]),
        ]);
      }
    }
    expect(seen.size).toBeGreaterThan(10);
  }, 60_000);
});
