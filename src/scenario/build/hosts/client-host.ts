/** The client's machine and program, from knobs. */
import type { ClientProfile } from '../../../ftp/profiles/client-profile';
import { clientProgram } from '../../../ftp/programs';
import type { Program } from '../../../machine/program';
import type { Scanner } from '../../../scan/nmap';
import type { HostSpec } from '../../../sim/topology';
import { SERVER_NAME, type Addressing } from '../reading/addressing';
import { clientFiles } from './files';
import { ACCOUNT, pool, THINK } from './host';
import { hostFirewallOf } from './host-firewall';
import { clientNeed, partOf, type Parts } from '../reading/parts';
import type { Reading } from '../reading/reading';
import { clientLayers, clientSecurity } from './tls-setup';

export function clientHost(reading: Reading, parts: Parts, addressing: Addressing): HostSpec {
  const { version, client: address, called } = addressing;
  const firewall = hostFirewallOf('client', reading, addressing);
  const work = reading.value('actions');
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
    ephemeral: pool(reading.value('client.ephemeralPorts')),
    services: [],
    programs: [program],
    causes: reading.behindAll(),
    ...(firewall && { firewall }),
  };
}

function ftpClient(
  reading: Reading,
  parts: Parts,
  { version, called }: Pick<Addressing, 'version' | 'called'>,
): Program {
  const work = reading.value('actions');
  const profile = partOf<ClientProfile>(parts, clientNeed(reading.value('client.software')));
  return clientProgram({
    profile,
    server: { name: SERVER_NAME, address: called, port: reading.value('client.connectPort') },
    user: reading.value('user'),
    password: reading.value('passwordOk') ? ACCOUNT.password : 'wrong',
    dataMode: reading.value('dataMode'),
    ipVersion: version,
    work,
    think: THINK,
    settings: {
      connectTimeout: reading.value('client.connectTimeout'),
      noop: reading.ifApplies('client.noop', null),
      skipPasvAddress: tristate(reading.ifApplies('client.skipPasvAddress', null)),
      fileType: reading.ifApplies('fileType', null),
      security: clientSecurity(reading),
      maxTime: reading.ifApplies('client.maxTime', null),
    },
    layers: clientLayers(reading, parts, profile),
  });
}

/** A choice of 'true' and 'false' whose none is the program's own habit. */
const tristate = (value: 'true' | 'false' | null): boolean | null => (value === null ? null : value === 'true');
