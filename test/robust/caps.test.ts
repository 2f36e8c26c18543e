import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, problems, withKnob } from '../../src/scenario/scenario';
import { fromLink } from '../../src/scenario/text/link';
import { entriesOf } from '../../src/trace/trace';
import { CAPS, capRows, over } from '../../src/wire/caps';
import { objectionText } from '../../src/strings/en/objections';

describe('the caps', () => {
  it('stand in MODEL.md with their numbers, row for row', () => {
    const table = readFileSync('MODEL.md', 'utf8').match(
      /^\| .*\| (?:refused|counted|not read|the (?:run|session) ends|the oldest go).*\|$/gm,
    );
    expect(table).toEqual(capRows());
  });

  it('say what was found and what is taken', () => {
    expect(over('link', 40_000)).toBe('a link: 40,000 characters, and at most 32,768 are taken');
    expect(over('link', 32_768)).toBeNull();
  });
});

describe('work beyond its caps is told before the run', () => {
  const list = { op: 'list', path: '/' } as const;
  it.each([
    ['octets of one', `actions=get+x+${CAPS.octets.most + 1}`],
    ['octets of all', `actions=get+x+${CAPS.octets.most};+put+y+1`],
    ['100,000,000', 'actions=get+x+100000000'],
    ['600 lists', `actions=${Array(600).fill('list+/').join(';')}`],
  ])('%s', (_, link) => {
    const { scenario, problems: told } = fromLink(link);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^actions: the work|^actions: what the work transfers/);
    expect(scenario).toEqual(emptyScenario);
  });

  it('and by a scenario that was made by hand', () => {
    const many = withKnob(emptyScenario, 'actions', Array(CAPS.actions.most + 1).fill(list));
    expect(problems(many)).toMatchObject([{ knob: 'actions' }]);
    const enough = withKnob(emptyScenario, 'actions', Array(CAPS.actions.most).fill(list));
    expect(problems(enough)).toEqual([]);
  });

  it('a scenario fits in a link', () => {
    const long = withKnob(emptyScenario, 'user', 'ä'.repeat(CAPS.link.most / 4));
    expect(problems(long).map(objectionText)[0]).toMatch(/fits in no link/);
    const acts = Array(CAPS.interventions.most + 1).fill({ do: 'drop', at: 'data 1 / SYN' } as const);
    expect(problems({ ...emptyScenario, interventions: acts }).map(objectionText)[0]).toMatch(/201 interventions/);
  });
});

it('a run that asks for more than its entries ends by name', async () => {
  const link = 'actions=get+big+5000000;get+large+5000000&wan.lossPercent=5';
  const { scenario } = fromLink(link);
  const trace = run(scenario, await load(needs(scenario)), { entries: 5000 });
  expect(trace.end).toBe('cap');
  expect(trace.entries.at(-1)).toMatchObject({ kind: 'end', how: 'cap' });
  expect(trace.entries.length).toBeLessThan(5100);
  expect(entriesOf(trace, 'exit')).toEqual([]);
});
