/** What happened in a run, in the form of the recordings, as text: a row a line. */
import { observed } from '../../src/explain/observed/observed';
import { fromLink } from '../../src/scenario/text/link';
import { ran } from './symptom';

const json = (value: unknown): string => JSON.stringify(value).replaceAll('"', '');

export async function observedOf(link: string): Promise<readonly string[]> {
  const { scenario, problems } = fromLink(link);
  if (problems.length > 0) throw new Error(problems.join());
  const { control, connections, timeline, segments, tls, rewrites, conntrack, ...verdict } = observed(
    await ran(scenario),
  );
  const rows = { control, connection: connections, milestone: timeline, tls, rewrite: rewrites, tracked: conntrack };
  return [
    `  ${json(verdict)}`,
    ...Object.entries(rows).flatMap(([word, of]) => of.map((row) => `  ${word} ${json(row)}`)),
    ...segments.map(
      ({ connection, vantage, list }) => `  segments ${connection} ${vantage} ${json(list).slice(0, 900)}`,
    ),
  ].map((line) => line.trimEnd());
}
