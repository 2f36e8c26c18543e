/** What a program sees of a listener: who waits, who is reset, which port it has. */
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import { portsOf } from '../../src/live/listener';
import { heard } from './toys';
import { peer, run, eventsOf, typesOf, tick, exit, dialTwice } from './peer';

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
      if (event.type === 'started') return [{ ...listen, port: taken }];
      if (event.type === 'failed') return [{ ...listen, port: { from: taken, to: taken + 20 } }];
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
