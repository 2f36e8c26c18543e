/** What the inspector says of every field of every golden trace, and of the runs that hold what those do not. */
import { expect, test } from 'vitest';
import { verbs } from '../../src/ftp/protocol/verbs';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { fromLink } from '../../src/scenario/text/link';
import { fieldText } from '../../src/strings/en/fields';
import { bare, labelledIn, toldIn, type Labelled } from './field-walk';
import { scenarios } from './scenarios';

/** IPv6, ICMP, a rewritten PORT, TLS 1.2, machine listings, features, Telnet before ABOR. */
const OTHERS = [
  'ipVersion=6&dataMode=EPRT&actions=list+/',
  'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true',
  'dataMode=PORT&clientEdge.firewall=block-inbound&clientEdge.action=reject',
  'security=explicit&server.tls=required&tls.clientMaxTls=1.2&dataMode=EPSV',
  'client.software=filezilla&server.software=proftpd&actions=list+/;+get+hello.txt',
  'client.software=lftp&server.software=pure-ftpd&security=explicit&server.tls=required&actions=list+/;+put+notes.txt',
  'client.software=tnftp&actions=abort+big.bin',
];

const walks = [
  ...scenarios.map(({ name, scenario }) => ({ name, scenario })),
  ...OTHERS.map((link) => ({ name: link, scenario: fromLink(link).scenario })),
];

/** What is said where nothing in particular is known: of what the programs here say, nothing of it is left over. */
const DEFAULTS =
  /^(payload\.|ftp\.(argument|stray)$|reply\.stray$|data\.line$|content\.(unknown|application_data)$|.*unknown$)/;

const FTP = /^(FTP|FTP data|Telnet)$/;
/** FTP's octets that two labels hold, or none: its labels lie beside each other. */
function notOnce({ octets, spans }: Labelled): readonly number[] {
  const mine = spans.filter(({ layer }) => FTP.test(layer));
  const [first = octets.length, last = 0] = [mine[0]?.from, mine.at(-1)?.to];
  const count = new Uint8Array(octets.length);
  for (const { from, to } of mine) for (let at = from; at < to; at += 1) count[at] = (count[at] ?? 0) + 1;
  return [...count.keys()].filter((at) => at >= first && at < last && count[at] !== 1);
}

/** The field that each sentence was said of. */
const seen = new Map<string, string>();

test.each(walks)('every octet of $name has a label, and no two fields share a sentence', async ({ name, scenario }) => {
  const labelled = labelledIn(run(scenario, await load(needs(scenario))));
  expect(labelled.length).toBeGreaterThan(20);
  for (const one of labelled) expect([bare(one), notOnce(one)]).toEqual([[], []]);
  for (const { span, why, source } of toldIn(labelled)) {
    const { code } = span.is;
    expect(why, code).toMatch(/^\S.*\.$/s);
    expect(source, code).toMatch(/^(RFC \d+|draft-|unofficial)/);
    expect(code).not.toMatch(DEFAULTS);
    const other = seen.get(why);
    if (other !== undefined && other !== code) throw new Error(`${other} and ${code} (${name}) share: ${why}`);
    seen.set(why, code);
  }
});

test('every verb and every digit of a reply has a sentence of its own', () => {
  const said = (code: string, facts: object): string => fieldText({ code, ...facts })?.why ?? '';
  const all = [
    ...Object.keys(verbs)
      .filter((verb) => !verb.includes(' '))
      .map((verb) => said('ftp.verb', { verb })),
    ...[1, 2, 3, 4, 5, 6].map((digit) => said('reply.first', { digit })),
    ...[0, 1, 2, 3, 4, 5].map((digit) => said('reply.second', { digit })),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((why) => why === '' || why.includes('no document'))).toEqual([
    '4: about nothing: no document has given it a meaning.',
  ]);
});
