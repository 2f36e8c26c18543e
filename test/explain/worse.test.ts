/** What a server would accept from a worse client: each answer is a run of its own. */
import { expect, test } from 'vitest';
import { worseClients, type Worse } from '../../src/explain/exposure/worse';
import { observed } from '../../src/explain/observed/observed';
import { ran, scenarioOf } from './symptom';
import { askText, worseText } from '../../src/strings/en/exposure';

async function worse(lines: readonly string[]): Promise<Worse> {
  const search = worseClients(scenarioOf(lines));
  let step = search.next();
  while (!step.done) step = search.next(await ran(step.value.scenario));
  return step.value;
}

const told = ({ answers }: Worse) =>
  answers.map(
    ({ asks, accepted, said, moment }) =>
      `${accepted ? 'yes' : 'no '} ${askText(asks)}: ${worseText(said)} [${moment}]`,
  );

test('a plain vsftpd behind a firewall', async () => {
  const found = await worse(['serverEdge.firewall: control-and-passive']);
  expect(told(found)).toEqual([
    'yes logs in without asking for TLS: The server answered 230 Login successful. [control 1 / 230]',
    'no  logs in with a wrong password: The server refused PASS: 530 Login incorrect. [control 1 / 530]',
    "no  names somebody else's address in PORT, so that the server dials it (RFC 2577, the bounce): The " +
      'server refused PORT 203,0,113,99,31,144: 500 Illegal PORT command. [control 1 / 500]',
    'no  names a port below 1024 in PORT or EPRT: The server refused PORT 203,0,113,10,0,25: 500 Illegal PORT ' +
      'command. [control 1 / 500]',
    'no  connects to the passive port from another address than it logged in from: The server refused ' +
      'LIST: 425 Security: Bad IP connecting. [control 1 / 425]',
    'yes uploads a file: The server answered 226 Transfer complete. [control 1 / 226]',
    'yes logs in twice at a time: The server answered 230 Login successful. [control 2 / 230]',
    'no  says nothing for 20 minutes: The server refused NOOP: 421 Timeout. [control 1 / 421]',
  ]);
  const state = (port: number) => found.scan.find((row) => row.port === port)?.state;
  expect([state(20), state(21), state(50_020), state(50_045), state(50_046)]).toEqual([
    'filtered',
    'open',
    'closed',
    'closed',
    'filtered',
  ]);
});

test('a ProFTPD that allows foreign addresses, one session each and no writing', async () => {
  const found = await worse([
    'server.software: proftpd',
    'server.allowForeignPortAddress: true',
    'server.activeDataPort: ephemeral',
    'server.allowForeignDataAddress: true',
    'server.readOnly: true',
    'server.maxClientsPerAddress: 1',
    'client.software: lftp',
    'clientEdge.firewall: block-inbound',
  ]);
  expect(found.answers.filter(({ accepted }) => accepted).map(({ knob }) => knob)).toEqual([
    'server.tls',
    'server.allowForeignPortAddress',
    'server.allowForeignDataAddress',
  ]);
  const bounce = found.answers.find(({ knob, accepted }) => knob === 'server.allowForeignPortAddress' && accepted);
  expect(bounce?.said).toEqual({ code: 'server-dialled' });
  if (bounce)
    expect(
      (await ran(bounce.scenario)).connections.map(({ opener, remote }) => `${opener} ${remote.address}`),
    ).toContain('server 203.0.113.99');
});

test("the client's own way is not the worse client's: what stands in its way does not protect the server", async () => {
  const found = await worse(['clientEdge.nat: true', 'clientEdge.firewall: egress-filter', 'passwordOk: false']);
  expect(found.answers[0]?.accepted).toBe(true);
});

test('where nothing gets in, nothing is accepted', async () => {
  const found = await worse(['serverEdge.firewall: block-all']);
  expect(found.answers.filter(({ accepted }) => accepted)).toEqual([]);
  expect(worseText(found.answers[0]!.said)).toMatch(
    /^The SYN to 198.51.100.21 port 21 was dropped at the server's edge/,
  );
  expect(new Set(found.scan.map(({ state }) => state))).toEqual(new Set(['filtered']));
});

test('every answer names a run and a moment of it', async () => {
  for (const { scenario, moment } of (await worse([])).answers) {
    const trace = await ran(scenario);
    expect(moment === null || trace.moments.has(moment)).toBe(true);
    expect(observed(trace).seconds).toBeGreaterThanOrEqual(0);
  }
});

test('over IPv6 the port below 1024 is named in EPRT, for which PORT has no room', async () => {
  const found = await worse(['ipVersion: 6', 'dataMode: EPSV']);
  expect(told(found).filter((one) => one.includes('1024'))).toEqual([
    'no  names a port below 1024 in PORT or EPRT: The server refused EPRT |2|2001:db8:1::10|25|: 500 Illegal EPRT ' +
      'command. [control 1 / 500]',
  ]);
});
