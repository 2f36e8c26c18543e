/**
 * A carried snapshot steps exactly as XState's transition() does from a resolved one, in both machines, and no rule
 * changes what it was given.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configOf, nameOf, statesOf } from '../../src/machine/config';
import { stepper } from '../../src/machine/step';
import { reference } from '../machine/reference';
import { tlsClient } from '../../src/tls/client/client.machine';
import { tlsServer } from '../../src/tls/server/server.machine';
import type { ClientInput, ServerInput, TlsEvent } from '../../src/tls/handshake/context';
import { authority, identity } from '../../src/tls/identities';
import { serverProfiles } from '../../src/tls/profiles/profiles';
import { clientInput, End, octets, serverInput, type Client, type Server } from './ends';

type Bare = Parameters<Client['step']>[0];

/** Both steppers side by side, each step compared. */
function twin<C, I>(model: Parameters<typeof stepper<C, TlsEvent, unknown, I>>[0], input: I) {
  const [quick, slow] = [stepper(model), reference(model)];
  return {
    start: () => quick.start(input),
    step(snapshot: { value: string; context: C }, event: TlsEvent) {
      const before = structuredClone(snapshot);
      const ahead = quick.step(snapshot, event);
      // A context of its own, so that nothing remembered for the first can help the second.
      const behind = slow.step(structuredClone(snapshot), event);
      expect(ahead).toEqual(behind);
      expect(snapshot).toEqual(before);
      return ahead;
    },
  };
}

const twinOf = <C, I>(model: ConstructorParameters<typeof End<C, I>>[0], input: I): End<C, I> =>
  new End(model, input, undefined, (() => twin(model as never, input as never)) as never);

const junk: fc.Arbitrary<Bare> = fc.oneof(
  fc.constantFrom<Bare>(
    { type: 'started' },
    { type: 'ended' },
    { type: 'CLOSE' },
    { type: 'REMOVE' },
    { type: 'continued' },
  ),
  fc.uint8Array({ maxLength: 12 }).map((one): Bare => ({ type: 'SEND', octets: one })),
  fc.uint8Array({ maxLength: 40 }).map((one): Bare => ({
    type: 'arrived',
    octets: Uint8Array.from([20 + ((one[0] ?? 0) % 4), 3, 3, 0, one.length, ...one]),
  })),
);

const beginnings: readonly [string, Partial<ClientInput>, Partial<ServerInput>][] = [
  ['1.3', {}, {}],
  [
    '1.3, retried, with certificates',
    { identity: identity('client') },
    { profile: serverProfiles['vsftpd-openssl'], clientCertificate: 'required', anchors: [authority] },
  ],
  ['1.2', { versions: { most: '1.2' } }, {}],
  [
    '1.2, with certificates',
    { versions: { most: '1.2' }, identity: identity('client') },
    { clientCertificate: 'required', anchors: [authority] },
  ],
  ['refused', { anchors: [] }, {}],
];

const visited = { client: new Set<string>(), server: new Set<string>() };

describe('a carried snapshot steps as a resolved one', () => {
  test.each(beginnings)('%s, broken off anywhere by anything', (_, mine, theirs) => {
    fc.assert(
      fc.property(fc.nat(14), fc.array(junk, { maxLength: 5 }), fc.boolean(), (rounds, events, atServer) => {
        const one = twinOf(tlsClient, clientInput(mine)) as Client;
        const other = twinOf(tlsServer, serverInput(theirs)) as Server;
        one.step({ type: 'started' });
        other.step({ type: 'started' });
        for (let round = 0; round < rounds; round += 1) {
          const [from, to] = round % 2 === 0 ? [one, other] : [other, one];
          const flight = from.drain();
          if (flight.length > 0) to.step({ type: 'arrived', octets: flight });
        }
        for (const event of events) (atServer ? other : one).step(event);
        for (const state of one.states) visited.client.add(state);
        for (const state of other.states) visited.server.add(state);
      }),
      { numRuns: 12, examples: [[14, [], false]] },
    );
  });
  test.each([false, true])('farewells, the server first: %s', (serverFirst) => {
    for (const last of ['CLOSE', 'REMOVE', 'ended'] as const) {
      const one = twinOf(tlsClient, clientInput()) as Client;
      const other = twinOf(tlsServer, serverInput()) as Server;
      one.step({ type: 'started' });
      for (let round = 0; round < 4; round += 1) {
        for (const [from, to] of [
          [one, other],
          [other, one],
        ] as const) {
          const flight = from.drain();
          if (flight.length > 0) to.step({ type: 'arrived', octets: flight });
        }
      }
      const [first, second] = serverFirst ? [other, one] : [one, other];
      first.step({ type: last });
      second.step({ type: 'arrived', octets: first.drain() });
      second.step({ type: 'SEND', octets: octets('bye') });
      second.step({ type: last });
      first.step({ type: 'arrived', octets: second.drain() });
      first.step({ type: 'CLOSE' });
      if (last !== 'ended') expect(first.text).toBe('bye');
      for (const end of [one, other])
        for (const event of [
          { type: 'SEND', octets: octets('x') },
          { type: 'ended' },
          { type: 'arrived', octets: octets('x') },
          { type: 'REMOVE' },
          { type: 'started' },
        ] as Bare[])
          end.step(event);
      for (const state of one.states) visited.client.add(state);
      for (const state of other.states) visited.server.add(state);
    }
  });
  test('and between them they came through every state', () => {
    const leaves = (model: Parameters<typeof configOf>[0]) =>
      statesOf(configOf(model)).flatMap(([path, { states }]) => (states ? [] : [nameOf(path)]));
    expect(leaves(tlsClient).filter((state) => !visited.client.has(state))).toEqual([]);
    expect(leaves(tlsServer).filter((state) => !visited.server.has(state))).toEqual([]);
  });
});
