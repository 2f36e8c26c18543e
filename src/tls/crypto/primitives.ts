/**
 * Cryptography, all of it from the noble libraries, as one table of functions of their inputs. What is slow
 * (signatures, verifications, points) may be remembered: `remembering` gives the same table with a bounded memory that
 * its caller owns.
 */
import { gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { hmac as hmacOf } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { hexOf } from '../messages/codec';
import { suites, type GroupName, type SchemeName } from '../messages/registry';

export type HashName = 'sha256' | 'sha384' | 'sha512';
const hashes = { sha256, sha384, sha512 };

/** A certificate's SHA-1, as users compare it: pairs of hexadecimal digits with colons between. */
export const fingerprint = (certificate: Uint8Array): string =>
  [...sha1(certificate)].map((octet) => octet.toString(16).padStart(2, '0').toUpperCase()).join(':');

export const hash = (name: HashName, data: Uint8Array): Uint8Array => hashes[name](data);
export const hmac = (name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array => hmacOf(hashes[name], key, data);
export const hashLength = (name: HashName): number => ({ sha256: 32, sha384: 48, sha512: 64 })[name];

/** What a suite is made of. Only those that we can perform are here. */
export interface Suite {
  readonly aead: 'gcm' | 'chacha';
  readonly hash: 'sha256' | 'sha384';
  readonly keyLength: number;
  readonly version: '1.2' | '1.3';
}

const suite = (
  version: '1.2' | '1.3',
  aead: 'gcm' | 'chacha',
  hash: 'sha256' | 'sha384',
  keyLength: number,
): Suite => ({ version, aead, hash, keyLength });

const performed = new Map<number, Suite>([
  [suites.TLS_AES_128_GCM_SHA256, suite('1.3', 'gcm', 'sha256', 16)],
  [suites.TLS_AES_256_GCM_SHA384, suite('1.3', 'gcm', 'sha384', 32)],
  [suites.TLS_CHACHA20_POLY1305_SHA256, suite('1.3', 'chacha', 'sha256', 32)],
  [suites.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, suite('1.2', 'gcm', 'sha256', 16)],
  [suites.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, suite('1.2', 'gcm', 'sha384', 32)],
  [suites.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, suite('1.2', 'chacha', 'sha256', 32)],
]);

/** The suite of that number, or undefined where it cannot be performed here. */
export const suiteOf = (number: number): Suite | undefined => performed.get(number);

const aeads = { gcm, chacha: chacha20poly1305 };

export const seal = (
  aead: Suite['aead'],
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
): Uint8Array => aeads[aead](key, nonce, aad).encrypt(plain);

/** Null where the tag does not verify. */
export function open(
  aead: Suite['aead'],
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  try {
    return aeads[aead](key, nonce, aad).decrypt(sealed);
  } catch {
    return null;
  }
}

/** A key pair of a group: `x25519` has one coordinate, the others an uncompressed point (RFC 8446 section 4.2.8.2). */
const curves = {
  x25519: {
    length: 32,
    publicKey: (secret: Uint8Array) => x25519.getPublicKey(secret),
    shared: (secret: Uint8Array, peer: Uint8Array) => x25519.getSharedSecret(secret, peer),
  },
  secp256r1: {
    length: 32,
    publicKey: (secret: Uint8Array) => p256.getPublicKey(secret, false),
    shared: (secret: Uint8Array, peer: Uint8Array) => p256.getSharedSecret(secret, peer, false).slice(1, 33),
  },
  secp384r1: {
    length: 48,
    publicKey: (secret: Uint8Array) => p384.getPublicKey(secret, false),
    shared: (secret: Uint8Array, peer: Uint8Array) => p384.getSharedSecret(secret, peer, false).slice(1, 49),
  },
} as const;

export type PerformedGroup = keyof typeof curves;
export const isPerformedGroup = (name: string): name is PerformedGroup => name in curves;
export const secretLength = (group: PerformedGroup): number => curves[group].length;
const publicLength: Record<PerformedGroup, number> = { x25519: 32, secp256r1: 65, secp384r1: 97 };

const ecdsa = {
  ecdsa_secp256r1_sha256: { curve: p256, hash: sha256 },
  ecdsa_secp384r1_sha384: { curve: p384, hash: sha384 },
} as const;
const DER = { format: 'der', lowS: false, prehash: false } as const;

export type PerformedScheme = keyof typeof ecdsa | 'ed25519';
export const isPerformedScheme = (name: string): name is PerformedScheme => name in ecdsa || name === 'ed25519';

export interface Primitives {
  readonly publicKey: (group: PerformedGroup, secret: Uint8Array) => Uint8Array;
  /** Null where the peer's key is no point of the group, or the secret would be all zeros (RFC 8446 section 7.4.2). */
  readonly sharedSecret: (group: PerformedGroup, secret: Uint8Array, peer: Uint8Array) => Uint8Array | null;
  readonly sign: (scheme: PerformedScheme, secret: Uint8Array, message: Uint8Array) => Uint8Array;
  readonly verify: (
    scheme: PerformedScheme,
    publicKey: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ) => boolean;
}

export const primitives: Primitives = {
  publicKey: (group, secret) => curves[group].publicKey(secret),
  sharedSecret(group, secret, peer) {
    if (peer.length !== publicLength[group] || (group !== 'x25519' && peer[0] !== 4)) return null;
    try {
      return curves[group].shared(secret, peer);
    } catch {
      return null;
    }
  },
  sign(scheme, secret, message) {
    if (scheme === 'ed25519') return ed25519.sign(message, secret);
    const { curve, hash } = ecdsa[scheme];
    const digest = hash(message);
    // A signature has 70 to 72 octets as chance will have it. Ours always has its usual length, which keeps runs
    // comparable.
    const usual = scheme === 'ecdsa_secp256r1_sha256' ? 71 : 103;
    for (let attempt = 0; ; attempt += 1) {
      const signature = curve.sign(
        digest,
        secret,
        attempt === 0 ? DER : { ...DER, extraEntropy: new Uint8Array(32).fill(attempt) },
      );
      if (signature.length === usual || attempt === 64) return signature;
    }
  },
  verify(scheme, publicKey, message, signature) {
    try {
      if (scheme === 'ed25519') return ed25519.verify(signature, message, publicKey, { zip215: false });
      const { curve, hash } = ecdsa[scheme];
      return curve.verify(signature, hash(message), publicKey, DER);
    } catch {
      return false;
    }
  },
};

/** Results by operation and inputs, of which they are functions: another engine may begin with them. */
export type Memory = Map<string, unknown>;

/** The same table, remembering its last `capacity` results. */
export function remembering(of: Primitives, capacity: number, memory: Memory = new Map()): Primitives {
  const remember =
    <A extends readonly (string | Uint8Array)[], R>(name: string, perform: (...inputs: A) => R) =>
    (...inputs: A): R => {
      const key = [name, ...inputs.map((input) => (typeof input === 'string' ? input : hexOf(input)))].join(' ');
      if (memory.has(key)) return memory.get(key) as R;
      const result = perform(...inputs);
      const oldest = memory.keys().next();
      if (memory.size >= capacity && !oldest.done) memory.delete(oldest.value);
      memory.set(key, result);
      return result;
    };
  const publicKey = remember('publicKey', of.publicKey);
  // Both ends of a connection come to one secret: who asks second is told what the first computed.
  const sharedSecret: Primitives['sharedSecret'] = (group, secret, peer) => {
    const pair = [publicKey(group, secret), peer].map(hexOf).sort().join(' ');
    return remember(`sharedSecret ${group} ${pair}`, () => of.sharedSecret(group, secret, peer))();
  };
  return { publicKey, sharedSecret, sign: remember('sign', of.sign), verify: remember('verify', of.verify) };
}

/** Schemes that a key of this kind can sign with, and that we can verify. */
export const schemesOf: Readonly<Record<'p256' | 'p384' | 'ed25519', PerformedScheme>> = {
  p256: 'ecdsa_secp256r1_sha256',
  p384: 'ecdsa_secp384r1_sha384',
  ed25519: 'ed25519',
};

export type { GroupName, SchemeName };
