import { beforeAll, describe, expect, test } from 'vitest';
import { observed } from '../../src/explain/observed/observed';
import { load } from '../../src/parts';
import { impatient, learnt } from '../../src/scan/patience';
import type { ScannerProfile } from '../../src/scan/profile';
import nmap from '../../src/scan/profiles/nmap.json';
import { formatValue, parseValue } from '../../src/scenario/values/knob';
import { knobNamed } from '../../src/scenario/knobs/knobs';
import type { KnobValues, Settings } from '../../src/scenario/knobs/table';
import { needs, type Parts } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, problems, withKnob, withKnobs, type Scenario } from '../../src/scenario/scenario';
import { because, entriesOf, octetsOf, type Trace } from '../../src/trace/trace';
import { decodePacket } from '../../src/wire/packet/packet';
import { isViolation } from '../../src/wire/violation';
import { parseActions } from '../../src/scenario/values/actions';
import { objectionText } from '../../src/strings/en/objections';

const profile = nmap as ScannerProfile;
const work = (text: string) => parseActions(text) as KnobValues['actions'];
const scan = (text: string, knobs: Settings = {}): Scenario =>
  withKnobs(emptyScenario, { 'client.software': 'nmap', actions: work(text), ...knobs });

let parts: Parts;
beforeAll(async () => {
  parts = await load(needs(scan('scan syn 21')));
});
const ran = (text: string, knobs: Settings = {}): Trace => run(scan(text, knobs), parts);
const table = (trace: Trace) => observed(trace).scan?.map(({ port, state, reason }) => `${port} ${state} ${reason}`);
const prints = (trace: Trace) =>
  entriesOf(trace, 'say')
    .filter(({ node }) => node === 'client')
    .map(({ text }) => text);

describe('what a scanner sees', () => {
  test('nothing in between: the listener, and closed ports', () => {
    expect(table(ran('scan syn 20-21,50020'))).toEqual(['20 closed reset', '21 open syn-ack', '50020 closed reset']);
    expect(table(ran('scan connect 20-21,50020'))).toEqual([
      '20 closed conn-refused',
      '21 open syn-ack',
      '50020 closed conn-refused',
    ]);
  });
  test.each([
    ['drop', null, 'filtered no-response', 'filtered no-response'],
    ['reject', 'tcp-reset', 'closed reset', 'closed conn-refused'],
    ['reject', 'icmp-port-unreachable', 'filtered port-unreach', 'closed conn-refused'],
    ['reject', 'icmp-admin-prohibited', 'filtered admin-prohibited', 'filtered host-unreach'],
    ['reject', 'icmp-host-unreachable', 'filtered host-unreach', 'filtered host-unreach'],
  ] as const)('a firewall that %ss with %s', (action, rejectWith, bySyn, byConnect) => {
    const knobs: Settings = {
      'serverEdge.firewall': 'control-only',
      'serverEdge.action': action,
      ...(rejectWith === null ? {} : { 'serverEdge.rejectWith': rejectWith }),
    };
    expect(table(ran('scan syn 20-21', knobs))).toEqual([`20 ${bySyn}`, '21 open syn-ack']);
    expect(table(ran('scan connect 20-21', knobs))).toEqual([`20 ${byConnect}`, '21 open syn-ack']);
  });
  test('its user reads who answered, and from how far', () => {
    const knobs: Settings = {
      'serverEdge.firewall': 'control-only',
      'serverEdge.action': 'reject',
      'serverEdge.rejectWith': 'icmp-admin-prohibited',
    };
    expect(prints(ran('scan syn 20-21', knobs)).slice(1)).toEqual([
      'Nmap scan report for 198.51.100.21',
      'Host is up, received user-set (0.020s latency).',
      '',
      'PORT   STATE    SERVICE  REASON',
      '20/tcp filtered ftp-data admin-prohibited from 198.51.100.1 ttl 63',
      '21/tcp open     ftp      syn-ack ttl 62',
      '',
      'Nmap done: 1 IP address (1 host up) scanned in 0.04 seconds',
    ]);
  });
  test('behind two NATs, of the forwarded ports alone; on IPv6 the same', () => {
    expect(
      table(ran('scan syn 20-21', { 'clientEdge.nat': true, 'serverEdge.nat': true, 'serverEdge.forwards': '21' })),
    ).toEqual(['20 closed reset', '21 open syn-ack']);
    expect(
      table(
        ran('scan syn 20-21', {
          ipVersion: 6,
          dataMode: 'EPSV',
          'serverEdge.firewall': 'control-only',
          'serverEdge.action': 'reject',
          'serverEdge.rejectWith': 'icmp-port-unreachable',
        }),
      ),
    ).toEqual(['20 filtered port-unreach', '21 open syn-ack']);
  });
});

describe('a scanner beside a session', () => {
  const session = withKnob(withKnob(emptyScenario, 'server.passiveRange', [50020, 50020]), 'actions', [
    { op: 'get', path: 'hello.txt' },
  ]);
  const beside = (text: string, afterMs: number) =>
    run(withKnob(withKnob(session, 'scanner.work', work(text)), 'scanner.afterMs', afterMs), parts);
  const sees = (trace: Trace) =>
    entriesOf(trace, 'say')
      .filter(({ node, text }) => node === 'scanner' && /^50020/.test(text))
      .map(({ text }) => text.split(/ +/)[1]);
  const listens = () =>
    Math.ceil((entriesOf(run(session, parts), 'listen').find(({ purpose }) => purpose === 'data')?.at ?? 0) / 1000);
  beforeAll(async () => {
    parts = new Map([...parts, ...(await load(needs(session)))]);
  });
  test('sees the passive port closed before, open while the server waits on it, closed again after', () => {
    expect([0, listens(), 2000].map((at) => sees(beside('scan syn 50020', at)))).toEqual([
      ['closed'],
      ['open'],
      ['closed'],
    ]);
  });
  test('and a SYN scan leaves the session as it was', () => {
    const told = (trace: Trace) => entriesOf(trace, 'message').map(({ at, node, message }) => [at, node, message]);
    expect(told(beside('scan syn 20-22,50020', listens()))).toEqual(told(run(session, parts)));
  });
  test("a client is no scanner's work", () => {
    expect(problems(withKnob(session, 'scanner.work', [{ op: 'list', path: '/' }])).map(({ knob }) => knob)).toEqual([
      'scanner.work',
    ]);
  });
});

test("a SYN scan never reaches the server's program, a connect scan does and is logged", () => {
  const started = (text: string) => entriesOf(ran(text), 'start').filter(({ node }) => node === 'server').length;
  expect([started('scan syn 20-22'), started('scan connect 20-22')]).toEqual([0, 1]);
});

test('its probes are its own: window 1024, the MSS alone, no DF, and a new sequence number each time', () => {
  const trace = ran('scan syn 22', { 'serverEdge.firewall': 'block-all' });
  const probes = entriesOf(trace, 'transmit')
    .filter(({ node }) => node === 'client')
    .map((entry) => decodePacket(octetsOf(trace, entry)));
  expect(probes).toHaveLength(2);
  for (const probe of probes) {
    if (isViolation(probe)) throw new Error(probe.violation);
    expect([probe.tcp.window, probe.tcp.options, probe.tcp.sourcePort, probe.ip.dontFragment]).toEqual([
      1024,
      { mss: 1460 },
      40100,
      false,
    ]);
    expect(probe.ip.ttl).toBeGreaterThanOrEqual(37);
    expect(probe.ip.ttl).toBeLessThanOrEqual(59);
  }
  expect(new Set(probes.map((probe) => (isViolation(probe) ? 0 : probe.tcp.seq))).size).toBe(2);
});

test('silence is waited for a second at first, a tenth of one once the network is known to be quick', () => {
  const trace = ran('scan syn 20-22', { 'serverEdge.firewall': 'control-only' });
  const waits = entriesOf(trace, 'arm')
    .filter(({ timer }) => timer === 'answer')
    .map(({ after }) => after);
  expect(waits).toHaveLength(5);
  expect(waits.slice(0, 3)).toEqual([1_000_000, 1_000_000, 1_000_000]);
  for (const wait of waits.slice(3)) expect(Math.abs(wait - 100_500)).toBeLessThan(1_000);
  expect(learnt(impatient(profile.timing), 2_000, profile.timing)).toEqual({
    smoothed: 2_000,
    variance: 5_000,
    timeout: 100_000,
  });
  expect(learnt({ smoothed: 20_000, variance: 20_000, timeout: 100_000 }, 60_000, profile.timing)).toEqual({
    smoothed: 25_000,
    variance: 25_000,
    timeout: 125_000,
  });
});

test('a port that is silent is so because of the rule that dropped its probes', () => {
  const trace = ran('scan syn 22', { 'serverEdge.firewall': 'block-all' });
  const line = entriesOf(trace, 'say').find(({ text }) => text.startsWith('22/tcp'));
  const reasons = because(trace, line?.n ?? -1);
  expect(reasons.some((entry) => entry.kind === 'drop' && entry.node === 'serverEdge')).toBe(true);
  expect(reasons.some((entry) => entry.kind === 'knob' && entry.knob === 'serverEdge.firewall')).toBe(true);
});

describe('as work', () => {
  const knob = knobNamed('actions');
  test.each([['scan syn 21'], ['scan connect 20,21,990,50020-50045']])('%s reads back', (text) => {
    if (!knob) throw new Error('there is no knob for the work');
    const value = parseValue(knob, text);
    expect(isViolation(value) ? value.text : formatValue(knob, value)).toBe(text);
  });
  test.each([['scan udp 21'], ['scan syn'], ['scan syn 0'], ['scan syn 5-4'], ['scan syn 1-65535'], ['scan syn 21,x']])(
    '%s is none',
    (text) => {
      expect(isViolation(parseActions(text))).toBe(true);
    },
  );
  test('clients do not scan, scanners do nothing else', () => {
    const of = (scenario: Scenario) => problems(scenario).map(objectionText);
    expect(of(scan('scan syn 21'))).toEqual([]);
    expect(of(scan('list /'))).toEqual(["nmap is a scanner: its work is one scan, as in 'scan syn 20-22,50020'"]);
    expect(of(withKnob(scan('scan syn 21'), 'client.software', 'curl'))).toEqual([
      'curl is no scanner; the client nmap is one',
    ]);
  });
});
