/** Every knob, and every value of it that exposes something, has its words: the compiler wants them, as this test. */
import { describe, expect, test } from 'vitest';
import { hazardsOf } from '../../src/explain/remedies/opens';
import { knobs, setting } from '../../src/scenario/knobs/knobs';
import type { tlsKnobs } from '../../src/scenario/knobs/rows/tls';
import { emptyScenario, withKnobs } from '../../src/scenario/scenario';
import type { WordsOf } from '../../src/strings/knob-words';
import { exposesText, knobWords } from '../../src/strings/en/knobs';
import { tlsWords } from '../../src/strings/en/knobs/tls';

describe.each(knobs)('$name', ({ name, hazards = [] }) => {
  test('has a label, a sentence and a reference', () => {
    const { label, sentence, reference } = knobWords[name];
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(label).toMatch(/^[A-Z]/);
    expect(reference).not.toBe('');
  });
  test.each(hazards)('says what $value exposes', ({ value }) => {
    const exposed = exposesText({ code: 'hazard', knob: name, value: String(value) });
    expect(exposed).toMatch(/^(?!.*\.$)[a-z].* .*/);
    expect(exposed).not.toBe(name);
  });
});

test('a hazard is told by the value that a scenario has', () => {
  const open = hazardsOf(withKnobs(emptyScenario, setting('server.allowForeignDataAddress', true)));
  expect(open.find(({ knob }) => knob === 'server.allowForeignDataAddress')).toMatchObject({ value: true, weight: 30 });
  expect(open.map(exposesText)).toContain(
    'whoever is faster than the client can take its data connection (RFC 2577, port stealing)',
  );
});

test('words that are missing, or of a knob or a value that is not there, do not compile', () => {
  const { 'tls.insists': insists, ...rest } = tlsWords;
  // @ts-expect-error -- 'tls.insists' has no words
  const short: WordsOf<typeof tlsKnobs> = rest;
  // @ts-expect-error -- there is no such knob
  const long: WordsOf<typeof tlsKnobs> = { ...tlsWords, 'tls.nothing': insists };
  const other: WordsOf<typeof tlsKnobs> = {
    ...tlsWords,
    // @ts-expect-error -- it is `false` that exposes something
    'tls.insists': { label: '', sentence: '', reference: '', exposes: { true: '' } },
    // @ts-expect-error -- nothing of it exposes anything
    'tls.trustCa': { label: '', sentence: '', reference: '', exposes: { true: '' } },
  };
  expect([short, long, other].map((one) => Object.keys(one).length)).toEqual([8, 10, 9]);
});
