/** Which machine of a run is looked at, and its table. */
import { expect, test } from 'vitest';
import { litAt } from '../../src/diagram/statechart/lit';
import { machineNames } from '../../src/diagram/statechart/machines';
import { ANYWHERE } from '../../src/diagram/statechart/statechart';
import { lifeOf, livesOf } from '../../src/diagram/steps/lives';
import { fromLink } from '../../src/scenario/text/link';
import { entriesOf } from '../../src/trace/trace';
import { followed, hostsOf } from '../../src/ui/machines/following';
import { rowsOf } from '../../src/ui/machines/machine-rows';
import { chart } from '../diagram/charts';
import { ran } from '../explain/symptom';

const trace = await ran(fromLink('dataMode=PORT&clientEdge.firewall=block-inbound').scenario);
const lit = (name: string, life = livesOf(trace).find(({ machine }) => machine === name)) =>
  litAt(chart(name), life ?? { ...livesOf(trace)[0]!, changes: [], odd: [] }, {
    since: -1,
    until: trace.entries.length,
  });

// What repeats would end the page's list: its rows and their words are keyed by what they say.
test.each(machineNames)('the table of %s says each answer, and each guard of it, once', (name) => {
  const groups = rowsOf(chart(name), lit(name));
  expect(new Set(groups.map((group) => group.name)).size).toBe(groups.length);
  for (const { rows } of groups) {
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    for (const { guards } of rows) expect(new Set(guards).size).toBe(guards.length);
  }
});

test('rows count what was taken; what stays has no way to be counted', () => {
  const rows = rowsOf(chart('TCP'), lit('TCP')).flatMap((group) =>
    group.rows.map((row) => ({ ...row, of: group.name })),
  );
  const opening = rows.find(({ of, to }) => of === 'CLOSED' && to === 'SYN-SENT');
  expect(opening).toMatchObject({ event: 'OPEN', edge: 'CLOSED → SYN-SENT', count: 1, later: 0 });
  for (const { to, edge, count } of rows) if (to === null) expect([edge, count]).toEqual([null, 0]);
  expect(rowsOf(chart('TCP'), lit('TCP')).at(-1)?.name).toBe(ANYWHERE);
});

test('followed is the machine of the subject; without one, that which changed its state last', () => {
  const end = trace.entries.length;
  for (const entry of entriesOf(trace, 'state')) expect(followed(trace, entry, end)).toBe(lifeOf(trace, entry));
  const changes = livesOf(trace).flatMap((life) => life.changes.map(({ n }) => ({ n, life })));
  for (const until of [changes[0]!.n, changes[9]!.n, end]) {
    const last = changes.filter(({ n }) => n <= until).sort((a, b) => b.n - a.n)[0];
    expect(last).toBeDefined();
    expect(followed(trace, null, until)).toBe(last?.life);
  }
});

test('hosts are named in the order of the path, each with its own machines', () => {
  const hosts = hostsOf(trace);
  expect(hosts.map(({ name }) => name)).toEqual(['Client', "Client's edge", 'Server']);
  expect(hosts.flatMap(({ lives }) => lives).length).toBe(livesOf(trace).length);
});
