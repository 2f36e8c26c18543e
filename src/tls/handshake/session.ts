/**
 * Sessions, which both ends may keep to resume: as plain data, and sealed into tickets by the server (RFC 8446 section
 * 4.6.1, RFC 5077 section 4).
 */
import { NO_OCTETS, concat } from '../../wire/octets';
import { open, seal } from '../crypto/primitives';
import { decode, encode, isViolation, opaque, struct, uint } from '../messages/codec';
import type { Version } from '../messages/registry';

export interface Session {
  readonly version: Version;
  readonly suite: number;
  /** The pre-shared key in 1.3, the master secret in 1.2. */
  readonly secret: Uint8Array;
  /** What the client shows; empty where 1.2 resumes by session id. */
  readonly ticket: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly ageAdd: number;
  /** Seconds from `issuedAt` for which it may be used. */
  readonly lifetime: number;
  /** Milliseconds since 1970-01-01 00:00 UTC. */
  readonly issuedAt: number;
  readonly serverName: string;
  readonly alpn: string;
  readonly extendedMasterSecret: boolean;
  /** The server's own mark of where the session began, by which it knows a control connection's session again. */
  readonly origin: string;
}

interface Sealed {
  readonly version: number;
  readonly suite: number;
  readonly secret: Uint8Array;
  readonly ageAdd: number;
  readonly lifetime: number;
  readonly high: number;
  readonly low: number;
  readonly flags: number;
  readonly serverName: Uint8Array;
  readonly alpn: Uint8Array;
  readonly origin: Uint8Array;
  readonly padding: Uint8Array;
}

const sealed = struct<Sealed>({
  version: uint(1),
  suite: uint(2),
  secret: opaque(1),
  ageAdd: uint(4),
  lifetime: uint(4),
  high: uint(4),
  low: uint(4),
  flags: uint(1),
  serverName: opaque(1),
  alpn: opaque(1),
  origin: opaque(1),
  padding: opaque(2),
});

const octetsOf = (text: string): Uint8Array => Uint8Array.from(text.slice(0, 255), (letter) => letter.charCodeAt(0));
const textOf = (octets: Uint8Array): string => String.fromCharCode(...octets);

/**
 * The session as a ticket of `length` octets, or of as many as it needs. `draw` is 12 octets, drawn for this ticket.
 */
export function sealTicket(session: Session, key: Uint8Array, draw: Uint8Array, length: number): Uint8Array {
  const body: Sealed = {
    version: session.version === '1.3' ? 4 : 3,
    suite: session.suite,
    secret: session.secret,
    ageAdd: session.ageAdd,
    lifetime: session.lifetime,
    high: Math.floor(session.issuedAt / 2 ** 32),
    low: session.issuedAt % 2 ** 32,
    flags: session.extendedMasterSecret ? 1 : 0,
    serverName: octetsOf(session.serverName),
    alpn: octetsOf(session.alpn),
    origin: octetsOf(session.origin),
    padding: NO_OCTETS,
  };
  const bare = encode(sealed, body).length + 12 + 16;
  const plain = encode(sealed, { ...body, padding: new Uint8Array(Math.max(0, length - bare)) });
  return concat(draw, seal('gcm', key, draw, NO_OCTETS, plain));
}

/** The session in a ticket; null where it is not ours, or was changed. */
export function openTicket(ticket: Uint8Array, key: Uint8Array): Session | null {
  const plain = ticket.length < 28 ? null : open('gcm', key, ticket.subarray(0, 12), NO_OCTETS, ticket.subarray(12));
  const body = plain && decode(sealed, plain);
  if (!body || isViolation(body)) return null;
  return {
    version: body.version === 4 ? '1.3' : '1.2',
    suite: body.suite,
    secret: body.secret,
    ticket,
    sessionId: NO_OCTETS,
    ageAdd: body.ageAdd,
    lifetime: body.lifetime,
    issuedAt: body.high * 2 ** 32 + body.low,
    serverName: textOf(body.serverName),
    alpn: textOf(body.alpn),
    origin: textOf(body.origin),
    extendedMasterSecret: (body.flags & 1) === 1,
  };
}

/** Whether it may still be used at this time. */
export const isFresh = (session: Session, now: number): boolean =>
  now >= session.issuedAt && now <= session.issuedAt + session.lifetime * 1000;
