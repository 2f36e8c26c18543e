/** What follows from what in a trace, and what carried what was said: over traces put together by hand. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Detail, Entry, NodeId } from '../../src/trace/entry';
import { drained, each, flatMapped } from '../../src/trace/pieces';
import { carriersOf, hasPacket } from '../../src/trace/query/carriers';
import { deedOf, neverDone } from '../../src/trace/query/deeds';
import { followersOf, readAt, senderOf, sentIn } from '../../src/trace/query/links';
import { remembered, rememberedPieces } from '../../src/trace/query/remembered';
import { sentOn, streamOf } from '../../src/trace/sent';
import { because, entriesOf, fromOpener, octetsOf, therefore, transmissionOf, type Trace } from '../../src/trace/trace';
import { commandMessage } from '../../src/wire/ftp/command';
import { replyMessage } from '../../src/wire/ftp/reply';
import { handmade } from '../capture/handmade';

type Row = readonly [node: NodeId | null, causes: readonly number[], detail: Detail, connection?: number | null];

const traceOf = (...rows: readonly Row[]): Trace => ({
  ...handmade(),
  entries: rows.map(
    ([node, causes, detail, connection = 0], n) => ({ n, at: n, node, causes, connection, ...detail }) as Entry,
  ),
});
const pi = { process: 'p', machine: 'pi' };
const packet = { packet: 0, hops: 0 };
const transmit: Detail = { kind: 'transmit', again: false, ...packet };
const pass: Detail = { kind: 'pass', rewritten: null, changes: [], ...packet };
const arrive: Detail = { kind: 'arrive', ...packet };
const drop: Detail = { kind: 'drop', reason: { code: 'lost' }, rule: null, ...packet };
const send: Detail = { kind: 'command', command: 'send', octets: 6, ...pi };
const close: Detail = { kind: 'command', command: 'close', octets: 0, ...pi };
const told: Detail = { kind: 'told', told: 'received', from: 0, octets: 6, reason: null, ...pi };
const said = (way: 'sent' | 'received'): Detail => ({
  kind: 'message',
  way,
  message: commandMessage({ verb: 'PASV', argument: null }),
  ...pi,
});
const replied = (way: 'sent' | 'received'): Detail => ({
  kind: 'message',
  way,
  message: replyMessage({ code: 227, lines: [''] }),
  ...pi,
});
const layer = (way: 'sent' | 'received'): Detail => ({
  kind: 'layer',
  way,
  name: 'Finished',
  said: null,
  protected: false,
  content: null,
  ...pi,
});

/** A command and its reply, which TCP holds back; what else happens meanwhile is of others. */
const dialogueOf = () =>
  traceOf(
    ['client', [], said('sent')], // 0
    ['client', [0], send],
    ['client', [1], transmit],
    ['wan', [2], pass],
    ['server', [3], arrive],
    ['server', [4], told], // 5
    ['server', [5], said('received')],
    ['server', [6], replied('sent')],
    ['server', [7], send],
    ['client', [4], transmit],
    ['server', [4], transmit, 1], // 10
    ['server', [], transmit],
    ['wan', [11], drop],
    ['client', [2], layer('sent')],
    ['client', [13, 2], transmit],
    ['client', [13], close], // 15
    ['client', [], replied('sent')],
    ['client', [16], close],
    ['server', [5, 6], said('received')],
    ['client', [1], transmit],
  );
/** Anew for each test: what is read from a trace is remembered with it. */
let dialogue: Trace;
beforeEach(() => void (dialogue = dialogueOf()));
const numbers = (entries: readonly { readonly n: number }[]) => entries.map(({ n }) => n);
const carriers = (trace: Trace, n: number) => numbers(carriersOf(trace, trace.entries[n]!));

describe('links', () => {
  test('effects, in order', () => {
    expect(numbers(followersOf(dialogue, 4))).toEqual([5, 9, 10]);
    expect(followersOf(dialogue, 19)).toEqual([]);
    expect(numbers(therefore(dialogue, 2))).toEqual([3, 13, 14]);
    expect(therefore(dialogue, 12)).toEqual([]);
  });
  test('causes, nearest first, each once', () => {
    expect(numbers(because(dialogue, 18))).toEqual([5, 6, 4, 3, 2, 1, 0]);
    expect(because(dialogue, 0)).toEqual([]);
    expect(because(dialogue, 99)).toEqual([]);
    expect(numbers(because(traceOf(['client', [7], told], ['client', [0, 9], told]), 1))).toEqual([0]);
  });
  test('what was read at a telling, who sent a message, and what a segment was sent for', () => {
    expect(numbers(readAt(dialogue, dialogue.entries[5]!))).toEqual([6, 18]);
    expect(readAt(dialogue, dialogue.entries[4]!)).toEqual([]);
    expect(senderOf(dialogue, dialogue.entries[0]!)?.n).toBe(1);
    for (const n of [6, 13, 16]) expect(senderOf(dialogue, dialogue.entries[n]!)).toBeNull();
    expect(numbers(sentIn(dialogue, dialogue.entries[2]!))).toEqual([0]);
    expect(sentIn(dialogue, dialogue.entries[11]!)).toEqual([]);
  });
  test('entries of a kind', () => expect(numbers(entriesOf(dialogue, 'command'))).toEqual([1, 8, 15, 17]));
});

describe('the packets that carried', () => {
  test.each([
    [2, [2], 'themselves'],
    [12, [12], 'themselves, though dropped'],
    [0, [2, 19], 'what was sent'],
    [6, [4], 'what was read'],
    [5, [4], 'what was told'],
    [7, [11], 'what was held back: the next of that node on that connection'],
    [16, [], 'what was never sent'],
    [13, [14], "a layer's"],
    [1, [], 'a command'],
  ])('entry %i: %j, %s', (n, found) => expect(carriers(dialogue, n)).toEqual(found));

  test('what no segment took is carried by none', () =>
    expect(carriers(traceOf(['client', [], said('sent')], ['client', [0], send], ['wan', [], transmit]), 0)).toEqual(
      [],
    ));

  test('a layer reads what came, not what a program did; a message goes back by its node', () => {
    const trace = traceOf(
      ['server', [], arrive], // 0
      ['server', [0], told, null],
      ['server', [1], close],
      ['server', [2, 0], layer('received')],
      ['server', [2], layer('received')],
      ['client', [], arrive], // 5
      ['client', [], arrive],
      ['client', [], arrive, 1],
      ['client', [6, 5, 7], told, 1],
      ['client', [8], said('received')],
      ['client', [8], told], // 10
      ['server', [6, 0, 6], said('received')],
    );
    expect([3, 4, 9, 10, 11].map((n) => carriers(trace, n))).toEqual([[0], [], [6], [], [0, 6]]);
  });
  test('a packet is transmitted, passes, arrives or is dropped', () =>
    expect(dialogue.entries.filter(hasPacket).map(({ kind }) => kind)).toEqual(
      dialogue.entries.map(({ kind }) => kind).filter((kind) => ['transmit', 'pass', 'arrive', 'drop'].includes(kind)),
    ));
});

describe('where a packet came from', () => {
  const way = traceOf(
    ['client', [], transmit], // 0
    ['clientEdge', [0], pass],
    ['clientEdge', [1], drop],
    ['wan', [2, 1], pass],
    ['server', [3], arrive],
    ['server', [4], transmit], // 5
    ['wan', [5], drop],
    ['wan', [], pass],
    ['client', [], transmit, null],
    ['client', [], transmit, 9],
  );
  const at = (n: number) => way.entries[n] as Extract<Entry, { kind: 'pass' }>;
  test.each([
    [0, 0],
    [1, 0],
    [2, null], // a drop of its own node's pass goes on from there
    [4, 0],
    [6, 5],
    [7, null],
  ])('entry %i: transmitted at %j', (n, from) => expect(transmissionOf(way, at(n))?.n ?? null).toBe(from));
  test.each([
    [1, true],
    [4, true],
    [6, false],
    [7, false],
    [8, false],
    [9, false],
  ])("entry %i is the opener's: %j", (n, opener) => expect(fromOpener(way, at(n))).toBe(opener));
});

test('what the learner did, and what the run never came to', () => {
  const scenario = {
    knobs: {},
    interventions: [
      { do: 'drop', at: 'a' },
      { do: 'delay', at: 'b', ms: 3 },
    ],
  };
  const trace: Trace = { ...traceOf([null, [], { kind: 'intervention', index: 0 }, null]), scenario };
  expect(deedOf(trace, 1)).toEqual({ code: 'deed', nth: 2, do: 'delay', at: 'b', ms: 3 });
  expect(deedOf(trace, 2)).toEqual({ code: 'deed', nth: 3, do: null, at: '' });
  expect(neverDone(trace)).toEqual([deedOf(trace, 1)]);
});

describe('work in pieces', () => {
  test('looks up after every so many', () => {
    const items = [1, 2, 3, 4, 5];
    const looks = (many?: number) => [...flatMapped(items, (item) => item, many)].length;
    const acts = (many?: number) => [...each(items, () => undefined, many)].length;
    expect([looks(2), looks(5), looks(6), looks()]).toEqual([3, 1, 1, 1]);
    expect([acts(2), acts(5), acts(1), acts()]).toEqual([2, 1, 5, 0]);
    expect(drained(flatMapped(items, (item, at) => [item, at], 2))).toEqual([1, 0, 2, 1, 3, 2, 4, 3, 5, 4]);
    const seen: string[] = [];
    drained(each(items, (item, at) => seen.push(`${item}@${at}`), 2));
    expect(seen).toEqual(['1@0', '2@1', '3@2', '4@3', '5@4']);
  });
  test('a reading is made once a trace, and once for what tells it apart', () => {
    let made = 0;
    const one = remembered(() => (made += 1));
    const other = { ...dialogue };
    expect([one(dialogue), one(dialogue), one(other), one(dialogue)]).toEqual([1, 1, 2, 1]);
    const many = rememberedPieces(function* (_: Trace, ...which: readonly (string | boolean | undefined)[]) {
      yield;
      return `${which.join('+')} ${(made += 1)}`;
    });
    expect([...many.pieces(dialogue, 'a')]).toHaveLength(1);
    expect([...many.pieces(dialogue, 'a')]).toHaveLength(0);
    const readings = [many(dialogue, 'a'), many(dialogue, 'a', false), many(dialogue, 'a', undefined)];
    expect(readings).toEqual(['a 3', 'a 3', 'a 3']);
    expect([many(dialogue, 'a', true), many(dialogue, 'a', 'b'), many(dialogue, 'ab'), many(other, 'a')]).toEqual([
      'a+true 4',
      'a+b 5',
      'ab 6',
      'a 7',
    ]);
  });
});

describe('a stream', () => {
  const trace = handmade();
  const octets = (...values: readonly number[]) => Uint8Array.from(values);
  test('is put together by places, gaps are 0, and what lies too far is left out', () => {
    const most = trace.arena.starts.at(-1)!;
    expect(streamOf(trace, [])).toEqual(octets());
    expect(
      streamOf(trace, [
        { from: 3, octets: octets(4, 5) },
        { from: 0, octets: octets(1) },
      ]),
    ).toEqual(octets(1, 0, 0, 4, 5));
    expect(streamOf(trace, [{ from: most - 1, octets: octets(9) }])).toHaveLength(most);
    expect(streamOf(trace, [{ from: most, octets: octets(9) }])).toHaveLength(0);
  });
  test('of a connection on which nothing was sent is empty', () => {
    expect(sentOn(trace, trace.connections[0]!, 'client')).toEqual(octets());
    expect(sentOn(trace, trace.connections[0]!, 'server')).toEqual(octets());
  });
  test('a packet at an entry has as many hops less to live', () =>
    expect([0, 1, 2, 3].map((hops) => octetsOf(trace, { packet: 0, hops })[8])).toEqual([64, 63, 62, 61]));
});
