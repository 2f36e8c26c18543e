/**
 * From knobs to TLS: what each end's layer is set up with. The engine itself is a part, loaded where somebody speaks
 * it.
 */
import type { ClientProfile } from '../../ftp/profiles/client-profile';
import type { ServerProfile } from '../../ftp/profiles/server-profile';
import type { Security } from '../../ftp/protocol/requests';
import type { Program } from '../../machine/program';
import { draw } from '../../sim/random';
import type { Random, VersionRange } from '../../tls/handshake/context';
import type { ClientTls, ServerTls, TlsEngine } from '../../tls/layers';
import { partOf, type Parts } from './parts';
import { SERVER_NAME } from './addressing';
import type { Reading } from './reading';

export function clientSecurity(reading: Reading): Security | null {
  const how = reading.text('security');
  if (how === 'none') return null;
  return {
    how: how as Security['how'],
    insists: !reading.applies('tls.insists') || reading.value('tls.insists') === true,
    protectData: reading.value('tls.protectData') === true,
    sessionReuse: reading.value('tls.sessionReuse') === true,
    clearControlAfterLogin: reading.value('tls.clearControlAfterLogin') === true,
  };
}

export function clientLayers(reading: Reading, parts: Parts, { tls }: ClientProfile): Layers {
  if (reading.value('security') === 'none' || tls === undefined) return {};
  const verifyCertificate = reading.value('tls.verifyCertificate') === true;
  const settings: ClientTls = {
    profile: tls as ClientTls['profile'],
    serverName: SERVER_NAME,
    verifyCertificate,
    trustCa: !verifyCertificate || reading.value('tls.trustCa') === true,
    versions: range(reading, 'tls.clientMinTls', 'tls.clientMaxTls'),
  };
  return partOf<TlsEngine>(parts, 'tls').client(settings, drawn(reading, 'client'));
}

export function serverLayers(reading: Reading, parts: Parts, { tls }: ServerProfile): Layers {
  if (reading.value('server.tls') === 'off') return {};
  const settings: ServerTls = {
    profile: tls as ServerTls['profile'],
    certificate: CERTIFICATES[reading.text('server.certificate')] ?? 'server',
    versions: range(reading, 'server.minTls', 'server.maxTls'),
    ...suites12(reading),
  };
  return partOf<TlsEngine>(parts, 'tls').server(settings, drawn(reading, 'server'));
}

/** Whose certificate the server shows, by what is wrong with it. */
const CERTIFICATES: Readonly<Record<string, ServerTls['certificate']>> = {
  'wrong-name': 'other',
  expired: 'expired',
  'self-signed': 'selfSigned',
};

/** OpenSSL's names, which administrators write, and the registry's. */
const SUITES: Readonly<Record<string, ServerTls['suites12']>> = {
  'ECDHE-ECDSA-AES128-GCM-SHA256': ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  'ECDHE-ECDSA-AES256-GCM-SHA384': ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'],
  'DES-CBC3-SHA': ['TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
};

const suites12 = (reading: Reading): Pick<ServerTls, 'suites12'> => {
  const found = SUITES[String(reading.value('server.ciphers'))];
  return found ? { suites12: found } : {};
};

/** A thief's TLS is a client's that minds nothing and has nothing to resume. */
export function thiefLayers(reading: Reading, parts: Parts): Layers {
  return partOf<TlsEngine>(parts, 'tls').client(
    { profile: 'openssl-s-client', serverName: SERVER_NAME, verifyCertificate: false, trustCa: false, versions: {} },
    drawn(reading, 'bystander'),
  );
}

type Layers = NonNullable<Program['layers']>;

function range(reading: Reading, least: string, most: string): VersionRange {
  const [from, to] = [reading.value(least), reading.value(most)] as (VersionRange['least'] | null)[];
  return { ...(from ? { least: from } : {}), ...(to ? { most: to } : {}) };
}

/** Octets drawn from the seed: predictable by design, so that the same scenario is the same trace. */
function drawn(reading: Reading, host: string): Random {
  const seed = reading.integer('seed');
  return (purpose, length) => Uint8Array.from({ length }, (_, at) => draw(seed, host, purpose, at));
}
