/** The boxes between client and server as a whole: what a knob of theirs makes of a session. */
import { describe, expect, test } from 'vitest';
import { configLines, nftLine } from '../../src/explain/remedies/config';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { exposure } from '../../src/explain/exposure/exposure';
import { observed } from '../../src/explain/observed/observed';
import { tablesAt } from '../../src/explain/reading/tables';
import { load } from '../../src/parts';
import type { Settings } from '../../src/scenario/knobs/table';
import { needs } from '../../src/scenario/build/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, withKnobs, type Scenario } from '../../src/scenario/scenario';
import { entriesOf, octetsOf, type Trace } from '../../src/trace/trace';
import { seenAt } from '../../src/trace/vantage';
import { decodeIcmp } from '../../src/wire/icmp';
import { isViolation } from '../../src/wire/violation';
import { inWords } from '../../src/strings/en/reasons';

type Knobs = Settings;

const scenarioOf = (knobs: Knobs): Scenario => withKnobs(emptyScenario, knobs);

async function traceOf(knobs: Knobs): Promise<Trace> {
  const scenario = scenarioOf(knobs);
  return run(scenario, await load(needs(scenario)));
}

const outcomeOf = (trace: Trace): string => observed(trace).failure ?? 'ok';

describe("the FTP helper's port", () => {
  const active: Knobs = {
    dataMode: 'PORT',
    'clientEdge.nat': true,
    'clientEdge.ftpHelper': true,
    'server.controlPort': 2121,
    'client.connectPort': 2121,
  };

  test('a control connection on another port is not read, until the helper is assigned to it', async () => {
    expect(outcomeOf(await traceOf(active))).toBe('port-command-refused');
    const trace = await traceOf({ ...active, 'clientEdge.helperPort': 2121 });
    expect(outcomeOf(trace)).toBe('ok');
    expect(tablesAt(trace, 'clientEdge', trace.moments.get('control 1 / PORT')!)).toMatchObject({
      filterConfig: { helper: 2121 },
      flows: [{ eye: 'open' }],
    });
  });

  test("at the server's edge it is the port behind the forward", async () => {
    const passive: Knobs = {
      'serverEdge.nat': true,
      'serverEdge.ftpHelper': true,
      'serverEdge.forwards': '21 to 2121',
      'server.controlPort': 2121,
      'client.skipPasvAddress': 'false',
    };
    expect(outcomeOf(await traceOf(passive))).not.toBe('ok');
    expect(outcomeOf(await traceOf({ ...passive, 'serverEdge.helperPort': 2121 }))).toBe('ok');
  });

  test('stands in the lines for nft and iptables', () => {
    expect(
      configLines('clientEdge.helperPort', 2121, scenarioOf({ ...active, 'clientEdge.helperPort': 2121 })).join('\n'),
    ).toContain('tcp dport 2121 ct helper set "ftp"');
    expect(
      configLines('serverEdge.ftpHelper', true, scenarioOf({ 'serverEdge.ftpHelper': true })).join('\n'),
    ).toContain('tcp dport 21 ct helper set "ftp"');
  });
});

describe("a host's own firewall", () => {
  const drops = (trace: Trace) => entriesOf(trace, 'drop');

  test("drops what nobody inside asked for at the host, by rule, and the host's TCP never sees it", async () => {
    const trace = await traceOf({ dataMode: 'PORT', 'client.firewall': 'block-inbound' });
    expect(outcomeOf(trace)).toBe('data-connect-timeout');
    expect(new Set(drops(trace).map(({ node, rule, reason }) => `${node} ${rule} ${inWords(reason)}`))).toEqual(
      new Set(['client rule 3 rule 3 (tcp drop) drops it']),
    );
    expect(
      entriesOf(trace, 'arrive').some(
        ({ node, connection }) => node === 'client' && trace.connections[connection!]?.purpose === 'data',
      ),
    ).toBe(false);
    const { filterConfig, rules, flows } = tablesAt(trace, 'client', trace.moments.get('data 1 / dropped SYN')!)!;
    expect(filterConfig.rules).toEqual(['state established,related accept', 'from inside accept', 'tcp drop']);
    expect(rules.map(({ packets, lit }) => [packets > 0, lit])).toEqual([
      [true, false],
      [true, false],
      [true, true],
      [false, false],
    ]);
    expect(flows).toMatchObject([{ state: 'ESTABLISHED' }]);
    expect(diagnose(trace)!.chain.at(-1)).toMatchObject({ knob: 'client.firewall' });
  });

  test('lets in what its kind opens, and answers to what it refuses', async () => {
    expect(outcomeOf(await traceOf({ 'server.firewall': 'control-and-passive' }))).toBe('ok');
    const refused = await traceOf({
      'server.firewall': 'control-only',
      'server.action': 'reject',
      'server.rejectWith': 'icmp-admin-prohibited',
    });
    expect(outcomeOf(refused)).toBe('data-connect-refused');
    const [drop] = drops(refused);
    expect([drop?.node, drop?.rule]).toEqual(['server', 'rule 4']);
    const answer = entriesOf(refused, 'transmit').find(({ causes }) => causes.includes(drop!.n))!;
    const error = decodeIcmp(octetsOf(refused, answer));
    expect(
      isViolation(error)
        ? error.text
        : [error.ip.source, error.ip.destination, error.icmp.code, error.icmp.offending[8]],
    ).toEqual(['198.51.100.21', '203.0.113.10', 13, 62]);
    expect(outcomeOf(await traceOf({ 'server.firewall': 'control-only', 'server.action': 'reject' }))).toBe(
      'data-connect-refused',
    );
  });

  test("keeps in what it does not let out: a capture at the host's interface does not show it", async () => {
    const trace = await traceOf({
      'server.rules': 'from inside tcp sport 50020-50045 drop',
      'tcp.synLinearTimeouts': 0,
    });
    expect(outcomeOf(trace)).toBe('data-connect-timeout');
    const kept = drops(trace).filter(({ node }) => node === 'server');
    expect(kept.length).toBeGreaterThan(1);
    const packets = new Set(kept.map(({ packet }) => packet));
    expect(entriesOf(trace, 'transmit').filter(({ packet }) => packets.has(packet)).length).toBe(kept.length);
    expect(seenAt(trace, 'server').filter(({ packet }) => packets.has(packet))).toEqual([]);
  });

  test('refuses its own program at once where it rejects, and the answer never leaves the host', async () => {
    const trace = await traceOf({ 'client.rules': 'from inside tcp dport 21 reject with icmp-port-unreachable' });
    expect(outcomeOf(trace)).toBe('no-connection');
    expect(entriesOf(trace, 'told').find(({ told }) => told === 'failed')?.reason).toBe('ECONNREFUSED');
    expect(seenAt(trace, 'client')).toEqual([]);
    expect(trace.entries.at(-1)!.at).toBeLessThan(1000);
  });

  test("is a door of its own, in nftables' words a chain of its own", async () => {
    const knobs: Knobs = { 'server.firewall': 'control-only' };
    const doors = exposure(scenarioOf(knobs), await traceOf(knobs)).ports;
    expect(doors.filter(({ edge }) => edge === 'server')).toMatchObject([
      { who: 'anyone', ports: [[21, 21]], answered: [21] },
      { who: 'the other side' },
    ]);
    expect(doors.some(({ edge }) => edge === 'client')).toBe(false);
    expect(nftLine('from outside tcp dport 21 accept', 'server')).toBe(
      'nft insert rule inet filter input tcp dport 21 accept',
    );
    expect(configLines('server.firewall', 'control-and-passive', scenarioOf({}))).toContain(
      'ufw: ufw allow 50020:50045/tcp',
    );
  });
});

describe("a carrier's NAT beyond the client's edge", () => {
  const double: Knobs = { 'clientEdge.nat': true, 'carrier.nat': true };

  test('stands between edge and network, and translates a second time', async () => {
    const trace = await traceOf(double);
    expect(trace.nodes.map(({ id }) => id)).toEqual(['client', 'clientEdge', 'carrier', 'wan', 'serverEdge', 'server']);
    expect(outcomeOf(trace)).toBe('ok');
    const port = trace.connections[0]!.local.port;
    const mappings = (node: string) =>
      tablesAt(trace, node, trace.moments.get('control 1 / USER')!)!.mappings.map(({ what, more }) => [what, ...more]);
    expect(mappings('clientEdge')).toEqual([[`192.168.1.10:${port} ⇄ 100.64.7.2:${port}`, 'for 198.51.100.21:21']]);
    expect(mappings('carrier')).toEqual([[`100.64.7.2:${port} ⇄ 203.0.113.7:${port}`]]);
    expect(observed(trace).rewrites.filter(({ field }) => field === 'source-address')[0]).toMatchObject({
      at: 'clientEdge, carrier',
      before: '192.168.1.10',
      after: '203.0.113.7',
    });
    expect(new Set(observed(trace).conntrack.map(({ at }) => at))).toEqual(new Set(['clientEdge', 'carrier']));
  });

  test("makes PORT fail although the inner helper reads it: what it writes in is the carrier's own address", async () => {
    const active: Knobs = { ...double, dataMode: 'PORT', 'clientEdge.ftpHelper': true };
    const trace = await traceOf(active);
    expect(outcomeOf(trace)).toBe('port-command-refused');
    const heard = entriesOf(trace, 'message').find(
      ({ node, message }) => node === 'server' && message.kind === 'request' && message.name === 'PORT',
    )!.message;
    expect('argument' in heard ? heard.argument : null).toMatch(/^100,64,7,2,/);
    expect(diagnose(trace)!.chain.at(-1)?.knob).toBe('carrier.nat');
    expect(outcomeOf(await traceOf({ ...active, 'carrier.nat': false }))).toBe('ok');
  });

  test('a server that dials it all the same finds no way there, or an edge that nobody told of it', async () => {
    const promiscuous = await traceOf({
      ...double,
      dataMode: 'PORT',
      'clientEdge.ftpHelper': true,
      'server.allowForeignPortAddress': true,
      'server.activeDataPort': 'ephemeral',
    });
    expect(entriesOf(promiscuous, 'drop')[0]).toMatchObject({ node: 'serverEdge', rule: null });
    expect(diagnose(promiscuous)!.chain.at(-1)?.knob).toBe('carrier.nat');
    const repaired = await traceOf({ ...double, dataMode: 'PORT', 'server.software': 'proftpd' });
    expect(entriesOf(repaired, 'drop')[0]).toMatchObject({ node: 'carrier' });
  });

  test('carries a passive session whatever its mapping depends on', async () => {
    for (const mapping of ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'] as const)
      expect(outcomeOf(await traceOf({ ...double, 'carrier.mapping': mapping }))).toBe('ok');
  });

  test('forgets idle connections in its own time', async () => {
    const slow: Knobs = { ...double, 'wan.rateKbit': 64, actions: [{ op: 'get', path: 'chart.bin' }] };
    expect((await traceOf(slow)).moments.has('control 1 / 226')).toBe(true);
    const forgotten = await traceOf({ ...slow, 'carrier.lifetime': 3 });
    expect(forgotten.moments.has('control 1 / 226')).toBe(false);
    expect(diagnose(forgotten)!.chain.at(-1)?.knob).toBe('carrier.lifetime');
  });
});

describe("a client on the server's own network", () => {
  const lan: Knobs = { 'client.place': 'server-lan', 'serverEdge.nat': true };
  const inside: Knobs = { ...lan, 'client.called': 'private', 'client.skipPasvAddress': 'false' };

  test('reaches the server past the edge, which sees none of it', async () => {
    const trace = await traceOf({ ...lan, 'client.called': 'private' });
    expect(trace.nodes.map(({ id }) => id)).toEqual(['client', 'lan', 'server', 'serverEdge', 'wan']);
    expect(outcomeOf(trace)).toBe('ok');
    expect(trace.entries.some(({ node }) => node === 'serverEdge' || node === 'wan')).toBe(false);
  });

  test('finds nobody at the public address, unless the edge hands it back by the hairpin', async () => {
    const trace = await traceOf(lan);
    expect(outcomeOf(trace)).toBe('control-connect-refused');
    expect(diagnose(trace)!.chain.at(-1)?.knob).toBe('serverEdge.hairpin');
    const back = await traceOf({ ...lan, 'serverEdge.hairpin': true });
    expect(outcomeOf(back)).toBe('ok');
    const [peer] = observed(back).connections;
    expect(JSON.stringify(peer)).toContain('198.51.100.21');
    const heard = seenAt(back, 'server').find(({ kind }) => kind === 'arrive')!;
    expect(octetsOf(back, heard).subarray(12, 20)).toEqual(Uint8Array.from([198, 51, 100, 21, 10, 0, 0, 21]));
  });

  test('is told the right address for the Internet, which is wrong here; another one for the LAN is right', async () => {
    const told: Knobs = { ...inside, 'server.software': 'proftpd', 'server.passiveAddress': '198.51.100.21' };
    expect(outcomeOf(await traceOf({ ...told, 'client.place': 'internet' }))).toBe('ok');
    const wrong = await traceOf(told);
    expect(outcomeOf(wrong)).toBe('data-connect-refused');
    expect(diagnose(wrong)!.chain.map(({ knob }) => knob)).toContain('server.passiveAddressLan');
    const both: Knobs = { ...told, 'server.passiveAddressLan': '10.0.0.21' };
    expect(outcomeOf(await traceOf(both))).toBe('ok');
    expect(outcomeOf(await traceOf({ ...both, 'client.place': 'internet' }))).toBe('ok');
    expect(configLines('server.passiveAddressLan', '10.0.0.21', scenarioOf(both))).toContain('proftpd: <IfClass lan>');
  });

  test('is taken for a stranger by a server that sees the edge dial for it', async () => {
    const told: Knobs = { ...inside, 'server.passiveAddress': '198.51.100.21', 'serverEdge.hairpin': true };
    expect(outcomeOf(await traceOf(told))).not.toBe('ok');
    expect(outcomeOf(await traceOf({ ...told, 'server.allowForeignDataAddress': true }))).toBe('ok');
  });
});

describe('NOOP as keep-alive', () => {
  const sent = (trace: Trace) =>
    entriesOf(trace, 'message').filter(
      ({ node, way, message }) =>
        node === 'client' && way === 'sent' && message.kind === 'request' && message.name === 'NOOP',
    ).length;
  const whole = (trace: Trace) => trace.files.get('client')?.get('/chart.bin')?.octets.length === 40_000;

  // Pure-FTPd says 226 when its system has taken the file, which is soon.
  test.each(['vsftpd', 'proftpd'] as const)('keeps an edge awake during a long transfer from %s', async (server) => {
    const slow: Knobs = {
      'client.software': 'lftp',
      'server.software': server,
      'wan.rateKbit': 64,
      'clientEdge.nat': true,
      'clientEdge.lifetime': 3,
      actions: [{ op: 'get', path: 'chart.bin' }],
    };
    const silent = await traceOf(slow);
    expect([sent(silent), silent.moments.has('control 1 / 226')]).toEqual([0, false]);
    const awake = await traceOf({ ...slow, 'client.noop': 2 });
    expect([outcomeOf(awake), sent(awake), whole(awake), awake.moments.has('control 1 / 226')]).toEqual([
      'ok',
      2,
      true,
      true,
    ]);
  });

  test("its replies are taken for no other's, whenever they come", async () => {
    const trace = await traceOf({
      'client.software': 'lftp',
      'wan.rateKbit': 64,
      'client.noop': 1,
      actions: [
        { op: 'get', path: 'chart.bin' },
        { op: 'put', path: 'notes.txt' },
        { op: 'list', path: '/' },
      ],
    });
    expect(outcomeOf(trace)).toBe('ok');
    expect(sent(trace)).toBeGreaterThan(3);
    expect(entriesOf(trace, 'violation')).toEqual([]);
  });

  test('keeps a server from hanging up on a user who thinks', async () => {
    const thoughtful: Knobs = {
      'client.software': 'filezilla',
      'server.idleTimeout': 30,
      actions: [
        { op: 'list', path: '/' },
        { op: 'wait', seconds: 100 },
        { op: 'get', path: 'hello.txt' },
      ],
    };
    expect((await traceOf(thoughtful)).moments.has('control 1 / 421')).toBe(true);
    const awake = await traceOf({ ...thoughtful, 'client.noop': 20 });
    expect([outcomeOf(awake), sent(awake), awake.moments.has('control 1 / 421')]).toEqual(['ok', 4, false]);
  });

  test('is nothing that curl could be told', async () => {
    expect(
      sent(await traceOf({ 'client.noop': 1, 'wan.rateKbit': 64, actions: [{ op: 'get', path: 'chart.bin' }] })),
    ).toBe(0);
  });
});

describe('a helper on a connection that becomes TLS', () => {
  const secured: Knobs = {
    dataMode: 'PORT',
    security: 'explicit',
    'clientEdge.nat': true,
    'clientEdge.ftpHelper': true,
    'server.tls': 'optional',
  };
  const eyeAt = (trace: Trace, moment: string) =>
    tablesAt(trace, 'clientEdge', trace.moments.get(moment)!)!.flows.find(({ id }) => id === 1)?.eye;

  test('reads until then, and no more', async () => {
    const trace = await traceOf(secured);
    expect(eyeAt(trace, 'control 1 / AUTH')).toBe('open');
    expect(eyeAt(trace, 'control 1 / PORT')).toBe('shut');
    expect(entriesOf(trace, 'table').filter(({ row }) => row.table === 'expectation')).toEqual([]);
  });

  test('reads again after CCC, and lets the data connection in', async () => {
    const trace = await traceOf({ ...secured, 'server.software': 'proftpd', 'tls.clearControlAfterLogin': true });
    expect(eyeAt(trace, 'control 1 / CCC')).toBe('shut');
    expect(eyeAt(trace, 'control 1 / 150')).toBe('open');
    expect(
      entriesOf(trace, 'table')
        .filter(({ row }) => row.table === 'expectation')
        .map(({ row }) => row.change),
    ).toEqual(['new', 'used']);
  });
});
