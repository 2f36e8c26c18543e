/** How a process goes on: its calls, its think time, its timers, its files and its end. */
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { runClient, type LiveResult } from '../../src/live/client';
import { alone, noFiles, octetsOf, text, toy } from './toys';
import { peer, run, eventsOf, dial, exit, on } from './peer';

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
    expect(result.violations.map(({ code }) => code)).toEqual(['no-such-connection', 'no-such-listener']);
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
