/** What a server says and does in TLS 1.3 (RFC 8446 section 4). */
import { fault, type Fault } from '../messages/alerts';
import { checkClient, schemeFor } from '../handshake/authenticate';
import { encode, isViolation } from '../messages/codec';
import type { Incoming, ServerContext } from '../handshake/context';
import { flush, sendChangeCipherSpec, sendHandshake } from '../handshake/draft';
import { extension, find, has, type Extension } from '../messages/extensions';
import { bodies } from '../messages/extension-bodies';
import { bodyOf, complete, extensionFault, join, received, unaligned, type Handlers } from '../handshake/handler';
import {
  foldHello,
  handshakeKeys,
  resumptionSecret,
  trafficSecrets,
  applicationProtocol,
  certificateSaid,
} from '../handshake/keys';
import { finishedFault, sendCertificateVerify, sendFinished, takeCertificateVerify } from '../handshake/proof';
import * as messages from '../messages/messages';
import { NO_OCTETS, ascii, equal } from '../../wire/octets';
import { type PerformedGroup, type Primitives } from '../crypto/primitives';
import { protection } from '../record/record';
import { groups, nameOf, signatureSchemes, suites, versionName, versionNumbers } from '../messages/registry';
import { acknowledges, sendTickets, type D } from './tickets';

export type ServerTurn =
  | 'ClientHello'
  | 'Certificate'
  | 'no Certificate'
  | 'CertificateVerify'
  | 'ClientKeyExchange'
  | 'Finished'
  | 'ChangeCipherSpec'
  | 'KeyUpdate';

/** Any ClientHello: read, checked for form, and kept until the choice. */
export function takeClientHello(draft: D, incoming: Incoming): ServerTurn | Fault {
  const { c } = draft;
  const hello = bodyOf(messages.clientHello, incoming);
  if ('alert' in hello) return hello;
  const wrong = extensionFault(hello.extensions, 'ClientHello', null) ?? unaligned(c);
  if (wrong) return wrong;
  if (hello.legacyVersion >> 8 !== 3)
    return fault('protocol_version', { code: 'version-asked', version: versionName(hello.legacyVersion) });
  if (c.retried && c.clientHello && !equal(c.clientHello.random, hello.random))
    return fault('illegal_parameter', { code: 'second-hello-stranger' });
  c.clientHello = hello;
  join(draft, incoming);
  const listed = find(hello.extensions, 'supported_versions', bodies.versions);
  const versions = listed === null || isViolation(listed) ? [hello.legacyVersion] : listed;
  received(
    draft,
    'ClientHello',
    {
      code: 'client-hello',
      versions: versions.map(versionName),
      serverName: null,
      offersSession: has(hello.extensions, 'pre_shared_key'),
    },
    incoming,
  );
  return 'ClientHello';
}

function hello13(c: ServerContext, random: Uint8Array, extensions: readonly Extension[]): Uint8Array {
  return encode(messages.serverHello, {
    legacyVersion: versionNumbers['1.2'],
    random,
    legacySessionIdEcho: c.clientHello?.legacySessionId ?? NO_OCTETS,
    cipherSuite: c.suite ?? 0,
    legacyCompressionMethod: 0,
    extensions: [extension('supported_versions', bodies.version, versionNumbers['1.3']), ...extensions],
  });
}

/** Old boxes want to see a ChangeCipherSpec where the client shows a session id (appendix D.4). */
const humour = (draft: D): void => {
  if ((draft.c.clientHello?.legacySessionId.length ?? 0) > 0 && !draft.c.saidChange) sendChangeCipherSpec(draft);
};

export function sendRetry(draft: D): void {
  const { c } = draft;
  foldHello(draft);
  c.retried = true;
  const body = hello13(c, messages.RETRY_RANDOM, [
    extension('key_share', bodies.selectedGroup, groups[c.group ?? 'secp256r1']),
  ]);
  sendHandshake(draft, 'ServerHello', body, { code: 'wants-key', group: c.group }, 'HelloRetryRequest');
  humour(draft);
  flush(draft);
}

/** The server's whole flight (RFC 8446 section 2, figure 1). */
export function sendFlight13(draft: D, crypto: Primitives): Fault | null {
  const { c } = draft;
  const { group } = c;
  const shared = group && c.clientShare ? crypto.sharedSecret(group, c.drawn[group] ?? NO_OCTETS, c.clientShare) : null;
  if (!group || !shared) return fault('illegal_parameter', { code: 'client-key-off-group', group: null });
  sendServerHello(draft, group, crypto);
  humour(draft);
  handshakeKeys(draft, shared);
  sendHandshake(
    draft,
    'EncryptedExtensions',
    encode(messages.encryptedExtensions, agreedExtensions(c)),
    applicationProtocol(c),
  );
  if (!c.resumed) authenticate(draft, crypto);
  sendFinished(draft);
  flush(draft);
  trafficSecrets(draft);
  c.write = protection(c.suite ?? 0, c.secrets.serverTraffic ?? NO_OCTETS);
  return null;
}

function sendServerHello(draft: D, group: PerformedGroup, { publicKey }: Primitives): void {
  const { c } = draft;
  c.serverRandom = c.drawn['random'] ?? NO_OCTETS;
  const keyExchange = publicKey(group, c.drawn[group] ?? NO_OCTETS);
  sendHandshake(
    draft,
    'ServerHello',
    hello13(c, c.serverRandom, [
      extension('key_share', bodies.keyShare, { group: groups[group], keyExchange }),
      ...(c.pskIndex === null ? [] : [extension('pre_shared_key', bodies.selectedPsk, c.pskIndex)]),
    ]),
    { code: 'server-hello', version: 'TLS 1.3', suite: nameOf(suites, c.suite ?? 0), group, resumes: c.resumed },
  );
}

/** What else the server agrees to. */
function agreedExtensions(c: ServerContext): readonly Extension[] {
  const { announcesGroups, groups: preferred } = c.own.profile;
  const all = preferred.map((name) => groups[name]);
  return [
    ...(acknowledges(c) ? [extension('server_name', bodies.nothing, null)] : []),
    ...(announcesGroups && preferred[0] !== c.group ? [extension('supported_groups', bodies.groups, all)] : []),
    ...(c.alpn === null
      ? []
      : [extension('application_layer_protocol_negotiation', bodies.protocols, [ascii(c.alpn)])]),
  ];
}

const asks = (c: ServerContext): boolean => (c.own.clientCertificate ?? c.own.profile.clientCertificate) !== 'ignored';
/** Whether the client's certificate is awaited in this handshake. */
export const awaitsCertificate = (c: ServerContext): boolean => asks(c) && !c.resumed;

function authenticate(draft: D, crypto: Primitives): void {
  const { c } = draft;
  const { identity, profile } = c.own;
  if (asks(c)) {
    const schemes = profile.schemesOfRequest.map((name) => signatureSchemes[name]);
    sendHandshake(
      draft,
      'CertificateRequest',
      encode(messages.certificateRequest, {
        context: NO_OCTETS,
        extensions: [extension('signature_algorithms', bodies.schemes, schemes)],
      }),
      { code: 'certificate-wanted', schemes: profile.schemesOfRequest },
    );
  }
  sendHandshake(
    draft,
    'Certificate',
    encode(messages.certificate, {
      context: NO_OCTETS,
      entries: identity.chain.map((data) => ({ data, extensions: [] })),
    }),
    { code: 'certificates', count: identity.chain.length },
  );
  const theirs = find(c.clientHello?.extensions ?? [], 'signature_algorithms', bodies.schemes);
  const scheme = schemeFor(identity, theirs === null || isViolation(theirs) ? [] : theirs);
  if (!scheme) return;
  sendCertificateVerify(draft, identity, scheme, crypto);
}

export const server13: Handlers<ServerContext, ServerTurn> = {
  ClientHello: takeClientHello,
  Certificate(draft, incoming, crypto) {
    const body = bodyOf(messages.certificate, incoming);
    if ('alert' in body) return body;
    if (body.context.length > 0) return fault('illegal_parameter', { code: 'certificate-context' });
    const wrong = checkClient(
      draft,
      body.entries.map(({ data }) => data),
      crypto,
    );
    if (wrong) return wrong;
    join(draft, incoming);
    received(draft, 'Certificate', certificateSaid(draft.c) ?? { code: 'certificates', count: 0 }, incoming);
    return body.entries.length === 0 ? 'no Certificate' : 'Certificate';
  },
  CertificateVerify: takeCertificateVerify,
  Finished(draft, incoming) {
    const { c } = draft;
    const wrong = finishedFault(draft, incoming);
    if (wrong) return wrong;
    resumptionSecret(draft);
    c.read = protection(c.suite ?? 0, c.secrets.clientTraffic ?? NO_OCTETS);
    sendTickets(draft);
    flush(draft);
    complete(draft);
    return 'Finished';
  },
};
