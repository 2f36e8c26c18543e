/** The ClientHello, as a profile would write it (RFC 8446 section 4.1.2). */
import { encode } from '../messages/codec';
import { versionsOf, type ClientContext } from '../handshake/context';
import { clock, hashOf, type Draft } from '../handshake/draft';
import { extension, type Extension } from '../messages/extensions';
import { bodies } from '../messages/extension-bodies';
import { clientHello, handshakeHeader, type ClientHello } from '../messages/messages';
import { NO_OCTETS, ascii, concat } from '../../wire/octets';
import {
  hash,
  hashLength,
  isPerformedGroup,
  suiteOf,
  type PerformedGroup,
  type Primitives,
} from '../crypto/primitives';
import {
  extensionTypes,
  groups,
  handshakeTypes,
  signatureSchemes,
  suites,
  versionNumbers,
  type ExtensionName,
} from '../messages/registry';
import { binderKey, finishedData } from '../crypto/schedule';
import { isFresh, type Session } from '../handshake/session';

const only13 = new Set<ExtensionName>([
  'supported_versions',
  'psk_key_exchange_modes',
  'key_share',
  'pre_shared_key',
  'cookie',
  'post_handshake_auth',
]);

const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name);

/** The session that is offered: one whose time is not over and whose version may still be negotiated. */
export function offered(draft: Draft<ClientContext>): Session | null {
  const { session, versions, profile } = draft.c.own;
  return session && isFresh(session, clock(draft)) && versionsOf(profile.versions, versions).includes(session.version)
    ? session
    : null;
}

/** Groups for which keys are sent along. */
export const shared = (c: ClientContext): readonly PerformedGroup[] =>
  c.retryGroup ? [c.retryGroup] : c.own.profile.keyShares.filter(isPerformedGroup);

type Make = (draft: Draft<ClientContext>, crypto: Primitives) => Extension | null;

const makers: Readonly<Partial<Record<ExtensionName, Make>>> = {
  server_name: ({ c }) =>
    c.own.serverName === null || isAddress(c.own.serverName)
      ? null
      : extension('server_name', bodies.serverNames, [{ nameType: 0, hostName: ascii(c.own.serverName) }]),
  ec_point_formats: ({ c }) => extension('ec_point_formats', bodies.pointFormats, c.own.profile.pointFormats),
  supported_groups: ({ c }) =>
    extension(
      'supported_groups',
      bodies.groups,
      c.own.profile.groups
        .filter((name) => speaks13(c) || c.own.profile.finiteFieldsBelow13 || !name.startsWith('ffdhe'))
        .map((name) => groups[name]),
    ),
  session_ticket: (draft) => {
    const session = offered(draft);
    return extension('session_ticket', bodies.ticket, session?.version === '1.2' ? session.ticket : NO_OCTETS);
  },
  application_layer_protocol_negotiation: ({ c }) =>
    c.own.alpn && c.own.alpn.length > 0
      ? extension('application_layer_protocol_negotiation', bodies.protocols, c.own.alpn.map(ascii))
      : null,
  encrypt_then_mac: () => extension('encrypt_then_mac', bodies.nothing, null),
  extended_master_secret: () => extension('extended_master_secret', bodies.nothing, null),
  post_handshake_auth: () => extension('post_handshake_auth', bodies.nothing, null),
  signature_algorithms: ({ c }) =>
    extension(
      'signature_algorithms',
      bodies.schemes,
      schemesOf(c).map((name) => signatureSchemes[name]),
    ),
  supported_versions: ({ c }) =>
    extension(
      'supported_versions',
      bodies.versions,
      versionsOf(c.own.profile.versions, c.own.versions).map((version) => versionNumbers[version]),
    ),
  psk_key_exchange_modes: ({ c }) => extension('psk_key_exchange_modes', bodies.pskModes, c.own.profile.pskModes),
  key_share: ({ c }, { publicKey }) =>
    extension(
      'key_share',
      bodies.keyShares,
      shared(c).map((group) => ({ group: groups[group], keyExchange: publicKey(group, c.drawn[group] ?? NO_OCTETS) })),
    ),
  cookie: ({ c }) => (c.cookie ? extension('cookie', bodies.cookie, c.cookie) : null),
  renegotiation_info: () => extension('renegotiation_info', bodies.renegotiated, NO_OCTETS),
  record_size_limit: ({ c }) => extension('record_size_limit', bodies.recordSize, c.own.profile.recordSizeLimit + 1),
  status_request: () => extension('status_request', bodies.status, Uint8Array.of(1, 0, 0, 0, 0)),
};

const speaks13 = (c: ClientContext): boolean => versionsOf(c.own.profile.versions, c.own.versions).includes('1.3');

/**
 * The newest version below 1.3 that is offered, for legacy_version; where there is none, 1.2 (RFC 8446 section 4.1.2).
 */
const legacy = (c: ClientContext): '1.2' | '1.1' | '1.0' => {
  const offered = versionsOf(c.own.profile.versions, c.own.versions);
  return (['1.2', '1.1', '1.0'] as const).find((version) => offered.includes(version)) ?? '1.2';
};

/** Suites of 1.2 alone: with an AEAD, or with a newer hash (RFC 5246 section 1.2). */
const only12 = /GCM|POLY1305|CCM|SHA256$|SHA384$/;

const below13 = (c: ClientContext): boolean =>
  versionsOf(c.own.profile.versions, c.own.versions).some((version) => version !== '1.3');

/** DSA, SHA-1 and SHA-224 have no place in 1.3 (RFC 8446 section 4.2.3). */
const schemesOf = (c: ClientContext) =>
  c.own.profile.schemes.filter(
    (name) => !c.own.profile.narrowsSchemes || below13(c) || !/^dsa|sha1$|sha224$/.test(name),
  );

/** legacy_session_id: the session of 1.2 to resume, or in 1.3 octets without meaning. */
function sessionIdOf(draft: Draft<ClientContext>): Uint8Array {
  const session = offered(draft);
  if (session?.version === '1.2') return session.ticket.length > 0 ? hash('sha256', session.ticket) : session.sessionId;
  return speaks13(draft.c) && draft.c.own.profile.compatibilityMode
    ? (draft.c.drawn['sessionId'] ?? NO_OCTETS)
    : NO_OCTETS;
}

const bodyLength = (hello: ClientHello): number => encode(clientHello, hello).length;

/** The hello, and the handshake message that it makes. */
export function writeClientHello(
  draft: Draft<ClientContext>,
  crypto: Primitives,
): { readonly hello: ClientHello; readonly body: Uint8Array } {
  const { c } = draft;
  const { profile } = c.own;
  const has13 = speaks13(c);
  const old = !has13 && legacy(c) !== '1.2';
  const performable = profile.suites.filter((name) =>
    suites[name] >> 8 === 0x13 ? has13 : below13(c) && !(old && only12.test(name)),
  );
  const made = profile.extensions
    .filter((name) => (has13 || !only13.has(name)) && !(old && name === 'signature_algorithms'))
    .map((name) => makers[name]?.(draft, crypto) ?? null)
    .filter((one): one is Extension => one !== null);
  const hello: ClientHello = {
    legacyVersion: versionNumbers[legacy(c)],
    random: c.drawn['random'] ?? NO_OCTETS,
    legacySessionId: sessionIdOf(draft),
    cipherSuites: [
      ...performable.map((name) => suites[name]),
      ...(profile.renegotiationSuite ? [suites.TLS_EMPTY_RENEGOTIATION_INFO_SCSV] : []),
    ],
    legacyCompressionMethods: [0],
    extensions: made,
  };
  const psk = pskOf(draft);
  const padded = profile.padsHello ? pad(hello, psk) : hello;
  const whole = psk ? { ...padded, extensions: [...padded.extensions, psk] } : padded;
  const body = encode(clientHello, whole);
  return { hello: whole, body: psk ? bind(draft, body) : body };
}

/**
 * A hello of 256 to 511 octets, header and pre-shared key included, is brought to 512 (RFC 7685), as OpenSSL does it:
 * with one octet at the least, because WebSphere 7 and 8 take no empty extension at the end. So 508 becomes 513.
 */
function pad(hello: ClientHello, psk: Extension | null): ClientHello {
  const length = 4 + bodyLength(psk ? { ...hello, extensions: [...hello.extensions, psk] } : hello);
  if (length < 256 || length > 511) return hello;
  return {
    ...hello,
    extensions: [
      ...hello.extensions,
      extension('padding', bodies.padding, new Uint8Array(Math.max(1, 512 - length - 4))),
    ],
  };
}

/** pre_shared_key with a binder that is still to be made; null where there is no session of 1.3 to offer. */
function pskOf(draft: Draft<ClientContext>): Extension | null {
  const session = offered(draft);
  const suite = session?.version === '1.3' ? suiteOf(session.suite) : undefined;
  if (!session || !suite || (draft.c.retried && suite.hash !== hashOf(draft.c))) return null;
  const age = (Math.max(0, clock(draft) - session.issuedAt) + session.ageAdd) % 2 ** 32;
  return extension('pre_shared_key', bodies.offeredPsks, {
    identities: [{ identity: session.ticket, obfuscatedTicketAge: age }],
    binders: [new Uint8Array(hashLength(suite.hash))],
  });
}

/** The binder is over everything before it (RFC 8446 section 4.2.11.2). */
function bind(draft: Draft<ClientContext>, body: Uint8Array): Uint8Array {
  const session = offered(draft);
  const suite = session ? suiteOf(session.suite) : undefined;
  if (!session || !suite) return body;
  const length = hashLength(suite.hash);
  const message = concat(encode(handshakeHeader, { type: handshakeTypes.ClientHello, length: body.length }), body);
  const truncated = concat(draft.c.transcript, message.subarray(0, message.length - length - 3));
  const binder = finishedData(suite.hash, binderKey(suite.hash, session.secret), hash(suite.hash, truncated));
  return concat(body.subarray(0, body.length - length), binder);
}

export const offers = (hello: ClientHello, name: ExtensionName): boolean =>
  hello.extensions.some(({ type }) => type === extensionTypes[name]);
