/** What a client does with the server's messages of TLS 1.3 (RFC 8446 section 4). */
import { fault, type Fault } from '../messages/alerts';
import { checkServer, schemeFor, signatureFault } from '../handshake/authenticate';
import { encode, isViolation } from '../messages/codec';
import { offered, offers, shared, writeClientHello } from './client-hello';
import { serverHello12, takeProtocol, type ClientTurn } from './tls12';
import type { ClientContext, Incoming } from '../handshake/context';
import {
  clock,
  flush,
  hashOf,
  sendChangeCipherSpec,
  sendHandshake,
  transcriptHash,
  type Draft,
} from '../handshake/draft';
import { bodies, find, has } from '../messages/extensions';
import { bodyOf, complete, extensionFault, join, received, unaligned, type Handlers } from '../handshake/handler';
import { foldHello, handshakeKeys, offeredWords, resumptionSecret, trafficSecrets } from '../handshake/keys';
import * as messages from '../messages/messages';
import { equal, isPerformedGroup, suiteOf, type Primitives } from '../crypto/primitives';
import { protection } from '../record/record';
import {
  extensionTypes,
  groups,
  nameOf,
  signatureSchemes,
  suites,
  versionName,
  versionNumbers,
} from '../messages/registry';
import { finishedData, resumptionPsk, signedContent } from '../crypto/schedule';

type D = Draft<ClientContext>;
const NONE = new Uint8Array(0);

export function sendClientHello(draft: D, crypto: Primitives): void {
  const { c } = draft;
  const { hello, body } = writeClientHello(draft, crypto);
  c.clientHello = hello;
  sendHandshake(
    draft,
    'ClientHello',
    body,
    [offeredWords(c), c.own.serverName ?? '', offered(draft) && 'offers a session'].filter(Boolean).join(', '),
  );
  flush(draft);
}

/** Suite, session id and version of a ServerHello or HelloRetryRequest, against what was offered. */
function helloFault(
  c: ClientContext,
  hello: messages.ServerHello,
  carrier: 'ServerHello' | 'HelloRetryRequest',
): Fault | null {
  const sent = c.clientHello;
  if (!sent) return fault('internal_error', 'no hello was sent');
  const asked = (type: number): boolean =>
    sent.extensions.some((one) => one.type === type) ||
    type === extensionTypes.renegotiation_info ||
    (carrier === 'HelloRetryRequest' && type === extensionTypes.cookie);
  const wrong = extensionFault(hello.extensions, carrier, asked);
  if (wrong) return wrong;
  if (!sent.cipherSuites.includes(hello.cipherSuite))
    return fault('illegal_parameter', `the server took ${nameOf(suites, hello.cipherSuite)}, which was not offered`);
  if (hello.legacyCompressionMethod !== 0)
    return fault('illegal_parameter', 'the server took a compression that was not offered');
  return null;
}

function versionOf(hello: messages.ServerHello): number {
  const selected = find(hello.extensions, 'supported_versions', bodies.version);
  return selected === null || isViolation(selected) ? hello.legacyVersion : selected;
}

/** The checks that only 1.3 makes. */
function fault13(c: ClientContext, hello: messages.ServerHello): Fault | null {
  if (!c.clientHello || !equal(hello.legacySessionIdEcho, c.clientHello.legacySessionId))
    return fault('illegal_parameter', 'the session id does not come back as it was sent');
  if (hello.legacyVersion !== versionNumbers['1.2']) return fault('illegal_parameter', 'legacy_version is not 1.2');
  if (suiteOf(hello.cipherSuite)?.version !== '1.3')
    return fault('illegal_parameter', `${nameOf(suites, hello.cipherSuite)} is no suite of TLS 1.3`);
  if (c.retried && c.suite !== hello.cipherSuite)
    return fault('illegal_parameter', 'the suite is another than in the HelloRetryRequest');
  return null;
}

function takeServerHello(draft: D, incoming: Incoming, { sharedSecret }: Primitives): ClientTurn | Fault {
  const { c } = draft;
  const hello = bodyOf(messages.serverHello, incoming);
  if ('alert' in hello) return hello;
  const version = versionOf(hello);
  const name = versionName(version);
  const wrong = helloFault(c, hello, 'ServerHello');
  if (wrong) return wrong;
  c.serverRandom = hello.random;
  if (version !== versionNumbers['1.3'])
    return c.retried
      ? fault('illegal_parameter', `after a HelloRetryRequest of TLS 1.3 the server took ${name}`)
      : serverHello12(draft, incoming, hello, version);
  const early =
    fault13(c, hello) ??
    (has(c.clientHello?.extensions ?? [], 'supported_versions')
      ? unaligned(c)
      : fault('protocol_version', 'TLS 1.3 was not offered'));
  if (early) return early;
  const share = find(hello.extensions, 'key_share', bodies.keyShare);
  const psk = find(hello.extensions, 'pre_shared_key', bodies.selectedPsk);
  if (share === null || isViolation(share)) return fault('missing_extension', 'the server sends no key share');
  const group = nameOf(groups, share.group);
  if (!isPerformedGroup(group) || !shared(c).includes(group))
    return fault('illegal_parameter', `the server's key is of ${group}, for which no key was sent`);
  c.version = '1.3';
  c.suite = hello.cipherSuite;
  c.group = group;
  if (psk !== null) {
    const session = offered(draft);
    if (psk !== 0 || !session || suiteOf(session.suite)?.hash !== hashOf(c))
      return fault(
        'illegal_parameter',
        'the server took a session that was not offered, or with a suite that does not go with it',
      );
    c.session = session;
    c.resumed = true;
  }
  const secret = sharedSecret(group, c.drawn[group] ?? NONE, share.keyExchange);
  if (!secret) return fault('illegal_parameter', `the server's key is no point of ${group}`);
  join(draft, incoming);
  received(
    draft,
    'ServerHello',
    `TLS 1.3, ${nameOf(suites, c.suite)}, ${group}${c.resumed ? ', resumes' : ''}`,
    incoming,
  );
  handshakeKeys(draft, secret);
  return 'ServerHello';
}

function takeRetry(draft: D, incoming: Incoming, crypto: Primitives): ClientTurn | Fault {
  const { c } = draft;
  const hello = bodyOf(messages.helloRetryRequest, incoming);
  if ('alert' in hello) return hello;
  if (c.retried) return fault('unexpected_message', 'a second HelloRetryRequest');
  const wrong = helloFault(c, hello, 'HelloRetryRequest') ?? fault13(c, hello);
  if (wrong) return wrong;
  if (
    versionOf(hello) !== versionNumbers['1.3'] ||
    !offers(c.clientHello as messages.ClientHello, 'supported_versions')
  )
    return fault('illegal_parameter', 'a HelloRetryRequest of a version that was not offered');
  const wanted = find(hello.extensions, 'key_share', bodies.selectedGroup);
  const cookie = find(hello.extensions, 'cookie', bodies.cookie);
  if (wanted === null && cookie === null) return fault('illegal_parameter', 'a HelloRetryRequest that changes nothing');
  if (wanted !== null) {
    const group = isViolation(wanted) ? '' : nameOf(groups, wanted);
    if (!isPerformedGroup(group) || !c.own.profile.groups.includes(group) || shared(c).includes(group))
      return fault('illegal_parameter', `the server wants a key of ${group}, which was sent already or never offered`);
    c.retryGroup = group;
  }
  c.cookie = cookie === null || isViolation(cookie) ? null : cookie;
  c.version = '1.3';
  c.suite = hello.cipherSuite;
  c.retried = true;
  foldHello(draft);
  join(draft, incoming);
  received(
    draft,
    'HelloRetryRequest',
    c.retryGroup ? `wants a key of ${c.retryGroup}` : 'wants its cookie back',
    incoming,
  );
  if (c.own.profile.compatibilityMode && !c.saidChange) sendChangeCipherSpec(draft);
  sendClientHello(draft, crypto);
  return 'HelloRetryRequest';
}

function takeFinished(draft: D, incoming: Incoming, crypto: Primitives): ClientTurn | Fault {
  const { c } = draft;
  const expected = finishedData(hashOf(c), c.secrets.serverHandshake ?? NONE, transcriptHash(c));
  if (!equal(expected, incoming.octets.subarray(4)))
    return fault('decrypt_error', "the server's Finished does not verify");
  const wrong = unaligned(c);
  if (wrong) return wrong;
  join(draft, incoming);
  received(draft, 'Finished', 'verifies', incoming);
  trafficSecrets(draft);
  if (c.own.profile.compatibilityMode && !c.saidChange) sendChangeCipherSpec(draft);
  sendCertificate(draft, crypto);
  sendHandshake(draft, 'Finished', finishedData(hashOf(c), c.secrets.clientHandshake ?? NONE, transcriptHash(c)));
  flush(draft);
  resumptionSecret(draft);
  c.write = protection(c.suite ?? 0, c.secrets.clientTraffic ?? NONE);
  c.read = protection(c.suite ?? 0, c.secrets.serverTraffic ?? NONE);
  complete(draft);
  return 'Finished';
}

/** The client's certificate where one was wished for: ours, or none (section 4.4.2). */
function sendCertificate(draft: D, { sign }: Primitives): void {
  const { c } = draft;
  const wish = c.certificateWish;
  if (!wish) return;
  const scheme = c.own.identity ? schemeFor(c.own.identity, wish.schemes) : null;
  const chain = scheme && c.own.identity ? c.own.identity.chain : [];
  sendHandshake(
    draft,
    'Certificate',
    encode(messages.certificate, { context: wish.context, entries: chain.map((data) => ({ data, extensions: [] })) }),
    chain.length === 0 ? 'none' : `${chain.length} of them`,
  );
  if (!scheme || !c.own.identity) return;
  const signature = sign(scheme, c.own.identity.key.secret, signedContent('client', transcriptHash(c)));
  sendHandshake(
    draft,
    'CertificateVerify',
    encode(messages.certificateVerify, { algorithm: signatureSchemes[scheme], signature }),
    scheme,
  );
}

export const client13: Handlers<ClientContext, ClientTurn> = {
  ServerHello: takeServerHello,
  HelloRetryRequest: takeRetry,
  EncryptedExtensions(draft, incoming) {
    const { c } = draft;
    const all = bodyOf(messages.encryptedExtensions, incoming);
    if ('alert' in all) return all;
    const wrong = extensionFault(
      all,
      'EncryptedExtensions',
      (type) => c.clientHello?.extensions.some((one) => one.type === type) ?? false,
    );
    if (wrong) return wrong;
    const unknown = takeProtocol(c, all);
    if (unknown) return unknown;
    join(draft, incoming);
    received(draft, 'EncryptedExtensions', c.alpn ? `application protocol ${c.alpn}` : '', incoming);
    return c.resumed ? 'EncryptedExtensions, resuming' : 'EncryptedExtensions';
  },
  CertificateRequest(draft, incoming) {
    const { c } = draft;
    const request = bodyOf(messages.certificateRequest, incoming);
    if ('alert' in request) return request;
    const wrong = extensionFault(request.extensions, 'CertificateRequest', null);
    if (wrong) return wrong;
    const schemes = find(request.extensions, 'signature_algorithms', bodies.schemes);
    if (schemes === null || isViolation(schemes))
      return fault('missing_extension', 'the CertificateRequest names no signature algorithms');
    if (request.context.length > 0)
      return fault('illegal_parameter', 'a CertificateRequest of the handshake has a context');
    c.certificateWish = { context: request.context, schemes };
    join(draft, incoming);
    received(draft, 'CertificateRequest', 'a certificate of the client is welcome', incoming);
    return 'CertificateRequest';
  },
  Certificate(draft, incoming, crypto) {
    const body = bodyOf(messages.certificate, incoming);
    if ('alert' in body) return body;
    if (body.context.length > 0) return fault('illegal_parameter', "a server's Certificate has a context");
    const wrong = body.entries.map((entry) => extensionFault(entry.extensions, 'Certificate', null)).find(Boolean);
    if (wrong) return wrong;
    const checked = checkServer(
      draft,
      body.entries.map(({ data }) => data),
      crypto,
    );
    if (checked) return checked;
    join(draft, incoming);
    received(draft, 'Certificate', draft.c.verdict?.text ?? '', incoming);
    return 'Certificate';
  },
  CertificateVerify(draft, incoming, crypto) {
    const { c } = draft;
    const body = bodyOf(messages.certificateVerify, incoming);
    if ('alert' in body) return body;
    const wrong = signatureFault(c, body, signedContent('server', transcriptHash(c)), crypto);
    if (wrong) return wrong;
    join(draft, incoming);
    received(draft, 'CertificateVerify', `${nameOf(signatureSchemes, body.algorithm)}, verifies`, incoming);
    return 'CertificateVerify';
  },
  Finished: takeFinished,
  NewSessionTicket(draft, incoming) {
    const { c } = draft;
    const body = bodyOf(messages.newSessionTicket, incoming);
    if ('alert' in body) return body;
    const wrong =
      extensionFault(body.extensions, 'NewSessionTicket', null) ??
      (body.lifetime > 604800 ? fault('illegal_parameter', 'a ticket is to live longer than seven days') : null);
    if (wrong) return wrong;
    received(draft, 'NewSessionTicket', `${body.ticket.length} octets, for ${body.lifetime} seconds`, incoming);
    draft.commands.push({
      type: 'session',
      once: true,
      session: {
        version: '1.3',
        suite: c.suite ?? 0,
        secret: resumptionPsk(hashOf(c), c.secrets.resumption ?? NONE, body.nonce),
        ticket: body.ticket,
        sessionId: NONE,
        ageAdd: body.ageAdd,
        lifetime: body.lifetime,
        issuedAt: clock(draft),
        serverName: c.own.serverName ?? '',
        alpn: c.alpn ?? '',
        extendedMasterSecret: true,
        origin: '',
      },
    });
    return 'NewSessionTicket';
  },
};
