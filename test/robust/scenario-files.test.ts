import { describe, expect, it } from 'vitest';
import { emptyScenario, withKnob } from '../../src/scenario/scenario';
import { fromSetup, readCase } from '../../src/scenario/text/case';
import { readScenario } from '../../src/scenario/text/file';
import { fileProblem } from '../../src/strings/en/objections';
import { CAPS } from '../../src/wire/caps';
import { processorMs } from './growth';

const problemsOf = (text: string) => {
  const read = readScenario(text, 'a.yaml');
  return 'problems' in read ? read.problems.map((one) => ({ line: one.line, ...fileProblem(one) })) : [];
};

describe('a scenario file', () => {
  const most = CAPS.file.most;
  it.each([
    ['[', '['.repeat(most)],
    ['[ below a quote', `"'": "${'['.repeat(most / 2)}`],
    ['{', '{a: '.repeat(most / 4)],
    ['dashes', '- '.repeat(most / 2)],
    ['question marks', '? '.repeat(most / 2)],
    ['], which closes nothing', ']'.repeat(most)],
    ['commas', `[${','.repeat(most - 1)}`],
    ['colons', ': '.repeat(most / 2)],
    ['anchors', '&a '.repeat(most / 3)],
    ['aliases', 'a: &a 1\n' + 'b: *a\n'.repeat(900)],
    ['one name', 'a: 1\n'.repeat(999)],
    ['names', Array.from({ length: 999 }, (_, i) => `k${i}: 1`).join('\n')],
    ['empty lines', '\n'.repeat(most)],
    ['indents', Array.from({ length: 250 }, (_, i) => ' '.repeat(i) + 'a:').join('\n')],
    ['actions', `actions: ${'list /;'.repeat(4000)}`],
    ['interventions', `interventions:\n${'  - drop x\n'.repeat(990)}`],
    ['too much', 'x'.repeat(most + 1)],
  ])('of %s is refused in a moment, with few words', (_, text) => {
    const told = problemsOf(text);
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(CAPS.problems.most + 1);
    expect(new Set(told.map(({ line, text: what }) => `${line} ${what}`)).size).toBe(told.length);
    expect(processorMs(() => void readScenario(text, 'a.yaml'))).toBeLessThan(50);
  });

  const told = (text: string) => problemsOf(text).map(({ line, text: what }) => `${line} ${what.slice(0, 40)}`);

  it.each([
    ['x'.repeat(most + 1), /^a scenario file: 32,769 characters, and at most 32,768 are taken$/],
    ['\n'.repeat(CAPS.lines.most), /^a scenario file: 1,001 lines, and at most 1,000 are taken$/],
    [`a: [${','.repeat(CAPS.marks.most)}]`, /: 2,00\d marks, and at most 2,000 are taken$/],
    ['['.repeat(CAPS.depth.most + 1), /^nesting in a file: 17 levels, and at most 16 are taken$/],
  ])('says which of its bounds is passed: %.10s', (text, complaint) =>
    expect(problemsOf(text)).toEqual([expect.objectContaining({ line: 1, text: expect.stringMatching(complaint) })]),
  );

  it('names the line of each bad intervention, also where two are equal', () => {
    const lines = [
      'dataMode: PORT',
      'interventions:',
      '  - explode',
      '  - drop data 1 / SYN',
      '  - explode',
      '  - [a]',
    ];
    expect(told(lines.join('\n'))).toEqual([
      "3 'explode' is no intervention: expected o",
      "5 'explode' is no intervention: expected o",
      "6 '' is no intervention: expected one of d",
    ]);
  });

  it('names the line of a knob that cannot be so beside the others', () => {
    expect(told('seed: 2\n\nclient.software: tnftp\nsecurity: explicit\n')).toEqual([
      expect.stringMatching(/^4 .*tnftp speaks no TLS/),
    ]);
  });

  it('is one document, and says so in its own words', () => {
    const problems = problemsOf('dataMode: PORT\n---\ndataMode: PASV\n');
    expect(problems).toMatchObject([{ line: 2, text: 'a second document begins here, and a scenario file holds one' }]);
  });

  it('has each name once, and says so in its own words', () => {
    expect(told('dataMode: PORT\ndataMode: PASV\n')).toEqual(['2 this name stands here a second time']);
  });

  it('may have a long list of ports', () => {
    const ports = Array.from({ length: 900 }, (_, i) => 2 * i + 1).join(',');
    expect(problemsOf(`client.software: nmap\nactions: scan syn ${ports}\n`)).toEqual([]);
  });
});

describe('a recorded case', () => {
  const wrongOf = (setup: unknown) => fromSetup(setup).wrong;
  it.each([
    [
      'a bad address',
      { server: { settings: { passiveAddress: 'not one' } } },
      /^setup\.server\.settings\.passiveAddress: .*'not one' is not an IPv4 or IPv6 address/,
    ],
    [
      'a delay of -5 ms',
      { wan: { oneWayDelayMs: -5 } },
      /^setup\.wan\.oneWayDelayMs: .*'-5' is not a whole number from 0/,
    ],
    ['half a millisecond', { wan: { oneWayDelayMs: 0.5 } }, /'0\.5' is not/],
    ['an object for a text', { user: ['a'] }, /^setup\.user: a list of 1 is not text/],
    [
      'ports that are none',
      { server: { settings: { passiveRange: ['a', {}] } } },
      /^setup\.server\.settings\.passiveRange: a list of 2 is not two ports/,
    ],
    ['forwards that are none', { serverEdge: { forwards: [{ ports: 7 }] } }, /is not ports of the router/],
    [
      'forwards beyond the last port',
      { serverEdge: { forwards: [{ ports: [1, 70000] }] } },
      /is not ports of the router/,
    ],
    ['work that is none', { actions: [{ op: 'explode' }] }, /an object is no action/],
    ['work of a prototype name', { actions: [{ op: 'constructor' }] }, /is no action/],
    ['work with an object in it', { actions: [{ op: 'list', path: { toString: 1 } }] }, /is no action/],
    ['work that is null', { actions: [null] }, /null is no action/],
    ['a scan without ports', { actions: [{ op: 'scan', technique: 'syn' }] }, /is no action/],
    ['rules that are none', { clientEdge: { rules: 'let me in' } }, /^setup\.clientEdge\.rules: /],
    [
      'a patience that is no number',
      { client: { extra: ['--max-time', 'x'] } },
      /^setup\.client\.extra: .*'x' is not a whole number/,
    ],
  ])('%s is told by place', (_, setup, complaint) => {
    expect(wrongOf(setup)).toEqual([expect.stringMatching(complaint)]);
  });

  it('with names that every object has cannot be reproduced, and does not throw', () => {
    const setup = JSON.parse('{"constructor": 1, "__proto__": {"toString": 2}, "tls": {"valueOf": [1]}}') as unknown;
    expect(fromSetup(setup).missing).toEqual(['constructor=1', '__proto__.toString=2', 'tls.valueOf=a list of 1']);
  });

  it('that nests deep is read as far as a setting can be', () => {
    const text = `{"id":"a","setup":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;
    expect(readCase(text)).toMatchObject({ missing: [expect.stringMatching(/^a\.a\.a/)] });
    expect(readCase(`{"id":"a","setup":{"tls":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`)).toMatchObject({
      id: 'a',
    });
  });

  it.each([
    '',
    '[]',
    'null',
    '{"id":1,"setup":{}}',
    '{"id":"a","setup":null}',
    '{"id":"a"',
    `"${'x'.repeat(300_000)}"`,
  ])('%.20s is none, and says so', (text) => expect(readCase(text)).toHaveProperty('problems'));

  it('is read as before where it is right', () => {
    const setup = {
      dataMode: 'PORT',
      server: { settings: { passiveRange: [50_020, 50_045] } },
      clientEdge: { nat: true },
    };
    expect(fromSetup(setup)).toEqual({
      scenario: withKnob(withKnob(emptyScenario, 'dataMode', 'PORT'), 'clientEdge.nat', true),
      missing: [],
      wrong: [],
    });
  });
});
