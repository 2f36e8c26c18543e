/** What a program sees of a connection: how it opens, fails, closes, pauses and drains. */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import { runClient } from '../../src/live/client';
import { portsOf } from '../../src/live/listener';
import { alone, noFiles } from './toys';
import { servers, peer, run, eventsOf, typesOf, dial, tick, exit, on } from './peer';

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
