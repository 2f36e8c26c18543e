/** From knobs to a world: nodes, links and programs. Client, its edge, the wide network, the server's edge, server. */
import { bystanderProgram } from '../../ftp/strangers/bystander.machine';
import { thiefProgram } from '../../ftp/strangers/thief.machine';
import { clientProgram, serverProgram } from '../../ftp/programs';
import type { ClientProfile } from '../../ftp/profiles/client-profile';
import type { ServerProfile } from '../../ftp/profiles/server-profile';
import type { Action, ServerSettings } from '../../ftp/protocol/requests';
import type { Program } from '../../machine/program';
import type { Scanner } from '../../scan/nmap';
import type { HostSpec, LinkSpec, NodeSpec } from '../../sim/topology';
import { buildRouters } from './edges';
import { clientFiles, serverFiles } from './files';
import { clientNeed, partOf, serverNeed, type Parts } from './parts';
import { clientLayers, clientSecurity, serverLayers, thiefLayers } from './tls-setup';
import { BYSTANDER, SCANNER, SCANNER_6, SERVER_NAME, addressingOf, type Addressing } from './addressing';
import type { Reading } from './reading';
import { hostFirewallOf } from './host-firewall';

/** From a host to its edge: gigabit Ethernet and a switch, in microseconds and octets per second. */
const CABLE = { delay: 20, rate: 125_000_000 };

/** A process wakes, reads and begins to answer within this many microseconds. */
const THINK = 40;

export const ACCOUNT = { name: 'learner', password: 'portcall' };

export function buildNodes(reading: Reading, parts: Parts): readonly NodeSpec[] {
  const addressing = addressingOf(reading);
  const [client, routers, server] = [
    clientHost(reading, parts, addressing),
    buildRouters(reading, addressing),
    serverHost(reading, parts, addressing),
  ];
  return [
    client,
    ...alongPath(addressing, routers, server),
    ...bystanders(reading, parts, addressing),
    ...scanners(reading, parts, addressing),
  ];
}

/**
 * In path order. On the server's network the wide one lies in nobody's way, and the edge only in the way of who calls
 * its address.
 */
function alongPath(
  { lan, called, server: address }: Addressing,
  routers: readonly NodeSpec[],
  server: NodeSpec,
): readonly NodeSpec[] {
  const passed = !lan ? routers.length : called === address ? 1 : 2;
  return [...routers.slice(0, passed), server, ...routers.slice(passed)];
}

export function buildLinks(reading: Reading): readonly LinkSpec[] {
  const cable = { ...CABLE, resolution: 0, loss: 0, duplicate: 0, reorder: 0, causes: [] };
  const half = (reading.integer('wan.oneWayDelayMs') * 1000) / 2;
  const rate = reading.optional('wan.rateKbit');
  const share = (name: string) => reading.integer(name) / 100;
  const wide = {
    resolution: 0,
    delay: half,
    rate: rate === null ? null : (rate * 1000) / 8,
    loss: share('wan.lossPercent'),
    duplicate: share('wan.duplicatePercent'),
    reorder: share('wan.reorderPercent'),
    causes: [
      'wan.oneWayDelayMs',
      'wan.rateKbit',
      'wan.lossPercent',
      'wan.duplicatePercent',
      'wan.reorderPercent',
    ].flatMap((name) => reading.behind(name)),
  };
  // The wide network loses, doubles and delays what it has carried halfway; up to there a packet travels unharmed.
  const there = { ...cable, delay: half, rate: null };
  // Between the client's edge and its carrier's NAT lies no more than a cable.
  const { carrier, lan } = addressingOf(reading);
  const outermost = carrier ? 'carrier' : 'clientEdge';
  const home = lan ? 'lan' : 'clientEdge';
  const gate = lan ? 'lan' : 'serverEdge';
  return [
    { from: 'client', to: home, ...cable },
    { from: home, to: 'client', ...cable },
    ...(lan
      ? [
          { from: 'lan', to: 'serverEdge', ...cable },
          { from: 'serverEdge', to: 'lan', ...cable },
        ]
      : []),
    ...(outermost === 'carrier'
      ? [
          { from: 'clientEdge', to: 'carrier', ...cable },
          { from: 'carrier', to: 'clientEdge', ...cable },
        ]
      : []),
    ...(lan
      ? []
      : [
          { from: outermost, to: 'wan', ...there },
          { from: 'wan', to: outermost, ...wide },
        ]),
    { from: 'serverEdge', to: 'wan', ...there },
    { from: 'wan', to: 'serverEdge', ...wide },
    { from: 'server', to: gate, ...cable },
    {
      from: gate,
      to: 'server',
      ...cable,
      resolution: reading.applies('serverEdge.neighbourWaitMs')
        ? reading.integer('serverEdge.neighbourWaitMs') * 1000
        : 0,
    },
    ...[
      ...(standsBy(reading) ? ['bystander'] : []),
      ...(reading.value('scanner.work') === null ? [] : ['scanner']),
    ].flatMap((to) => [
      { from: to, to: 'wan', ...cable },
      { from: 'wan', to, ...cable },
    ]),
  ];
}

function clientHost(reading: Reading, parts: Parts, addressing: Addressing): HostSpec {
  const { version, client: address, called } = addressing;
  const firewall = hostFirewallOf('client', reading, addressing);
  const work = reading.value('actions') as readonly Action[];
  const scan = work.find((action) => action.op === 'scan');
  const scanner = scan && partOf<Scanner>(parts, clientNeed(reading.value('client.software')));
  const program = scanner
    ? scanner.program(
        { profile: scanner.profile, address: called, technique: scan.technique, ports: scan.ports, after: 0 },
        THINK,
      )
    : ftpClient(reading, parts, { version, called });
  return {
    id: 'client',
    kind: 'host',
    name: 'Client',
    addresses: [address],
    privileged: scan !== undefined,
    files: clientFiles(work),
    routes: [{ prefix: '*', via: addressing.lan ? 'lan' : 'clientEdge' }],
    ephemeral: pool(reading, 'client.ephemeralPorts'),
    services: [],
    programs: [program],
    causes: reading.behind(''),
    ...(firewall && { firewall }),
  };
}

function ftpClient(
  reading: Reading,
  parts: Parts,
  { version, called }: Pick<Addressing, 'version' | 'called'>,
): Program {
  const work = reading.value('actions') as readonly Action[];
  const profile = partOf<ClientProfile>(parts, clientNeed(reading.value('client.software')));
  return clientProgram({
    profile,
    server: { name: SERVER_NAME, address: called, port: reading.integer('client.connectPort') },
    user: reading.text('user'),
    password: reading.value('passwordOk') ? ACCOUNT.password : 'wrong',
    dataMode: reading.text('dataMode') as 'PASV',
    ipVersion: version,
    work,
    think: THINK,
    settings: {
      connectTimeout: reading.optional('client.connectTimeout'),
      noop: reading.applies('client.noop') ? reading.optional('client.noop') : null,
      skipPasvAddress: reading.applies('client.skipPasvAddress') ? reading.tristate('client.skipPasvAddress') : null,
      fileType: reading.applies('fileType') ? (reading.value('fileType') as 'A' | 'I' | null) : null,
      security: clientSecurity(reading),
      maxTime: reading.applies('client.maxTime') ? reading.optional('client.maxTime') : null,
    },
    layers: clientLayers(reading, parts, profile),
  });
}

/** Where TLS is spoken from the first octet (IANA, ftps). */
const IMPLICIT_PORT = 990;

function serverHost(reading: Reading, parts: Parts, addressing: Addressing): HostSpec {
  const { server: address } = addressing;
  const firewall = hostFirewallOf('server', reading, addressing);
  const software = reading.text('server.software');
  const port = reading.integer('server.controlPort');
  const when = <T>(name: string, read: (name: string) => T, otherwise: T) =>
    reading.applies(name) ? read(name) : otherwise;
  const profile = software === 'none' ? null : partOf<ServerProfile>(parts, serverNeed(software));
  const serviceAt = (port: number, tls: ServerSettings['tls']): HostSpec['services'] =>
    profile === null
      ? []
      : [
          {
            port,
            program: serverProgram({
              profile,
              layers: serverLayers(reading, parts, profile),
              accounts: [{ ...ACCOUNT, uid: 2001, gid: 2001, group: 'learner' }],
              think: THINK,
              settings: {
                activeDataPort: when(
                  'server.activeDataPort',
                  (name) => reading.value(name) as number | 'ephemeral',
                  20,
                ),
                passiveRange: when(
                  'server.passiveRange',
                  (name) => reading.value(name) as [number, number],
                  [50020, 50045],
                ),
                passiveAddress: when('server.passiveAddress', (name) => reading.value(name) as string | null, null),
                passiveAddressLan: when(
                  'server.passiveAddressLan',
                  (name) => reading.value(name) as string | null,
                  null,
                ),
                allowForeignPortAddress: when(
                  'server.allowForeignPortAddress',
                  (name) => reading.value(name) === true,
                  false,
                ),
                allowForeignDataAddress: when(
                  'server.allowForeignDataAddress',
                  (name) => reading.value(name) === true,
                  false,
                ),
                activeConnectTimeout: when('server.activeConnectTimeout', (name) => reading.optional(name), null),
                passiveAcceptTimeout: when('server.passiveAcceptTimeout', (name) => reading.optional(name), null),
                idleTimeout: reading.optional('server.idleTimeout'),
                readOnly: reading.value('server.readOnly') === true,
                tls,
                requireTlsSessionReuse: when(
                  'server.requireTlsSessionReuse',
                  (name) => reading.value(name) === true,
                  false,
                ),
                requireTlsData: when('server.requireTlsData', (name) => reading.value(name) === true, false),
                maxClientsPerAddress: reading.optional('server.maxClientsPerAddress'),
                maxRate: reading.optional('server.maxRate'),
                forbids: reading.value('server.forbids') as 'passive' | 'active' | null,
              },
            }),
          },
        ];
  const also = when('server.alsoImplicit', (name) => reading.value(name) === true, false) && port !== IMPLICIT_PORT;
  const services = [
    ...serviceAt(port, reading.text('server.tls') as ServerSettings['tls']),
    ...(also ? serviceAt(IMPLICIT_PORT, 'implicit') : []),
  ];
  return {
    id: 'server',
    kind: 'host',
    name: 'Server',
    addresses: [address],
    privileged: true,
    files: serverFiles(reading.value('actions') as readonly Action[]),
    routes: [{ prefix: '*', via: addressing.lan ? 'lan' : 'serverEdge' }],
    ephemeral: pool(reading, 'server.ephemeralPorts'),
    services: [...services, ...heldPorts(reading)],
    programs: [],
    causes: reading.behind('server.'),
    ...(firewall && { firewall }),
  };
}

/** Passive ports on which other sessions wait: a service each that is never called. */
function heldPorts(reading: Reading): HostSpec['services'] {
  const count = reading.applies('faults.heldPassivePorts') ? reading.integer('faults.heldPassivePorts') : 0;
  const [from, to] = count > 0 ? (reading.value('server.passiveRange') as readonly [number, number]) : [1, 0];
  return Array.from({ length: Math.min(count, to - from + 1) }, (_, step) => ({
    port: from + step,
    purpose: 'data',
    program: bystanderProgram(THINK),
  }));
}

/** Somebody on the wide network who has nothing to do with the session, and listens. */
function bystanders(reading: Reading, parts: Parts, addressing: Addressing): readonly HostSpec[] {
  if (!standsBy(reading)) return [];
  return [
    {
      id: 'bystander',
      kind: 'host',
      name: 'Bystander',
      addresses: [BYSTANDER],
      privileged: false,
      files: new Map(),
      routes: [{ prefix: '*', via: 'wan' }],
      ephemeral: { from: 32_768, to: 60_999, avoid: () => false },
      services:
        reading.value('faults.bystander') === null
          ? []
          : [{ port: 8080, purpose: 'data', program: bystanderProgram(THINK) }],
      programs: thieves(reading, parts, addressing),
      causes: [...reading.behind('faults.bystander'), ...reading.behind('faults.thief')],
    },
  ];
}

const steals = (reading: Reading): boolean => reading.applies('faults.thief') && reading.value('faults.thief') !== null;

const standsBy = (reading: Reading): boolean => reading.value('faults.bystander') !== null || steals(reading);

/** Dials as long as a session may take to come to its first data connection. */
const ATTEMPTS = 300;

function thieves(reading: Reading, parts: Parts, { called }: Addressing): readonly Program[] {
  if (!steals(reading)) return [];
  const tls = reading.value('faults.thief') === 'tls';
  const [port] = reading.value('server.passiveRange') as readonly [number, number];
  return [
    thiefProgram(
      { remote: { address: called, port }, tls, attempts: ATTEMPTS },
      tls ? thiefLayers(reading, parts) : {},
      THINK,
    ),
  ];
}

/** Somebody on the wide network who looks at the server's ports, before or during the session. */
function scanners(reading: Reading, parts: Parts, { version, called }: Addressing): readonly HostSpec[] {
  const [scan] = (reading.value('scanner.work') ?? []) as readonly Action[];
  if (scan?.op !== 'scan') return [];
  const { profile, program } = partOf<Scanner>(parts, 'client nmap');
  const setup = {
    profile,
    address: called,
    technique: scan.technique,
    ports: scan.ports,
    after: reading.integer('scanner.afterMs') * 1000,
  };
  return [
    {
      id: 'scanner',
      kind: 'host',
      name: 'Scanner',
      addresses: [version === 6 ? SCANNER_6 : SCANNER],
      privileged: true,
      files: new Map(),
      routes: [{ prefix: '*', via: 'wan' }],
      ephemeral: pool(reading, 'client.ephemeralPorts'),
      services: [],
      programs: [program(setup, THINK)],
      causes: reading.behind('scanner.'),
    },
  ];
}

/**
 * The pool less ports whose low byte is below 100, so that a port has the same number of digits in every notation FTP
 * uses and no message's length depends on the port drawn (what Linux calls ip_local_reserved_ports).
 */
function pool(reading: Reading, name: string): HostSpec['ephemeral'] {
  const [from, to] = reading.value(name) as readonly [number, number];
  const even = to - from > 300;
  return { from, to, avoid: (port) => even && port % 256 < 100 };
}
