/** The machines of FTP bear any events in any order, and step as XState's own transition() does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostEvent } from '../../src/machine/contract';
import { stepper, type Snapshot } from '../../src/machine/step';
import { reference } from '../machine/reference';
import { clientProgram, ftpModels } from '../../src/ftp/programs';
import { clients } from '../profiles';
import { verbs } from '../../src/ftp/protocol/verbs';
import { ours, peer } from './transcript';
import { setupOf, at } from './vsftpd';

describe('any events in any order', () => {
  const text = fc
    .oneof(
      fc.constantFrom(
        ...Object.keys(verbs),
        '220 hi',
        '331 p',
        '230 in',
        '257 "/docs" is',
        '227 (198,51,100,21,195,80)',
        '229 (|||50020|)',
        '200 ok',
        '213 300',
        '150 go',
        '226 done',
        '550 no',
        '421 bye',
      ),
      fc.string({ maxLength: 12 }),
    )
    .chain((word) =>
      fc.constantFrom(word, `${word} hello.txt`, `${word} learner`, `${word} portcall`, `${word}\r\nNOOP`),
    );
  const connection = fc.constantFrom('control', 'data-1', 'passive-1', 'active-1', 'data-2');
  const toPi = [
    'listening',
    'unlistened',
    'opened',
    'unopened',
    'accepted',
    'sent',
    'ended',
    'closed',
    'broken',
    'stalled',
  ];
  const toDtp = ['connect', 'listen', 'accept', 'open', 'send', 'receive', 'close', 'forget'];
  const event: fc.Arbitrary<HostEvent> = fc.oneof(
    fc.record({
      type: fc.constant('received' as const),
      connection,
      octets: text.map((word) => new TextEncoder().encode(`${word}\r\n`)),
    }),
    fc.record({ type: fc.constantFrom('drained' as const, 'peerClosed' as const, 'closed' as const), connection }),
    fc.record({
      type: fc.constant('opened' as const),
      connection,
      local: fc.constant(ours),
      remote: fc.constant(peer),
    }),
    fc.record({
      type: fc.constant('accepted' as const),
      listener: connection,
      connection,
      local: fc.constant(ours),
      remote: fc.constant(peer),
    }),
    fc.record({ type: fc.constant('listening' as const), listener: connection, local: fc.constant(ours) }),
    fc.record({
      type: fc.constant('failed' as const),
      subject: connection,
      reason: fc.constant('ECONNREFUSED' as const),
    }),
    fc.record({
      type: fc.constant('timeout' as const),
      timer: fc.constantFrom('idle', 'patience', 'stall', 'connect', 'accept'),
    }),
    fc.constant({ type: 'started' as const }),
  );
  const call = (names: readonly string[]): fc.Arbitrary<HostEvent> =>
    fc.constantFrom(...names).map((name) => ({
      type: 'called',
      from: 'other',
      call: {
        name,
        local: name === 'open' ? null : ours,
        remote: peer,
        reason: 'timeout',
        size: 3,
        address: ours.address,
        port: 50020,
        peer: null,
        patience: 1,
        stall: 1,
        octets: new Uint8Array(3),
        path: '/x',
        before: new Uint8Array(0),
        node: { uid: 0, gid: 0, owner: '', group: '', mode: 0 },
      },
    }));
  const client = clientProgram({
    profile: clients['curl']!,
    server: { name: 'x', address: '198.51.100.21', port: 21 },
    user: 'learner',
    password: 'portcall',
    dataMode: 'EPSV',
    ipVersion: 4,
    work: [
      { op: 'list', path: '/' },
      { op: 'get', path: 'hello.txt' },
    ],
    settings: { connectTimeout: 20, skipPasvAddress: false },
  });
  const inputs: Record<keyof typeof ftpModels, unknown> = {
    'user-PI': client.machines['pi']!.input,
    'user-DTP': null,
    'server-PI': setupOf(),
    'server-DTP': null,
    bystander: 8080,
    thief: { remote: peer, tls: true, attempts: 3 },
  };
  for (const [name, model] of Object.entries(ftpModels)) {
    const first: HostEvent[] =
      name === 'server-PI'
        ? [{ type: 'accepted', listener: 'service', connection: 'control', local: ours, remote: peer }]
        : [{ type: 'started' }];
    const events = fc
      .array(fc.oneof(event, call(name.endsWith('PI') ? toPi : toDtp)), { maxLength: 40 })
      .map((more) => [...first, ...more]);
    test(`${name}: a carried snapshot steps as a resolved one`, () => {
      const table = stepper(model as never);
      const slow = reference(model as never);
      fc.assert(
        fc.property(events, (happened) => {
          let fast = table.start(inputs[name as keyof typeof ftpModels] as never) as Snapshot<unknown>;
          let exact = fast;
          happened.forEach((one, i) => {
            const full = { ...at(one), at: i * 1000 } as never;
            const ahead = table.step(fast as never, full);
            const behind = slow.step(exact as never, full);
            expect({ value: ahead.snapshot.value, commands: ahead.commands }).toEqual({
              value: behind.snapshot.value,
              commands: behind.commands,
            });
            fast = ahead.snapshot as never;
            exact = behind.snapshot as never;
            expect(fast.context).toEqual(exact.context);
          });
        }),
        { numRuns: 60 },
      );
    });
  }
});
