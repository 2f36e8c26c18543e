/** What the inspector says of every field of every golden trace, and of the runs that hold what those do not. */
import { expect, test } from 'vitest';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { fromLink } from '../../src/scenario/text/link';
import { bare, labelledIn, toldIn } from './field-walk';
import { scenarios } from './scenarios';

/** IPv6, ICMP, a rewritten PORT, TLS 1.2, a HelloRetryRequest, machine listings, a ticket. */
const OTHERS = [
  'ipVersion=6&dataMode=EPRT',
  'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true',
  'dataMode=PORT&clientEdge.firewall=block-inbound&clientEdge.action=reject',
  'security=explicit&server.tls=required&tls.clientMaxTls=1.2&dataMode=EPSV',
  'client.software=filezilla&server.software=proftpd&actions=list+/;+get+hello.txt',
  'client.software=lftp&server.software=pure-ftpd&security=explicit&server.tls=required&actions=list+/;+put+notes.txt',
];

const traceOf = async (scenario: (typeof scenarios)[number]['scenario']) => run(scenario, await load(needs(scenario)));
const walks = [
  ...scenarios.map(({ name, scenario }) => ({ name, scenario })),
  ...OTHERS.map((link) => ({ name: link, scenario: fromLink(link).scenario })),
];

/** The field that each sentence was said of. */
const seen = new Map<string, string>();

test.each(walks)('every octet of $name has a label, and no two fields share a sentence', async ({ name, scenario }) => {
  const labelled = labelledIn(await traceOf(scenario));
  expect(labelled.length).toBeGreaterThan(20);
  for (const one of labelled) expect(bare(one)).toEqual([]);
  for (const { span, why, source } of toldIn(labelled)) {
    expect(why, span.is.code).toMatch(/^\S.*\.$/s);
    expect(source, span.is.code).toMatch(/^(RFC|X\.|draft-|unofficial|OpenSSH)/);
    const other = seen.get(why);
    if (other !== undefined && other !== span.is.code)
      throw new Error(`${other} and ${span.is.code} (${name}) share: ${why}`);
    seen.set(why, span.is.code);
  }
});
