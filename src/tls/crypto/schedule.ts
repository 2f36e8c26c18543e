/** The key schedule of TLS 1.3 (RFC 8446 section 7) and the pseudorandom function of 1.2 (RFC 5246 section 5). */
import { NO_OCTETS, ascii, concat } from '../../wire/octets';
import { hash, hashLength, hmac, type HashName, type Suite } from './primitives';

/** HKDF-Extract (RFC 5869 section 2.2). */
const extract = (name: HashName, salt: Uint8Array, secret: Uint8Array): Uint8Array => hmac(name, salt, secret);

/** HKDF-Expand (RFC 5869 section 2.3). */
export function expand(name: HashName, secret: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  let block: Uint8Array = NO_OCTETS;
  let all: Uint8Array = NO_OCTETS;
  for (let count = 1; all.length < length; count += 1) {
    block = hmac(name, secret, concat(block, info, Uint8Array.of(count)));
    all = concat(all, block);
  }
  return all.slice(0, length);
}

/** HKDF-Expand-Label (RFC 8446 section 7.1). */
function expandLabel(
  name: HashName,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const full = ascii(`tls13 ${label}`);
  return expand(
    name,
    secret,
    concat(Uint8Array.of(length >> 8, length & 255, full.length), full, Uint8Array.of(context.length), context),
    length,
  );
}

/** Derive-Secret, over messages whose hash is `transcriptHash`. */
export const deriveSecret = (
  name: HashName,
  secret: Uint8Array,
  label: string,
  transcriptHash: Uint8Array,
): Uint8Array => expandLabel(name, secret, label, transcriptHash, hashLength(name));

const zeros = (name: HashName): Uint8Array => new Uint8Array(hashLength(name));
const derived = (name: HashName, secret: Uint8Array): Uint8Array =>
  deriveSecret(name, secret, 'derived', hash(name, NO_OCTETS));

export const earlySecret = (name: HashName, psk: Uint8Array | null): Uint8Array =>
  extract(name, zeros(name), psk ?? zeros(name));
export const handshakeSecret = (name: HashName, early: Uint8Array, shared: Uint8Array): Uint8Array =>
  extract(name, derived(name, early), shared);
export const masterSecret = (name: HashName, handshake: Uint8Array): Uint8Array =>
  extract(name, derived(name, handshake), zeros(name));

/** Key and nonce base of one direction (section 7.3). */
export const trafficKeys = (
  suite: Suite,
  secret: Uint8Array,
): { readonly key: Uint8Array; readonly iv: Uint8Array } => ({
  key: expandLabel(suite.hash, secret, 'key', NO_OCTETS, suite.keyLength),
  iv: expandLabel(suite.hash, secret, 'iv', NO_OCTETS, 12),
});

export const finishedData = (name: HashName, secret: Uint8Array, transcriptHash: Uint8Array): Uint8Array =>
  hmac(name, expandLabel(name, secret, 'finished', NO_OCTETS, hashLength(name)), transcriptHash);

/** The binder key of a pre-shared key that came from a ticket (section 4.2.11.2). */
export const binderKey = (name: HashName, psk: Uint8Array): Uint8Array =>
  deriveSecret(name, earlySecret(name, psk), 'res binder', hash(name, NO_OCTETS));

export const resumptionPsk = (name: HashName, resumption: Uint8Array, nonce: Uint8Array): Uint8Array =>
  expandLabel(name, resumption, 'resumption', nonce, hashLength(name));

/** The secret after a KeyUpdate (section 7.2). */
export const nextSecret = (name: HashName, secret: Uint8Array): Uint8Array =>
  expandLabel(name, secret, 'traffic upd', NO_OCTETS, hashLength(name));

/** PRF of TLS 1.2: P_hash over label and seed. */
export function prf(name: HashName, secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array {
  const labelled = concat(ascii(label), seed);
  let a: Uint8Array = labelled;
  let all: Uint8Array = NO_OCTETS;
  while (all.length < length) {
    a = hmac(name, secret, a);
    all = concat(all, hmac(name, secret, concat(a, labelled)));
  }
  return all.slice(0, length);
}

/** What a CertificateVerify of 1.3 signs (section 4.4.3). */
export const signedContent = (by: 'server' | 'client', transcriptHash: Uint8Array): Uint8Array =>
  concat(new Uint8Array(64).fill(0x20), ascii(`TLS 1.3, ${by} CertificateVerify`), Uint8Array.of(0), transcriptHash);
