import { describe, expect, test } from 'vitest';
import { formatValue, parseValue } from '../../src/scenario/values/knob';
import { neighbours } from '../../src/scenario/knobs/near';
import { knobs, nearestName } from '../../src/scenario/knobs/knobs';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { emptyScenario, problems, valueOf, withKnob, type Scenario } from '../../src/scenario/scenario';
import { readScenario, writeScenario } from '../../src/scenario/text/file';
import { actionText, parseActions } from '../../src/scenario/values/actions';
import { isViolation } from '../../src/wire/violation';

const active: Scenario = {
  knobs: {
    dataMode: 'PORT',
    'wan.oneWayDelayMs': 40,
    actions: [
      { op: 'list', path: '/' },
      { op: 'get', path: 'a b;c.txt' },
    ],
    'server.passiveAddress': '10.0.0.21',
  },
  interventions: [{ at: 'data 1 / SYN #2', do: 'drop' }],
};

describe('the table', () => {
  test.each(knobs)('$name: its default, written and read, is itself', (knob) => {
    const read = parseValue(knob, formatValue(knob, knob.default));
    expect(isViolation(read) ? read.text : read).toEqual(knob.default);
  });
  test.each(knobs)('$name: its neighbours are other values that can be written and read', (knob) => {
    for (const value of neighbours(knob, knob.default)) {
      expect(formatValue(knob, value)).not.toBe(formatValue(knob, knob.default));
      expect(isViolation(parseValue(knob, formatValue(knob, value)))).toBe(false);
    }
  });
  test('a mistyped name finds its neighbour', () => {
    expect(nearestName('dataMod')).toBe('dataMode');
    expect(nearestName('server.pasiveRange')).toBe('server.passiveRange');
  });
  test('no two knobs share a name', () => {
    expect(new Set(knobs.map((knob) => knob.name)).size).toBe(knobs.length);
  });
});

describe('a scenario', () => {
  test('holds only what differs from the table', () => {
    expect(withKnob(withKnob(emptyScenario, 'dataMode', 'PORT'), 'dataMode', 'PASV')).toEqual(emptyScenario);
    expect(valueOf(emptyScenario, 'dataMode')).toBe('PASV');
  });
  test('PORT on IPv6 is refused with the reason and the remedy', () => {
    const bad = withKnob(withKnob(emptyScenario, 'dataMode', 'PORT'), 'ipVersion', 6);
    expect(problems(bad)).toEqual([{ knob: 'dataMode', why: { code: 'names-ipv4-alone', mode: 'PORT' } }]);
  });
});

describe('a link', () => {
  test('holds a scenario and a moment, and gives both back', () => {
    expect(fromLink(toLink(active, 'control 1 / PORT'))).toEqual({
      scenario: active,
      moment: 'control 1 / PORT',
      problems: [],
    });
  });
  test('of the plain scenario is empty', () => {
    expect(toLink(emptyScenario, null)).toBe('');
  });
  test('says what it could not read, and keeps the rest', () => {
    const linked = fromLink('#dataMode=PORT&wan.oneWayDelayMs=fast&dataMod=EPSV&do=explode');
    expect(linked.scenario.knobs).toEqual({ dataMode: 'PORT' });
    expect(linked.problems).toHaveLength(3);
    expect(linked.problems[1]).toContain("did you mean 'dataMode'?");
  });
  test('a stray % is no exception', () => {
    expect(fromLink('user=100%').scenario.knobs['user']).toBe('100%');
  });
});

describe('a file', () => {
  test('gives back what was written', () => {
    expect(readScenario(writeScenario(active), 'a.yaml')).toEqual({ scenario: active });
  });
  test('21:20 stays 21:20', () => {
    const read = readScenario('user: 21:20\n', 'a.yaml');
    expect('scenario' in read && read.scenario.knobs['user']).toBe('21:20');
  });
  test('tells every mistake at once, with its line', () => {
    const read = readScenario(
      'dataMode: PORT\nserver.pasiveRange: 1-2\nwan.oneWayDelayMs: soon\ninterventions:\n  - explode now\n',
      'a.yaml',
    );
    expect('problems' in read && read.problems.map((one) => one.line)).toEqual([2, 3, 5]);
  });
  test('broken YAML is a problem, not an exception', () => {
    expect('problems' in readScenario('a: [1, 2\nb: }', 'a.yaml')).toBe(true);
  });
  test('a list is no scenario', () => {
    expect('problems' in readScenario('- a\n- b\n', 'a.yaml')).toBe(true);
  });
});

describe('work', () => {
  test.each([
    'login',
    'list /docs',
    'get hello.txt 300',
    'put a b.txt',
    'cd docs',
    'quote SITE HELP',
    'quote continue NOOP',
    'transfer RETR x',
    'wait 3',
    'abort telnet big.bin',
  ])('%s', (text) => {
    const actions = parseActions(text);
    expect(isViolation(actions) ? actions.text : actions.map(actionText)).toEqual([text]);
  });
  test('what is no action says what is', () => {
    const read = parseActions('fetch hello.txt');
    expect(isViolation(read) && read.text).toContain('get PATH [OCTETS]');
  });
});
