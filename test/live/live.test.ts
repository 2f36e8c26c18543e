import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Command, HostEvent } from '../../src/machine/contract';
import { runClient, type LiveResult } from '../../src/live/client';
import { portsOf } from '../../src/live/listener';
import { serve } from '../../src/live/server';
import { alone, heard, noFiles, octetsOf, text, toy, type Answer } from './toys';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A plain node:net server on loopback, as the other side. */
async function peer(meets: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    meets(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const run = (answer: Answer): Promise<LiveResult> =>
  runClient(alone(answer), { files: noFiles, signal: AbortSignal.timeout(20_000) });

const eventsOf = (result: LiveResult): HostEvent[] =>
  result.log.flatMap((entry) => ('event' in entry ? [entry.event] : []));
const typesOf = (result: LiveResult): string[] => eventsOf(result).map((event) => event.type);

const dial = (port: number): Command => ({
  type: 'open',
  connection: 'control',
  purpose: 'control',
  remote: { address: '127.0.0.1', port },
});
const tick: Command = { type: 'arm', timer: 't', after: 10_000 };
const exit: Command = { type: 'exit', code: 0 };
const on = { connection: 'control' } as const;

test.each(['127.0.0.1', '::1'] as const)('an echo over %s: our client against our server', async (address) => {
  const server = await serve(
    {
      port: 7,
      program: alone((event) => {
        if (event.type === 'received') return [{ type: 'send', ...on, octets: event.octets }];
        if (event.type === 'peerClosed') return [{ type: 'close', ...on }];
        if (event.type === 'closed')
          return [
            { type: 'say', to: 'log', text: 'bye' },
            { type: 'exit', code: 0 },
          ];
        return [];
      }),
    },
    { address, port: 0, files: noFiles },
  );
  const result = await run((event, seen) => {
    if (event.type === 'started') return [{ ...dial(server.port), remote: { address, port: server.port } } as Command];
    if (event.type === 'opened')
      return [
        { type: 'send', ...on, octets: octetsOf('hello') },
        { type: 'shutdownWrite', ...on },
      ];
    if (event.type !== 'peerClosed') return [];
    return [
      { type: 'say', to: 'user', text: heard(seen, 'control') },
      { type: 'exit', code: 3 },
    ];
  });
  await server.idle();
  await server.close();
  expect(result.said).toEqual(['hello']);
  expect(result.exitCode).toBe(3);
  expect(result.violations).toEqual([]);
  const served = server.log.flatMap((entry) => ('event' in entry ? [entry.event] : []));
  expect(served.map((event) => event.type)).toEqual([
    'started',
    'accepted',
    'received',
    'drained',
    'peerClosed',
    'closed',
  ]);
  expect(served[1]).toMatchObject({
    listener: 'service',
    connection: 'control',
    local: { address, port: server.port },
    remote: { address },
  });
});

describe('a connection', () => {
  test('that is refused fails by its errno', async () => {
    const port = await peer(() => {});
    servers.pop()?.close();
    const result = await run((event) => (event.type === 'started' ? [dial(port)] : [exit]));
    expect(eventsOf(result)).toEqual([
      { type: 'started' },
      { type: 'failed', subject: 'control', reason: 'ECONNREFUSED' },
    ]);
  });

  test('is never opened to a name', async () => {
    const named: Command = {
      type: 'open',
      connection: 'control',
      purpose: 'control',
      remote: { address: 'ftp.example.test', port: 21 },
    };
    const result = await run((event) => (event.type === 'started' ? [named] : [exit]));
    expect(eventsOf(result)[1]).toEqual({ type: 'failed', subject: 'control', reason: 'EADDRNOTAVAIL' });
  });

  test("is opened where the scenario's address really lies, from the port that was asked for", async () => {
    let from = 0;
    const port = await peer((socket) => {
      from = socket.remotePort ?? 0;
      socket.end();
    });
    const [local] = portsOf({ from: 30_000, to: 32_000 });
    const open: Command = {
      type: 'open',
      connection: 'control',
      purpose: 'control',
      remote: { address: '198.51.100.21', port },
      local: { address: '127.0.0.1', port: local!, reuseAddress: true },
    };
    const result = await runClient(
      alone((event) => (event.type === 'started' ? [open] : event.type === 'peerClosed' ? [exit] : [])),
      { files: noFiles, hosts: { '198.51.100.21': '127.0.0.1' }, signal: AbortSignal.timeout(20_000) },
    );
    expect(result.exitCode).toBe(0);
    expect(from).toBe(local);
  });

  test('that the peer resets fails, and is told closed when it is closed after that', async () => {
    const port = await peer((socket) => socket.resetAndDestroy());
    const result = await run((event) =>
      event.type === 'started'
        ? [dial(port)]
        : event.type === 'failed'
          ? [{ type: 'close', ...on }]
          : event.type === 'closed'
            ? [exit]
            : [],
    );
    expect(typesOf(result).slice(-2)).toEqual(['failed', 'closed']);
    expect(eventsOf(result)).toContainEqual({ type: 'failed', subject: 'control', reason: 'ECONNRESET' });
  });

  test('closed with unread octets is reset, without them it is not', async () => {
    for (const unread of [true, false]) {
      let heardOfReset = (_: boolean): void => {};
      const reset = new Promise<boolean>((resolve) => (heardOfReset = resolve));
      let written = false;
      const port = await peer((socket) => {
        socket.write('some octets', () => (written = true));
        socket.on('error', (error) => heardOfReset((error as NodeJS.ErrnoException).code === 'ECONNRESET'));
        socket.on('end', () => heardOfReset(false));
        socket.resume();
      });
      // Paused before the first octet can be read; some turns later it has arrived.
      let turns = 0;
      const result = await run((event) => {
        if (event.type === 'started') return [dial(port)];
        if (event.type === 'opened') return unread ? [{ type: 'pause', ...on }, tick] : [];
        if (event.type === 'timeout' && !(written && turns++ > 5)) return [tick];
        if (event.type === 'timeout' || event.type === 'received') return [{ type: 'close', ...on }];
        return event.type === 'closed' ? [exit] : [];
      });
      expect(result.exitCode).toBe(0);
      expect(await reset).toBe(unread);
    }
  });

  test('that is aborted resets, and says no more', async () => {
    let resolve = (_: string): void => {};
    const code = new Promise<string>((done) => (resolve = done));
    const port = await peer((socket) =>
      socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? '')).resume(),
    );
    const result = await run((event) => {
      if (event.type === 'started') return [dial(port)];
      if (event.type === 'opened')
        return [
          { type: 'abort', ...on },
          { type: 'arm', timer: 't', after: 50_000 },
        ];
      return event.type === 'timeout' ? [exit] : [];
    });
    expect(await code).toBe('ECONNRESET');
    expect(typesOf(result)).toEqual(['started', 'opened', 'timeout']);
  });

  test('that is paused hands nothing over until it is resumed, and then everything', async () => {
    const size = 1 << 20;
    const port = await peer((socket) => socket.end(Buffer.alloc(size, 'x')));
    const result = await run((event) => {
      if (event.type === 'started') return [dial(port)];
      if (event.type === 'opened')
        return [
          { type: 'pause', ...on },
          { type: 'arm', timer: 't', after: 200_000 },
        ];
      if (event.type === 'timeout') return [{ type: 'resume', ...on }];
      return event.type === 'peerClosed' ? [exit] : [];
    });
    expect(typesOf(result).slice(0, 3)).toEqual(['started', 'opened', 'timeout']);
    const octets = eventsOf(result).reduce(
      (sum, event) => sum + (event.type === 'received' ? event.octets.length : 0),
      0,
    );
    expect(octets).toBe(size);
  });

  test('is drained when the transport has taken everything, not before', async () => {
    let take = (): void => {};
    const taking = new Promise<void>((resolve) => (take = resolve));
    const port = await peer((socket) => void taking.then(() => socket.resume()));
    const result = await run((event) => {
      if (event.type === 'started') return [dial(port)];
      if (event.type === 'opened')
        return [
          { type: 'send', ...on, octets: new Uint8Array(16 << 20) },
          { type: 'arm', timer: 't', after: 200_000 },
        ];
      if (event.type === 'timeout') take(); // the peer begins to read only now; no kernel holds 16 MiB
      return event.type === 'drained' ? [exit] : [];
    });
    expect(typesOf(result)).toEqual(['started', 'opened', 'timeout', 'drained']);
  });
});

describe('a listener', () => {
  const listen: Command = { type: 'listen', listener: 'l', purpose: 'data', address: '127.0.0.1', port: 'ephemeral' };

  test('holds connections back, in order, until they are accepted', async () => {
    const dialled: Socket[] = [];
    const result = await run((event, seen) => {
      if (event.type === 'started') return [listen];
      if (event.type === 'listening') {
        void dialTwice(event.local.port, dialled);
        return [{ type: 'arm', timer: 't', after: 300_000 }];
      }
      if (event.type === 'timeout')
        return [
          { type: 'accept', listener: 'l', connection: 'a' },
          { type: 'accept', listener: 'l', connection: 'b' },
        ];
      return heard(seen, 'a') && heard(seen, 'b')
        ? [{ type: 'say', to: 'user', text: `${heard(seen, 'a')} ${heard(seen, 'b')}` }, exit]
        : [];
    });
    expect(result.said).toEqual(['first second']);
    expect(typesOf(result).slice(0, 3)).toEqual(['started', 'listening', 'timeout']);
    dialled.forEach((socket) => socket.destroy());
  });

  test('that is closed resets whom nobody accepted', async () => {
    const dialled: Socket[] = [];
    let reset: Promise<unknown[]> | null = null;
    let both = false;
    const result = await run((event) => {
      if (event.type === 'started') return [listen];
      if (event.type === 'listening') {
        reset = dialTwice(event.local.port, dialled).then(() => {
          both = true;
          return once(dialled[1]!, 'error');
        });
        return [tick];
      }
      return both ? [{ type: 'unlisten', listener: 'l' }, exit] : [tick];
    });
    expect(result.exitCode).toBe(0);
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  test('on a port in use fails; on a range it finds the free one', async () => {
    const taken = await peer(() => {});
    const result = await run((event) => {
      if (event.type === 'started') return [{ ...listen, port: taken } as Command];
      if (event.type === 'failed') return [{ ...listen, port: { from: taken, to: taken + 20 } } as Command];
      return event.type === 'listening' ? [exit] : [];
    });
    expect(eventsOf(result)[1]).toEqual({ type: 'failed', subject: 'l', reason: 'EADDRINUSE' });
    const bound = eventsOf(result)[2];
    expect(bound?.type === 'listening' && bound.local.port > taken && bound.local.port <= taken + 20).toBe(true);
  });

  test('tries each port of a range once', () => {
    expect(portsOf({ from: 5, to: 8 }, () => 0.6)).toEqual([7, 8, 5, 6]);
    expect(portsOf({ from: 8, to: 5 })).toEqual([]);
  });
});

/** The second is dialled when the first stands, so that their order is known. */
async function dialTwice(port: number, dialled: Socket[]): Promise<void> {
  const { connect } = await import('node:net');
  for (const word of ['first', 'second']) {
    const socket = connect(port, '127.0.0.1', () => socket.write(word));
    socket.on('error', () => {});
    dialled.push(socket);
    await once(socket, 'connect');
  }
}

describe('a process', () => {
  test("performs a call where it stands: the other machine's commands come before the rest", async () => {
    const result = await runClient(
      {
        name: 'toy',
        think: 0,
        machines: {
          pi: toy((event) =>
            event.type === 'started'
              ? [
                  { type: 'call', to: 'dtp', call: { name: 'go' } },
                  { type: 'note', reason: { code: 'after the call' } },
                ]
              : event.type === 'called'
                ? [{ type: 'note', reason: { code: 'done' } }]
                : [exit],
          ),
          dtp: toy((event) =>
            event.type === 'called'
              ? [
                  { type: 'arm', timer: 't', after: 0 },
                  { type: 'call', to: 'pi', call: { name: 'done' } },
                ]
              : [exit],
          ),
        },
      },
      { files: noFiles },
    );
    expect(
      result.log
        .slice(0, 7)
        .map((entry) => [entry.machine, 'event' in entry ? entry.event.type : entry.command.type].join(' ')),
    ).toEqual(['pi started', 'pi call', 'dtp called', 'dtp arm', 'dtp call', 'pi called', 'pi note']);
    expect(result.log[7]).toMatchObject({
      machine: 'pi',
      command: { type: 'note', reason: { code: 'after the call' } },
    });
  });

  test('takes its think time over each event, before its first command', async () => {
    const program = {
      ...alone((event) => (event.type === 'started' ? [{ type: 'arm', timer: 't', after: 0 }] : [exit])),
      think: 60_000,
    };
    const waited = await runClient(program, { files: noFiles, think: true });
    expect(waited.log[0]?.at).toBeGreaterThanOrEqual(58_000);
    expect(waited.log.at(-1)?.at).toBeGreaterThanOrEqual(116_000);
  });

  test('that thinks lets later commands and events wait', async () => {
    const thinking = (time: number, think: boolean): Promise<LiveResult> =>
      runClient(
        alone((event) =>
          event.type === 'started'
            ? [
                { type: 'arm', timer: 't', after: 1_000 },
                { type: 'think', for: time },
                { type: 'note', reason: { code: 'thought' } },
              ]
            : [exit],
        ),
        { files: noFiles, think },
      );
    const waited = await thinking(120_000, true);
    const note = waited.log.find((entry) => 'command' in entry && entry.command.type === 'note');
    expect(note?.at).toBeGreaterThanOrEqual(115_000);
    expect(waited.log.map((entry) => ('event' in entry ? entry.event.type : entry.command.type))).toEqual([
      'started',
      'arm',
      'think',
      'note',
      'timeout',
      'exit',
    ]);
    expect((await thinking(50_000_000, false)).log.at(-1)?.at).toBeLessThan(50_000_000);
  });

  test('hears no timer that it cancelled, and one that it armed anew once', async () => {
    const result = await run((event) => {
      if (event.type === 'started')
        return [
          { type: 'arm', timer: 'a', after: 1_000 },
          { type: 'arm', timer: 'b', after: 1_000 },
          { type: 'arm', timer: 'b', after: 60_000 },
          { type: 'arm', timer: 'end', after: 200_000 },
          { type: 'cancel', timer: 'a' },
        ];
      return event.type === 'timeout' && event.timer === 'end' ? [exit] : [];
    });
    expect(eventsOf(result).slice(1)).toEqual([
      { type: 'timeout', timer: 'b' },
      { type: 'timeout', timer: 'end' },
    ]);
  });

  test('changes the files that it and its successors see', async () => {
    const node = {
      type: 'file',
      octets: octetsOf('x'),
      uid: 0,
      gid: 0,
      owner: 'o',
      group: 'g',
      mode: 0o644,
      modified: 0,
    } as const;
    const result = await run((event) => {
      if (event.type === 'started')
        return [
          { type: 'change', change: { op: 'write', path: '/new', node } },
          { type: 'arm', timer: 't', after: 0 },
        ];
      return [{ type: 'say', to: 'user', text: text(event.files.get('/new')?.octets ?? octetsOf('-')) }, exit];
    });
    expect(result.said).toEqual(['x']);
    expect([...result.files.keys()]).toEqual(['/new']);
  });

  test('that names what is not there is told so by name, and goes on', async () => {
    const result = await run((event) =>
      event.type === 'started'
        ? [{ type: 'send', ...on, octets: octetsOf('x') }, { type: 'accept', listener: 'l', connection: 'c' }, exit]
        : [],
    );
    expect(result.violations.map(({ name }) => name)).toEqual(['no-such-connection', 'no-such-listener']);
    expect(result.exitCode).toBe(0);
  });

  test('that is killed has no exit code, and its peer sees the connection end', async () => {
    const kill = new AbortController();
    let ended: Promise<unknown> | null = null;
    const port = await peer((socket) => {
      ended = once(socket.resume(), 'end');
      kill.abort();
    });
    const result = await runClient(
      alone((event) => (event.type === 'started' ? [dial(port)] : [])),
      { files: noFiles, signal: kill.signal },
    );
    expect(result.exitCode).toBe(null);
    await ended;
  });

  test('whose machine throws rejects', async () => {
    await expect(
      run(() => {
        throw new Error('a bug');
      }),
    ).rejects.toThrow('a bug');
  });
});

describe('a server', () => {
  const writer = alone((event) => {
    if (event.type !== 'received') return [];
    const node = {
      type: 'file',
      octets: event.octets,
      uid: 0,
      gid: 0,
      owner: 'o',
      group: 'g',
      mode: 0o644,
      modified: 0,
    } as const;
    const change: Command = { type: 'change', change: { op: 'write', path: `/${event.files.size}`, node } };
    return [
      change,
      { type: 'send', ...on, octets: octetsOf(String(event.files.size)) },
      { type: 'close', ...on },
      exit,
    ];
  });

  test('starts a process for each connection; all see one store', async () => {
    const server = await serve({ port: 0, program: writer }, { address: '127.0.0.1', files: noFiles });
    for (const wanted of ['0', '1', '2']) {
      const result = await run((event, seen) => {
        if (event.type === 'started') return [dial(server.port)];
        if (event.type === 'opened') return [{ type: 'send', ...on, octets: octetsOf('x') }];
        return event.type === 'peerClosed' ? [{ type: 'say', to: 'user', text: heard(seen, 'control') }, exit] : [];
      });
      expect(result.said).toEqual([wanted]);
    }
    await server.idle();
    expect([...server.files().keys()]).toEqual(['/0', '/1', '/2']);
    expect([...new Set(server.log.map((entry) => entry.process))]).toEqual([0, 1, 2]);
    await server.close();
  });

  test('ends its sessions when it closes', async () => {
    const server = await serve({ port: 0, program: alone(() => []) }, { address: '127.0.0.1', files: noFiles });
    const client = run((event) => {
      if (event.type === 'started') return [dial(server.port)];
      if (event.type === 'opened') void server.close();
      return event.type === 'peerClosed' || event.type === 'failed' ? [exit] : [];
    });
    expect((await client).exitCode).toBe(0);
  });

  test('says why it cannot start', async () => {
    const port = await peer(() => {});
    await expect(serve({ port, program: writer }, { address: '127.0.0.1', files: noFiles })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
