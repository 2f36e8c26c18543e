/**
 * The stepper, which carries XState's snapshot along, does exactly what XState's transition() does from a state that is
 * resolved anew: state, commands and context, on any sequence of events.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { EventObject } from 'xstate';
import { describe, expect, test } from 'vitest';
import { progress, type ProgressEvent } from '../../src/lesson/progress.machine';
import type { Model } from '../../src/machine/model';
import { configOf, statesOf } from '../../src/machine/config';
import { stepper } from '../../src/machine/step';
import { reference } from './reference';
import { flow } from '../../src/middlebox/tracking/flow.machine';
import { helper } from '../../src/middlebox/helper/helper.machine';
import { firewall } from '../../src/middlebox/firewall/firewall.machine';
import { mapping } from '../../src/middlebox/nat/mapping.machine';
import { linuxLifetimes } from '../../src/middlebox/spec';
import { linux } from '../../src/tcp/tcb/settings';
import { tcp } from '../../src/tcp/tcp.machine';
import {
  firewallBeginnings,
  firewallEvent,
  flowBeginnings,
  flowEvent,
  helperBeginnings,
  helperEvent,
  mappingEvent,
} from '../middlebox/machines';
import { ISS, tcpEvent, beginnings } from './segments';
import { type Odd, odd } from './odd';

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
        visited.add(quick.value);
      }),
      { numRuns: runs },
    );
    const leaves = statesOf(configOf(model)).flatMap(([path, { states }]) => (states ? [] : [path]));
    expect([...visited].sort()).toEqual(leaves.sort());
  });
}

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
  proves({
    name: 'a verdict on a packet',
    model: firewall,
    input: undefined,
    event: firewallEvent,
    beginnings: firewallBeginnings,
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
