/** Keys on their way into use: the steps of both schedules, and the lines of the key log that belong to them. */
import { versionsOf } from './context';
import type { Channel, ClientContext, ServerContext } from './context';
import { hashOf, logSecret, transcriptHash, type Draft } from './draft';
import { concat } from '../../wire/octets';
import { fingerprint, hash, suiteOf, type Suite } from '../crypto/primitives';
import { protection, type Protection } from '../record/record';
import { nameOf, suites, versionName, versionNumbers } from '../messages/registry';
import { deriveSecret, earlySecret, handshakeSecret, masterSecret, prf } from '../crypto/schedule';
import type { TlsSaid } from './said';

type Side = ClientContext | ServerContext;

/** The transcript after a HelloRetryRequest begins with the hash of the first hello (RFC 8446 section 4.4.1). */
export function foldHello(draft: Draft<Side>): void {
  const { c } = draft;
  const digest = hash(hashOf(c), c.transcript);
  c.transcript = concat(Uint8Array.of(254, 0, 0, digest.length), digest);
}

const ours = (c: Channel) => (c.role === 'client' ? (['client', 'server'] as const) : (['server', 'client'] as const));

/**
 * From the shared secret to the handshake's traffic secrets; the transcript ends with the ServerHello. Reading goes on
 * with the peer's.
 */
export function handshakeKeys(draft: Draft<Side>, shared: Uint8Array): void {
  const { c } = draft;
  const name = hashOf(c);
  const handshake = handshakeSecret(name, earlySecret(name, c.resumed ? (c.session?.secret ?? null) : null), shared);
  const digest = transcriptHash(c);
  const client = deriveSecret(name, handshake, 'c hs traffic', digest);
  const server = deriveSecret(name, handshake, 's hs traffic', digest);
  c.secrets = { handshake, clientHandshake: client, serverHandshake: server };
  logSecret(draft, 'CLIENT_HANDSHAKE_TRAFFIC_SECRET', client);
  logSecret(draft, 'SERVER_HANDSHAKE_TRAFFIC_SECRET', server);
  const [own] = ours(c);
  c.write = protection(c.suite ?? 0, own === 'client' ? client : server);
  c.read = protection(c.suite ?? 0, own === 'client' ? server : client);
}

/** The traffic secrets for data; the transcript ends with the server's Finished. */
export function trafficSecrets(draft: Draft<Side>): void {
  const { c } = draft;
  const name = hashOf(c);
  const master = masterSecret(name, c.secrets.handshake ?? new Uint8Array(0));
  const digest = transcriptHash(c);
  const clientTraffic = deriveSecret(name, master, 'c ap traffic', digest);
  const serverTraffic = deriveSecret(name, master, 's ap traffic', digest);
  c.secrets = { ...c.secrets, master, clientTraffic, serverTraffic };
  logSecret(draft, 'CLIENT_TRAFFIC_SECRET_0', clientTraffic);
  logSecret(draft, 'SERVER_TRAFFIC_SECRET_0', serverTraffic);
  logSecret(draft, 'EXPORTER_SECRET', deriveSecret(name, master, 'exp master', digest));
}

/** What tickets are made from; the transcript ends with the client's Finished. */
export function resumptionSecret({ c }: Draft<Side>): void {
  c.secrets = {
    ...c.secrets,
    resumption: deriveSecret(hashOf(c), c.secrets.master ?? new Uint8Array(0), 'res master', transcriptHash(c)),
  };
}

// TLS 1.2

const randoms = (c: Channel, first: 'client' | 'server'): Uint8Array => {
  const client = c.clientHello?.random ?? new Uint8Array(0);
  return first === 'client' ? concat(client, c.serverRandom) : concat(c.serverRandom, client);
};

/**
 * The master secret, over the handshake where both ends know how (RFC 7627); the transcript ends with the
 * ClientKeyExchange.
 */
export function masterSecret12(c: Channel, shared: Uint8Array): Uint8Array {
  const name = hashOf(c);
  return c.extendedMasterSecret
    ? prf(name, shared, 'extended master secret', transcriptHash(c), 48)
    : prf(name, shared, 'master secret', randoms(c, 'client'), 48);
}

/** Keys for both directions, which wait for their ChangeCipherSpec (RFC 5246 section 6.3). */
export function keys12(draft: Draft<Side>, master: Uint8Array): void {
  const { c } = draft;
  const suite = suiteOf(c.suite ?? 0) as Suite;
  const ivLength = suite.aead === 'gcm' ? 4 : 12;
  const block = prf(suite.hash, master, 'key expansion', randoms(c, 'server'), 2 * (suite.keyLength + ivLength));
  const part = (at: number, length: number): Uint8Array => block.slice(at, at + length);
  const side = (n: number): Protection => ({
    version: '1.2',
    suite: c.suite ?? 0,
    key: part(n * suite.keyLength, suite.keyLength),
    iv: part(2 * suite.keyLength + n * ivLength, ivLength),
    sequence: 0,
    secret: new Uint8Array(0),
  });
  const [client, server] = [side(0), side(1)];
  c.secrets = { master };
  c.writeNext = c.role === 'client' ? client : server;
  c.readNext = c.role === 'client' ? server : client;
  logSecret(draft, 'CLIENT_RANDOM', master);
}

export const finished12 = (c: Channel, by: 'client' | 'server', transcript = transcriptHash(c)): Uint8Array =>
  prf(hashOf(c), c.secrets.master ?? new Uint8Array(0), `${by} finished`, transcript, 12);

/** What the handshake came to, for the machine above and the trace. */
export function factsOf(c: Side): Readonly<Record<string, unknown>> {
  return {
    version: c.version,
    suite: nameOf(suites, c.suite ?? 0),
    group: c.group,
    resumed: c.resumed,
    alpn: c.alpn,
    serverName: c.role === 'client' ? c.own.serverName : c.serverName,
    origin: c.session?.origin ?? '',
    certificate: c.verdict,
    peerChain: c.peerChain,
    ...(c.role === 'client' ? distrusted(c) : {}),
  };
}

/**
 * What a program that checks the certificate by itself, after the handshake, finds wrong with it, and which one it was.
 */
function distrusted({ own, verdict, peerChain: [leaf] }: ClientContext): Readonly<Record<string, unknown>> {
  const checks = own.checks ?? own.profile.checks;
  if (
    !leaf ||
    !verdict ||
    verdict.code === 'valid' ||
    checks[verdict.code === 'wrong-host' ? 'name' : 'chain'] !== 'afterwards'
  )
    return {};
  return { distrust: verdict.code, fingerprint: fingerprint(leaf) };
}

export const offeredVersions = (c: ClientContext): readonly string[] =>
  versionsOf(c.own.profile.versions, c.own.versions).map((version) => versionName(versionNumbers[version]));

/** What a check of the peer's certificate came to, to be said of its message. */
export const certificateSaid = ({ verdict }: Channel): TlsSaid | null =>
  verdict && { code: 'certificate-checked', verdict };

export const hello12 = ({ suite, resumed }: Channel): TlsSaid => ({
  code: 'server-hello',
  version: 'TLS 1.2',
  suite: nameOf(suites, suite ?? 0),
  group: null,
  resumes: resumed,
});

export const applicationProtocol = ({ alpn }: Channel): TlsSaid | null =>
  alpn === null ? null : { code: 'application-protocol', name: alpn };
