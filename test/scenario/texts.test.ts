/** Scenario files, links and kept scenarios: each mistake in words, with its line, and what would be right. */
import { describe, expect, test } from 'vitest';
import { interventionText, parseIntervention, readIntervention } from '../../src/scenario/interventions';
import { emptyScenario, withKnob, type Scenario } from '../../src/scenario/scenario';
import { Complaints } from '../../src/scenario/text/complaints';
import { readScenario, writeScenario } from '../../src/scenario/text/file';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { linkOf, recorded, scenarioOf } from '../../src/scenario/text/recorded';
import type { Trace } from '../../src/trace/trace';
import { CAPS } from '../../src/wire/caps';

const name = (text: string) => readScenario(text, 'f');
const problemsOf = (text: string): unknown => {
  const read = name(text);
  return 'problems' in read
    ? read.problems.map((one) => ('why' in one ? [one.line, one.why] : [one.line, one.text, one.expected]))
    : 'none';
};

describe('a file', () => {
  test.each<[string, unknown]>([
    ['', 'none'],
    ['# nothing\n', 'none'],
    ['dataMode: PORT\n', 'none'],
    ['- a\n', [[1, 'the file is no map of knobs', 'one `name: value` a line, as in `dataMode: PORT`']]],
    ['\n\ndataMod: PORT\n', [[3, "there is no knob 'dataMod'", "did you mean 'dataMode'?"]]],
    ['user: x\ndataMode: [a]\n', [[2, 'dataMode has no value on its line', 'one of PASV, EPSV, PORT, EPRT']]],
    ['server.readOnly: maybe\n', [[1, "server.readOnly: 'maybe' is not true or false", 'true or false']]],
    ['interventions: drop\n', [[1, 'interventions are no list', "a list, as in '- drop data 1 / SYN'"]]],
    ['ipVersion: 6\ndataMode: PORT\n', [[2, { knob: 'dataMode', why: { code: 'names-ipv4-alone', mode: 'PORT' } }]]],
    ['user: a\nuser: b\n', [[2, 'this name stands here a second time', 'YAML: one `name: value` a line']]],
    [
      'user: a\n---\nuser: b\n',
      [[2, 'a second document begins here, and a scenario file holds one', 'YAML: one `name: value` a line']],
    ],
  ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  test('an act that is none is complained of on its own line', () =>
    expect(problemsOf('interventions:\n  - drop data 1 / SYN\n  - fly\n  - [a]\n')).toEqual([
      [3, expect.stringContaining("'fly' is no intervention"), expect.stringContaining('drop MOMENT, delay')],
      [4, expect.stringContaining("'' is no intervention"), expect.stringContaining('drop MOMENT, delay')],
    ]));
  test('one that is too long is not read', () =>
    expect(problemsOf('#'.repeat(CAPS.file.most + 1))).toEqual([
      [1, expect.stringMatching(/./), 'one `name: value` a line, and no more than are knobs'],
    ]));
  test('is written without interventions where there are none', () => {
    expect(writeScenario(emptyScenario)).toBe('{}\n');
    expect(writeScenario({ ...withKnob(emptyScenario, 'user', 'a'), interventions: [{ do: 'cut', at: 'x' }] })).toBe(
      'user: a\ninterventions:\n  - cut x\n',
    );
  });
});

describe('a link', () => {
  test.each<[string, Partial<ReturnType<typeof fromLink>>]>([
    ['', {}],
    ['?at=a+b', { moment: 'a b' }],
    ['#at', { moment: '' }],
    ['&&user=x&', { scenario: { knobs: { user: 'x' }, interventions: [] } }],
    ['user=a=b', { scenario: { knobs: { user: 'a=b' }, interventions: [] } }],
    ['do=cut+x', { scenario: { knobs: {}, interventions: [{ do: 'cut', at: 'x' }] } }],
    ['a&a&a', { problems: ["there is no knob 'a'; did you mean 'user'? (3 times)"] }],
    ['server.readOnly=x', { problems: ["server.readOnly: 'x' is not true or false"] }],
  ])('%j', (text, wanted) =>
    expect(fromLink(text)).toEqual({ scenario: emptyScenario, moment: null, problems: [], ...wanted }),
  );
  test('too long a one is not read, and too many acts are left out', () => {
    expect(fromLink(`user=${'x'.repeat(CAPS.link.most)}`)).toMatchObject({ scenario: emptyScenario, moment: null });
    expect(fromLink(`user=${'x'.repeat(CAPS.link.most)}`).problems).toHaveLength(1);
    const acts = (count: number) => fromLink(Array(count).fill('do=cut+x').join('&'));
    const { most } = CAPS.interventions;
    expect([acts(most).problems.length, acts(most).scenario.interventions.length]).toEqual([0, most]);
    expect([acts(most + 1).problems.length, acts(most + 1).scenario.interventions.length]).toEqual([1, most]);
  });
  test('names come in the order of the table, acts and moment behind', () => {
    const scenario = withKnob(withKnob(emptyScenario, 'user', 'x'), 'dataMode', 'PORT');
    expect(toLink({ ...scenario, interventions: [{ do: 'cut', at: 'y' }] }, 'z')).toBe(
      'dataMode=PORT&user=x&do=cut+y&at=z',
    );
  });
});

describe('a scenario kept in a trace', () => {
  const kept = (knobs: object, interventions: object[] = []) =>
    ({ scenario: { knobs, interventions } }) as unknown as Trace;
  test.each<[object, object]>([
    [
      { dataMode: 'PORT', 'server.passiveRange': [1, 2] },
      { dataMode: 'PORT', 'server.passiveRange': [1, 2] },
    ],
    [{ actions: [{ op: 'login' }] }, { actions: [{ op: 'login' }] }],
    [{ actions: [{ op: 'fly' }] }, {}],
    [{ actions: 7 }, {}],
    [{ dataMode: 'LPRT', nonsense: 1, 'server.readOnly': true }, { 'server.readOnly': true }],
    [{ 'server.passiveRange': ['1', '2'] }, {}],
    [{ 'server.passiveRange': [1, {}] }, {}],
  ])('%j', (knobs, wanted) => expect(scenarioOf(kept(knobs)).knobs).toEqual(wanted));
  test('acts that are none are left out', () =>
    expect(
      scenarioOf(
        kept({}, [
          { do: 'fly', at: 'x' },
          { do: 'cut', at: 'x' },
        ]),
      ).interventions,
    ).toEqual([{ do: 'cut', at: 'x' }]));
  test('its link, and its knobs in the order of the table', () => {
    const scenario: Scenario = { knobs: { user: 'x', dataMode: 'PORT' }, interventions: [] };
    expect(Object.keys(recorded(scenario).knobs)).toEqual(['dataMode', 'user']);
    expect(linkOf({ scenario: recorded(scenario) } as unknown as Trace)).toBe('dataMode=PORT&user=x');
  });
});

describe('an act', () => {
  test.each(['delay 1 x', 'delay 3600000 x', 'filter 1 x', 'filter 65535 x', 'expire carrier x y', 'drop a / b #2'])(
    '%s',
    (text) => {
      const act = parseIntervention(text);
      expect(typeof act === 'string' ? act : interventionText(act)).toBe(text);
      expect(typeof act === 'string' ? act : readIntervention(act)).toEqual(act);
    },
  );
  test.each([
    ['delay 3600001 x', 'delay MILLISECONDS MOMENT'],
    ['delay 0 x', 'delay MILLISECONDS MOMENT'],
    ['delay 1x x', 'delay MILLISECONDS MOMENT'],
    ['delay x1 x', 'delay MILLISECONDS MOMENT'],
    ['delay 12345678 x', 'delay MILLISECONDS MOMENT'],
    ['filter 0 x', 'filter PORT MOMENT'],
    ['filter 65536 x', 'filter PORT MOMENT'],
    ['filter 5', 'filter PORT MOMENT'],
    ['expire server x', 'expire clientEdge|carrier|serverEdge MOMENT'],
    ['cut a\nb', 'cut MOMENT'],
  ])('%j is none', (text, wanted) => expect(parseIntervention(text)).toContain(`expected '${wanted}', as in '`));
  test('a name from the prototype is none', () => {
    expect(parseIntervention('toString x')).toContain('expected one of drop MOMENT');
    expect(readIntervention({ do: 'toString', at: 'x' })).toContain('is no intervention');
  });
});

test('complaints: each once with its times, at two places twice, and the rest counted', () => {
  const all = new Complaints<number>();
  expect(all.none).toBe(true);
  all.add('a', () => 'A', 1);
  all.add('a', () => 'never said', 2);
  all.add('a', () => 'A', 3, 'there');
  expect([all.none, all.all()]).toEqual([
    false,
    [
      ['A (2 times)', 1],
      ['A', 3],
    ],
  ]);
  for (let i = 2; i < CAPS.problems.most; i += 1) all.add(`${i}`, () => `${i}`, i);
  expect(all.all()).toHaveLength(CAPS.problems.most);
  for (const key of ['b', 'c']) all.add(key, () => key, 0);
  expect(all.all().at(-1)).toEqual(['and 2 more', null]);
});
