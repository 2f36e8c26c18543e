/** What a client does with the server's messages of TLS 1.3 (RFC 8446 section 4). */
import { fault, type Fault } from '../messages/alerts';
import { checkServer, schemeFor } from '../handshake/authenticate';
import { encode, isViolation } from '../messages/codec';
import { takeProtocol, type ClientTurn } from './tls12';
import type { ClientContext, Incoming } from '../handshake/context';
import { clock, flush, hashOf, sendChangeCipherSpec, sendHandshake } from '../handshake/draft';
import { find } from '../messages/extensions';
import { bodies } from '../messages/extension-bodies';
import { bodyOf, complete, extensionFault, join, received, type Handlers } from '../handshake/handler';
import { resumptionSecret, trafficSecrets, applicationProtocol, certificateSaid } from '../handshake/keys';
import { finishedFault, sendCertificateVerify, sendFinished, takeCertificateVerify } from '../handshake/proof';
import * as messages from '../messages/messages';
import { NO_OCTETS } from '../../wire/octets';
import { type Primitives } from '../crypto/primitives';
import { protection } from '../record/record';
import { resumptionPsk } from '../crypto/schedule';
import { takeRetry, takeServerHello, type D } from './server-hello';

function takeFinished(draft: D, incoming: Incoming, crypto: Primitives): ClientTurn | Fault {
  const { c } = draft;
  const wrong = finishedFault(draft, incoming);
  if (wrong) return wrong;
  trafficSecrets(draft);
  if (c.own.profile.compatibilityMode && !c.saidChange) sendChangeCipherSpec(draft);
  sendCertificate(draft, crypto);
  sendFinished(draft);
  flush(draft);
  resumptionSecret(draft);
  c.write = protection(c.suite ?? 0, c.secrets.clientTraffic ?? NO_OCTETS);
  c.read = protection(c.suite ?? 0, c.secrets.serverTraffic ?? NO_OCTETS);
  complete(draft);
  return 'Finished';
}

/** The client's certificate where one was wished for: ours, or none (section 4.4.2). */
function sendCertificate(draft: D, crypto: Primitives): void {
  const { c } = draft;
  const wish = c.certificateWish;
  if (!wish) return;
  const scheme = c.own.identity ? schemeFor(c.own.identity, wish.schemes) : null;
  const chain = scheme && c.own.identity ? c.own.identity.chain : [];
  sendHandshake(
    draft,
    'Certificate',
    encode(messages.certificate, { context: wish.context, entries: chain.map((data) => ({ data, extensions: [] })) }),
    { code: 'certificates', count: chain.length },
  );
  if (!scheme || !c.own.identity) return;
  sendCertificateVerify(draft, c.own.identity, scheme, crypto);
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
    received(draft, 'EncryptedExtensions', applicationProtocol(c), incoming);
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
      return fault('missing_extension', { code: 'request-without-schemes' });
    if (request.context.length > 0) return fault('illegal_parameter', { code: 'request-context' });
    c.certificateWish = { context: request.context, schemes };
    join(draft, incoming);
    received(draft, 'CertificateRequest', { code: 'certificate-welcome' }, incoming);
    return 'CertificateRequest';
  },
  Certificate(draft, incoming, crypto) {
    const body = bodyOf(messages.certificate, incoming);
    if ('alert' in body) return body;
    if (body.context.length > 0) return fault('illegal_parameter', { code: 'server-certificate-context' });
    const wrong = body.entries.map((entry) => extensionFault(entry.extensions, 'Certificate', null)).find(Boolean);
    if (wrong) return wrong;
    const checked = checkServer(
      draft,
      body.entries.map(({ data }) => data),
      crypto,
    );
    if (checked) return checked;
    join(draft, incoming);
    received(draft, 'Certificate', certificateSaid(draft.c), incoming);
    return 'Certificate';
  },
  CertificateVerify: takeCertificateVerify,
  Finished: takeFinished,
  NewSessionTicket(draft, incoming) {
    const { c } = draft;
    const body = bodyOf(messages.newSessionTicket, incoming);
    if ('alert' in body) return body;
    const wrong =
      extensionFault(body.extensions, 'NewSessionTicket', null) ??
      (body.lifetime > 604800 ? fault('illegal_parameter', { code: 'ticket-lifetime' }) : null);
    if (wrong) return wrong;
    received(
      draft,
      'NewSessionTicket',
      { code: 'ticket', octets: body.ticket.length, seconds: body.lifetime },
      incoming,
    );
    draft.commands.push({
      type: 'session',
      once: true,
      session: {
        version: '1.3',
        suite: c.suite ?? 0,
        secret: resumptionPsk(hashOf(c), c.secrets.resumption ?? NO_OCTETS, body.nonce),
        ticket: body.ticket,
        sessionId: NO_OCTETS,
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
