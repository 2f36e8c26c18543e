/** How long a live server waits for a command, a handshake and last words. */
import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import type { Program } from '../../src/machine/program';
import { CAPS } from '../../src/wire/caps';
import { learner } from '../ftp/setups';
import { vsftpdService } from '../loopback/ours';
import { sealing } from '../sim/sealing';
import { alone } from './toys';
import { serving, dial, last, goodbye, on, names, told, waits } from './bounded';

describe('a deadline', () => {
  const secured: Program = {
    ...alone((event) => (event.type === 'accepted' ? [{ type: 'secure', ...on, layer: 'sealing', input: 1 }] : [])),
    layers: { sealing },
  };
  test.each([
    ['greeting', 'late-greeting', CAPS.liveGreeting.most],
    ['login', 'late-login', CAPS.liveLogin.most],
  ] as const)('for the %s ends the session', async (_, name, seconds) => {
    const { after, pass } = waits();
    await serving(vsftpdService().program, { after });
    const socket = await dial();
    const all = last(socket);
    await once(socket, 'data');
    pass(seconds);
    expect(await all).toContain(goodbye);
    expect(names()[0]).toBe(name);
  });

  test('is met by a command, and by a login', async () => {
    const { after, standing } = waits();
    await serving(vsftpdService().program, { after });
    const socket = await dial();
    await once(socket, 'data');
    expect(standing()).toEqual([CAPS.liveGreeting.most, CAPS.liveLogin.most]);
    socket.write(`USER ${learner.name}\r\n`);
    await once(socket, 'data');
    const second = 1; // in which commands are counted
    expect(standing()).toEqual([CAPS.liveLogin.most, second]);
    socket.write(`PASS ${learner.password}\r\n`);
    await once(socket, 'data');
    expect(standing()).toEqual([second]);
  });

  test('for a handshake ends the session, and is met by its end', async () => {
    const { after, pass, standing } = waits();
    await serving(secured, { after });
    const met = await dial('!'); // its hello
    const slow = await dial();
    const gone = last(slow);
    const all = [CAPS.liveGreeting.most, CAPS.liveLogin.most];
    await vi.waitFor(() => expect(standing()).toEqual([...all, ...all, CAPS.liveHandshake.most]));
    pass(CAPS.liveHandshake.most);
    await gone;
    expect(names()).toEqual(['late-handshake']);
    expect(met.readyState).toBe('open');
  });

  test('for last words lets go of a peer that does not read them', async () => {
    const { after, pass, standing } = waits();
    const octets = new Uint8Array(32 << 20); // no kernel holds as many
    await serving(
      told({
        go: [
          { type: 'send', ...on, octets },
          { type: 'exit', code: 0 },
        ],
      }),
      { after },
    );
    const deaf = await dial('go');
    await vi.waitFor(() => expect(standing()).toEqual([CAPS.liveFarewell.most]));
    pass(CAPS.liveFarewell.most);
    expect((await last(deaf)).length).toBeLessThan(octets.length);
  });
});
