/** What is remembered is what would have been computed; one secret of two ends is computed once. */
import { expect, test } from 'vitest';
import { primitives, remembering, type PerformedGroup, type Primitives } from '../../src/tls/crypto/primitives';
import { drawn } from './ends';

function counting(): { readonly of: Primitives; readonly counts: Record<keyof Primitives, number> } {
  const counts = { publicKey: 0, sharedSecret: 0, sign: 0, verify: 0 };
  const counted = <K extends keyof Primitives>(name: K): Primitives[K] =>
    ((...inputs: never[]) => {
      counts[name] += 1;
      return (primitives[name] as (...all: never[]) => unknown)(...inputs);
    }) as Primitives[K];
  return {
    of: {
      publicKey: counted('publicKey'),
      sharedSecret: counted('sharedSecret'),
      sign: counted('sign'),
      verify: counted('verify'),
    },
    counts,
  };
}

test.each(['x25519', 'secp256r1', 'secp384r1'] as const)(
  '%s: both ends get the secret that each would compute, and it is computed once',
  (group: PerformedGroup) => {
    const { of, counts } = counting();
    const memory = remembering(of, 100);
    const length = group === 'secp384r1' ? 48 : 32;
    const [a, b] = [drawn('a')(group, length), drawn('b')(group, length)];
    const [first, second] = [memory.publicKey(group, a), memory.publicKey(group, b)];
    const secret = memory.sharedSecret(group, a, second);
    expect(secret).toEqual(primitives.sharedSecret(group, a, second));
    expect(memory.sharedSecret(group, b, first)).toEqual(secret);
    expect(counts).toEqual({ publicKey: 2, sharedSecret: 1, sign: 0, verify: 0 });
    // Another peer, another secret.
    const third = memory.publicKey(group, drawn('c')(group, length));
    expect(memory.sharedSecret(group, a, third)).toEqual(primitives.sharedSecret(group, a, third));
    expect(memory.sharedSecret(group, a, third)).not.toEqual(secret);
  },
);

test('no point of the group stays none', () => {
  const memory = remembering(primitives, 100);
  const secret = drawn('a')('secret', 32);
  for (const peer of [new Uint8Array(32), new Uint8Array(65).fill(4)]) {
    const group = peer.length === 32 ? 'x25519' : 'secp256r1';
    expect([memory.sharedSecret(group, secret, peer), memory.sharedSecret(group, secret, peer)]).toEqual([null, null]);
  }
});

test('the memory is bounded: the oldest goes first', () => {
  const { of, counts } = counting();
  const memory = remembering(of, 2);
  for (const seed of ['a', 'b', 'c', 'a']) memory.publicKey('x25519', drawn(seed)('secret', 32));
  expect(counts.publicKey).toBe(4);
  memory.publicKey('x25519', drawn('a')('secret', 32));
  expect(counts.publicKey).toBe(4);
});
