/** What the configuration of a machine may use, held for every machine there is. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { assign, createMachine, raise, setup, type AnyStateMachine, type AnyStateNode } from 'xstate';
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/machine/model';

const KEYS = new Set('id context schemas initial states on always entry exit meta tags'.split(' '));
const CANDIDATE = new Set('guard target actions reenter meta'.split(' '));

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

/** What a machine uses that it may not, with the state where. */
function faults(machine: AnyStateMachine): string[] {
  const { root, implementations } = machine;
  const found: string[] = [];
  const nodes = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodes)];
  const keys = nodes(root).map(({ key }) => key);
  for (const node of nodes(root)) {
    const say = (text: string): void => void found.push(`${node.id}: ${text}`);
    const config = node.config as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(config)) if (!KEYS.has(key) && key !== 'type') say(key);
    if (config['type'] !== undefined && (config['type'] !== 'final' || node.parent === root || node === root))
      say(`type ${String(config['type'])}`);
    if (keys.indexOf(node.key) !== keys.lastIndexOf(node.key)) say('a name that another state has');
    if (node.key.includes('.')) say('a dot in its name');
    const action = (name: unknown): void => {
      const made =
        typeof name === 'string' ? (implementations.actions[name] as unknown as { type?: string }) : undefined;
      if (made?.type !== 'xstate.assign') say(`action ${String(name)} is no rule`);
    };
    for (const name of [...list(config['entry']), ...list(config['exit'])]) action(name);
    const on = Object.values(config['on'] ?? {}) as unknown[];
    for (const one of [...on, config['always']].flatMap(list)) {
      const candidate = (typeof one === 'string' ? { target: one } : one) as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(candidate)) if (!CANDIDATE.has(key)) say(`${key} of a candidate`);
      if (list(candidate['target']).length > 1) say('several targets');
      for (const name of list(candidate['actions'])) action(name);
      const { guard } = candidate;
      if (guard !== undefined && (typeof guard !== 'string' || typeof implementations.guards[guard] !== 'function'))
        say(`guard ${JSON.stringify(guard)} is no guard`);
    }
    // One `always` a step at most: where one leads, none is waiting.
    for (const { target } of node.always ?? []) {
      if (!target?.[0]) say('an always without a target');
      else {
        let leaf: AnyStateNode = target[0];
        while (leaf.type === 'compound') leaf = leaf.initial.target[0] as AnyStateNode;
        for (let at: AnyStateNode | undefined = leaf; at; at = at.parent)
          if (at.always?.length) say(`an always after another, in ${at.id}`);
      }
    }
  }
  return found;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.machine.ts'));

describe('every machine keeps to what one may use', () => {
  test('they are found', () => expect(files.length).toBeGreaterThan(12));
  test.each(files)('%s', async (file) => {
    const models = Object.values((await import(resolve('src', file))) as object).filter(
      (one): one is Model<unknown, never, unknown, unknown> =>
        typeof one === 'object' && one !== null && 'machine' in one,
    );
    expect(models.length).toBeGreaterThan(0);
    for (const { machine } of models) {
      void machine.definition; // wrong names of targets
      expect(faults(machine)).toEqual([]);
    }
  });
});

describe('what none may use is found', () => {
  const rule = assign({});
  const states = { a: {}, b: {} };
  const implementations = {
    actions: { rule, plain: () => undefined, raised: raise({ type: 'x' }) },
    guards: { is: () => true },
  };
  const made = (config: object) => {
    const machine: unknown = setup(implementations as object).createMachine({
      id: 'm',
      initial: 'a',
      states,
      ...config,
    } as never);
    return faults(machine as AnyStateMachine);
  };
  const at = (config: object) => made({ states: { a: config, b: {} } });
  test.each<[string, string[], string]>([
    ['nothing', made({}), ''],
    [
      'what is allowed',
      at({
        entry: 'rule',
        on: { x: [{ guard: 'is', target: 'b', actions: ['rule'] }], y: 'b' },
        always: { guard: 'is', target: 'b' },
      }),
      '',
    ],
    ['invoke', at({ invoke: { src: 'who' } }), 'm.a: invoke'],
    ['after', at({ after: { 5: 'b' } }), 'm.a: after'],
    ['onDone', at({ onDone: 'b' }), 'm.a: onDone'],
    ['history', made({ states: { ...states, h: { type: 'history' } } }), 'm.h: type history'],
    ['parallel', made({ initial: undefined, type: 'parallel' }), 'm: type parallel'],
    ['a final state at the root', made({ states: { ...states, end: { type: 'final' } } }), 'm.end: type final'],
    ["words, which are a language's", at({ description: 'A state.' }), 'm.a: description'],
    ['a name twice', made({ states: { a: { initial: 'b', states: { b: {} } }, b: {} } }), 'm.a.b: a name that'],
    ['a dot', made({ states: { ...states, 'c.d': {} } }), 'm.c.d: a dot in its name'],
    ['spawn and send, which no name stands for', at({ entry: rule }), 'm.a: action'],
    ['an action that XState would execute', at({ on: { x: { actions: 'plain' } } }), 'm.a: action plain is no rule'],
    ['an event of its own', at({ exit: 'raised' }), 'm.a: action raised is no rule'],
    ['a rule that is not there', at({ on: { x: { actions: 'none' } } }), 'm.a: action none is no rule'],
    ['a guard that is not there', at({ on: { x: { guard: 'none', target: 'b' } } }), 'm.a: guard "none" is no guard'],
    [
      'two always in a row',
      made({ states: { a: { always: 'b' }, b: { always: { guard: 'is', target: 'a' } } } }),
      'm.a: an always after another',
    ],
    ['an always that stays', at({ always: { guard: 'is', actions: 'rule' } }), 'm.a: an always without a target'],
  ])('%s', (_, found, text) => (text === '' ? expect(found).toEqual([]) : expect(found.join('\n')).toContain(text)));
  test('a machine of no states', () => expect(faults(createMachine({}))).toEqual([]));
});
