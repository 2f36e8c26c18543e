import { expect, test } from 'vitest';
import type { Action } from '../../src/ftp/protocol/requests';
import { load } from '../../src/parts';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { type Scenario, fork, valueOf, withKnob } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/trace';
import { commandTyped } from '../../src/ui/ends/command-typed';
import { hereOf } from '../../src/ui/lab/fork';

const runOf = async (scenario: Scenario): Promise<Trace> => run(scenario, await load(needs(scenario)));
const subjectAt = (trace: Trace, moment: string) => {
  const entry = trace.entries[trace.moments.get(moment) ?? -1];
  if (!entry) throw new Error(moment);
  return entry;
};

test('an edge can forget only where it remembers', async () => {
  const plain = await runOf(fromLink('dataMode=PASV').scenario);
  expect(hereOf(plain, subjectAt(plain, 'control 1 / PASV')).remembering).toEqual([]);
  const nat = await runOf(fromLink('dataMode=PASV&clientEdge.nat=true').scenario);
  expect(hereOf(nat, subjectAt(nat, 'control 1 / SYN')).remembering).toEqual([]);
  expect(hereOf(nat, subjectAt(nat, 'control 1 / PASV'))).toEqual({
    moment: 'control 1 / PASV',
    lossable: expect.any(String),
    remembering: ['clientEdge'],
  });
});

test('every act here makes another run, which is the same up to here', async () => {
  const { scenario } = fromLink('dataMode=PASV&clientEdge.nat=true');
  const parent = await runOf(scenario);
  const { moment, lossable } = hereOf(parent, subjectAt(parent, 'control 1 / PASV'));
  for (const [intervention, when] of [
    [{ do: 'cut' }, moment],
    [{ do: 'restart' }, moment],
    [{ do: 'expire', edge: 'clientEdge' }, moment],
    [{ do: 'unplug' }, moment],
    [{ do: 'drop' }, lossable],
    [{ do: 'delay', ms: 700 }, lossable],
  ] as const) {
    const child = await runOf(fork(scenario, when ?? '', intervention));
    const at = parent.moments.get(when ?? '') ?? 0;
    expect(child.entries.slice(0, at)).toEqual(parent.entries.slice(0, at));
    expect(
      child.entries.filter(({ kind }) => kind === 'intervention').map(({ n }) => n > at),
      intervention.do,
    ).toEqual([true]);
    expect(child.entries.length, intervention.do).not.toBe(parent.entries.length);
  }
});

test.each(['curl', 'lftp', 'tnftp', 'ftplib'])(
  "%s sends a line of its user's own once the rest is done",
  async (software) => {
    const { scenario } = fromLink(`client.software=${software}`);
    const work: readonly Action[] = [
      ...(valueOf(scenario, 'actions') as readonly Action[]),
      { op: 'quote', line: 'SYST' },
    ];
    const trace = await runOf(withKnob(scenario, 'actions', work));
    const sent = commandTyped(trace, work, work.length - 1);
    expect(sent).not.toBeNull();
    expect(trace.entries[sent ?? -1]).toMatchObject({
      kind: 'message',
      way: 'sent',
      node: 'client',
      message: { name: 'SYST' },
    });
    const first = trace.entries.find((entry) => entry.kind === 'achieve' && entry.action === 0);
    expect(sent).toBeGreaterThan(first?.n ?? Infinity);
  },
);

test('a command to which the client never came is not found', async () => {
  const { scenario } = fromLink('client.software=lftp&passwordOk=false');
  const work: readonly Action[] = [
    { op: 'list', path: '/' },
    { op: 'quote', line: 'SYST' },
  ];
  expect(commandTyped(await runOf(withKnob(scenario, 'actions', work)), work, 1)).toBeNull();
});
