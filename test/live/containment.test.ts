/** What one session of the live server does to itself, it does to no other. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import type { Program } from '../../src/machine/program';
import { violationsOf } from '../../src/live/entry';
import { serve, type LiveServer } from '../../src/live/server';
import { sealing } from '../sim/sealing';
import { alone, noFiles, text } from './toys';

let server: LiveServer | null = null;
const dialled: Socket[] = [];
afterEach(async () => {
  for (const socket of dialled.splice(0)) socket.destroy();
  await server?.close();
});

async function serving(program: Program): Promise<LiveServer> {
  server = await serve({ port: 0, program }, { address: '127.0.0.1', files: noFiles });
  return server;
}

async function dial(words = ''): Promise<Socket> {
  const socket = connect(server!.port, '127.0.0.1');
  socket.on('error', () => {});
  dialled.push(socket);
  await once(socket, 'connect');
  if (words !== '') socket.write(words);
  return socket;
}

/** All that comes until the end. */
async function last(socket: Socket): Promise<string> {
  let read = '';
  socket.on('data', (octets: Buffer) => (read += octets.toString()));
  await once(socket, 'close');
  return read;
}

const goodbye = '421 Service not available, closing control connection.\r\n';
const on = { connection: 'control' } as const;

describe('a session whose machine throws', () => {
  const fragile = alone((event) => {
    if (event.type !== 'received') return [];
    if (text(event.octets) === 'fall') throw new Error('a bug');
    return [{ type: 'send', ...on, octets: event.octets }];
  });

  test('ends by name, with 421; another goes on, and the next is served', async () => {
    await serving(fragile);
    const other = await dial();
    expect(await last(await dial('fall'))).toBe(goodbye);
    expect(violationsOf(server!.log)).toEqual([{ code: 'machine-threw', error: 'a bug' }]);
    for (const socket of [other, await dial()]) {
      socket.write('still here');
      expect(String((await once(socket, 'data'))[0])).toBe('still here');
    }
  });

  test('counts no more as running', async () => {
    await serving(fragile);
    await last(await dial('fall'));
    await server!.idle();
  });

  test('as it is made is told 421 too', async () => {
    const machine = fragile.machines['pi']!;
    const initial = (): never => {
      throw new Error('no input');
    };
    await serving({ ...fragile, machines: { pi: { ...machine, model: { ...machine.model, initial } } } });
    for (let time = 0; time < 2; time++) expect(await last(await dial())).toBe(goodbye);
    expect(violationsOf(server!.log)).toEqual(Array(2).fill({ code: 'machine-threw', error: 'no input' }));
  });
});

test('a layer that throws at its last words too ends its session alone', async () => {
  const initial = () => ({
    get key(): number {
      throw new Error('no key');
    },
  });
  const secure: Command = { type: 'secure', ...on, layer: 'brittle', input: 0 };
  const program = alone((event) => (event.type === 'accepted' ? [secure] : []));
  await serving({ ...program, layers: { brittle: { ...sealing, initial } } });
  for (let time = 0; time < 2; time++) expect(await last(await dial('words'))).toBe('!'); // its hello
  expect(violationsOf(server!.log)).toEqual(Array(2).fill({ code: 'machine-threw', error: 'no key' }));
});
