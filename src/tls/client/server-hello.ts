/** A client's hello of TLS 1.3, and what it does with a ServerHello or a HelloRetryRequest (RFC 8446 section 4.1). */
import { equal, NO_OCTETS } from '../../wire/octets';
import { isPerformedGroup, suiteOf, type Primitives } from '../crypto/primitives';
import type { ClientContext, Incoming } from '../handshake/context';
import { flush, hashOf, sendChangeCipherSpec, sendHandshake, type Draft } from '../handshake/draft';
import { bodyOf, extensionFault, join, received, unaligned } from '../handshake/handler';
import { foldHello, handshakeKeys, offeredVersions } from '../handshake/keys';
import { fault, type Fault } from '../messages/alerts';
import { isViolation } from '../messages/codec';
import { bodies } from '../messages/extension-bodies';
import { find, has } from '../messages/extensions';
import * as messages from '../messages/messages';
import { extensionTypes, groups, nameOf, suites, versionName, versionNumbers } from '../messages/registry';
import { offered, offers, shared, writeClientHello } from './client-hello';
import { serverHello12, type ClientTurn } from './tls12';

export type D = Draft<ClientContext>;

export function sendClientHello(draft: D, crypto: Primitives): void {
  const { c } = draft;
  const { hello, body } = writeClientHello(draft, crypto);
  c.clientHello = hello;
  sendHandshake(draft, 'ClientHello', body, {
    code: 'client-hello',
    versions: offeredVersions(c),
    serverName: c.own.serverName ?? null,
    offersSession: Boolean(offered(draft)),
  });
  flush(draft);
}
/** Suite, session id and version of a ServerHello or HelloRetryRequest, against what was offered. */
function helloFault(
  c: ClientContext,
  hello: messages.ServerHello,
  carrier: 'ServerHello' | 'HelloRetryRequest',
): Fault | null {
  const sent = c.clientHello;
  if (!sent) return fault('internal_error', { code: 'no-hello-sent' });
  const asked = (type: number): boolean =>
    sent.extensions.some((one) => one.type === type) ||
    type === extensionTypes.renegotiation_info ||
    (carrier === 'HelloRetryRequest' && type === extensionTypes.cookie);
  const wrong = extensionFault(hello.extensions, carrier, asked);
  if (wrong) return wrong;
  if (!sent.cipherSuites.includes(hello.cipherSuite))
    return fault('illegal_parameter', { code: 'suite-not-offered', suite: nameOf(suites, hello.cipherSuite) });
  if (hello.legacyCompressionMethod !== 0) return fault('illegal_parameter', { code: 'compression-taken' });
  return null;
}

function versionOf(hello: messages.ServerHello): number {
  const selected = find(hello.extensions, 'supported_versions', bodies.version);
  return selected === null || isViolation(selected) ? hello.legacyVersion : selected;
}
/** The checks that only 1.3 makes. */
function fault13(c: ClientContext, hello: messages.ServerHello): Fault | null {
  if (!c.clientHello || !equal(hello.legacySessionIdEcho, c.clientHello.legacySessionId))
    return fault('illegal_parameter', { code: 'session-id-changed' });
  if (hello.legacyVersion !== versionNumbers['1.2']) return fault('illegal_parameter', { code: 'legacy-version' });
  if (suiteOf(hello.cipherSuite)?.version !== '1.3')
    return fault('illegal_parameter', { code: 'no-suite-of-13', suite: nameOf(suites, hello.cipherSuite) });
  if (c.retried && c.suite !== hello.cipherSuite) return fault('illegal_parameter', { code: 'suite-after-retry' });
  return null;
}

export function takeServerHello(draft: D, incoming: Incoming, crypto: Primitives): ClientTurn | Fault {
  const { c } = draft;
  const hello = bodyOf(messages.serverHello, incoming);
  if ('alert' in hello) return hello;
  const version = versionOf(hello);
  const wrong = helloFault(c, hello, 'ServerHello');
  if (wrong) return wrong;
  c.serverRandom = hello.random;
  if (version === versionNumbers['1.3']) return serverHello13(draft, incoming, hello, crypto);
  return c.retried
    ? fault('illegal_parameter', { code: 'version-after-retry', version: versionName(version) })
    : serverHello12(draft, incoming, hello, version);
}

function serverHello13(
  draft: D,
  incoming: Incoming,
  hello: messages.ServerHello,
  { sharedSecret }: Primitives,
): ClientTurn | Fault {
  const { c } = draft;
  const early =
    fault13(c, hello) ??
    (has(c.clientHello?.extensions ?? [], 'supported_versions')
      ? unaligned(c)
      : fault('protocol_version', { code: 'version-13-not-offered' }));
  if (early) return early;
  const share = find(hello.extensions, 'key_share', bodies.keyShare);
  if (share === null || isViolation(share)) return fault('missing_extension', { code: 'no-key-share' });
  const group = nameOf(groups, share.group);
  if (!isPerformedGroup(group) || !shared(c).includes(group))
    return fault('illegal_parameter', { code: 'server-key-unasked', group });
  c.version = '1.3';
  c.suite = hello.cipherSuite;
  c.group = group;
  const unfit = resume(draft, hello);
  if (unfit) return unfit;
  const secret = sharedSecret(group, c.drawn[group] ?? NO_OCTETS, share.keyExchange);
  if (!secret) return fault('illegal_parameter', { code: 'server-key-off-group', group });
  join(draft, incoming);
  received(
    draft,
    'ServerHello',
    { code: 'server-hello', version: 'TLS 1.3', suite: nameOf(suites, c.suite), group, resumes: c.resumed },
    incoming,
  );
  handshakeKeys(draft, secret);
  return 'ServerHello';
}

/** Takes up the session that the server took, if it took one. */
function resume(draft: D, hello: messages.ServerHello): Fault | null {
  const { c } = draft;
  const psk = find(hello.extensions, 'pre_shared_key', bodies.selectedPsk);
  if (psk === null) return null;
  const session = offered(draft);
  if (psk !== 0 || !session || suiteOf(session.suite)?.hash !== hashOf(c))
    return fault('illegal_parameter', { code: 'session-not-offered' });
  c.session = session;
  c.resumed = true;
  return null;
}

export function takeRetry(draft: D, incoming: Incoming, crypto: Primitives): ClientTurn | Fault {
  const { c } = draft;
  const hello = bodyOf(messages.helloRetryRequest, incoming);
  if ('alert' in hello) return hello;
  if (c.retried) return fault('unexpected_message', { code: 'second-retry' });
  const wrong = helloFault(c, hello, 'HelloRetryRequest') ?? fault13(c, hello);
  if (wrong) return wrong;
  if (
    versionOf(hello) !== versionNumbers['1.3'] ||
    !offers(c.clientHello as messages.ClientHello, 'supported_versions')
  )
    return fault('illegal_parameter', { code: 'retry-version' });
  const odd = takeWish(c, hello);
  if (odd) return odd;
  c.version = '1.3';
  c.suite = hello.cipherSuite;
  c.retried = true;
  foldHello(draft);
  join(draft, incoming);
  received(draft, 'HelloRetryRequest', { code: 'wants-key', group: c.retryGroup }, incoming);
  if (c.own.profile.compatibilityMode && !c.saidChange) sendChangeCipherSpec(draft);
  sendClientHello(draft, crypto);
  return 'HelloRetryRequest';
}

/** The group of the key that is wanted, and the cookie to bring along (section 4.1.4). */
function takeWish(c: D['c'], { extensions }: messages.ServerHello): Fault | null {
  const wanted = find(extensions, 'key_share', bodies.selectedGroup);
  const cookie = find(extensions, 'cookie', bodies.cookie);
  if (wanted === null && cookie === null) return fault('illegal_parameter', { code: 'retry-changes-nothing' });
  if (wanted !== null) {
    const group = isViolation(wanted) ? '' : nameOf(groups, wanted);
    if (!isPerformedGroup(group) || !c.own.profile.groups.includes(group) || shared(c).includes(group))
      return fault('illegal_parameter', { code: 'retry-group', group });
    c.retryGroup = group;
  }
  c.cookie = cookie === null || isViolation(cookie) ? null : cookie;
  return null;
}
