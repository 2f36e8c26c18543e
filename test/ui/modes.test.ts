import { expect, test } from 'vitest';
import type { Settings } from '../../src/scenario/knobs/table';
import { emptyScenario, problems, valueOf, withKnobs, type Scenario } from '../../src/scenario/scenario';
import { edgeSwitchesOf, modeName, modesOf } from '../../src/ui/state/modes';

const scenarioOf = (knobs: Settings): Scenario => withKnobs(emptyScenario, knobs);

/**
 * `[FTP] FTPS explicit FTPS implicit | Active [Passive] | [PASV] EPSV | [IPv4] IPv6`; what cannot be chosen is in round
 * brackets.
 */
const bar = (scenario: Scenario): string =>
  modesOf(scenario)
    .map(({ options }) =>
      options.map(({ text, chosen, problem }) => (chosen ? `[${text}]` : problem ? `(${text})` : text)).join(' '),
    )
    .join(' | ');

function press(scenario: Scenario, text: string): Scenario {
  const option = modesOf(scenario)
    .flatMap(({ options }) => options)
    .find((one) => one.text === text);
  if (!option) throw new Error(`no ${text}`);
  return withKnobs(scenario, option.set);
}

test.each([
  [{}, '[FTP] FTPS explicit FTPS implicit | Active [Passive] | [PASV] EPSV | [IPv4] IPv6'],
  [{ dataMode: 'PORT' }, '[FTP] FTPS explicit FTPS implicit | [Active] Passive | [PORT] EPRT | [IPv4] IPv6'],
  [{ dataMode: 'EPSV' }, '[FTP] FTPS explicit FTPS implicit | Active [Passive] | PASV [EPSV] | [IPv4] IPv6'],
  [
    { dataMode: 'EPRT', ipVersion: 6 },
    '[FTP] FTPS explicit FTPS implicit | [Active] Passive | (PORT) [EPRT] | IPv4 [IPv6]',
  ],
] as const)('%j: %s', (knobs, shown) => {
  expect(bar(scenarioOf(knobs))).toBe(shown);
});

test('switching who dials keeps how the port is told', () => {
  expect(valueOf(press(scenarioOf({ dataMode: 'EPSV' }), 'Active'), 'dataMode')).toBe('EPRT');
  expect(valueOf(press(scenarioOf({ dataMode: 'PORT' }), 'Passive'), 'dataMode')).toBe('PASV');
});

test('IPv6 takes the extended command along, and no press ever makes a scenario that cannot run', () => {
  expect(press(emptyScenario, 'IPv6').knobs).toEqual({ ipVersion: 6, dataMode: 'EPSV' });
  for (const dataMode of ['PASV', 'EPSV', 'PORT', 'EPRT'] as const) {
    const scenario = scenarioOf({ dataMode });
    for (const option of modesOf(scenario).flatMap(({ options }) => options)) {
      if (option.problem === null) expect(problems(press(scenario, option.text))).toEqual([]);
    }
  }
});

test('security sets both ends and the port, and there and back is the plain scenario', () => {
  expect(press(emptyScenario, 'FTPS implicit').knobs).toEqual({
    security: 'implicit',
    'server.tls': 'implicit',
    'client.connectPort': 990,
    'server.controlPort': 990,
  });
  expect(press(press(emptyScenario, 'FTPS explicit'), 'FTP')).toEqual(emptyScenario);
  const withoutTls = modesOf(scenarioOf({ 'client.software': 'tnftp' }))[0];
  expect(withoutTls?.options.map(({ problem }) => problem !== null)).toEqual([false, true, true]);
});

test('the chip names the mode', () => {
  expect([modeName(emptyScenario), modeName(scenarioOf({ dataMode: 'EPRT' }))]).toEqual([
    'FTP · Passive',
    'FTP · Active',
  ]);
});

test('an edge has three switches; each press turns one, and IPv6 knows no NAT', () => {
  const on = (scenario: Scenario, edge: string) =>
    edgeSwitchesOf(scenario, edge)
      .filter((one) => one.on)
      .map(({ name }) => name);
  const pressed = (scenario: Scenario, edge: string, name: string) =>
    withKnobs(scenario, edgeSwitchesOf(scenario, edge).find((one) => one.name === name)!.set);
  for (const edge of ['clientEdge', 'serverEdge'])
    for (const name of ['firewall', 'nat', 'helper']) {
      const turned = pressed(emptyScenario, edge, name);
      expect([on(emptyScenario, edge), on(turned, edge)]).toEqual([[], [name]]);
      expect(problems(turned)).toEqual([]);
      expect(pressed(turned, edge, name)).toEqual(emptyScenario);
    }
  const own = scenarioOf({ 'clientEdge.rules': 'tcp drop' });
  expect(on(own, 'clientEdge')).toEqual(['firewall']);
  expect(pressed(own, 'clientEdge', 'firewall')).toEqual(emptyScenario);
  expect(edgeSwitchesOf(scenarioOf({ ipVersion: 6, dataMode: 'EPSV' }), 'clientEdge')[1]?.problem).toMatch(/IPv6/);
});
