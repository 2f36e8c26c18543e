/** The server's machine and programs, from knobs. */
import type { ServerProfile } from '../../../ftp/profiles/server-profile';
import { serverProgram } from '../../../ftp/programs';
import type { Account, ServerSettings } from '../../../ftp/protocol/requests';
import { bystanderProgram } from '../../../ftp/strangers/bystander.machine';
import type { Files } from '../../../machine/files';
import type { HostSpec } from '../../../sim/topology';
import type { Addressing } from '../reading/addressing';
import { serverFiles } from './files';
import { parseAccounts } from '../../values/accounts';
import { ACCOUNT, isAnonymous, pool, THINK } from './host';
import { hostFirewallOf } from './host-firewall';
import { partOf, serverNeed, type Parts } from '../reading/parts';
import type { Reading } from '../reading/reading';
import { serverLayers } from './tls-setup';

/** Where TLS is spoken from the first octet (IANA, ftps). */
const IMPLICIT_PORT = 990;

export function serverHost(reading: Reading, parts: Parts, addressing: Addressing): HostSpec {
  const firewall = hostFirewallOf('server', reading, addressing);
  const software = reading.value('server.software');
  const port = reading.value('server.controlPort');
  const profile = software === 'none' ? null : partOf<ServerProfile>(parts, serverNeed(software));
  const serviceAt = (port: number, tls: ServerSettings['tls']): HostSpec['services'] => {
    if (profile === null) return [];
    const layers = serverLayers(reading, parts, profile);
    const accounts = accountsOf(reading);
    const settings = settingsOf(reading, tls);
    return [{ port, program: serverProgram({ profile, layers, accounts, think: THINK, settings }) }];
  };
  const also = reading.ifApplies('server.alsoImplicit', false) && port !== IMPLICIT_PORT;
  const services = [
    ...serviceAt(port, reading.value('server.tls')),
    ...(also ? serviceAt(IMPLICIT_PORT, 'implicit') : []),
  ];
  return {
    id: 'server',
    kind: 'host',
    name: 'Server',
    addresses: [addressing.server],
    privileged: true,
    files: homeOf(reading),
    routes: [{ prefix: '*', via: addressing.lan ? 'lan' : 'serverEdge' }],
    ephemeral: pool(reading.value('server.ephemeralPorts')),
    services: [...services, ...heldPorts(reading)],
    programs: [],
    causes: reading.behindPlace('server'),
    ...(firewall && { firewall }),
  };
}

/** Pure-FTPd shows anonymous the home of the account ftp, where nothing lies. */
function homeOf(reading: Reading): Files {
  const files = serverFiles(reading.value('actions'), reading.unlessDefault('files'));
  const elsewhere = reading.value('server.software') === 'pure-ftpd' && isAnonymous(reading.unlessDefault('user'));
  return elsewhere ? new Map([...files].filter(([path]) => path === '/')) : files;
}

/** learner owns the home; others come to it, each under a number of its own. Anonymous is asked for last. */
function accountsOf(reading: Reading): readonly Account[] {
  const named = [ACCOUNT, ...parseAccounts(reading.unlessDefault('server.accounts'))];
  const anonymous = { name: 'ftp', password: '', uid: 1, gid: 1, group: 'ftp', anonymous: true } as const;
  return [
    ...named.map((one, at) => ({ ...one, uid: 2001 + at, gid: 2001 + at, group: one.name })),
    ...(letsAnybodyIn(reading) ? [anonymous] : []),
  ];
}

/** It matters to whoever comes so, and where it is on. */
const letsAnybodyIn = (reading: Reading): boolean =>
  isAnonymous(reading.unlessDefault('user'))
    ? reading.value('server.anonymous')
    : reading.unlessDefault('server.anonymous');

function settingsOf(reading: Reading, tls: ServerSettings['tls']): ServerSettings {
  const diskBytes = reading.unlessDefault('server.diskBytes');
  return {
    ...(diskBytes === null ? {} : { diskBytes }),
    activeDataPort: reading.ifApplies('server.activeDataPort', 20),
    passiveRange: reading.ifApplies('server.passiveRange', [50020, 50045]),
    passiveAddress: reading.ifApplies('server.passiveAddress', null),
    passiveAddressLan: reading.ifApplies('server.passiveAddressLan', null),
    allowForeignPortAddress: reading.ifApplies('server.allowForeignPortAddress', false),
    allowForeignDataAddress: reading.ifApplies('server.allowForeignDataAddress', false),
    activeConnectTimeout: reading.ifApplies('server.activeConnectTimeout', null),
    passiveAcceptTimeout: reading.ifApplies('server.passiveAcceptTimeout', null),
    idleTimeout: reading.value('server.idleTimeout'),
    readOnly: reading.value('server.readOnly'),
    tls,
    requireTlsSessionReuse: reading.ifApplies('server.requireTlsSessionReuse', false),
    requireTlsData: reading.ifApplies('server.requireTlsData', false),
    maxClientsPerAddress: reading.value('server.maxClientsPerAddress'),
    maxRate: reading.value('server.maxRate'),
    forbids: reading.value('server.forbids'),
  };
}

/** Passive ports on which other sessions wait: a service each that is never called. */
function heldPorts(reading: Reading): HostSpec['services'] {
  const count = reading.ifApplies('faults.heldPassivePorts', 0);
  const [from, to] = count > 0 ? reading.value('server.passiveRange') : [1, 0];
  return Array.from({ length: Math.min(count, to - from + 1) }, (_, step) => ({
    port: from + step,
    purpose: 'data',
    program: bystanderProgram(THINK),
  }));
}
