import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import { serve } from '../../src/live/server';
import { alone, heard, noFiles, octetsOf } from './toys';
import { peer, run, dial, exit, on } from './peer';

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
    const server = await serve({ port: 0, program: writer }, { address: '127.0.0.1', files: noFiles, writable: true });
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
    await expect(
      serve({ port, program: writer }, { address: '127.0.0.1', files: noFiles, writable: true }),
    ).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
