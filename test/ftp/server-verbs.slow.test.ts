/**
 * Every verb in every state of every server: it is obeyed or refused, never passed over, in the words of the profile.
 */
import { nameOf } from '../../src/machine/config';
import { describe, expect, test } from 'vitest';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { stepper, type Snapshot } from '../../src/machine/step';
import { servers } from '../profiles';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerPi, ServerSetup } from '../../src/ftp/server/session/session';
import { verbs } from '../../src/ftp/protocol/verbs';
import permitted from '../data/permitted-replies.json';
import practice from '../data/practice.json';
import { serverSetup, settings } from './setups';
import { harbour } from './store';
import { ours, peer } from './transcript';
import { ARGUMENTS } from './verb-arguments';

const setupOf = (name: string, more = {}): ServerSetup => serverSetup(name, { ...settings, ...more });

const steps = stepper(serverPi);
const at = (event: HostEvent): MachineEvent => ({ ...event, at: 0, epoch: 1_763_600_000, files: harbour });
const line = (text: string) =>
  at({ type: 'received', connection: 'control', octets: new TextEncoder().encode(`${text}\r\n`) });
const from = (name: string, more = {}) => at({ type: 'called', from: 'dtp', call: { name, ...more } });
const accepted = at({
  type: 'accepted',
  listener: 'service',
  connection: 'control',
  local: ours,
  remote: peer,
  peers: { all: 1, address: 1 },
});

interface Said {
  readonly code: number;
  readonly text: string;
}

const said = (commands: readonly Command[]): readonly Said[] =>
  commands.flatMap((command) =>
    command.type === 'message' && command.way === 'sent' && command.message.kind === 'reply'
      ? [{ code: Number(command.message.name), text: command.message.lines[0] ?? '' }]
      : [],
  );

const begun = (setup: ServerSetup) => steps.step(steps.start(setup), accepted).snapshot;
const told = (snapshot: Snapshot<ServerPi>, events: readonly MachineEvent[]) =>
  events.reduce((next, event) => steps.step(next, event).snapshot, snapshot);

const login = [line('USER learner'), line('PASS portcall')];
const offer = [...login, line('PORT 203,0,113,10,195,80')];
const STATES: Readonly<Record<string, readonly MachineEvent[]>> = {
  nobody: [],
  'a name without a password': login.slice(0, 1),
  'logged in': login,
  'an address offered': offer,
  'a port being bound': [...login, line('PASV')],
  'a data connection being opened': [...offer, line('RETR hello.txt')],
  'a file going': [...offer, line('RETR hello.txt'), from('opened')],
  'a file coming': [...offer, line('STOR new.txt'), from('opened')],
};
const WAITS = ['a port being bound', 'a data connection being opened'];

describe.each(Object.keys(servers))('%s', (name) => {
  const { profile } = setupOf(name);
  const texts = (verb: string): readonly number[] =>
    Object.values(profile.replies[verb] ?? {}).map((text) =>
      Number(String(typeof text === 'string' ? text : text[0]).slice(0, 3)),
    );
  const general = texts('*');

  test.each(Object.keys(verbs))('%s', (verb) => {
    for (const given of [ARGUMENTS[verb], undefined, 'nowhere/to be found', '-1', ' ', '../../..']) {
      for (const [state, events] of Object.entries(STATES)) {
        const where = `${verb} ${given ?? ''}, ${state}`;
        const before = told(begun(setupOf(name)), events);
        const { snapshot, commands } = steps.step(before, line(given === undefined ? verb : `${verb} ${given}`));
        const replies = said(commands);
        expect(
          commands.filter(({ type }) => type === 'note'),
          where,
        ).toEqual([]);
        const open = Object.keys(profile.replies).filter(
          (one) =>
            one === verb ||
            one.startsWith(`${verb} `) ||
            (verb.startsWith('SITE') && one.startsWith('SITE')) ||
            one === 'ABOR',
        );
        for (const { code } of replies) expect([...open.flatMap(texts), ...general], where).toContain(code);
        const waits = WAITS.includes(state) || (state.startsWith('a file') && profile.during.manner === 'wait');
        if (waits) expect([replies, snapshot.context.waiting.length], where).toEqual([[], 1]);
        else if (replies.length === 0)
          expect(['BINDING', 'OPENING', 'CLOSING'], where).toContain(nameOf(snapshot.value));
      }
    }
  });

  test('what waits is obeyed when the transfer is over', () => {
    const waiting = told(begun(setupOf(name)), [...offer, line('RETR nowhere'), line('NOOP'), line('SYST')]);
    expect(nameOf(waiting.value)).toBe('READY');
    const opening = told(begun(setupOf(name)), [...offer, line('RETR hello.txt'), line('NOOP'), line('SYST')]);
    const { snapshot, commands } = steps.step(opening, from('unopened', { reason: 'ECONNREFUSED' }));
    expect([said(commands).map(({ code }) => code), nameOf(snapshot.value)]).toEqual([[425, 200, 215], 'READY']);
  });

  test('a server that is read only changes nothing', () => {
    for (const [verb, row] of Object.entries(verbs)) {
      if (!row.writes || !profile.replies[verb]) continue;
      const { commands } = steps.step(
        told(begun(setupOf(name, { readOnly: true })), offer),
        line(`${verb} ${ARGUMENTS[verb] ?? ''}`),
      );
      expect([verb, said(commands).map(({ code }) => code), commands.filter(({ type }) => type === 'change')]).toEqual([
        verb,
        [550],
        [],
      ]);
    }
  });

  test('a way to data connections that the server forbids', () => {
    const reply = (forbids: string, text: string) =>
      said(steps.step(told(begun(setupOf(name, { forbids })), login), line(text)).commands)[0]?.code;
    for (const text of ['PASV', 'EPSV', 'EPSV ALL']) expect(reply('passive', text), text).toBeGreaterThanOrEqual(500);
    for (const text of ['PORT 203,0,113,10,195,80', 'EPRT |1|203.0.113.10|50000|'])
      expect(reply('active', text), text).toBeGreaterThanOrEqual(500);
    expect(reply('active', 'EPSV ALL')).toBeLessThan(300);
  });

  test('one too many of an address', () => {
    const { snapshot, commands } = steps.step(steps.start(setupOf(name, { maxClientsPerAddress: 1 })), {
      ...accepted,
      peers: { all: 2, address: 2 },
    } as MachineEvent);
    const all = [
      ...said(commands),
      ...said(
        login.reduce<{ snapshot: Snapshot<ServerPi>; commands: readonly Command[] }>(
          (next, event) => {
            const step = steps.step(next.snapshot, event);
            return { snapshot: step.snapshot, commands: [...next.commands, ...step.commands] };
          },
          { snapshot, commands: [] },
        ).commands,
      ),
    ];
    expect([421, 530]).toContain(all.at(-1)?.code);
    expect(all.at(-1)?.text).toMatch(/too many|Too many|maximum/);
  });

  test('as many wrong passwords as it bears', () => {
    let snapshot = begun(setupOf(name));
    for (let attempt = 1; attempt <= profile.login.failuresAtMost; attempt += 1) {
      expect(snapshot.value).not.toBe('ENDED');
      snapshot = told(snapshot, [line('USER learner'), line('PASS guess')]);
    }
    expect(snapshot.value).toBe('ENDED');
  });
});

/** What the programs were heard to say although no document lists it for the command. */
const PRACTICE: Readonly<Record<string, readonly string[]>> = practice;

describe('every reply of a profile is permitted', () => {
  const listed = permitted as Readonly<Record<string, readonly number[]>>;
  test.each(Object.keys(servers))('%s', (name) => {
    const beside = Object.entries(servers[name]!.replies).flatMap(([verb, texts]) =>
      Object.values(texts).flatMap((text) => {
        const code = Number(String(typeof text === 'string' ? text : text[0]).slice(0, 3));
        const row = listed[verb.split(' ')[0] ?? ''];
        return row === undefined || row.includes(code) ? [] : [`${verb} ${code}`];
      }),
    );
    expect([...new Set(beside)].sort()).toEqual(PRACTICE[name] ?? []);
  });
});
