/** Records made up from nothing or from real ones. */
import { expect, test } from 'vitest';
import { share } from '../share';
import { client, deliver, meet, server, type Client, type Server } from './ends';
import { names } from './failure-names';

/** Of a hundred thousand, as many as still come to each of the failures named below. */
const COUNT = share(100_000, 20_000);

test(`${COUNT} records made up end in a named alert`, () => {
  // A stream of pseudo-random octets of its own: quick, and the same every time.
  let state = 0x2545f491;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const base = {
    client: client(),
    waiting: client(),
    server: server(),
    connected: meet(client(), server()),
    connected12: meet(client({ versions: { most: '1.2' } }), server()),
  };
  base.waiting.step({ type: 'started' });
  const hello = base.waiting.drain();
  const answering = server();
  deliver(answering, hello);
  const answer = answering.drain();
  const starts: (Client | Server)[] = [
    base.waiting,
    base.server,
    base.connected.one,
    base.connected.other,
    base.connected12.one,
    base.connected12.other,
  ];
  const seen = new Map<string, number>();
  for (let count = 0; count < COUNT; count += 1) {
    const start = starts[next(starts.length)]!;
    const end = start.stepper;
    const length = next(48);
    // Made up from nothing, or a real flight with a few octets changed, or cut.
    const real = next(3) === 0;
    const template = start === base.waiting ? answer : hello;
    const record = real
      ? template.slice(0, next(2) === 0 ? template.length : 5 + next(template.length - 5))
      : new Uint8Array(5 + length);
    if (!real) {
      record.set([20 + next(5), 3, next(5), 0, length]);
      for (let i = 5; i < record.length; i += 1) record[i] = next(256);
      if (record[0] === 22 && length >= 4)
        record.set(
          [[0, 1, 2, 4, 8, 11, 12, 13, 14, 15, 16, 20, 22, 24, 254][next(15)]!, 0, 0, Math.max(0, length - 4)],
          5,
        );
    } else
      for (let i = next(3); i >= 0; i -= 1)
        record[next(4) === 0 ? next(5) : next(Math.min(record.length, 200))] = next(256);
    const queue: object[] = [{ type: 'arrived', octets: record }];
    let snapshot = start.snapshot;
    for (let steps = 0; queue.length > 0; steps += 1) {
      if (steps > 20) throw new Error('it hangs');
      const stepped = (end as unknown as Client['stepper']).step(
        snapshot as Client['snapshot'],
        { ...queue.shift(), at: 0, epoch: start.epoch } as never,
      );
      snapshot = stepped.snapshot;
      for (const command of stepped.commands) {
        if (command.type === 'continue') queue.push({ type: 'continued' });
        if (command.type !== 'failed') continue;
        if (!names.has(command.name) && !/^alert \d+$/.test(command.name))
          throw new Error(`a failure without a name: ${command.name}`);
        if (command.name === 'internal_error' && command.why.code !== 'peer-says') throw new Error(command.why.code);
        seen.set(command.name, (seen.get(command.name) ?? 0) + 1);
      }
    }
  }
  expect(
    [
      'unexpected_message',
      'decode_error',
      'bad_record_mac',
      'record_overflow',
      'illegal_parameter',
      'protocol_version',
      'unsupported_extension',
      'missing_extension',
    ].filter((name) => !seen.has(name)),
  ).toEqual([]);
  expect([...seen.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(COUNT * 0.6);
}, 240_000);
