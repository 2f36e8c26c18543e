/** What is wrong with a profile is named, each mistake with its place. */
import { describe, expect, test } from 'vitest';
import { stepper } from '../../src/machine/step';
import { checkClientProfile } from '../../src/ftp/user/profile-check';
import { checkServerProfile } from '../../src/ftp/server/profile-check';
import { clientProgram } from '../../src/ftp/programs';
import { clients, servers } from '../profiles';
import { profile, at } from './vsftpd';

describe('profiles', () => {
  const changedServer = (change: (copy: Record<string, never>) => void) => {
    const copy = structuredClone(profile) as unknown as Record<string, never>;
    change(copy);
    return checkServerProfile(copy);
  };
  const changedClient = (
    change: (copy: { plans: Record<string, unknown[]>; parts: Record<string, unknown[]> }) => void,
  ) => {
    const copy = structuredClone(clients['curl']) as unknown as {
      plans: Record<string, unknown[]>;
      parts: Record<string, unknown[]>;
    };
    change(copy);
    return checkClientProfile(copy);
  };
  test('those that are here can be used', () => {
    for (const one of Object.values(servers)) expect(checkServerProfile(one)).toEqual([]);
    for (const one of Object.values(clients)) expect(checkClientProfile(one)).toEqual([]);
  });
  test('they are plain data', () => {
    for (const one of [...Object.values(servers), ...Object.values(clients)])
      expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });
  const wrongServers: [string, (copy: never) => void, string][] = [
    [
      'a reply missing',
      (copy: { replies: { PASV: { ok?: string } } }) => delete copy.replies.PASV.ok,
      '/replies/PASV/ok: missing',
    ],
    [
      'no code',
      (copy: { replies: { NOOP: { ok: string } } }) => (copy.replies.NOOP.ok = 'Fine.'),
      "/replies/NOOP/ok: found 'Fine.', expected a code of three digits, a space and a text",
    ],
    [
      'a verb that nobody knows',
      (copy: { replies: Record<string, unknown> }) => (copy.replies['NOPE'] = { ok: '200 x' }),
      '/replies/NOPE: no such verb',
    ],
    [
      'a completion of its own',
      (copy: { transfer: { completion: { active: string } } }) => (copy.transfer.completion.active = 'soon'),
      '/transfer/completion/active: found "soon", expected drained or closing or closed or peerClosed',
    ],
    [
      'thought for nothing',
      (copy: { think: Record<string, number> }) => (copy.think['PASS.maybe'] = 1),
      '/think/PASS.maybe: no such verb and condition in replies',
    ],
  ];
  for (const [title, change, mistake] of wrongServers)
    test(`a server's: ${title}`, () => expect(changedServer(change as never)).toEqual([mistake]));
  const wrongClients: [string, Parameters<typeof changedClient>[0], string][] = [
    [
      'a label that is nowhere',
      ({ plans }) => plans['login']!.push({ goto: 'nowhere' }),
      "/plans/login: no label 'nowhere'",
    ],
    [
      'a part that is nowhere',
      ({ plans }) => plans['login']!.push({ do: 'nothing' }),
      "/plans/login: no part 'nothing'",
    ],
    [
      'an unknown word',
      ({ plans }) => plans['login']!.push({ dance: true }),
      '/plans/login: step 2: found {"dance":true}, which is no instruction',
    ],
    [
      'half a reply',
      ({ plans }) => plans['login']!.push({ expect: { 2: 'next' } }),
      "/plans/login: step 2: waits for a reply alone and has no 'else'",
    ],
    ['no way out', ({ plans }) => delete plans['leave'], '/plans/leave: missing'],
  ];
  for (const [title, change, mistake] of wrongClients)
    test(`a client's: ${title}`, () => expect(changedClient(change)).toEqual([mistake]));
  test('a plan that goes round in circles is stopped', () => {
    const circular = { ...clients['curl']!, plans: { leave: [{ label: 'a' }, { goto: 'a' }] } };
    const program = clientProgram({
      profile: circular,
      server: { name: 'x', address: '198.51.100.21', port: 21 },
      user: '',
      password: '',
      dataMode: 'PASV',
      ipVersion: 4,
      work: [],
      settings: { connectTimeout: null, skipPasvAddress: null },
    });
    const { model, input } = program.machines['pi']!;
    const { commands } = stepper(model).step(stepper(model).start(input), at({ type: 'started' }));
    expect(commands).toMatchObject([
      { type: 'violation', reason: { code: 'plan-circular' } },
      { type: 'exit', code: 1 },
    ]);
  });
});
