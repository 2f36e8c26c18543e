/** Tickets that a server gives: sessions of its own, sealed for itself (RFC 8446 section 4.6.1). */
import { concat, NO_OCTETS } from '../../wire/octets';
import { expand, resumptionPsk } from '../crypto/schedule';
import type { ServerContext } from '../handshake/context';
import { clock, flush, hashOf, sendMessage, type Draft } from '../handshake/draft';
import { sealTicket, type Session } from '../handshake/session';
import { encode, isViolation } from '../messages/codec';
import { bodies } from '../messages/extension-bodies';
import { find } from '../messages/extensions';
import * as messages from '../messages/messages';
import { handshakeTypes } from '../messages/registry';

export type D = Draft<ServerContext>;

/** As many as the profile gives, to a client that knows what to do with one (RFC 8446 section 4.2.9). */
export function sendTickets(draft: D): void {
  const { own, clientHello, resumed } = draft.c;
  const modes = find(clientHello?.extensions ?? [], 'psk_key_exchange_modes', bodies.pskModes);
  if (modes === null || isViolation(modes) || !modes.includes(1) || (resumed && own.renews === false)) return;
  const { afterHandshake, afterResumption } = own.profile.tickets;
  for (let left = resumed ? afterResumption : afterHandshake; left > 0; left -= 1) sendTicket(draft);
}

function sendTicket(draft: D): void {
  const { c } = draft;
  const { tickets } = c.own.profile;
  const name = hashOf(c);
  const drawn = expand('sha256', c.drawn['tickets'] ?? NO_OCTETS, Uint8Array.of(c.ticketsGiven), 24);
  const nonce = concat(new Uint8Array(Math.max(0, tickets.nonceOctets - 1)), Uint8Array.of(c.ticketsGiven));
  const ageAdd = drawn.subarray(12, 16).reduce((value, octet) => value * 256 + octet, 0);
  const session: Session = {
    version: '1.3',
    suite: c.suite ?? 0,
    secret: resumptionPsk(name, c.secrets.resumption ?? NO_OCTETS, nonce),
    ticket: NO_OCTETS,
    sessionId: NO_OCTETS,
    ageAdd,
    lifetime: tickets.lifetime,
    issuedAt: clock(draft),
    serverName: nameOfSession(c),
    alpn: c.alpn ?? '',
    extendedMasterSecret: true,
    origin: originOf(c),
  };
  const ticket = sealTicket(
    session,
    c.own.ticketKey,
    drawn.slice(0, 12),
    tickets.octets + (session.serverName === '' ? 0 : tickets.named),
  );
  const body = encode(messages.newSessionTicket, { lifetime: tickets.lifetime, ageAdd, nonce, ticket, extensions: [] });
  sendMessage(
    draft,
    concat(Uint8Array.of(handshakeTypes.NewSessionTicket, 0, body.length >> 8, body.length & 255), body),
    'NewSessionTicket',
    { code: 'ticket', octets: ticket.length, seconds: tickets.lifetime },
  );
  flush(draft);
  c.ticketsGiven += 1;
}

/** The name that a session keeps. */
export function nameOfSession(c: ServerContext): string {
  if (c.resumed) return c.session?.serverName ?? '';
  return acknowledges(c) ? (c.serverName ?? '') : '';
}

/** Where the session began: a resumed one keeps its mark. */
export const originOf = (c: ServerContext): string => (c.resumed ? c.session?.origin : c.own.origin) ?? '';

/**
 * Whether it says that it knows the name which the client called (RFC 6066 section 3); a resumed session has it
 * already.
 */
export const acknowledges = ({ own: { profile, further }, serverName, resumed }: ServerContext): boolean =>
  serverName !== null &&
  !resumed &&
  (profile.acknowledgesServerName === 'always' || (profile.acknowledgesServerName === 'once' && further !== true));
