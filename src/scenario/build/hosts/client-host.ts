/** The client's machine and program, from knobs. */
import type { ClientProfile } from '../../../ftp/profiles/client-profile';
import { clientProgram } from '../../../ftp/programs';
import type { ClientSettings } from '../../../ftp/protocol/requests';
import type { Program } from '../../../machine/program';
import type { Scanner } from '../../../scan/nmap';
import type { HostSpec } from '../../../sim/topology';
import { SERVER_NAME, type Addressing } from '../reading/addressing';
import { clientFiles } from './files';
import { parseAccounts } from '../../values/accounts';
import { ACCOUNT, isAnonymous, pool, THINK } from './host';
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
    password: reading.value('passwordOk') ? passwordOf(reading) : 'wrong',
    ...(work.some(({ op }) => op === 'relogin') ? { rightPassword: passwordOf(reading) } : {}),
    dataMode: reading.value('dataMode'),
    ipVersion: version,
    work,
    think: THINK,
    settings: {
      connectTimeout: reading.value('client.connectTimeout'),
      noop: reading.ifApplies('client.noop', null),
      skipPasvAddress: tristate(reading.ifApplies('client.skipPasvAddress', null)),
      fileType: fileTypeOf(reading),
      security: clientSecurity(reading),
      ...(reading.applies('client.ftpMethod') ? curlsWay(reading) : {}),
      maxTime: reading.ifApplies('client.maxTime', null),
    },
    layers: clientLayers(reading, parts, profile),
  });
}

/** The type of files. Where the habit is text (ftp.exe), leaving it to the program matters as well. */
function fileTypeOf(reading: Reading): 'A' | 'I' | null {
  if (!reading.applies('fileType')) return null;
  const habitual = reading.value('client.software') === 'ftp.exe';
  return habitual ? reading.value('fileType') : reading.unlessDefault('fileType');
}

/** How curl comes to a file in a folder, where it is told. */
function curlsWay(reading: Reading): Pick<ClientSettings, 'method' | 'createDirs'> {
  const [method, createDirs] = [reading.unlessDefault('client.ftpMethod'), reading.unlessDefault('client.createDirs')];
  return { ...(method === null ? {} : { method }), ...(createDirs ? { createDirs } : {}) };
}

/** What the user types when he knows it; anonymous says who he is (RFC 1635). */
function passwordOf(reading: Reading): string {
  const user = reading.value('user');
  const known = parseAccounts(reading.unlessDefault('server.accounts')).find(({ name }) => name === user);
  if (isAnonymous(user)) return 'portcall@example.test';
  return known?.password ?? ACCOUNT.password;
}

/** A choice of 'true' and 'false' whose none is the program's own habit. */
const tristate = (value: 'true' | 'false' | null): boolean | null => (value === null ? null : value === 'true');
