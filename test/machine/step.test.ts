/**
 * The stepper, which carries XState's snapshot along, does exactly what XState's transition() does from a state that is
 * resolved anew: state, commands and context, on any sequence of events.
 */
import fc, { type Arbitrary } from 'fast-check';
import { setup, type EventObject } from 'xstate';
import { describe, expect, test } from 'vitest';
import { progress, type ProgressEvent } from '../../src/lesson/progress.machine';
import {
  bridge,
  bridgeGuards,
  defineModel,
  held,
  type Guard,
  type Model,
  type Rule,
  type Types,
} from '../../src/machine/model';
import { configOf, statesOf } from '../../src/machine/config';
import { stepper } from '../../src/machine/step';
import { reference } from './reference';
import type { TcpEvent } from '../../src/machine/transport';
import { flow } from '../../src/middlebox/flow.machine';
import { helper } from '../../src/middlebox/helper.machine';
import { mapping } from '../../src/middlebox/mapping.machine';
import { linuxLifetimes } from '../../src/middlebox/spec';
import { linux } from '../../src/tcp/settings';
import { tcp } from '../../src/tcp/tcp.machine';
import { NO_OPTIONS } from '../../src/wire/tcp';
import { flowBeginnings, flowEvent, helperBeginnings, helperEvent, mappingEvent } from '../middlebox/machines';

interface Case<C, E, K, I> {
  readonly name: string;
  readonly model: Model<C, E, K, I>;
  readonly input: I;
  readonly event: Arbitrary<E>;
  /** How sequences may begin, so that they come to where it is interesting. */
  readonly beginnings?: readonly (readonly E[])[];
  readonly runs: number;
}

function proves<C, E extends EventObject, K, I>({
  name,
  model,
  input,
  event,
  beginnings = [[]],
  runs,
}: Case<C, E, K, I>): void {
  test(name, () => {
    const table = stepper(model);
    const exact = reference(model);
    const visited = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.array(event, { maxLength: 30 }), (beginning, events) => {
        let quick = table.start(input);
        let slow = exact.start(input);
        for (const one of [...beginning, ...events]) {
          visited.add(quick.value);
          const before = structuredClone(quick);
          const ahead = table.step(quick, one);
          const behind = exact.step(slow, one);
          expect(ahead).toEqual(behind);
          expect(quick, 'no rule changes the snapshot it was given').toEqual(before);
          quick = ahead.snapshot;
          slow = behind.snapshot;
        }
      }),
      { numRuns: runs },
    );
    const leaves = statesOf(configOf(model)).flatMap(([path, { states }]) => (states ? [] : [path]));
    expect([...visited].sort()).toEqual(leaves.sort());
  });
}

// TCP: numbers near enough to one another that segments mostly mean something, and wrap.
const ISS = 2 ** 32 - 3;
const near = (from: number): Arbitrary<number> => fc.integer({ min: -2, max: 8 }).map((by) => (from + by) >>> 0);
const segment = fc.record({
  sourcePort: fc.constant(21),
  destinationPort: fc.constant(40036),
  seq: fc.oneof(fc.constantFrom(1, 2), near(0)),
  ack: fc.oneof(fc.constantFrom(ISS + 1, ISS + 2), near(ISS)),
  flags: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(0x10, 0x18, 0x11, 0x12, 0x02) },
    fc.integer({ min: 0, max: 0x3f }),
  ),
  window: fc.constantFrom(0, 3, 63),
  urgentPointer: fc.nat(5),
  options: fc.constantFrom(
    NO_OPTIONS,
    { mss: 4, sackPermitted: true as const, windowScale: 2 },
    { sack: [[2 ** 32 - 1, 2] as const] },
  ),
  payload: fc.uint8Array({ maxLength: 6 }),
});
const timer = fc.constantFrom(
  'retransmission' as const,
  'delayedAck' as const,
  'persist' as const,
  'keepAlive' as const,
  'timeWait' as const,
);
const tcpEvent: Arbitrary<TcpEvent> = fc
  .tuple(
    fc.nat(100_000),
    fc.oneof(
      { weight: 10, arbitrary: segment.map((one) => ({ type: 'arrived' as const, segment: one })) },
      { weight: 3, arbitrary: fc.boolean().map((passive) => ({ type: 'OPEN' as const, passive })) },
      {
        weight: 4,
        arbitrary: fc
          .record({ octets: fc.uint8Array({ maxLength: 9 }), urgent: fc.boolean() })
          .map(({ octets, urgent }) => ({
            type: 'SEND' as const,
            octets,
            ...(urgent ? { urgent: true as const } : {}),
          })),
      },
      { weight: 2, arbitrary: fc.boolean().map((reading) => ({ type: 'CLOSE' as const, reading })) },
      { weight: 4, arbitrary: timer.map((one) => ({ type: 'timeout' as const, timer: one })) },
      fc.constantFrom(
        { type: 'ABORT' as const },
        { type: 'PAUSE' as const },
        { type: 'RESUME' as const },
        { type: 'OPTION' as const, noDelay: true },
      ),
      fc.constant({ type: 'unreachable' as const, reason: 'EHOSTUNREACH' as const }),
    ),
  )
  .map(([at, event]) => ({ at, ...event }));

const bare = {
  sourcePort: 21,
  destinationPort: 40036,
  window: 63,
  urgentPointer: 0,
  options: NO_OPTIONS,
  payload: new Uint8Array(0),
};
const said = (
  event: TcpEvent extends infer E ? (E extends { readonly at: number } ? Omit<E, 'at'> : never) : never,
): TcpEvent => ({ at: 0, ...event }) as TcpEvent;
const came = (flags: number, seq: number, ack: number, more = {}): TcpEvent =>
  said({ type: 'arrived', segment: { ...bare, flags, seq, ack: (ISS + ack) >>> 0, ...more } });
const half = said({ type: 'CLOSE', reading: true });
const listened = [
  said({ type: 'OPEN', passive: true }),
  came(0x02, 0, 0, { options: { mss: 4, sackPermitted: true, windowScale: 2 } }),
];
const opened = [
  said({ type: 'OPEN', passive: false }),
  came(0x12, 0, 1, { options: { mss: 4, sackPermitted: true, windowScale: 2 } }),
];
const beginnings = [
  [],
  listened,
  opened,
  [...listened, came(0x10, 1, 1)],
  [...opened, said({ type: 'SEND', octets: new Uint8Array(40) })],
  [...opened, said({ type: 'PAUSE' }), came(0x18, 1, 1, { payload: new Uint8Array(3) })],
  [...opened, half],
  [...opened, half, came(0x10, 1, 2)],
  [...opened, half, came(0x11, 1, 1)],
  [...opened, half, came(0x11, 1, 2)],
  [...opened, came(0x11, 1, 1)],
  [...opened, came(0x11, 1, 1), half],
  [...opened, said({ type: 'CLOSE', reading: false })],
];

// Whatever a configuration may use and TCP does not.
interface Log {
  readonly log: readonly string[];
  readonly open: boolean;
}
type Odd = { readonly type: 'a' | 'b' | 'c' | 'd' | 'toggle' };
const logs =
  (word: string): Rule<Log, Odd, string> =>
  ({ log }, event) => ({
    context: { log: [...log, word] },
    commands: [`${word} on ${event.type} after ${log.length}`],
  });
const oddRules = {
  enter: logs('enter'),
  leave: logs('leave'),
  act: logs('act'),
  any: logs('any'),
  rootAct: logs('rootAct'),
  rootAny: logs('rootAny'),
  toggle: (({ open }) => ({ context: { open: !open } })) as Rule<Log, Odd, string>,
};
const oddGuards = {
  isOpen: (({ open }) => open) as Guard<Log, Odd>,
  isLong: (({ log }) => log.length > 6) as Guard<Log, Odd>,
};
const odd = defineModel<Log, Odd, string, null>(
  setup({
    types: {} as Types<Log, Odd, string, null>,
    actions: bridge(oddRules),
    guards: bridgeGuards(oddGuards),
  }).createMachine({
    id: 'odd',
    context: held<Log>({ log: [], open: false }),
    initial: 'one',
    on: {
      toggle: { actions: 'toggle' },
      c: { guard: 'isOpen', target: '.two', actions: 'rootAct' },
      '*': { actions: 'rootAny' },
    },
    states: {
      one: {
        entry: 'enter',
        exit: ['leave', 'act'],
        on: {
          a: { target: 'one' },
          b: { target: 'one', reenter: true, actions: 'act' },
          c: [{ guard: 'isLong', target: 'two' }],
          d: 'two',
        },
      },
      two: {
        entry: ['enter', 'act'],
        exit: 'leave',
        on: {
          a: [
            { guard: 'isOpen', target: 'one', actions: ['act', 'act'] },
            { guard: 'isLong', actions: 'act' },
          ],
          '*': { target: 'one', actions: 'any' },
        },
      },
    },
  }),
  () => ({ log: [], open: false }),
);

const learner: Arbitrary<ProgressEvent> = fc.oneof(
  fc.constantFrom({ type: 'wentOn' as const }, { type: 'wentBack' as const }),
  fc.boolean().map((right) => ({ type: 'answered' as const, option: 'server', right })),
);

describe('a carried snapshot steps as a resolved one', () => {
  // A machine more is a line more; those of FTP, whose events need a dialogue, are proven in test/ftp.
  proves({
    name: 'TCP',
    model: tcp,
    input: {
      local: { address: '203.0.113.10', port: 40036 },
      remote: { address: '198.51.100.21', port: 21 },
      iss: ISS,
      settings: {
        ...linux(4),
        receiveBuffer: 12,
        mss: 4,
        windowScale: 2,
        retries: 3,
        keepAliveIdle: 50_000,
        keepAliveProbes: 2,
      },
    },
    event: tcpEvent,
    beginnings,
    runs: 600,
  });
  proves({ name: "a lesson's progress", model: progress, input: [false, true, false], event: learner, runs: 100 });
  proves({
    name: 'a flow',
    model: flow,
    input: linuxLifetimes,
    event: flowEvent,
    beginnings: flowBeginnings,
    runs: 500,
  });
  proves({
    name: 'an FTP helper',
    model: helper,
    input: undefined,
    event: helperEvent,
    beginnings: helperBeginnings,
    runs: 300,
  });
  proves({ name: 'a mapping', model: mapping, input: undefined, event: mappingEvent, runs: 100 });
  proves({
    name: 'every kind of transition',
    model: odd,
    input: null,
    event: fc.constantFrom<Odd['type']>('a', 'b', 'c', 'd', 'toggle').map((type) => ({ type })),
    runs: 300,
  });
});
