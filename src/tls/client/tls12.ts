/**
 * What a client does with the server's messages of TLS 1.2 (RFC 5246 section 7.4), all key exchanges being ECDHE with
 * ECDSA.
 */
import { fault, type Fault } from '../messages/alerts';
import { checkServer, schemeFor, signatureFault } from '../handshake/authenticate';
import { encode, isViolation } from '../messages/codec';
import { offered } from './client-hello';
import { versionsOf, type ClientContext, type Incoming } from '../handshake/context';
import { clock, sendHandshake, type Draft } from '../handshake/draft';
import { find, has, type Extension } from '../messages/extensions';
import { bodies } from '../messages/extension-bodies';
import { bodyOf, complete, join, received, type Handlers } from '../handshake/handler';
import { keys12, masterSecret12, certificateSaid, hello12 } from '../handshake/keys';
import { finishedFault, sendCertificateVerify, sendFinished12 } from '../handshake/proof';
import * as messages from '../messages/messages';
import * as messages12 from '../messages/messages12';
import { NO_OCTETS, concat, equal } from '../../wire/octets';
import { hash, isPerformedGroup, suiteOf, type Primitives } from '../crypto/primitives';
import { groups, nameOf, signatureSchemes, suites, versionName, versionNumbers } from '../messages/registry';

export type ClientTurn =
  | 'ServerHello'
  | 'HelloRetryRequest'
  | 'EncryptedExtensions'
  | 'EncryptedExtensions, resuming'
  | 'CertificateRequest'
  | 'Certificate'
  | 'CertificateVerify'
  | 'Finished'
  | 'ServerHello of 1.2'
  | 'ServerHello of 1.2, resuming'
  | 'CertificateStatus'
  | 'ServerKeyExchange'
  | 'ServerHelloDone'
  | 'NewSessionTicket'
  | 'ChangeCipherSpec'
  | 'HelloRequest'
  | 'KeyUpdate';

type D = Draft<ClientContext>;

/** The one application protocol that the server chose, which must be among those offered (RFC 7301 section 3.1). */
export function takeProtocol(c: D['c'], all: readonly Extension[]): Fault | null {
  const alpn = find(all, 'application_layer_protocol_negotiation', bodies.protocols);
  if (alpn === null) return null;
  const [chosen, more] = isViolation(alpn) ? [] : alpn.map((octets) => String.fromCharCode(...octets));
  if (chosen === undefined || more !== undefined || !c.own.alpn?.includes(chosen))
    return fault('illegal_parameter', { code: 'protocol-not-offered' });
  c.alpn = chosen;
  return null;
}

/** The checks that only 1.2 makes. */
function fault12(c: ClientContext, hello: messages.ServerHello, version: number): Fault | null {
  const ours = versionsOf(c.own.profile.versions, c.own.versions);
  if (version !== versionNumbers['1.2'] || !ours.includes('1.2'))
    return fault('protocol_version', { code: 'version-not-spoken', version: versionName(version) });
  const tail = hello.random.subarray(24);
  if (
    ours.includes('1.3') &&
    Object.values(messages.DOWNGRADE).some((sentinel) => sentinel.every((octet, i) => octet === tail[i]))
  )
    return fault('illegal_parameter', { code: 'downgraded' });
  return suiteOf(hello.cipherSuite)?.version === '1.2'
    ? null
    : fault('illegal_parameter', { code: 'no-suite-of-12', suite: nameOf(suites, hello.cipherSuite) });
}

/** A ServerHello that takes 1.2, or tries to take less. */
export function serverHello12(
  draft: D,
  incoming: Incoming,
  hello: messages.ServerHello,
  version: number,
): ClientTurn | Fault {
  const { c } = draft;
  const wrong = fault12(c, hello, version) ?? takeProtocol(c, hello.extensions);
  if (wrong) return wrong;
  c.version = '1.2';
  c.suite = hello.cipherSuite;
  c.extendedMasterSecret = has(hello.extensions, 'extended_master_secret');
  c.sessionId = hello.legacySessionIdEcho;
  c.newTicket = has(hello.extensions, 'session_ticket') ? NO_OCTETS : null;
  join(draft, incoming);
  const session = offered(draft);
  const echoed = c.sessionId.length > 0 && equal(c.sessionId, c.clientHello?.legacySessionId ?? NO_OCTETS);
  c.resumed = session?.version === '1.2' && echoed;
  received(draft, 'ServerHello', hello12(c), incoming);
  if (!c.resumed || !session) return 'ServerHello of 1.2';
  if (session.suite !== c.suite) return fault('illegal_parameter', { code: 'resumed-suite' });
  if (session.extendedMasterSecret !== c.extendedMasterSecret)
    return fault('handshake_failure', { code: 'resumed-master-secret' });
  c.session = session;
  keys12(draft, session.secret);
  return 'ServerHello of 1.2, resuming';
}

/** The client's second flight (RFC 5246 section 7.4.6 to 7.4.9). */
function sendFlight(draft: D, crypto: Primitives): Fault | null {
  const { c } = draft;
  const { group } = c;
  const shared = group && c.serverShare ? crypto.sharedSecret(group, c.drawn[group] ?? NO_OCTETS, c.serverShare) : null;
  if (!group || !shared) return fault('illegal_parameter', { code: 'server-key-off-group', group: null });
  const wish = c.certificateWish;
  const scheme = wish && c.own.identity ? schemeFor(c.own.identity, wish.schemes) : null;
  const chain = scheme && c.own.identity ? c.own.identity.chain : [];
  if (wish)
    sendHandshake(draft, 'Certificate', encode(messages12.certificate12, chain), {
      code: 'certificates',
      count: chain.length,
    });
  sendHandshake(
    draft,
    'ClientKeyExchange',
    encode(messages12.clientKeyExchange, crypto.publicKey(group, c.drawn[group] ?? NO_OCTETS)),
    { code: 'key-exchange', group },
  );
  keys12(draft, masterSecret12(c, shared));
  if (scheme && c.own.identity) sendCertificateVerify(draft, c.own.identity, scheme, crypto);
  sendFinished12(draft);
  return null;
}

/** A session to keep: by ticket where there was one, else by id where the server gave one. */
function keep(draft: D): void {
  const { c } = draft;
  const ticket = c.newTicket ?? NO_OCTETS;
  if (c.resumed ? ticket.length === 0 : ticket.length === 0 && c.sessionId.length === 0) return;
  draft.commands.push({
    type: 'session',
    session: {
      version: '1.2',
      suite: c.suite ?? 0,
      secret: c.secrets.master ?? NO_OCTETS,
      ticket,
      sessionId: ticket.length > 0 ? hash('sha256', ticket) : c.sessionId,
      ageAdd: 0,
      lifetime: c.ticketLifetime || 7200,
      issuedAt: clock(draft),
      serverName: c.own.serverName ?? '',
      alpn: '',
      extendedMasterSecret: c.extendedMasterSecret,
      origin: '',
    },
  });
}

export const client12: Handlers<ClientContext, ClientTurn> = {
  Certificate(draft, incoming, crypto) {
    const chain = bodyOf(messages12.certificate12, incoming);
    if ('alert' in chain) return chain;
    const wrong = checkServer(draft, chain, crypto);
    if (wrong) return wrong;
    join(draft, incoming);
    received(draft, 'Certificate', certificateSaid(draft.c), incoming);
    return 'Certificate';
  },
  CertificateStatus(draft, incoming) {
    join(draft, incoming);
    received(draft, 'CertificateStatus', { code: 'status-passed-over' }, incoming);
    return 'CertificateStatus';
  },
  ServerKeyExchange(draft, incoming, crypto) {
    const { c } = draft;
    const body = bodyOf(messages12.serverKeyExchange, incoming);
    if ('alert' in body) return body;
    const group = nameOf(groups, body.group);
    if (body.curveType !== 3 || !isPerformedGroup(group) || !c.own.profile.groups.includes(group))
      return fault('illegal_parameter', { code: 'server-key-not-offered', group });
    const parameters = concat(Uint8Array.of(3, body.group >> 8, body.group & 255, body.point.length), body.point);
    const wrong = signatureFault(
      c,
      body,
      concat(c.clientHello?.random ?? NO_OCTETS, c.serverRandom, parameters),
      crypto,
    );
    if (wrong) return wrong;
    c.group = group;
    c.serverShare = body.point;
    join(draft, incoming);
    received(
      draft,
      'ServerKeyExchange',
      { code: 'signature', scheme: nameOf(signatureSchemes, body.algorithm), group, verifies: true },
      incoming,
    );
    return 'ServerKeyExchange';
  },
  CertificateRequest(draft, incoming) {
    const body = bodyOf(messages12.certificateRequest12, incoming);
    if ('alert' in body) return body;
    draft.c.certificateWish = { context: NO_OCTETS, schemes: body.algorithms };
    join(draft, incoming);
    received(draft, 'CertificateRequest', { code: 'certificate-welcome' }, incoming);
    return 'CertificateRequest';
  },
  ServerHelloDone(draft, incoming, crypto) {
    if (incoming.octets.length > 4) return fault('decode_error', { code: 'server-hello-done-not-empty' });
    join(draft, incoming);
    received(draft, 'ServerHelloDone', null, incoming);
    return sendFlight(draft, crypto) ?? 'ServerHelloDone';
  },
  NewSessionTicket(draft, incoming) {
    const { c } = draft;
    const body = bodyOf(messages12.newSessionTicket12, incoming);
    if ('alert' in body) return body;
    if (c.newTicket === null || c.handshaken) return fault('unexpected_message', { code: 'ticket-unannounced' });
    c.newTicket = body.ticket;
    c.ticketLifetime = body.lifetimeHint;
    join(draft, incoming);
    received(
      draft,
      'NewSessionTicket',
      { code: 'ticket', octets: body.ticket.length, seconds: body.lifetimeHint },
      incoming,
    );
    return 'NewSessionTicket';
  },
  Finished(draft, incoming) {
    const { c } = draft;
    const wrong = finishedFault(draft, incoming);
    if (wrong) return wrong;
    if (c.resumed) sendFinished12(draft);
    keep(draft);
    complete(draft);
    return 'Finished';
  },
};
