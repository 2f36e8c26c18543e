/** What the live server grants a session, and how it ends one that takes more: no clock is waited for. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type LiveEntry } from '../../src/live/entry';
import { ringOf } from '../../src/live/ring';
import type { Command } from '../../src/machine/contract';
import type { FileNode } from '../../src/machine/files';
import { CAPS } from '../../src/wire/caps';
import { alone, text } from './toys';
import { server, dialled, serving, dial, last, goodbye, on, names, told, echo, waits } from './bounded';

describe('where nothing else is said', () => {
  const dialledAt = (host: string, port: number): Promise<string | undefined> =>
    new Promise((resolve) => {
      const socket = connect({ port, host });
      dialled.push(socket);
      socket.on('connect', () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });

  test('a server is bound to the loopback address, else to the one that is chosen', async () => {
    await serving(echo);
    expect(await dialledAt('127.0.0.2', server!.port)).toBe('ECONNREFUSED');
    await server!.close();
    await serving(echo, { address: '127.0.0.2' });
    expect(await dialledAt('127.0.0.1', server!.port)).toBe('ECONNREFUSED');
    expect(await dialledAt('127.0.0.2', server!.port)).toBe('connected');
  });
});

describe('sessions', () => {
  test('of one address are so many; the next is told 421, another address is served, and one may follow', async () => {
    await serving(echo);
    for (let one = 0; one < CAPS.sessionsOfOne.most; one++) await dial();
    expect(await last(await dial())).toBe(goodbye);
    expect(names()).toEqual(['too-many-sessions']);
    const other = await dial('hello', '127.0.0.2');
    expect(String((await once(other, 'data'))[0])).toBe('hello');
  });

  test('are so many in all', async () => {
    await serving(echo);
    for (let one = 0; one < CAPS.sessions.most; one++) await dial('', `127.0.1.${1 + (one >> 1)}`);
    expect(await last(await dial('', '127.0.2.1'))).toBe(goodbye);
    expect(names()).toEqual(['too-many-sessions']);
  });
});

describe('a data connection', () => {
  const open = (address: string, port: number): Command => ({
    type: 'open',
    connection: 'data',
    purpose: 'data',
    remote: { address, port },
  });
  test.each([
    ['to another host', open('127.0.0.9', 40_000), 'foreign-data-address'],
    ['to a reserved port', open('127.0.0.1', 1023), 'reserved-data-port'],
  ])('%s is never dialled', async (_, command, name) => {
    await serving(told({ go: [command] }));
    expect(await last(await dial('go'))).toBe(goodbye);
    expect(names()).toEqual([name]);
  });
});

test("a data connection to the peer's own address is dialled, however it is spelt", async () => {
  const open: Command = {
    type: 'open',
    connection: 'data',
    purpose: 'data',
    remote: { address: '::ffff:127.0.0.1', port: 1024 },
  };
  await serving(
    alone((event) => {
      if (event.type === 'received') return [open];
      const came = event.type === 'opened' || (event.type === 'failed' && event.subject === 'data');
      return came ? [{ type: 'send', ...on, octets: new TextEncoder().encode('tried') }] : [];
    }),
  );
  expect(String((await once(await dial('go'), 'data'))[0])).toBe('tried');
  expect(names()).toEqual([]);
});

describe('a data port', () => {
  /** Listens, says where on the control connection, and accepts as often as it is told. */
  const listening = alone((event) => {
    if (event.type === 'accepted' && event.listener === 'service')
      return [{ type: 'listen', listener: 'l', purpose: 'data', address: null, port: 'ephemeral' }];
    if (event.type === 'listening')
      return [{ type: 'send', ...on, octets: new TextEncoder().encode(`${event.local.port}`) }];
    return event.type === 'received' && event.connection === 'control'
      ? [{ type: 'accept', listener: 'l', connection: 'data' }]
      : [];
  });
  const portOf = async (control: Socket): Promise<number> => Number(String((await once(control, 'data'))[0]));
  const dialData = async (port: number): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    dialled.push(socket);
    await once(socket, 'connect');
    return socket;
  };

  test('takes no more octets for one file than the quota', async () => {
    await serving(listening, { writable: true });
    const control = await dial();
    const data = await dialData(await portOf(control));
    control.write('accept');
    data.write(Buffer.alloc(CAPS.liveUploads.most + 1));
    expect(await last(control)).toBe(goodbye);
    expect(names()).toEqual(['upload-quota']);
  });

  test('lets so many wait, and resets the rest', async () => {
    await serving(listening);
    const port = await portOf(await dial());
    const waiting: Socket[] = [];
    for (let one = 0; one < CAPS.waiting.most; one++) waiting.push(await dialData(port));
    const beyond = connect(port, '127.0.0.1');
    beyond.on('error', () => {}); // reset, perhaps before it is told that it is connected
    await last(beyond);
    expect(waiting.every((socket) => !socket.destroyed)).toBe(true);
  });
});

describe('the store', () => {
  const node = (size: number): FileNode => ({
    type: 'file',
    octets: new Uint8Array(size),
    uid: 0,
    gid: 0,
    owner: 'o',
    group: 'g',
    mode: 0o644,
    modified: 0,
  });
  const write = (path: string, size: number): Command => ({
    type: 'change',
    change: { op: 'write', path, node: node(size) },
  });

  test('is only read where nothing else was said', async () => {
    await serving(told({ go: [write('/new', 1)] }));
    expect(await last(await dial('go'))).toBe(goodbye);
    expect([names(), server!.files().size]).toEqual([['read-only-store'], 0]);
  });

  test('takes its quota of octets, over all sessions, and no more', async () => {
    const half = CAPS.liveUploads.most / 2;
    const orders = { one: [write('/1', half)], two: [write('/2', half)], three: [write('/3', 1)] };
    await serving(
      alone((event) =>
        event.type === 'received'
          ? [...(orders[text(event.octets) as 'one'] ?? []), { type: 'send', ...on, octets: event.octets }]
          : [],
      ),
      { writable: true },
    );
    for (const order of ['one', 'two']) await once(await dial(order), 'data');
    expect(await last(await dial('three'))).toBe(goodbye);
    expect([names(), [...server!.files().keys()]]).toEqual([['upload-quota'], ['/1', '/2']]);
  });

  test('takes so many files and no more', async () => {
    const files = Array.from({ length: CAPS.liveFiles.most + 1 }, (_, index) => write(`/${index}`, 0));
    await serving(told({ go: files }), { writable: true });
    expect(await last(await dial('go'))).toBe(goodbye);
    expect([names(), server!.files().size]).toEqual([['file-quota'], CAPS.liveFiles.most]);
  });
});

describe('commands', () => {
  const command = (n: number): Command => ({
    type: 'message',
    ...on,
    way: 'received',
    message: { kind: 'request', protocol: 'FTP', name: 'NOOP', argument: String(n) },
  });
  const { most } = CAPS.liveCommands;
  const all = Array.from({ length: most }, (_, n) => command(n));
  const answer: Command = { type: 'send', ...on, octets: new TextEncoder().encode('still here') };
  const orders = { all: [...all, answer], one: [command(most), answer] };

  test('of one second are so many, and one more ends the session', async () => {
    const { after } = waits();
    await serving(told(orders), { after });
    const socket = await dial('all');
    expect(String((await once(socket, 'data'))[0])).toBe('still here');
    socket.write('one');
    expect(await last(socket)).toBe(goodbye);
    expect(names()).toEqual(['too-many-commands']);
  });

  test('of the next second are counted anew', async () => {
    const { after, pass } = waits();
    await serving(told(orders), { after });
    const socket = await dial('all');
    await once(socket, 'data');
    pass(1);
    socket.write('one');
    expect(String((await once(socket, 'data'))[0])).toBe('still here');
    expect(names()).toEqual([]);
  });
});

test("a server's log keeps so many entries", async () => {
  const note: Command = { type: 'note', reason: { code: 'one of many' } };
  const answer: Command = { type: 'send', ...on, octets: new TextEncoder().encode('done') };
  await serving(told({ go: [...Array<Command>(CAPS.liveLog.most).fill(note), answer] }));
  await once(await dial('go'), 'data');
  expect(server!.log).toHaveLength(CAPS.liveLog.most);
  expect(server!.log.at(-1)).toMatchObject({ command: { type: 'send' } });
});

test('the log keeps the newest entries, within their number and their octets', () => {
  const entry = (at: number, size: number): LiveEntry => ({
    at,
    process: 0,
    machine: 'pi',
    event: { type: 'received', ...on, octets: new Uint8Array(size) },
  });
  const { entries, record } = ringOf(3, 100);
  for (let at = 0; at < 10; at++) record(entry(at, 1));
  expect(entries.map(({ at }) => at)).toEqual([7, 8, 9]);
  record(entry(10, 99));
  expect(entries.map(({ at }) => at)).toEqual([9, 10]);
});
