/**
 * What either end says, and hears, to prove who it is and that nobody changed the handshake: CertificateVerify and
 * Finished (RFC 8446 sections 4.4.3 and 4.4.4; RFC 5246 sections 7.4.8 and 7.4.9).
 */
import { NO_OCTETS, equal } from '../../wire/octets';
import type { PerformedScheme, Primitives } from '../crypto/primitives';
import { finishedData, signedContent } from '../crypto/schedule';
import { fault, type Fault } from '../messages/alerts';
import { encode } from '../messages/codec';
import * as messages from '../messages/messages';
import { nameOf, signatureSchemes } from '../messages/registry';
import { signatureFault } from './authenticate';
import type { Side } from './channel';
import type { Channel, Identity, Incoming } from './context';
import { flush, hashOf, sendChangeCipherSpec, sendHandshake, transcriptHash, type Draft } from './draft';
import { bodyOf, join, received, unaligned } from './handler';
import { finished12 } from './keys';

type Role = Channel['role'];

const peerOf = ({ role }: Channel): Role => (role === 'client' ? 'server' : 'client');

/** What a role signs: in 1.2 the messages themselves. */
const signed = (c: Channel, role: Role): Uint8Array =>
  c.version === '1.2' ? c.transcript : signedContent(role, transcriptHash(c));

/** What a role's Finished must hold. */
const finished = (c: Channel, role: Role): Uint8Array =>
  c.version === '1.2'
    ? finished12(c, role)
    : finishedData(hashOf(c), c.secrets[`${role}Handshake`] ?? NO_OCTETS, transcriptHash(c));

export function sendCertificateVerify(
  draft: Draft<Side>,
  { key }: Identity,
  scheme: PerformedScheme,
  { sign }: Primitives,
): void {
  const signature = sign(scheme, key.secret, signed(draft.c, draft.c.role));
  sendHandshake(
    draft,
    'CertificateVerify',
    encode(messages.certificateVerify, { algorithm: signatureSchemes[scheme], signature }),
    { code: 'signature', scheme, group: null, verifies: false },
  );
}

export function takeCertificateVerify(
  draft: Draft<Side>,
  incoming: Incoming,
  crypto: Primitives,
): 'CertificateVerify' | Fault {
  const { c } = draft;
  const body = bodyOf(messages.certificateVerify, incoming);
  if ('alert' in body) return body;
  const wrong = signatureFault(c, body, signed(c, peerOf(c)), crypto);
  if (wrong) return wrong;
  join(draft, incoming);
  received(
    draft,
    'CertificateVerify',
    { code: 'signature', scheme: nameOf(signatureSchemes, body.algorithm), group: null, verifies: true },
    incoming,
  );
  return 'CertificateVerify';
}

export const sendFinished = (draft: Draft<Side>): void =>
  sendHandshake(draft, 'Finished', finished(draft.c, draft.c.role));

/** 1.2: the new keys come into use just before. */
export function sendFinished12(draft: Draft<Side>): void {
  sendChangeCipherSpec(draft);
  draft.c.write = draft.c.writeNext;
  sendFinished(draft);
  flush(draft);
}

/** Takes the peer's Finished, or says what is wrong with it; what follows from it is the role's. */
export function finishedFault(draft: Draft<Side>, incoming: Incoming): Fault | null {
  const { c } = draft;
  const peer = peerOf(c);
  if (!equal(finished(c, peer), incoming.octets.subarray(4)))
    return fault('decrypt_error', { code: 'finished-unverified', peer });
  const wrong = c.version === '1.2' ? null : unaligned(c);
  if (wrong) return wrong;
  join(draft, incoming);
  received(draft, 'Finished', { code: 'finished-verifies' }, incoming);
  return null;
}
