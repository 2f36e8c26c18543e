import { describe, expect, it } from 'vitest';
import { clientFiles } from '../../src/scenario/build/hosts/files';
import { parseIntervention } from '../../src/scenario/interventions';
import { nearestName } from '../../src/scenario/knobs/knobs';
import { knobNamed } from '../../src/scenario/knobs/knobs';
import { emptyScenario, withKnob } from '../../src/scenario/scenario';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { parseActions } from '../../src/scenario/values/actions';
import { isViolation } from '../../src/wire/violation';
import { CAPS } from '../../src/wire/caps';
import { distance } from '../../src/wire/text/nearest';
import { growth, processorMs } from './growth';

describe('a link', () => {
  it('that is too long is not read at all', () => {
    const { scenario, moment, problems } = fromLink(`dataMode=PORT&at=x&user=${'a'.repeat(CAPS.link.most)}`);
    expect([scenario, moment]).toEqual([emptyScenario, null]);
    expect(problems).toEqual([expect.stringMatching(/^a link: 32,\d+ characters, and at most 32,768 are taken$/)]);
  });

  it('tells one mistake once, with how often it was made', () => {
    expect(fromLink('#foo=1&foo=2').problems).toEqual([expect.stringMatching(/'foo'.* \(2 times\)$/)]);
    const acts = fromLink('do=explode&do=explode&do=explode').problems;
    expect(acts).toEqual([expect.stringMatching(/\(3 times\)$/)]);
  });

  it('tells no more mistakes than somebody reads, and counts the rest', () => {
    const link = Array.from({ length: 100 }, (_, i) => `name${i}=1`).join('&');
    const { problems } = fromLink(link);
    expect(problems).toHaveLength(CAPS.problems.most + 1);
    expect(problems.at(-1)).toBe('and 80 more');
    expect(new Set(problems).size).toBe(problems.length);
  });

  it('has no more interventions than are taken', () => {
    const { scenario, problems } = fromLink(
      Array(CAPS.interventions.most + 5)
        .fill('do=cut+a')
        .join('&'),
    );
    expect(scenario.interventions).toHaveLength(CAPS.interventions.most);
    expect(problems).toEqual([expect.stringMatching(/205 interventions/)]);
  });

  it.each([
    ['unknown names', (n: number) => Array.from({ length: n >> 3 }, (_, i) => `n${i}=1`.padEnd(7, '0')).join('&')],
    ['one long name', (n: number) => `${'x'.repeat(n)}=1`],
    [
      'twelve long names',
      (n: number) =>
        Array(12)
          .fill('y'.repeat(Math.floor(n / 12)))
          .map((y, i) => y + i)
          .join('&'),
    ],
    ['interventions', (n: number) => 'do=cut+a&'.repeat(n / 9)],
    ['empty interventions', (n: number) => 'do=&'.repeat(n >> 2)],
    ['an intervention of blanks', (n: number) => `do=drop${'+'.repeat(n - 30)}x%0Ay`],
    ['an action of blanks', (n: number) => `actions=list${'+'.repeat(n - 30)}x%0Ay`],
    ['a long word of an action', (n: number) => `actions=${'a'.repeat(n - 30)}%0Ay`],
    ['ports', (n: number) => `client.software=nmap&actions=scan+syn+${'1-999,'.repeat(n / 7)}1`],
    ['escapes', (n: number) => `user=${'%41'.repeat(n / 4)}`],
    ['stray %', (n: number) => `user=${'%'.repeat(n - 10)}`],
    ['rules', (n: number) => `clientEdge.rules=${'tcp+'.repeat((n - 40) / 4)}`],
    ['many rules', (n: number) => `clientEdge.rules=${'drop;'.repeat((n - 40) / 5)}drop`],
    ['forwards', (n: number) => `serverEdge.forwards=${'1;'.repeat((n - 40) / 2)}1`],
    ['ampersands', (n: number) => '&'.repeat(n)],
    ['the same knob', (n: number) => 'seed=1&'.repeat(n / 8)],
  ])('of %s is read in a moment, and growth stays linear', (_, made) => {
    const most = CAPS.link.most - 1;
    fromLink(made(most >> 3));
    expect(processorMs(() => void fromLink(made(most)))).toBeLessThan(50);
    expect(growth((size) => void fromLink(made(size)), most)).toBeLessThan(2.6);
  });

  it('carries what is no UTF-8, and what is half a character', () => {
    const octets = withKnob(emptyScenario, 'user', 'a\udcffb');
    expect(toLink(octets, null)).toBe('user=a%FFb');
    expect(fromLink('user=a%FFb').scenario).toEqual(octets);
    const half = withKnob(emptyScenario, 'user', 'a\ud800b');
    expect(toLink(half, '\udfff')).toBe('user=a%EF%BF%BDb&at=%EF%BF%BD');
  });

  it('takes a stray % as it stands, and the rest as meant', () => {
    expect(fromLink('user=100%+b%zz%4').scenario.knobs['user']).toBe('100% b%zz%4');
  });
});

describe('names that every object has', () => {
  const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];
  it.each(names)('%s', (name) => {
    expect(fromLink(`${name}=1`).problems).toEqual([expect.stringContaining(`'${name}'`)]);
    expect(knobNamed(name)).toBeUndefined();
    expect(isViolation(parseActions(name))).toBe(true);
    expect(parseIntervention(`${name} data 1 / SYN`)).toMatch(/is no intervention/);
    const { scenario } = fromLink(`actions=put+${name}`);
    const [, node] = [...clientFiles(scenario.knobs['actions'] as never)].at(-1) ?? [];
    expect(node?.octets).toHaveLength(1000);
  });
});

it('the nearest name is sought for what may be one', () => {
  expect(nearestName('dataMod')).toBe('dataMode');
  expect(processorMs(() => void nearestName('x'.repeat(1_000_000)))).toBeLessThan(50);
  expect(distance('abc', 'axc')).toBe(1);
});

it('an action stands on one line', () => {
  expect(isViolation(parseActions('transfer LIST\r\nDELE hello.txt'))).toBe(true);
  expect(parseIntervention('drop a\nb')).toMatch(/is no intervention/);
});
