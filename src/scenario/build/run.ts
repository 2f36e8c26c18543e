/**
 * run: scenario in, trace out. Pure and deterministic: same scenario, same trace, octet for octet, on every machine.
 */
import { Recorder } from '../../sim/recorder';
import { World } from '../../sim/world/world';
import { linux } from '../../tcp/tcb/settings';
import { tcp } from '../../tcp/tcp.machine';
import { CAPS } from '../../wire/caps';
import type { Trace } from '../../trace/trace';
import type { Parts } from './reading/parts';
import { Reading } from './reading/reading';
import { recorded } from '../text/recorded';
import { problems, type Scenario } from '../scenario';
import { buildLinks } from './links';
import { buildNodes } from './topology';

/** 2026-01-15 12:00 UTC: the date all runs start at, so that what a listing shows does not depend on the day. */
const EPOCH = 1_768_478_400;

const HORIZON = 3600 * 1_000_000;

interface Bounds {
  readonly entries: number;
}

const PUBLISHED: Bounds = { entries: CAPS.entries.most };

/** Runs a scenario, up to so many entries. Throws on one that `problems` objects to: ask first. */
export function run(scenario: Scenario, parts: Parts, bounds = PUBLISHED): Trace {
  return worldOf(scenario, parts, bounds).run();
}

/** The same, in slices of some milliseconds: for whoever must look up now and then. */
export function slices(scenario: Scenario, parts: Parts, bounds = PUBLISHED): Generator<void, Trace> {
  return worldOf(scenario, parts, bounds).slices();
}

function worldOf(scenario: Scenario, parts: Parts, { entries }: Bounds): World {
  const [objection] = Number.isFinite(entries) ? problems(scenario) : [];
  if (objection) throw new Error(`${objection.knob}: ${objection.why.code}`);
  const recorder = new Recorder();
  const reading = new Reading(scenario, recorder);
  const linear = reading.value('tcp.synLinearTimeouts');
  const keepAlive = reading.value('client.keepAlive');
  const asking = keepAlive === null ? {} : { keepAliveIdle: keepAlive * 1e6, keepAliveInterval: keepAlive * 1e6 };
  const seed = reading.value('seed');
  const nodes = buildNodes(reading, parts);
  const links = buildLinks(reading);
  return new World(
    {
      seed,
      epoch: EPOCH,
      scenario: recorded(scenario),
      nodes,
      links,
      transport: tcp,
      settings: (family, host) => ({
        ...linux(family),
        synLinearTimeouts: linear,
        ...(host === 'client' ? asking : {}),
      }),
      acts: scenario.interventions,
      horizon: HORIZON,
      cap: entries,
    },
    recorder,
  );
}
