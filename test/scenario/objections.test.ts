/** Why a scenario cannot run, and which knobs mean something for the others' values. */
import { describe, expect, test } from 'vitest';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { knobNamed, knobs } from '../../src/scenario/knobs/knobs';
import { applies, emptyScenario, fork, problems, valueOf, withKnob, withKnobs } from '../../src/scenario/scenario';
import { CAPS } from '../../src/wire/caps';

const of = (link: string) => fromLink(link).scenario;
const codes = (link: string) => problems(of(link)).map(({ knob, why }) => `${knob}: ${why.code}`);

test.each([
  ['ipVersion=6', ['dataMode: names-ipv4-alone']],
  ['ipVersion=6&dataMode=PORT', ['dataMode: names-ipv4-alone']],
  ['ipVersion=6&dataMode=EPSV', []],
  ['ipVersion=6&dataMode=EPRT', []],
  ['dataMode=PORT', []],
  ['security=explicit', []],
  ['security=explicit&client.software=tnftp', ['security: client-without-tls']],
  ['security=explicit&client.software=ftp.exe', ['security: client-without-tls']],
  ['security=explicit&client.software=openssl', []],
  ['client.software=openssl', ['security: client-speaks-tls-alone']],
  ['client.software=tnftp', []],
  ['tls.clientMinTls=1.3&tls.clientMaxTls=1.2', []],
  ['security=explicit&tls.clientMinTls=1.3&tls.clientMaxTls=1.2', ['tls.clientMaxTls: oldest-tls-is-newer']],
  ['security=explicit&tls.clientMinTls=1.2&tls.clientMaxTls=1.2', []],
  ['security=explicit&tls.clientMinTls=1.3', []],
  ['security=explicit&tls.clientMaxTls=1.2', []],
  ['faults.thief=tls', ['faults.thief: thief-needs-tls']],
  ['faults.thief=tls&server.tls=optional', []],
  ['faults.thief=plain', []],
  ['scanner.work=login', ['scanner.work: scanner-scans-once']],
  ['scanner.work=scan+syn+21;+scan+syn+22', ['scanner.work: scanner-scans-once']],
  ['scanner.work=scan+syn+21', []],
  ['actions=scan+syn+21', ['actions: client-is-no-scanner']],
  ['client.software=lftp&actions=pget+a+2097152+2', ['actions: parts-at-once']],
  ['client.software=lftp&actions=pget+a+2097151+2', []],
  ['actions=wait+5', ['actions: client-cannot']],
  ['client.software=filezilla&actions=list+/;+nlst+/', ['actions: client-cannot']],
  ['actions=login;+scan+syn+21', ['actions: client-is-no-scanner']],
  ['client.software=nmap&actions=scan+syn+21', []],
  ['client.software=nmap', ['actions: nmap-scans-once']],
  ['client.software=nmap&actions=scan+syn+21;+login', ['actions: nmap-scans-once']],
])('%s: %j', (link, wanted) => expect(codes(link)).toEqual(wanted));

test('unknown names, too many acts, and what fits in no link', () => {
  expect(problems({ knobs: { nope: 1 } as never, interventions: [] })).toEqual([
    { knob: 'nope', why: { code: 'no-such-knob', name: 'nope' } },
  ]);
  const acts = (count: number) => ({ ...emptyScenario, interventions: Array(count).fill({ do: 'cut', at: 'x' }) });
  expect(problems(acts(CAPS.interventions.most))).toEqual([]);
  expect(problems(acts(CAPS.interventions.most + 1)).map(({ knob }) => knob)).toEqual(['']);
  // 'user=' and what parts it from the next.
  const user = (length: number) => problems(withKnob(emptyScenario, 'user', 'x'.repeat(length)));
  expect(user(CAPS.link.most - 6)).toEqual([]);
  expect(user(CAPS.link.most - 5).map(({ why }) => why.code)).toEqual(['fits-in-no-link']);
  const work = Array(CAPS.actions.most + 1).fill({ op: 'login' });
  expect(problems(withKnob(emptyScenario, 'actions', work)).map(({ knob }) => knob)).toContain('actions');
});

describe('values', () => {
  test('one, several, and the default again', () => {
    const two = withKnobs(emptyScenario, { dataMode: 'PORT', user: 'x', 'server.readOnly': undefined as never });
    expect(two.knobs).toEqual({ dataMode: 'PORT', user: 'x' });
    expect(withKnob(two, 'dataMode', 'PASV').knobs).toEqual({ user: 'x' });
    expect(withKnob(two, 'server.idleTimeout', null).knobs).toEqual(two.knobs);
    expect(valueOf({ knobs: { 'server.idleTimeout': null }, interventions: [] }, 'server.idleTimeout')).toBe(null);
    expect(valueOf(two, 'user')).toBe('x');
  });
  test('an act at a moment is the last of the acts', () => {
    const one = fork(emptyScenario, 'a', 'cut');
    expect(fork(one, 'b', { do: 'delay', ms: 5 }).interventions).toEqual([
      { do: 'cut', at: 'a' },
      { do: 'delay', ms: 5, at: 'b' },
    ]);
  });
});

/** What a link's knobs make of others: those that mean something now, and those that no longer do. */
const MEANT: [string, string[], string[]][] = [
  [
    'ipVersion=6&dataMode=EPSV',
    ['serverEdge.neighbourWaitMs'],
    [
      'client.skipPasvAddress',
      'clientEdge.nat',
      'serverEdge.nat',
      'wan.privateAddresses',
      'server.passiveAddress',
      'faults.thief',
    ],
  ],
  [
    'dataMode=PORT',
    ['server.activeDataPort', 'server.allowForeignPortAddress', 'server.activeConnectTimeout'],
    [
      'client.skipPasvAddress',
      'server.passiveRange',
      'server.passiveAddress',
      'server.allowForeignDataAddress',
      'server.passiveAcceptTimeout',
      'faults.thief',
      'faults.heldPassivePorts',
    ],
  ],
  ['dataMode=EPSV', [], ['client.skipPasvAddress', 'server.passiveAddress']],
  [
    'security=explicit',
    [
      'tls.insists',
      'tls.protectData',
      'tls.sessionReuse',
      'tls.clientMinTls',
      'tls.clientMaxTls',
      'tls.verifyCertificate',
      'tls.trustCa',
      'tls.clearControlAfterLogin',
    ],
    [],
  ],
  [
    'security=implicit',
    [
      'tls.protectData',
      'tls.sessionReuse',
      'tls.clientMinTls',
      'tls.clientMaxTls',
      'tls.verifyCertificate',
      'tls.trustCa',
      'tls.clearControlAfterLogin',
    ],
    [],
  ],
  [
    'server.tls=optional',
    [
      'server.certificate',
      'server.requireTlsSessionReuse',
      'server.requireTlsData',
      'server.alsoImplicit',
      'server.minTls',
      'server.maxTls',
      'server.ciphers',
    ],
    [],
  ],
  [
    'server.tls=required',
    [
      'server.certificate',
      'server.requireTlsSessionReuse',
      'server.requireTlsData',
      'server.alsoImplicit',
      'server.minTls',
      'server.maxTls',
      'server.ciphers',
    ],
    [],
  ],
  ['client.software=lftp', ['client.noop'], ['client.maxTime', 'client.ftpMethod', 'client.createDirs']],
  [
    'client.software=nmap&actions=scan+syn+21',
    [],
    ['fileType', 'client.maxTime', 'client.ftpMethod', 'client.createDirs'],
  ],
  [
    'client.software=filezilla',
    ['client.noop'],
    ['fileType', 'client.maxTime', 'client.ftpMethod', 'client.createDirs'],
  ],
  [
    'client.place=server-lan',
    [],
    ['clientEdge.nat', 'clientEdge.firewall', 'clientEdge.rules', 'clientEdge.ftpHelper'],
  ],
  [
    'client.place=server-lan&serverEdge.nat=true',
    ['client.called', 'serverEdge.lifetime', 'serverEdge.forwards', 'serverEdge.hairpin'],
    ['clientEdge.nat', 'clientEdge.firewall', 'clientEdge.rules', 'clientEdge.ftpHelper'],
  ],
  ['clientEdge.nat=true', ['clientEdge.pooling', 'carrier.nat', 'clientEdge.lifetime'], []],
  [
    'clientEdge.nat=true&carrier.nat=true',
    [
      'clientEdge.pooling',
      'carrier.nat',
      'carrier.mapping',
      'carrier.filtering',
      'carrier.lifetime',
      'clientEdge.lifetime',
    ],
    [],
  ],
  ['serverEdge.nat=true', ['serverEdge.lifetime', 'serverEdge.forwards'], []],
  ['clientEdge.firewall=egress-filter', ['clientEdge.action', 'clientEdge.lifetime', 'clientEdge.egressPorts'], []],
  ['clientEdge.firewall=block-inbound', ['clientEdge.action', 'clientEdge.lifetime'], []],
  [
    'clientEdge.action=reject&clientEdge.firewall=block-inbound',
    ['clientEdge.action', 'clientEdge.rejectWith', 'clientEdge.lifetime'],
    [],
  ],
  ['clientEdge.ftpHelper=true', ['clientEdge.helperPort', 'clientEdge.helperReads', 'clientEdge.lifetime'], []],
  ['serverEdge.firewall=control-only', ['serverEdge.action', 'serverEdge.lifetime'], []],
  ['serverEdge.ftpHelper=true', ['serverEdge.helperPort', 'serverEdge.helperReads', 'serverEdge.lifetime'], []],
  ['client.firewall=block-inbound', ['client.action'], []],
  ['server.firewall=control-only', ['server.action'], []],
  ['faults.drop=data', ['faults.at', 'faults.direction', 'faults.nth'], []],
  ['scanner.work=scan+syn+21', ['scanner.afterMs'], []],
];

describe('what means something', () => {
  const meant = (link: string) => knobs.filter((knob) => applies(of(link), knob)).map(({ name }) => name);
  test.each(MEANT)('%s: also %j, and not %j', (link, more, less) => {
    const [plain, other] = [meant(''), meant(link)];
    expect(other.filter((one) => !plain.includes(one))).toEqual(more);
    expect(plain.filter((one) => !other.includes(one))).toEqual(less);
  });
  test('one of several conditions is enough', () => {
    const when = [{ dataMode: ['PORT'] }, { ipVersion: [6] }] as const;
    const knob = { ...knobNamed('user'), when };
    expect(['', 'dataMode=PORT', 'ipVersion=6'].map((link) => applies(of(link), knob))).toEqual([false, true, true]);
    const both = { ...knob, when: { dataMode: ['PORT'], ipVersion: { not: 4 } } } as const;
    expect(
      ['dataMode=PORT', 'ipVersion=6', 'dataMode=PORT&ipVersion=6'].map((link) => applies(of(link), both)),
    ).toEqual([false, false, true]);
  });
});

test.each([
  ['', ['client curl', 'server vsftpd']],
  ['server.software=none', ['client curl']],
  ['server.software=none&server.tls=optional', ['client curl']],
  ['server.tls=optional', ['client curl', 'server vsftpd', 'tls']],
  ['security=explicit', ['client curl', 'server vsftpd', 'tls']],
  ['faults.thief=tls', ['client curl', 'server vsftpd', 'tls']],
  ['faults.thief=plain', ['client curl', 'server vsftpd']],
  ['scanner.work=scan+syn+21', ['client curl', 'server vsftpd', 'client nmap']],
  ['client.software=nmap&scanner.work=scan+syn+21', ['client nmap', 'server vsftpd']],
])('parts of %s', (link, wanted) => expect(needs(of(link))).toEqual(wanted));
