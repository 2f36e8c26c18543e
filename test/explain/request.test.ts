/** The firewall request: what it asks for is what a run needs, no more and no less. */
import { expect, test } from 'vitest';
import { observed } from '../../src/explain/observed/observed';
import { firewallRequest, type RequestRow } from '../../src/explain/exposure/request';
import { doorsOf } from '../../src/explain/reading/reach';
import { withKnob } from '../../src/scenario/scenario';
import { ran, scenarioOf } from './symptom';
import { requestText } from '../../src/strings/en/exposure';

const requestOf = async (lines: readonly string[]) => {
  const scenario = scenarioOf(lines);
  return firewallRequest(scenario, await ran(scenario));
};
const line = ({ edge, direction, from, to, ports, sourcePort, allowed, byHelper }: RequestRow) =>
  `${edge} ${direction} ${from}${sourcePort === null ? '' : `:${sourcePort}`} > ${to}:${ports.join('-')}` +
  `${allowed ? ' open' : ''}${byHelper ? ' helper' : ''}`;

test('passive, with a firewall that knows port 21 alone', async () => {
  const request = await requestOf(['serverEdge.firewall: control-only']);
  expect(request.rows.map(line)).toEqual([
    'clientEdge out 203.0.113.10 > 198.51.100.21:21-21 open',
    'serverEdge in any > 198.51.100.21:21-21 open',
    'clientEdge out 203.0.113.10 > 198.51.100.21:50020-50045 open',
    'serverEdge in any > 198.51.100.21:50020-50045',
  ]);
  expect(request.rows[3]).toMatchObject({
    moment: 'data 1 / SYN',
    rule: 'from outside destination 198.51.100.21/32 tcp dport 50020-50045 accept',
  });
  expect(request.rows[3]?.tests.map(({ command }) => command)).toEqual([
    'nmap -Pn -p 50020-50045 198.51.100.21',
    'curl -v --disable-epsv ftp://ftp.example.test:21/ --user learner',
  ]);
  expect(request.notes).toContainEqual({ code: 'not-open', closed: 1, of: 4 });
});

test('active, behind NAT with a helper', async () => {
  const request = await requestOf([
    'dataMode: PORT',
    'clientEdge.nat: true',
    'clientEdge.ftpHelper: true',
    'clientEdge.firewall: block-inbound',
  ]);
  expect(request.rows.slice(2).map(line)).toEqual([
    'clientEdge in 198.51.100.21:20 > 192.168.1.10:40036-44031 helper',
    'serverEdge out 198.51.100.21:20 > 203.0.113.7:40036-44031 open',
  ]);
  expect(request.rows[2]?.tests.map(({ on }) => on)).toEqual(['client', 'server', 'client']);
});

test('a forward to other ports asks for the ports behind it', async () => {
  const request = await requestOf([
    'serverEdge.nat: true',
    'serverEdge.forwards: 2121 to 21; 50020-50045',
    'client.connectPort: 2121',
  ]);
  expect(request.rows.map(line)).toContain('serverEdge in any > 10.0.0.21:21-21 open');
  expect(request.rows.map(line)).toContain('clientEdge out 203.0.113.10 > 198.51.100.21:2121-2121 open');
});

test.each([
  [['dataMode: PASV']],
  [['dataMode: PORT']],
  [['dataMode: EPSV', 'ipVersion: 6']],
  [['dataMode: EPRT', 'ipVersion: 6']],
  [['dataMode: PASV', 'serverEdge.nat: true']],
])('%j: edges with just these rules, and nothing else, let the run come out well', async (lines) => {
  const scenario = scenarioOf(lines);
  const { rows } = firewallRequest(scenario, await ran(scenario));
  const tight = (['clientEdge', 'serverEdge'] as const).reduce(
    (next, edge) =>
      withKnob(
        next,
        `${edge}.rules`,
        [
          'state established,related accept',
          ...rows.filter((row) => row.edge === edge).map(({ rule }) => rule),
          'tcp drop',
        ].join('; '),
      ),
    scenario,
  );
  expect(observed(await ran(tight)).outcome).toBe('ok');
  expect(
    doorsOf(tight)
      .find((door) => door.edge === 'serverEdge' && door.from === 'outside' && door.who === 'anyone')
      ?.ports.some(([from]) => from === 80),
  ).toBe(false);
});

test('as text', async () => {
  const text = requestText(await requestOf(['serverEdge.firewall: control-only'])).join('\n');
  expect(text).toContain("4. At the server's edge, inbound: TCP from any to 198.51.100.21 ports 50020-50045");
  expect(text).toContain('Now: not open');
  expect(text).toContain('iptables -I FORWARD -i out0 -d 198.51.100.21/32 -p tcp --dport 50020:50045 -j ACCEPT');
});
