/** Codes become sentences by a table of a language: the compiler wants every one, with its own facts. */
import { expect, test } from 'vitest';
import type { NetworkReason } from '../../src/sim/reasons';
import { sentenceOf } from '../../src/strings/sentence';
import { faultSays } from '../../src/strings/en/tls-faults';
import { inWords } from '../../src/strings/en/reasons';
import { violated } from '../../src/strings/en/violations';
import { entriesOf } from '../../src/trace/trace';
import { secured } from '../sim/secured';
import type { Sentences } from '../../src/wire/reason';

const dutch: Sentences<NetworkReason> = {
  'no-route': 'geen route naar de bestemming',
  lost: 'onderweg verloren',
  'dropped-by-learner': 'door de leerling weggegooid',
  'link-cut': 'de verbinding is verbroken',
  'port-filtered': ({ port }) => `de provider laat niets door naar poort ${port}`,
  fault: ({ kind, nth }) => `de storing verliest ${kind} nummer ${nth}`,
};

test('a table of another language says the same codes in its own words', () => {
  expect(sentenceOf(dutch, { code: 'port-filtered', port: 25 })).toBe('de provider laat niets door naar poort 25');
  expect(inWords({ code: 'port-filtered', port: 25 })).toBe('the provider lets nothing through to port 25');
});

test('a table without one of its sentences does not compile, nor one with a code or a fact that is not there', () => {
  const { lost, ...rest } = dutch;
  // @ts-expect-error -- 'lost' has no sentence
  const short: Sentences<NetworkReason> = rest;
  // @ts-expect-error -- there is no such code
  const long: Sentences<NetworkReason> = { ...dutch, 'no-such-code': '' };
  // @ts-expect-error -- 'lost' has no port
  const wrong: Sentences<NetworkReason> = { ...dutch, lost: ({ port }) => `${port}` };
  expect([lost, Object.keys(short).length, Object.keys(long).length, typeof wrong.lost]).toEqual([
    'onderweg verloren',
    5,
    7,
    'function',
  ]);
});

test('two codes of one row have the same facts', () => {
  const table: Sentences<{ readonly code: 'a' | 'b'; readonly n: number }> = {
    a: ({ n }) => n.toFixed(1),
    // @ts-expect-error -- a number has no such method
    b: ({ n }) => n.toUpperCase(),
  };
  expect(sentenceOf(table, { code: 'a', n: 2 })).toBe('2.0');
});

test('a run whose TLS fails keeps why, as code and facts, for who reads it', () => {
  const trace = secured({ trusted: false });
  const why = entriesOf(trace, 'told').flatMap((entry) => (entry.why === undefined ? [] : [entry.why]));
  expect(why.map(({ code }) => code)).toEqual(['certificate-refused', 'peer-says']);
  expect(why.map(faultSays)).toEqual([
    'the certificate is refused: unknown-ca',
    'the peer says: no trusted authority stands behind the certificate',
  ]);
});

test('what an opened file holds and nobody knows stands for itself, prototypes included', () => {
  expect(['no-such-rule', 'toString', '__proto__'].map((code) => violated({ code }))).toEqual([
    'no-such-rule',
    'toString',
    '__proto__',
  ]);
});
