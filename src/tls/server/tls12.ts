/** What a server says and does in TLS 1.2 (RFC 5246 section 7.4), with ECDHE and ECDSA. */
import { fault } from '../messages/alerts';
import { checkClient } from '../handshake/authenticate';
import { encode } from '../messages/codec';
import { versionsOf, type ServerContext } from '../handshake/context';
import { clock, flush, sendHandshake, type Draft } from '../handshake/draft';
import { extension, has } from '../messages/extensions';
import { bodies } from '../messages/extension-bodies';
import { bodyOf, complete, join, received, type Handlers } from '../handshake/handler';
import { keys12, masterSecret12, certificateSaid, hello12 } from '../handshake/keys';
import { finishedFault, sendFinished12, takeCertificateVerify } from '../handshake/proof';
import * as messages from '../messages/messages';
import * as messages12 from '../messages/messages12';
import { NO_OCTETS, concat } from '../../wire/octets';
import { schemesOf, type Primitives } from '../crypto/primitives';
import { groups, signatureSchemes, suites, versionNumbers } from '../messages/registry';
import { expand } from '../crypto/schedule';
import { takeClientHello, type ServerTurn } from './tls13';
import { acknowledges, nameOfSession, originOf } from './tickets';
import { sealTicket, type Session } from '../handshake/session';

type D = Draft<ServerContext>;

/** A server that could have spoken 1.3 says so in its random (RFC 8446 section 4.1.3). */
function randomOf(c: ServerContext): Uint8Array {
  const random = (c.drawn['random'] ?? NO_OCTETS).slice();
  if (versionsOf(c.own.profile.versions, c.own.versions).includes('1.3')) random.set(messages.DOWNGRADE['1.2'], 24);
  return random;
}

function sendServerHello(draft: D): void {
  const { c } = draft;
  const theirs = c.clientHello?.extensions ?? [];
  c.serverRandom = randomOf(c);
  sendHandshake(
    draft,
    'ServerHello',
    encode(messages.serverHello, {
      legacyVersion: versionNumbers['1.2'],
      random: c.serverRandom,
      legacySessionIdEcho: c.sessionId,
      cipherSuite: c.suite ?? 0,
      legacyCompressionMethod: 0,
      extensions: [
        ...(acknowledges(c) ? [extension('server_name', bodies.nothing, null)] : []),
        ...(has(theirs, 'renegotiation_info') ||
        c.clientHello?.cipherSuites.includes(suites.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)
          ? [extension('renegotiation_info', bodies.renegotiated, NO_OCTETS)]
          : []),
        ...(has(theirs, 'ec_point_formats') && !c.resumed
          ? [extension('ec_point_formats', bodies.pointFormats, c.own.profile.pointFormats)]
          : []),
        ...(c.announcesTicket ? [extension('session_ticket', bodies.ticket, NO_OCTETS)] : []),
        ...(c.alpn === null
          ? []
          : [
              extension('application_layer_protocol_negotiation', bodies.protocols, [
                Uint8Array.from(c.alpn, (letter) => letter.charCodeAt(0)),
              ]),
            ]),
        ...(c.extendedMasterSecret ? [extension('extended_master_secret', bodies.nothing, null)] : []),
      ],
    }),
    hello12(c),
  );
}

/** The full flight, up to ServerHelloDone. */
export function sendFlight12(draft: D, crypto: Primitives): null {
  const { c } = draft;
  const { identity, profile } = c.own;
  sendServerHello(draft);
  sendHandshake(draft, 'Certificate', encode(messages12.certificate12, identity.chain), {
    code: 'certificates',
    count: identity.chain.length,
  });
  sendKey(draft, crypto);
  if ((c.own.clientCertificate ?? profile.clientCertificate) !== 'ignored') {
    sendHandshake(
      draft,
      'CertificateRequest',
      encode(messages12.certificateRequest12, {
        types: [1, 2, 64],
        algorithms: profile.schemes.map((name) => signatureSchemes[name]),
        authorities: [],
      }),
    );
  }
  sendHandshake(draft, 'ServerHelloDone', NO_OCTETS);
  flush(draft);
  return null;
}

/** The server's key for this handshake alone, signed. */
function sendKey(draft: D, crypto: Primitives): void {
  const { c } = draft;
  const { identity } = c.own;
  const group = c.group ?? 'secp256r1';
  const point = crypto.publicKey(group, c.drawn[group] ?? NO_OCTETS);
  const parameters = concat(Uint8Array.of(3, groups[group] >> 8, groups[group] & 255, point.length), point);
  const scheme = schemesOf[identity.key.kind];
  const signature = crypto.sign(
    scheme,
    identity.key.secret,
    concat(c.clientHello?.random ?? NO_OCTETS, c.serverRandom, parameters),
  );
  sendHandshake(
    draft,
    'ServerKeyExchange',
    encode(messages12.serverKeyExchange, {
      curveType: 3,
      group: groups[group],
      point,
      algorithm: signatureSchemes[scheme],
      signature,
    }),
    { code: 'signature', scheme, group, verifies: false },
  );
}

/** The short flight of a session that is resumed: the server finishes first. */
export function sendResumption12(draft: D): null {
  const { c } = draft;
  sendServerHello(draft);
  keys12(draft, c.session?.secret ?? NO_OCTETS);
  sendFinished12(draft);
  return null;
}

const sessionOf = (draft: D): Session => {
  const { c } = draft;
  return {
    version: '1.2',
    suite: c.suite ?? 0,
    secret: c.secrets.master ?? NO_OCTETS,
    ticket: NO_OCTETS,
    sessionId: c.sessionId,
    ageAdd: 0,
    lifetime: c.own.profile.tickets.lifetime12,
    issuedAt: clock(draft),
    serverName: nameOfSession(c),
    alpn: c.alpn ?? '',
    extendedMasterSecret: c.extendedMasterSecret,
    origin: originOf(c),
  };
};

function sendTicket12(draft: D): void {
  const { c } = draft;
  const { tickets } = c.own.profile;
  const session = sessionOf(draft);
  const ticket = sealTicket(
    session,
    c.own.ticketKey,
    expand('sha256', c.drawn['tickets'] ?? NO_OCTETS, Uint8Array.of(0), 12),
    tickets.octets12 + (session.serverName === '' ? 0 : tickets.named),
  );
  sendHandshake(
    draft,
    'NewSessionTicket',
    encode(messages12.newSessionTicket12, { lifetimeHint: tickets.lifetime12, ticket }),
    { code: 'ticket', octets: ticket.length, seconds: tickets.lifetime12 },
  );
}

export const server12: Handlers<ServerContext, ServerTurn> = {
  ClientHello: takeClientHello,
  Certificate(draft, incoming, crypto) {
    const chain = bodyOf(messages12.certificate12, incoming);
    if ('alert' in chain) return chain;
    const wrong = checkClient(draft, chain, crypto);
    if (wrong) return wrong;
    join(draft, incoming);
    received(draft, 'Certificate', certificateSaid(draft.c) ?? { code: 'certificates', count: 0 }, incoming);
    return 'Certificate';
  },
  ClientKeyExchange(draft, incoming, crypto) {
    const { c } = draft;
    const point = bodyOf(messages12.clientKeyExchange, incoming);
    if ('alert' in point) return point;
    const group = c.group ?? 'secp256r1';
    const shared = crypto.sharedSecret(group, c.drawn[group] ?? NO_OCTETS, point);
    if (!shared) return fault('illegal_parameter', { code: 'client-key-off-group', group });
    join(draft, incoming);
    received(draft, 'ClientKeyExchange', { code: 'key-exchange', group }, incoming);
    keys12(draft, masterSecret12(c, shared));
    return 'ClientKeyExchange';
  },
  CertificateVerify: takeCertificateVerify,
  Finished(draft, incoming) {
    const { c } = draft;
    const wrong = finishedFault(draft, incoming);
    if (wrong) return wrong;
    if (!c.resumed) {
      if (c.announcesTicket) sendTicket12(draft);
      sendFinished12(draft);
      if (c.sessionId.length > 0) draft.commands.push({ type: 'session', session: sessionOf(draft) });
    }
    complete(draft);
    return 'Finished';
  },
};
