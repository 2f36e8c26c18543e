/**
 * From knobs to TLS: what each end's layer is set up with. The engine itself is a part, loaded where somebody speaks
 * it.
 */
import type { ClientProfile } from '../../../ftp/profiles/client-profile';
import type { ServerProfile } from '../../../ftp/profiles/server-profile';
import type { Security } from '../../../ftp/protocol/requests';
import type { Program } from '../../../machine/program';
import { draw } from '../../../sim/random';
import type { Random, VersionRange } from '../../../tls/handshake/context';
import type { ClientTls, ServerTls, TlsEngine } from '../../../tls/layers';
import { partOf, type Parts } from '../reading/parts';
import { SERVER_NAME } from '../reading/addressing';
import type { Reading } from '../reading/reading';
import type { KnobValues } from '../../knobs/table';

export function clientSecurity(reading: Reading): Security | null {
  const how = reading.value('security');
  if (how === 'none') return null;
  return {
    how,
    insists: reading.ifApplies('tls.insists', true),
    protectData: reading.value('tls.protectData'),
    sessionReuse: reading.value('tls.sessionReuse'),
    clearControlAfterLogin: reading.value('tls.clearControlAfterLogin'),
  };
}

export function clientLayers(reading: Reading, parts: Parts, { tls }: ClientProfile): Layers {
  if (reading.value('security') === 'none' || tls === undefined) return {};
  const verifyCertificate = reading.value('tls.verifyCertificate');
  const settings: ClientTls = {
    profile: tls as ClientTls['profile'],
    serverName: SERVER_NAME,
    verifyCertificate,
    trustCa: !verifyCertificate || reading.value('tls.trustCa'),
    versions: range(reading.value('tls.clientMinTls'), reading.value('tls.clientMaxTls')),
  };
  return partOf<TlsEngine>(parts, 'tls').client(settings, drawn(reading, 'client'));
}

export function serverLayers(reading: Reading, parts: Parts, { tls }: ServerProfile): Layers {
  if (reading.value('server.tls') === 'off') return {};
  const settings: ServerTls = {
    profile: tls as ServerTls['profile'],
    certificate: CERTIFICATES[reading.value('server.certificate')],
    versions: range(reading.value('server.minTls'), reading.value('server.maxTls')),
    ...suites12(reading),
  };
  return partOf<TlsEngine>(parts, 'tls').server(settings, drawn(reading, 'server'));
}

/** Whose certificate the server shows, by what is wrong with it. */
const CERTIFICATES: Readonly<Record<KnobValues['server.certificate'], ServerTls['certificate']>> = {
  trusted: 'server',
  'wrong-name': 'other',
  expired: 'expired',
  'self-signed': 'selfSigned',
};

/** OpenSSL's names, which administrators write, and the registry's. */
const SUITES: Readonly<Record<NonNullable<KnobValues['server.ciphers']>, NonNullable<ServerTls['suites12']>>> = {
  'ECDHE-ECDSA-AES128-GCM-SHA256': ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  'ECDHE-ECDSA-AES256-GCM-SHA384': ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'],
  'DES-CBC3-SHA': ['TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
};

const suites12 = (reading: Reading): Pick<ServerTls, 'suites12'> => {
  const only = reading.value('server.ciphers');
  return only === null ? {} : { suites12: SUITES[only] };
};

/** A thief's TLS is a client's that minds nothing and has nothing to resume. */
export function thiefLayers(reading: Reading, parts: Parts): Layers {
  return partOf<TlsEngine>(parts, 'tls').client(
    { profile: 'openssl-s-client', serverName: SERVER_NAME, verifyCertificate: false, trustCa: false, versions: {} },
    drawn(reading, 'bystander'),
  );
}

type Layers = NonNullable<Program['layers']>;

type Version = KnobValues['tls.clientMinTls'];

function range(least: Version, most: Version): VersionRange {
  return { ...(least === null ? {} : { least }), ...(most === null ? {} : { most }) };
}

/** Octets drawn from the seed: predictable by design, so that the same scenario is the same trace. */
function drawn(reading: Reading, host: string): Random {
  const seed = reading.value('seed');
  return (purpose, length) => Uint8Array.from({ length }, (_, at) => draw(seed, host, purpose, at));
}
