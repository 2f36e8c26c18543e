/** Packets of an arena, those that borrow from a file among them. */
import { expect, test } from 'vitest';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, withKnob } from '../../src/scenario/scenario';
import { borrowedBy, gathered, lend, newArena, octetsIn, packetOf, store } from '../../src/trace/arena';
import { readTrace, writeTrace } from '../../src/trace/file';
import { sentOn } from '../../src/trace/sent';
import type { Trace } from '../../src/trace/trace';
import { stretch } from '../../src/wire/octets';
import { decodePacket, encodePacket } from '../../src/wire/packet/packet';
import { ACK, NO_OPTIONS } from '../../src/wire/packet/tcp';
import { isViolation } from '../../src/wire/violation';

const packetWith = (payload: Uint8Array): Uint8Array =>
  encodePacket(
    { source: '203.0.113.10', destination: '198.51.100.21', ttl: 64, identification: 1 },
    {
      sourcePort: 20,
      destinationPort: 21,
      seq: 1,
      ack: 1,
      flags: ACK,
      window: 1,
      urgentPointer: 0,
      options: NO_OPTIONS,
      payload,
    },
  );

test('a packet borrows from the file that its octets lie in, and is whole again when asked for', () => {
  const files = [1, 2].map((step) => Uint8Array.from({ length: 5000 }, (_, at) => at * step));
  const elsewhere = Uint8Array.from({ length: 1000 }, (_, at) => at);
  const payloads = [
    files[1]!.subarray(700, 2160),
    files[0]!.subarray(0, 1460),
    elsewhere,
    files[1]!.subarray(0, 3),
    files[1]!.subarray(3540),
  ];
  const arena = newArena();
  for (const file of files) lend(arena, file);
  payloads.forEach((payload, number) => expect(store(arena, packetWith(payload), payload)).toBe(number));
  const packets = payloads.map(packetWith);
  expect(payloads.map((_, number) => packetOf(arena, number))).toEqual(packets);
  expect(payloads.map((_, number) => borrowedBy(arena, number))).toEqual([
    payloads[0],
    payloads[1],
    null,
    null,
    payloads[4],
  ]);
  expect(arena.starts.at(-1)).toBe(5 * 40 + 1000 + 3);
  expect(octetsIn(arena)).toBe(packets.reduce((sum, { length }) => sum + length, 0));
  const { octets, starts } = gathered(arena);
  expect(starts.slice(1).map((end, number) => octets.slice(starts[number], end))).toEqual(packets);
  expect(packetOf(arena, 5)).toEqual(new Uint8Array(0));
});

test('octets that lie one after the other need no copy', () => {
  const whole = Uint8Array.from({ length: 10 }, (_, at) => at);
  const parts = (...ends: readonly number[]) => ends.map((end, i) => whole.subarray(ends[i - 1] ?? 1, end));
  expect(stretch(parts(4, 4, 9))).toEqual(whole.slice(1, 9));
  expect(stretch(parts(4, 9))?.buffer).toBe(whole.buffer);
  expect(stretch([whole.subarray(0, 4), whole.subarray(5)])).toBeNull();
  expect(stretch([whole.subarray(4), whole.subarray(0, 4)])).toBeNull();
  expect(stretch([whole.subarray(0, 4), whole.slice(4)])).toBeNull();
  expect(stretch([])).toBeNull();
});

test('what an upload brings is kept once, and the trace survives a file and a copy', async () => {
  const bytes = 100_000;
  const scenario = withKnob(emptyScenario, 'actions', [{ op: 'put', path: 'big.bin', bytes }]);
  const trace = run(scenario, await load(needs(scenario)));
  const [one, other] = [...trace.files.values()].map(
    (files) => [...files].find(([path]) => path.endsWith('big.bin'))?.[1].octets,
  );
  expect(one?.length).toBe(bytes);
  expect(other?.buffer).toBe(one?.buffer);
  expect(trace.arena.starts.at(-1)).toBeLessThan(bytes / 4);
  const packets = (of: Trace) => of.arena.starts.slice(1).map((_, number) => packetOf(of.arena, number).slice());
  const all = packets(trace);
  expect(all.filter((packet) => isViolation(decodePacket(packet)))).toEqual([]);
  const data = trace.connections.find(({ purpose }) => purpose === 'data')!;
  expect(sentOn(trace, data, 'client')).toEqual(one);
  expect(packets(structuredClone(trace))).toEqual(all);
  const back = readTrace(writeTrace(trace)) as Trace;
  expect(packets(back)).toEqual(all);
  expect(back.arena.lenders).toEqual([]);
});
