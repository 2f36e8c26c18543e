/**
 * Over a fixed sample of every combination of the network's knobs: a chain to a root, a remedy that is true, or a
 * stated impossibility.
 */
import { describe, expect, test } from 'vitest';
import { settingsText } from '../../src/explain/remedies/remedies';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { toLink } from '../../src/scenario/text/link';
import { emptyScenario } from '../../src/scenario/scenario';
import { share } from '../share';
import { combinations } from '../sweep/combinations';
import { cured, ran, scenarioOf } from './symptom';
import { chainFaults, remedyFaults } from './why';

const all = [...combinations()];

test('every failing run of the sample has a chain of causes, from a knob, an action or an intervention', async () => {
  let failing = 0;
  for (const scenario of all.filter((_, index) => index % share(83, 167) === 5)) {
    const trace = await ran(scenario);
    expect([toLink(scenario, null), chainFaults(trace)]).toEqual([toLink(scenario, null), []]);
    if (diagnose(trace)) failing += 1;
  }
  expect(failing).toBeGreaterThan(25);
}, 60_000);

test('every failing run has a remedy that repairs it and takes its block away, or is said to have none', async () => {
  let failing = 0;
  for (const scenario of all.filter((_, index) => index % share(601, 1201) === 11)) {
    const trace = await ran(scenario);
    if (diagnose(trace)) failing += 1;
    expect([toLink(scenario, null), (await remedyFaults(scenario, trace)).faults]).toEqual([
      toLink(scenario, null),
      [],
    ]);
  }
  expect(failing).toBeGreaterThan(2);
}, 120_000);

describe('the fix finder', () => {
  test('touches no wish, no chance and no knob that the run did not read; and no run is asked for twice', async () => {
    const scenario = scenarioOf(['serverEdge.firewall: control-only']);
    const trace = await ran(scenario);
    const { remedies } = await import('../../src/explain/remedies/remedies');
    const search = remedies(scenario, trace);
    const asked: string[] = [];
    const read = new Set(trace.entries.flatMap((entry) => (entry.kind === 'knob' ? [entry.knob] : [])));
    let step = search.next();
    for (; !step.done; step = search.next(await ran(step.value.scenario))) {
      const { set: settings, done, of } = step.value;
      asked.push(toLink(step.value.scenario, null));
      expect(done).toBeLessThan(of);
      for (const knob of Object.keys(settings)) {
        expect(knob).not.toMatch(/^(actions|seed|user|passwordOk|tcp\.)/);
        expect(read).toContain(knob);
      }
    }
    expect(new Set(asked).size).toBe(asked.length);
    expect(read).not.toContain('server.activeDataPort');
  });

  test('has nothing to say about a run that did what was asked', async () => {
    const trace = await ran(emptyScenario);
    expect(diagnose(trace)).toBeNull();
    expect(await cured(emptyScenario, trace)).toEqual({ remedies: [], impossible: null });
  });

  test('a segment that came again is no wait in vain, though curl then looks at its idle connection', async () => {
    const trace = await ran(
      scenarioOf(['dataMode: PORT', 'actions: list /; get hello.txt', 'interventions:', '  - drop data 1 / SYN']),
    );
    expect(trace.entries.some((entry) => entry.kind === 'timeout' && entry.timer === 'settle')).toBe(true);
    expect(diagnose(trace)).toBeNull();
  });

  test('three blocks in a row: what the causes name, one after the other', async () => {
    const scenario = scenarioOf([
      'client.skipPasvAddress: false',
      'clientEdge.firewall: egress-filter',
      'serverEdge.firewall: block-all',
      'server.passiveAddress: 10.0.0.21',
    ]);
    const trace = await ran(scenario);
    const { remedies, impossible } = await cured(scenario, trace);
    expect(impossible).toBeNull();
    expect(remedies.map(({ set }) => Object.keys(set).length)).toEqual(remedies.map(() => 3));
    expect((await remedyFaults(scenario, trace)).faults).toEqual([]);
  }, 60_000);

  test('what cannot help is not run: no fault, filter or restriction more, no TLS where nobody speaks it', async () => {
    const scenario = scenarioOf(['serverEdge.nat: true', 'client.skipPasvAddress: false']);
    const { remedies } = await import('../../src/explain/remedies/remedies');
    const search = remedies(scenario, await ran(scenario));
    const asked: string[] = [];
    for (let step = search.next(); !step.done; step = search.next(await ran(step.value.scenario)))
      asked.push(settingsText(step.value.set));
    expect(
      asked.filter((set) =>
        /^(faults|scanner|security|tls|server\.tls|server\.forbids|wan\.filtered|[a-z]+Edge\.(firewall|rules))/.test(
          set,
        ),
      ),
    ).toEqual([]);
    expect(asked).toContain('server.passiveAddress=198.51.100.21');
    expect(asked.length).toBeLessThan(30);
  });

  test('says what of the user it would change only where nothing else helps', async () => {
    const scenario = scenarioOf(['passwordOk: false']);
    const { remedies } = await cured(scenario, await ran(scenario));
    expect(remedies.map(({ set: settings, marked }) => [settingsText(settings), marked])).toEqual([
      ['passwordOk=true', true],
    ]);
  });
});
