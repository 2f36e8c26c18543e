/**
 * Configuration lines that were really tried: each row is a scenario that was made with real programs, routers and
 * firewalls in Linux network namespaces. It failed; then the row's lines were written into the product's configuration,
 * or given to the shell, as they stand here, and nothing else was changed; and it worked. The row holds what the
 * remedies must print for it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/explain/diagnosis/failure';
import { remedies, settingsText } from '../../src/explain/remedies/remedies';
import { fromLink } from '../../src/scenario/text/link';
import { ran } from './symptom';

interface Tried {
  readonly case: string;
  readonly link: string;
  readonly set: string;
  readonly config: readonly string[];
  readonly on: readonly string[];
  readonly before: string;
  readonly says: readonly string[];
  readonly after: string;
}

const tried = JSON.parse(readFileSync(new URL('tried.json', import.meta.url), 'utf8')) as readonly Tried[];
const product = (line: string) => line.slice(0, line.indexOf(': '));

test('at least ten, over every product that a line is for', () => {
  expect(tried.length).toBeGreaterThanOrEqual(10);
  expect(new Set(tried.flatMap(({ config }) => config.map(product)))).toEqual(
    new Set([
      'vsftpd',
      'proftpd',
      'pure-ftpd',
      'nft',
      'iptables',
      'openssl.cnf',
      'kernel',
      'curl',
      'lftp',
      'tnftp',
      'ftplib',
    ]),
  );
  for (const { after } of tried) expect(after).toBe('ok');
});

describe('the remedy', () => {
  test.each(tried)('of $case, $set, prints what repaired it for real', async ({ link, set, config, before }) => {
    const { scenario } = fromLink(link);
    const trace = await ran(scenario);
    expect(failureOf(trace)?.outcome).toBe(before);
    // Every other change is answered with the failure, so that only this one is run.
    const search = remedies(scenario, trace);
    let step = search.next();
    while (!step.done)
      step = search.next(settingsText(step.value.set) === set ? await ran(step.value.scenario) : trace);
    const [remedy, ...more] = step.value.remedies;
    expect(more).toEqual([]);
    expect(remedy && settingsText(remedy.set)).toBe(set);
    const products = new Set(config.map(product));
    expect(remedy!.config.filter((line) => products.has(product(line)))).toEqual(config);
  });
});
