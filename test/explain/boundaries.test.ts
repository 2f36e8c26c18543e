/** Values at the edges of explanations: ports beside a rule's, how far the fix finder goes on, the CRs before an LF. */
import { describe, expect, test } from 'vitest';
import { lineEndsOf } from '../../src/explain/diagnosis/damage';
import { doorsOf, rangeText } from '../../src/explain/reading/reach';
import { remedies, settingsText } from '../../src/explain/remedies/remedies';
import type { Trace } from '../../src/trace/trace';
import { octetsOf } from '../../src/wire/text/text';
import { ran, scenarioOf } from './symptom';

// Which ports are open is found by one try for each stretch of ports that no number of the scenario parts. A number
// parts twice: it begins a stretch, and so does the number after it.
describe('the ports that rules open', () => {
  const open = (rules: string) => {
    const doors = doorsOf(scenarioOf([`serverEdge.rules: ${rules}`]));
    return doors
      .find(({ edge, from, who }) => edge === 'serverEdge' && from === 'outside' && who === 'anyone')
      ?.ports.map(rangeText);
  };
  test.each([
    ['tcp dport 2121 accept; tcp drop', ['2121']],
    ['tcp dport 2121 drop; tcp accept', ['1-2120', '2122-65535']],
    ['tcp dport 6000-6010 accept; tcp drop', ['6000-6010']],
    ['tcp dport 6000-6010 drop; tcp accept', ['1-5999', '6011-65535']],
    ['tcp dport 6000-6010 accept; tcp dport 6011 drop; tcp dport 6012 accept; tcp drop', ['6000-6010', '6012']],
    ['tcp dport 1 accept; tcp dport 65535 accept; tcp drop', ['1', '65535']],
    ['tcp drop', []],
    ['tcp accept', ['1-65535']],
  ])('%s: %j', (rules, ports) => {
    expect(open(rules)).toEqual(ports);
  });
});

// One change, then one that helps from there, then up to three more that the causes name: five in a row.
describe('how many changes one after the other the fix finder makes', () => {
  const blocks = [
    'serverEdge.firewall: block-all',
    'server.passiveAddress: 10.0.0.21',
    'client.skipPasvAddress: false',
    'clientEdge.firewall: egress-filter',
    'server.firewall: control-only',
    'server.forbids: active', // so that the active mode is no way round
  ];
  const [address, clientEdge] = ['server.passiveAddress=198.51.100.21', 'clientEdge.firewall=none'];
  /** As the run comes further: port 21, where 227 points to, then the passive ports at one machine after the other. */
  const five = [
    'serverEdge.firewall=control-only',
    `serverEdge.firewall=control-only, ${address}`,
    `serverEdge.firewall=control-only, ${address}, ${clientEdge}`,
    `serverEdge.firewall=control-and-passive, ${address}, ${clientEdge}`,
    `serverEdge.firewall=control-and-passive, ${address}, ${clientEdge}, server.firewall=none`,
  ];
  /** With a provider that filters the passive ports, before they come to the server's edge. */
  const filtered = `wan.filteredPorts: ${Array.from({ length: 26 }, (_, i) => 50_020 + i).join(',')}`;
  const six = [
    ...five.slice(0, 3),
    ...five.slice(2).map((settings) => settings.replace(clientEdge, `${clientEdge}, wan.filteredPorts=none`)),
  ];

  /** Only the changes of that way are run; every other is answered with the failure. */
  async function foundOn(way: readonly string[], lines: readonly string[]) {
    const scenario = scenarioOf(lines);
    const trace = await ran(scenario);
    const search = remedies(scenario, trace);
    const tried: string[] = [];
    let step = search.next();
    while (!step.done) {
      const settings = settingsText(step.value.set);
      if (way.includes(settings)) tried.push(settings);
      step = search.next(way.includes(settings) ? await ran(step.value.scenario) : trace);
    }
    return { tried, found: step.value.remedies.map(({ set }) => settingsText(set)), impossible: step.value.impossible };
  }

  test('five it finds', async () => {
    const { tried, found } = await foundOn(five, blocks);
    expect(tried).toEqual(five);
    expect(found).toEqual(five.slice(4));
  });

  test('a sixth it does not try, and says so', async () => {
    const { tried, found, impossible } = await foundOn(six, [...blocks, filtered]);
    expect(tried).toEqual(six.slice(0, 5));
    expect(found).toEqual([]);
    expect(impossible).toMatchObject({ code: 'no-change-helps' });
  });
});

describe('a change after which the run still fails', () => {
  /** The most settings that are tried together, where every run that the finder asks for comes out as `after`. */
  function mostTogether(scenario: readonly string[], before: Trace, after: Trace): number {
    const search = remedies(scenarioOf(scenario), before);
    let most = 0;
    for (let step = search.next(); !step.done; step = search.next(after))
      most = Math.max(most, Object.keys(step.value.set).length);
    return most;
  }

  const noData = ['serverEdge.firewall: control-only']; // as far as 227
  const wrongAddress = ['server.passiveAddress: 10.0.0.21', 'client.skipPasvAddress: false']; // as far as 227, too
  const forbidden = ['server.readOnly: true', 'actions: put cargo.bin']; // as far as the data connection
  const noControl = ['serverEdge.firewall: block-all']; // nothing at all

  test.each([
    { after: 'further', lines: forbidden, most: 2 },
    { after: 'as far, at something else', lines: wrongAddress, most: 2 },
    { after: 'at the same', lines: noData, most: 1 },
    { after: 'sooner', lines: noControl, most: 1 },
  ])('$after: $most settings together are tried', async ({ lines, most }) => {
    const [before, after] = [await ran(scenarioOf(noData)), await ran(scenarioOf(lines))];
    expect(mostTogether(noData, before, after)).toBe(most);
  });
});

// RFC 959 3.1.1.1: as text, a line ends in CR LF on the wire. Who takes a file with CR LF for one of bare LFs puts
// another CR before each: CR CR LF. All CRs before an LF belong to the line's end, no other CR does.
describe('line ends that were changed on the way', () => {
  const written = {
    ...{ n: 0, at: 0, causes: [], node: 'client', connection: null, process: 'curl', machine: 'pi' },
    kind: 'file',
    change: { op: 'remove', path: '/a.txt' },
  } as const;
  const changed = (was: string, is: string) =>
    lineEndsOf({ written, path: '/a.txt', was: octetsOf(was), is: octetsOf(is), transfer: null, type: null });
  test.each([
    ['a\nb\n', 'a\r\nb\r\n', 2],
    ['a\r\nb\r\n', 'a\nb\n', 2],
    ['a\r\nb\r\n', 'a\r\r\nb\r\r\n', 2],
    ['a\n', 'a\r\r\n', 2],
    ['a\n', 'a\r\r\r\n', 3],
    ['\n', '\r\r\n', 2],
    ['a\nb', 'a\r\nb', 1],
    ['a\n', 'a\n', 0],
    // A CR that no LF follows is no line's end.
    ['ab\n', 'a\rb\n', null],
    ['a', 'a\r', null],
    ['a\n', 'a\n\r', null],
    ['a\n', 'b\r\n', null],
  ])('%j came as %j: %j', (before, after, count) => {
    expect(changed(before, after)).toBe(count);
  });
});
