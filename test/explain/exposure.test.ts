import { expect, test } from 'vitest';
import { configLines, nftLine } from '../../src/explain/remedies/config';
import { CONFIG } from '../../src/scenario/knobs/config/config';
import { exposure } from '../../src/explain/exposure/exposure';
import { opensBetween } from '../../src/explain/remedies/opens';
import { doorsOf, without } from '../../src/explain/reading/reach';
import { knobNamed } from '../../src/scenario/knobs/knobs';
import { emptyScenario, withKnob, type Scenario } from '../../src/scenario/scenario';
import { ran, scenarioOf } from './symptom';
import { opensText } from '../../src/strings/en/exposure';

const inbound = (lines: readonly string[], edge: string, who: string) =>
  doorsOf(scenarioOf(lines)).find((door) => door.edge === edge && door.from === 'outside' && door.who === who)?.ports;

test('what passes an edge is what its rules, forwards and NAT let pass', () => {
  expect(inbound([], 'serverEdge', 'anyone')).toEqual([[1, 65_535]]);
  expect(inbound(['serverEdge.firewall: control-only'], 'serverEdge', 'anyone')).toEqual([[21, 21]]);
  expect(inbound(['serverEdge.firewall: control-and-passive'], 'serverEdge', 'anyone')).toEqual([
    [21, 21],
    [50_020, 50_045],
  ]);
  expect(inbound(['serverEdge.nat: true', 'serverEdge.forwards: 2121 to 21'], 'serverEdge', 'anyone')).toEqual([
    [2121, 2121],
  ]);
  expect(inbound(['serverEdge.firewall: block-all'], 'serverEdge', 'anyone')).toEqual([]);
  expect(inbound(['clientEdge.nat: true'], 'clientEdge', 'anyone')).toEqual([]);
  expect(
    inbound(['ipVersion: 6', 'dataMode: EPSV', 'serverEdge.firewall: control-only'], 'serverEdge', 'anyone'),
  ).toEqual([[21, 21]]);
  const own = [
    'clientEdge.rules: from outside source 198.51.100.21/32 tcp sport 20 dport 40036-44031 accept; from ' +
      'outside tcp drop',
  ];
  expect(inbound(own, 'clientEdge', 'peer-from-20')).toEqual([[40_036, 44_031]]);
  expect(inbound(own, 'clientEdge', 'peer')).toEqual([]);
});

test('ranges of ports less others', () => {
  expect(
    without(
      [[1, 100]],
      [
        [21, 21],
        [50, 60],
      ],
    ),
  ).toEqual([
    [1, 20],
    [22, 49],
    [61, 100],
  ]);
  expect(without([[5, 9]], [[1, 20]])).toEqual([]);
});

const said = (before: Scenario, after: Scenario) => {
  const { opens, weight } = opensBetween(before, after);
  return [opensText(opens), weight];
};

test('a change that shuts opens nothing; one that opens says to whom', () => {
  const shut = withKnob(emptyScenario, 'serverEdge.firewall', 'control-only');
  expect(said(emptyScenario, shut)).toEqual(['nothing new', 0]);
  expect(said(shut, withKnob(shut, 'serverEdge.firewall', 'control-and-passive'))).toEqual([
    "at the server's edge, ports 50020-50045 to anyone",
    26,
  ]);
});

test('the password crosses every link in clear, and who waited behind the edge is told', async () => {
  const scenario = scenarioOf(['serverEdge.firewall: control-and-passive']);
  const found = exposure(scenario, await ran(scenario));
  expect(found.secrets.map(({ what }) => what)).toEqual(['user name', 'password', 'listing']);
  expect(found.secrets[1]?.links).toEqual([
    ['client', 'clientEdge'],
    ['clientEdge', 'wan'],
    ['wan', 'serverEdge'],
    ['serverEdge', 'server'],
  ]);
  expect(found.ports.find(({ edge, who }) => edge === 'serverEdge' && who === 'anyone')).toMatchObject({
    ports: [
      [21, 21],
      [50_020, 50_045],
    ],
    answered: [21, 50_035],
  });
});

test('a password that is never sent is not exposed', async () => {
  const scenario = scenarioOf(['serverEdge.firewall: block-all']);
  expect(exposure(scenario, await ran(scenario)).secrets).toEqual([]);
});

test('the lines of real products', () => {
  expect(configLines('server.passiveAddress', '198.51.100.21', emptyScenario)).toEqual([
    'vsftpd: pasv_address=198.51.100.21',
  ]);
  expect(configLines('server.passiveRange', [50_020, 50_030], emptyScenario)).toEqual([
    'vsftpd: pasv_min_port=50020',
    'vsftpd: pasv_max_port=50030',
  ]);
  expect(
    configLines('serverEdge.forwards', '21; 50020-50045', withKnob(emptyScenario, 'serverEdge.nat', true)),
  ).toEqual([
    'nft: nft add rule ip nat prerouting iifname "out0" tcp dport { 21, 50020-50045 } dnat to 10.0.0.21',
    'iptables: iptables -t nat -A PREROUTING -i out0 -p tcp -m multiport --dports 21,50020:50045 -j DNAT ' +
      '--to-destination 10.0.0.21',
    'docker: docker run -p 21:21 -p 50020-50045:50020-50045 ...',
  ]);
  expect(configLines('client.skipPasvAddress', 'true', withKnob(emptyScenario, 'client.software', 'lftp'))).toEqual([
    'lftp: set ftp:fix-pasv-address yes',
  ]);
  expect(configLines('wan.lossPercent', 0, emptyScenario)).toEqual([]);
  expect(nftLine('from outside source 203.0.113.10/32 tcp dport 50020-50045 accept')).toBe(
    'nft insert rule inet edge forward iifname "out0" ip saddr 203.0.113.10/32 tcp dport 50020-50045 accept',
  );
});

test("every row of the table is a knob, and every value in it one of the knob's", () => {
  for (const [name, rows] of Object.entries(CONFIG)) {
    const knob = knobNamed(name);
    expect([name, knob?.name]).toEqual([name, name]);
    const values =
      knob?.kind === 'boolean' ? ['true', 'false'] : knob?.kind === 'choice' ? (knob.values ?? []).map(String) : null;
    for (const value of Object.keys(rows ?? {}))
      if (values && value !== '*' && value !== 'none')
        expect([name, values]).toEqual([name, expect.arrayContaining([value])]);
  }
});
