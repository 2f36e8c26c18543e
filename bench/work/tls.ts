/**
 * What is measured of TLS, alike in Node and in a browser: a handshake, the primitives that it cannot do without, a
 * session, a file.
 */
import type { Model } from '../../src/machine/model';
import { stepper, type Snapshot } from '../../src/machine/step';
import type { Scenario } from '../../src/scenario/scenario';
import { draw } from '../../src/sim/random';
import { tlsClientOver } from '../../src/tls/client/client.machine';
import type { TlsCommand, TlsEvent } from '../../src/tls/handshake/context';
import { authority, identity } from '../../src/tls/identities';
import { primitives } from '../../src/tls/crypto/primitives';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import { tlsServerOver } from '../../src/tls/server/server.machine';
import { fresh, MEBIBYTE, MEBIBYTE_TLS, played, TLS } from './scenarios';

const EPOCH = 1_705_320_000;

let count = 0;
/** Never the same twice, so that nothing can have been remembered. */
const drawn = (host: string) => {
  const seed = count++;
  return (purpose: string, length: number): Uint8Array =>
    Uint8Array.from({ length }, (_, at) => draw(seed, host, purpose, at));
};

type Bare = TlsEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'epoch'> : never) : never;

function end<C, I>(
  model: Model<C, TlsEvent, TlsCommand, I>,
  input: I,
): { step(event: Bare): Uint8Array[]; secured(): boolean } {
  const machine = stepper<C, TlsEvent, TlsCommand, I>(model);
  let snapshot: Snapshot<C> = machine.start(input);
  let secured = false;
  return {
    secured: () => secured,
    step(event) {
      const out: Uint8Array[] = [];
      const waiting: Bare[] = [event];
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const stepped = machine.step(snapshot, { ...next, at: 0, epoch: EPOCH });
        snapshot = stepped.snapshot;
        for (const command of stepped.commands) {
          if (command.type === 'transmit') out.push(command.octets);
          if (command.type === 'continue') waiting.push({ type: 'continued' });
          if (command.type === 'secured') secured = true;
        }
      }
      return out;
    },
  };
}

const [client, server] = [tlsClientOver(primitives), tlsServerOver(primitives)];

/** A full handshake of 1.3 over X25519 with an ECDSA certificate that is checked, both ends, and nothing remembered. */
function handshake(): void {
  const one = end(client, {
    profile: clientProfiles['curl-openssl'],
    random: drawn('client'),
    serverName: 'ftp.example.test',
    anchors: [authority],
  });
  const other = end(server, {
    profile: serverProfiles['proftpd-openssl'],
    random: drawn('server'),
    identity: identity('server'),
    ticketKey: new Uint8Array(32).fill(7),
  });
  other.step({ type: 'started' });
  let there = one.step({ type: 'started' });
  while (there.length > 0)
    there = there
      .flatMap((octets) => other.step({ type: 'arrived', octets }))
      .flatMap((octets) => one.step({ type: 'arrived', octets }));
  if (!one.secured() || !other.secured()) throw new Error('the handshake did not come about');
}

const { key } = identity('server');
const ownKey = primitives.publicKey('secp256r1', key.secret);

/**
 * The operations on points that such a handshake consists of: two key pairs, the secret at both ends, a signature, and
 * two verified.
 */
function bare(): void {
  const [a, b] = [drawn('client')('key', 32), drawn('server')('key', 32)];
  const [ours, theirs] = [primitives.publicKey('x25519', a), primitives.publicKey('x25519', b)];
  primitives.sharedSecret('x25519', a, theirs);
  primitives.sharedSecret('x25519', b, ours);
  const signature = primitives.sign('ecdsa_secp256r1_sha256', key.secret, a);
  for (let time = 0; time < 2; time++)
    if (!primitives.verify('ecdsa_secp256r1_sha256', ownKey, a, signature)) throw new Error('it does not verify');
}

export interface Samples {
  readonly cold: readonly number[];
  readonly again: readonly number[];
}

/** Milliseconds of runs with an engine that knows nothing, and of the same again. */
async function sessions(scenario: Scenario, rounds: number): Promise<Samples> {
  const [cold, again]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const parts = await fresh(scenario);
    for (const list of [cold, again]) {
      const start = performance.now();
      played(scenario, parts);
      list.push(performance.now() - start);
    }
  }
  return { cold, again };
}

/** Milliseconds of each call. */
const timed = (rounds: number, thing: () => void): readonly number[] =>
  Array.from({ length: rounds }, () => {
    const start = performance.now();
    thing();
    return performance.now() - start;
  });

export interface Measured {
  readonly session: Samples;
  readonly handshake: readonly number[];
  readonly bare: readonly number[];
  readonly mebibyte: Samples;
  readonly clear: Samples;
}

export async function measure(rounds: number): Promise<Measured> {
  const session = await sessions(TLS, rounds);
  return {
    session,
    handshake: timed(rounds, handshake),
    bare: timed(rounds, bare),
    mebibyte: await sessions(MEBIBYTE_TLS, 6),
    clear: await sessions(MEBIBYTE, 6),
  };
}
