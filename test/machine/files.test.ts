/** The virtual file store; and what a machine's configuration, rules and steps come to. */
import { describe, expect, test } from 'vitest';
import { changed, children, resolvePath, type Files, type FileNode } from '../../src/machine/files';
import { configOf, described, nameOf, statesOf } from '../../src/machine/config';
import { stepper, stepsTaken } from '../../src/machine/step';
import { odd } from './odd';

const node = (mode: number): FileNode => ({
  type: 'file',
  octets: new Uint8Array(0),
  uid: 0,
  gid: 0,
  owner: 'o',
  group: 'g',
  mode,
  modified: 0,
});
const store = (...paths: readonly string[]): Files => new Map(paths.map((path, at) => [path, node(at)]));
const listed = (files: Files) => [...files].map(([path, { mode }]) => `${path} ${mode}`);

describe('a change of a store', () => {
  const before = store('/', '/a', '/a/b', '/a/b/c', '/ab', '/x');
  test.each([
    [
      'write',
      { op: 'write', path: '/new', node: node(9) },
      ['/ 0', '/a 1', '/a/b 2', '/a/b/c 3', '/ab 4', '/x 5', '/new 9'],
    ],
    ['write over', { op: 'write', path: '/x', node: node(9) }, ['/ 0', '/a 1', '/a/b 2', '/a/b/c 3', '/ab 4', '/x 9']],
    ['remove', { op: 'remove', path: '/x' }, ['/ 0', '/a 1', '/a/b 2', '/a/b/c 3', '/ab 4']],
    ['remove nothing', { op: 'remove', path: '/y' }, listed(before)],
    ['rename a file', { op: 'rename', from: '/x', to: '/y' }, ['/ 0', '/a 1', '/a/b 2', '/a/b/c 3', '/ab 4', '/y 5']],
    [
      'rename a directory',
      { op: 'rename', from: '/a', to: '/z' },
      ['/ 0', '/ab 4', '/x 5', '/z 1', '/z/b 2', '/z/b/c 3'],
    ],
    [
      'rename what is below',
      { op: 'rename', from: '/a/b', to: '/q' },
      ['/ 0', '/a 1', '/ab 4', '/x 5', '/q 2', '/q/c 3'],
    ],
    ['rename onto another', { op: 'rename', from: '/ab', to: '/x' }, ['/ 0', '/a 1', '/a/b 2', '/a/b/c 3', '/x 4']],
  ] as const)('%s', (_, change, after) => {
    const was = listed(before);
    expect(listed(changed(before, change))).toEqual(after);
    expect(listed(before)).toEqual(was);
  });
});

test.each([
  ['/', '', '/'],
  ['/', 'a', '/a'],
  ['/d', 'a', '/d/a'],
  ['/d', '/a', '/a'],
  ['/d', '..', '/'],
  ['/d/e', '../a', '/d/a'],
  ['/', '../../a', '/a'],
  ['/d', './a/.', '/d/a'],
  ['/d', 'a//b/', '/d/a/b'],
  ['/d', '...', '/d/...'],
  ['/d', 'a/../b', '/d/b'],
])('in %s %j means %s', (directory, name, path) => expect(resolvePath(directory, name)).toBe(path));

test('children stand in octet order, those of nobody else among them', () => {
  const files = store('/', '/b', '/B', '/a', '/a/z', '/a/y', '/a/y/x', '/ab', '/é');
  const names = (directory: string) => children(files, directory).map(([name, { mode }]) => `${name} ${mode}`);
  expect(names('/')).toEqual(['B 2', 'a 3', 'ab 7', 'b 1', 'é 8']);
  expect(names('/a')).toEqual(['y 5', 'z 4']);
  expect(names('/a/y')).toEqual(['x 6']);
  expect(names('/b')).toEqual([]);
});

describe('a configuration', () => {
  const config = { id: 'm', states: { a: { states: { b: {}, c: { states: { d: {} } } } }, e: {} } };
  test('its states by dotted paths, the outer ones first', () => {
    expect(statesOf(config).map(([path]) => path)).toEqual(['a', 'a.b', 'a.c', 'a.c.d', 'e']);
    expect(statesOf({})).toEqual([]);
    expect(['a.c.d', 'a', ''].map(nameOf)).toEqual(['d', 'a', '']);
  });
  test('with words of its states, a place for them where there are none', () => {
    expect(described(config, { a: 'A', d: 'D' })).toEqual({
      id: 'm',
      states: {
        a: {
          description: 'A',
          states: { b: { description: '' }, c: { description: '', states: { d: { description: 'D' } } } },
        },
        e: { description: '' },
      },
    });
    expect(described({ id: 'x' }, {})).toEqual({ id: 'x' });
  });
  test('is names alone', () => {
    expect(configOf(odd)).toMatchObject({ id: 'odd', initial: 'one' });
    expect(Object.keys(configOf(odd)).sort()).toEqual(['id', 'initial', 'on', 'states']);
  });
});

describe('a step', () => {
  const steps = stepper(odd);
  const start = steps.start(null);
  test('begins in the initial state, without having entered it', () =>
    expect(start).toEqual({ value: 'one', context: { log: [], open: false } }));
  test('runs exit, transition and entry in this order, each rule on what the one before left', () => {
    const { snapshot, commands } = steps.step(start, { type: 'b' });
    expect(snapshot.context.log).toEqual(['leave', 'act', 'act', 'enter']);
    expect(commands).toEqual(['leave on b after 0', 'act on b after 1', 'act on b after 2', 'enter on b after 3']);
    expect(snapshot.context.open).toBe(false);
  });
  test('what has no commands asks for nothing, though the step before did', () => {
    const first = steps.step(start, { type: 'b' });
    const second = steps.step(first.snapshot, { type: 'toggle' });
    expect(second).toMatchObject({ commands: [], snapshot: { value: 'one', context: { open: true } } });
    expect(second.snapshot.context.log).toEqual(first.snapshot.context.log);
    expect(steps.step(second.snapshot, { type: 'c' })).toMatchObject({
      commands: { length: 5 },
      snapshot: { value: 'two', context: { open: true } },
    });
  });
  test('the same event a second time is a second event', () => {
    const event = { type: 'b' } as const;
    const first = steps.step(start, event);
    expect(steps.step(first.snapshot, event).commands).toEqual(
      [4, 5, 6, 7].map((after, i) => `${['leave', 'act', 'act', 'enter'][i]} on b after ${after}`),
    );
  });
  test('goes on from a copy, and is counted', () => {
    const before = stepsTaken();
    const { snapshot } = steps.step(start, { type: 'd' });
    const copy = JSON.parse(JSON.stringify(snapshot)) as typeof snapshot;
    expect(copy).toEqual({ value: 'two', context: { log: ['leave', 'act', 'enter', 'act'], open: false } });
    expect(steps.step(copy, { type: 'b' })).toEqual(steps.step(snapshot, { type: 'b' }));
    expect(stepsTaken() - before).toBe(3);
  });
});
