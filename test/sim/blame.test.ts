/** Nothing happens by itself: what each entry goes back to, and what each intervention reaches. */
import { expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import { Interventions, type TimedIntervention } from '../../src/sim/interventions';
import type { Entry } from '../../src/trace/entry';
import { alone, octetsOf } from '../live/toys';
import { SERVER, small } from './world';

const dial = (connection: string, port = 21): Command => ({
  type: 'open',
  connection,
  purpose: 'control',
  remote: { address: SERVER, port },
});
const send: Command = { type: 'send', connection: 'control', octets: octetsOf('hello') };
const on = (answers: Readonly<Record<string, readonly Command[]>>) => alone((event) => answers[event.type] ?? []);

const greeter = on({
  started: [dial('control')],
  opened: [send],
  received: [{ type: 'close', connection: 'control' }],
});
const echo = on({ received: [send], peerClosed: [{ type: 'close', connection: 'control' }] });
const lost = { type: 'failed' } as const;
const listens: Command = { type: 'listen', listener: 'l', address: null, purpose: 'data', port: 'ephemeral' };

test.each<[string, Parameters<typeof small>[0]]>([
  ['a greeting', { client: [greeter], server: echo }],
  ['a greeting over a link that loses', { client: [greeter], server: echo, link: { loss: 0.3 } }],
  ['a server that resets', { client: [greeter], server: on({ received: [{ type: 'abort', connection: 'control' }] }) }],
  ['nobody listens', { client: [on({ started: [dial('control', 22)], [lost.type]: [{ type: 'exit', code: 1 }] })] }],
  ['what is not there', { client: [on({ started: [send, { type: 'unlisten', listener: 'x' }] })] }],
  ['a listener', { client: [on({ started: [listens], listening: [{ type: 'unlisten', listener: 'l' }] })] }],
])('%s: every entry but the roots names an earlier one', (_, given) => {
  const { entries } = small(given);
  const roots = new Set(entries.filter(({ causes }) => causes.length === 0).map(({ kind }) => kind));
  expect([...roots].filter((kind) => !['listen', 'start', 'step', 'end', 'process'].includes(kind))).toEqual([]);
  for (const { n, causes } of entries) expect(causes.every((cause) => cause >= 0 && cause < n)).toBe(true);
  expect(entries.length).toBeGreaterThan(3);
});

test.each<[TimedIntervention, readonly string[]]>([
  [{ at: 'm', do: 'cut' }, ['cut wan 5']],
  [{ at: 'm', do: 'filter', port: 21 }, ['filter 21 5']],
  [{ at: 'm', do: 'mend' }, ['mend 5', 'lose server false 5']],
  [{ at: 'm', do: 'expire', edge: 'edge' }, ['later', 'expire edge 5']],
  [{ at: 'm', do: 'restart' }, ['later', 'restart server 5']],
  [{ at: 'm', do: 'exhaust' }, ['exhaust server 5']],
  [{ at: 'm', do: 'unplug' }, ['cut server 5']],
  [{ at: 'm', do: 'unreachable' }, ['cut server 5', 'lose server true 5']],
  [{ at: 'other', do: 'cut' }, []],
] as [TimedIntervention, readonly string[]][])('%o', (act, expected) => {
  const done: string[] = [];
  const note =
    (name: string) =>
    (...given: unknown[]): void =>
      void done.push([name, ...given].join(' '));
  const reach = {
    ...Object.fromEntries(
      ['cut', 'filter', 'mend', 'lose', 'expire', 'restart', 'exhaust'].map((name) => [name, note(name)]),
    ),
    later: (run: () => void) => {
      done.push('later');
      run();
    },
  } as unknown as ConstructorParameters<typeof Interventions>[1];
  new Interventions([act], reach).at('m', { n: 0, node: null, connection: null } as unknown as Entry, () => 5);
  expect(done).toEqual(expected);
});
