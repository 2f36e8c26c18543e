/** How long a scanner waits, what it makes of answers and what it prints: against nmap's sources, value by value. */
import { describe, expect, test } from 'vitest';
import type { MachineEvent } from '../../src/machine/contract';
import { stepper } from '../../src/machine/step';
import { impatient, learnt } from '../../src/scan/patience';
import type { ScannerProfile } from '../../src/scan/profile';
import nmap from '../../src/scan/profiles/nmap.json';
import { heading, report, type Row } from '../../src/scan/report';
import { scanner } from '../../src/scan/scanner.machine';
import { beginning, nameOf, tryPort, verdictOf, type ScanSetup } from '../../src/scan/work';
import { ACK, RST, SYN } from '../../src/wire/packet/tcp';

const profile = nmap as ScannerProfile;
const { timing } = profile;
const target = '198.51.100.21';
const setup = (over: Partial<ScanSetup> = {}): ScanSetup => ({
  profile,
  address: target,
  technique: 'syn',
  ports: [21],
  after: 0,
  ...over,
});
const base = { epoch: 0, at: 0 };

describe('patience (timing.cc, adjust_timeouts2)', () => {
  test.each([
    [4999, 4999, 5000, 100_000],
    [5001, 5001, 5001, 100_000],
    [20_000, 20_000, 20_000, 100_000],
    [30_000, 30_000, 30_000, 150_000],
    [2_000_001, 2_000_001, 2_000_000, 10_000_000],
  ])('the first answer after %i', (took, smoothed, variance, timeout) =>
    expect(learnt(impatient(timing), took, timing)).toEqual({ smoothed, variance, timeout }),
  );
  test.each([
    [100_000, 100_000, 37_500, 250_000],
    [180_000, 110_000, 57_500, 340_000],
    [20_000, 90_000, 57_500, 320_000],
    [100_015, 100_001, 37_504, 250_017],
  ])('after 100,000 with a variance of 50,000, one after %i', (took, smoothed, variance, timeout) =>
    expect(learnt({ smoothed: 100_000, variance: 50_000, timeout: 1 }, took, timing)).toEqual({
      smoothed,
      variance,
      timeout,
    }),
  );
  test('before any', () => expect(impatient(timing)).toEqual({ smoothed: null, variance: 0, timeout: 1_000_000 }));
});

describe('what an answer tells of a port', () => {
  const scan = beginning(setup());
  const answered = (flags: number, unreachable: number | null = null, from = target): MachineEvent =>
    ({ ...base, type: 'answered', connection: 'c', flags, unreachable, from, timeToLive: 62 }) as MachineEvent;
  const failed = (reason: string): MachineEvent => ({ ...base, type: 'failed', subject: 'c', reason }) as MachineEvent;
  const seen = { from: null, timeToLive: 62 };
  const unseen = { from: null, timeToLive: null };
  test.each<[string, MachineEvent, object | null]>([
    ['SYN,ACK', answered(SYN | ACK), { state: 'open', reason: 'syn-ack', ...seen }],
    ['SYN', answered(SYN), null],
    ['ACK', answered(ACK), null],
    ['RST', answered(RST), { state: 'closed', reason: 'reset', ...seen }],
    [
      'RST,ACK of another',
      answered(RST | ACK, null, '1.2.3.4'),
      { state: 'closed', reason: 'reset', from: '1.2.3.4', timeToLive: 62 },
    ],
    ['SYN,ACK,RST', answered(SYN | ACK | RST), { state: 'closed', reason: 'reset', ...seen }],
    ['ICMP 3', answered(0, 3), { state: 'filtered', reason: 'port-unreach', ...seen }],
    ['ICMP 0', answered(RST, 0), { state: 'filtered', reason: 'net-unreach', ...seen }],
    ['ICMP 99', answered(0, 99), { state: 'filtered', reason: 'unknown-response', ...seen }],
    [
      'opened',
      { ...base, type: 'opened', connection: 'c' } as MachineEvent,
      { state: 'open', reason: 'syn-ack', ...unseen },
    ],
    ['refused', failed('ECONNREFUSED'), { state: 'closed', reason: 'conn-refused', ...unseen }],
    ['timed out', failed('ETIMEDOUT'), { state: 'filtered', reason: 'unknown-response', ...unseen }],
    ['started', { ...base, type: 'started' } as MachineEvent, null],
  ])('%s', (_, event, verdict) => expect(verdictOf(scan, event)).toEqual(verdict));
  test('an ICMPv6 error by its own words', () =>
    expect(verdictOf(beginning(setup({ address: '::1' })), answered(0, 4, '::1'))).toMatchObject({
      reason: 'port-unreach',
    }));
  test('ports are tried in order, by SYNs of its own or by its kernel', () => {
    const of = beginning(setup({ ports: [80, 9, 443] }));
    expect(of.left).toEqual([9, 80, 443]);
    expect(nameOf({ ...of, tries: 2 })).toBe('port 9 try 2');
    const to = { connection: 'port 9 try 0', remote: { address: target, port: 9 } };
    const probe = { window: 1024, options: { mss: 1460 }, timeToLive: { from: 37, to: 59 } };
    expect(tryPort(of)).toEqual({ type: 'probe', ...to, localPort: 40_100, ...probe });
    expect(tryPort({ ...of, setup: setup({ technique: 'connect' }) })).toEqual({
      type: 'open',
      purpose: 'other',
      ...to,
    });
  });
});

describe('what it prints', () => {
  const row = (port: number, over: Partial<Row> = {}): Row => ({
    port,
    state: 'open',
    reason: 'syn-ack',
    from: null,
    timeToLive: null,
    ...over,
  });
  test.each([
    [0, '1970-01-01 00:00'],
    [1_768_478_459, '2026-01-15 12:00'],
    [1_764_590_399, '2025-12-01 11:59'],
  ])('at %i it begins', (seconds, text) =>
    expect(heading(profile, seconds)).toBe(`Starting Nmap 7.93 ( https://nmap.org ) at ${text} UTC`),
  );
  test.each([
    [null, ''],
    [0, ' (0s latency)'],
    [20_000, ' (0.020s latency)'],
    [99_500, ' (0.100s latency)'],
    [123_456, ' (0.12s latency)'],
    [1_260_000, ' (1.3s latency)'],
    [12_600_000, ' (13s latency)'],
    [1, ' (0.000001s latency)'],
  ])('a latency of %j', (latency, text) =>
    expect(report(profile, target, [], latency, 0)[1]).toBe(`Host is up, received user-set${text}.`),
  );
  test('columns as wide as they must be, the last as it is', () =>
    expect(
      report(
        profile,
        target,
        [row(21), row(5061, { state: 'filtered', reason: 'no', from: '1.2.3.4' }), row(9, { timeToLive: 0 })],
        null,
        1_234_567,
      ),
    ).toEqual([
      'Nmap scan report for 198.51.100.21',
      'Host is up, received user-set.',
      '',
      'PORT     STATE    SERVICE REASON',
      '21/tcp   open     ftp     syn-ack',
      '5061/tcp filtered sip-tls no from 1.2.3.4',
      '9/tcp    open     unknown syn-ack ttl 0',
      '',
      'Nmap done: 1 IP address (1 host up) scanned in 1.23 seconds',
    ]));
});

describe('a scan, event by event', () => {
  const steps = stepper(scanner);
  /** The states and the commands that events lead to. */
  const through = (input: ScanSetup, ...events: readonly object[]) => {
    let snapshot = steps.start(input);
    return events.map((event) => {
      const next = steps.step(snapshot, { epoch: 0, ...event } as MachineEvent);
      snapshot = next.snapshot;
      const said = next.commands.map((command) => {
        if (command.type === 'arm') return `arm ${command.timer} ${command.after}`;
        if ('connection' in command) return `${command.type} ${command.connection}`;
        if (command.type === 'note') return `note ${JSON.stringify(command.reason)}`;
        return command.type === 'say' && command.text.startsWith('Nmap done') ? command.text : command.type;
      });
      return [snapshot.value, ...said].join(', ');
    });
  };
  const started = { type: 'started', at: 7 };
  const timeout = (timer: string, at: number) => ({ type: 'timeout', timer, at });
  const answer = (connection: string, at: number, flags = SYN | ACK) => ({
    type: 'answered',
    connection,
    at,
    flags,
    unreachable: null,
    from: target,
    timeToLive: 1,
  });

  test('an open port, then one that never answers', () =>
    expect(
      through(
        setup({ ports: [21, 22] }),
        started,
        answer('port 21 try 2', 8),
        answer('port 21 try 1', 8, ACK),
        answer('port 21 try 1', 9),
        timeout('next', 20_007),
        timeout('other', 20_008),
        timeout('answer', 120_007),
        timeout('answer', 220_007),
        timeout('next', 220_007),
        started,
      ),
    ).toEqual([
      'PROBING, say, probe port 21 try 1, arm answer 1000000',
      'PROBING, note {"code":"tells-nothing","event":"answered"}',
      'PROBING, note {"code":"tells-nothing","event":"answered"}',
      'RESTING, cancel, arm next 19998',
      'PROBING, probe port 22 try 1, arm answer 100000',
      'PROBING, note {"code":"tells-nothing","event":"timeout"}',
      'PROBING, probe port 22 try 2, arm answer 100000',
      'RESTING, arm next 0',
      `DONE${', say'.repeat(7)}, Nmap done: 1 IP address (1 host up) scanned in 0.22 seconds, exit`,
      'DONE, note {"code":"tells-nothing","event":"started"}',
    ]));
  test('by the kernel, later: what it gets is given up again', () =>
    expect(
      through(
        setup({ technique: 'connect', after: 5, ports: [1, 2, 3] }),
        started,
        timeout('start', 12),
        { type: 'opened', connection: 'port 1 try 1', at: 40_000 },
        timeout('next', 40_000),
        { type: 'failed', subject: 'port 1 try 1', reason: 'ECONNREFUSED', at: 40_001 },
        { type: 'failed', subject: 'port 2 try 1', reason: 'ECONNREFUSED', at: 40_001 },
        timeout('next', 60_000),
        timeout('answer', 2_000_000),
        timeout('answer', 4_000_000),
      ),
    ).toEqual([
      'READY, arm start 5',
      'PROBING, say, open port 1 try 1, arm answer 1000000',
      'RESTING, cancel, abort port 1 try 1, arm next 0',
      'PROBING, open port 2 try 1, arm answer 199940',
      'PROBING, note {"code":"tells-nothing","event":"failed"}',
      'RESTING, cancel, arm next 19999',
      'PROBING, open port 3 try 1, arm answer 194942',
      'PROBING, abort port 3 try 1, open port 3 try 2, arm answer 194942',
      'RESTING, abort port 3 try 2, arm next 0',
    ]));
});
