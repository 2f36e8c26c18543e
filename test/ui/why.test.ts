import { describe, expect, test } from 'vitest';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { emptyScenario } from '../../src/scenario/scenario';
import type { TraceNode } from '../../src/trace/trace';
import { parseFragment, sidePageText } from '../../src/ui/state/side-page.svelte';
import { changesOf } from '../../src/ui/why/change';
import { ask, answered } from '../../src/ui/tasks/task-client';
import { reachedAt } from '../../src/ui/exposure/reachability';
import { breather } from '../../src/ui/runs/breather';
import { perform, type Progress } from '../../src/ui/tasks/tasks';

const edge: TraceNode = {
  id: 'clientEdge',
  kind: 'router',
  name: "Client's edge",
  addresses: [],
  gear: {
    rules: ['state established,related accept', 'from inside accept', 'tcp drop'],
    policy: 'accept',
    nat: null,
    forwards: [],
    helper: null,
  },
};

describe('the address of a page beside the stage', () => {
  test("what is written is read again, and the rest is the stage's own", () => {
    const other = fromLink('dataMode=EPSV&clientEdge.rules=from+inside+accept;+tcp+drop&do=drop+data+1+/+SYN').scenario;
    for (const page of [{ kind: 'compare', other, here: false }, { kind: 'exposure' }, { kind: 'own' }] as const) {
      expect(parseFragment(`#dataMode=PORT&at=control+1+/+PORT&${sidePageText(page)}`)).toEqual({
        link: 'dataMode=PORT&at=control+1+/+PORT',
        page,
        taught: false,
      });
    }
    expect(parseFragment('#dataMode=PORT')).toEqual({ link: 'dataMode=PORT', page: null, taught: false });
    expect(sidePageText(null)).toBe('');
  });

  test('what cannot be read opens nothing, or the plain run', () => {
    expect(parseFragment('#page=elsewhere').page).toBeNull();
    expect(parseFragment('#with=%E0%A4%A').page).toEqual({ kind: 'compare', other: emptyScenario, here: false });
    expect(parseFragment('#with=').page).toEqual({ kind: 'compare', other: emptyScenario, here: false });
  });
});

describe("a remedy's change", () => {
  test('names the knob, what it was and what it becomes; a switch is off or on', () => {
    expect(
      changesOf(fromLink('dataMode=PORT').scenario, { dataMode: 'PASV', 'clientEdge.ftpHelper': true }, []),
    ).toEqual([
      { name: 'dataMode', label: 'Data connection', before: 'PORT', now: 'PASV' },
      { name: 'clientEdge.ftpHelper', label: 'FTP helper', before: 'off', now: 'on' },
    ]);
  });

  test('of a table only the rule that is new is told', () => {
    const rules = 'state established,related accept; from inside accept; from outside tcp sport 20 accept; tcp drop';
    expect(changesOf(emptyScenario, { 'clientEdge.rules': rules }, [edge])).toEqual([
      { name: 'clientEdge.rules', label: 'A rule more', before: '', now: 'from outside tcp sport 20 accept' },
    ]);
  });
});

test('each port is open, closed or filtered; an edge that lets nobody in has a row, one caller has none', () => {
  const anyone = {
    edge: 'serverEdge',
    who: 'anyone',
    ports: [
      [21, 21],
      [50_020, 50_045],
    ],
    answered: [21],
  } as const;
  expect(reachedAt([anyone, { ...anyone, who: 'peer' }], [edge])).toEqual([
    { edge: 'clientEdge', who: 'anyone', open: '', closed: '', filtered: '1-65535' },
    { edge: 'serverEdge', who: 'anyone', open: '21', closed: '50020-50045', filtered: '1-20, 22-50019, 50046-65535' },
  ]);
});

describe('the search, where there is no worker', () => {
  const link = 'dataMode=PORT&clientEdge.firewall=block-inbound';

  test('finds what the worker finds, tells how far it is, and knows it the next time', async () => {
    const told: Progress[] = [];
    const found = await ask('remedies', link, (progress) => told.push(progress)).result;
    expect(found?.remedies.map(({ set }) => set)).toContainEqual({ 'clientEdge.ftpHelper': true });
    expect(told.length).toBeGreaterThan(5);
    expect(told.map(({ done }) => done)).toEqual([...told.map(({ done }) => done)].sort((a, b) => a - b));
    expect(answered('remedies', link)).toBe(found);
    expect(
      await ask('remedies', link, () => {
        throw new Error('it was known');
      }).result,
    ).toBe(found);
  });

  test('stops when nobody wants it any more', async () => {
    let runs = 0;
    expect(
      await perform('remedies', toLink(fromLink('serverEdge.firewall=control-only').scenario, null), {
        tell: () => {
          runs += 1;
        },
        pause: () => Promise.resolve(runs < 3),
      }),
    ).toBeNull();
    expect(runs).toBe(3);
    const asked = ask('worse', link, () => undefined);
    asked.stop();
    expect(await asked.result).toBeNull();
    expect(answered('worse', link)).toBeNull();
  });

  test('lets others have a turn, once it has worked long enough', async () => {
    const heardAfter = async (work: number): Promise<boolean> => {
      let heard = false;
      const timer = setTimeout(() => (heard = true));
      await breather(() => true, work)();
      clearTimeout(timer);
      return heard;
    };
    expect(await heardAfter(0)).toBe(true);
    expect(await heardAfter(Infinity)).toBe(false);
  });
});
