/** The server's data transfer process bears whatever happens, in any order. */
import { expect, test } from 'vitest';
import type { HostEvent } from '../../src/machine/contract';
import { stepper } from '../../src/machine/step';
import { serverDtp } from '../../src/ftp/dtp/server-dtp.machine';
import { harbour } from './store';
import { ours, peer } from './transcript';
import { lots } from './fuzzed';

const dtpSteps = stepper(serverDtp);

test('the data transfer process bears events in any order', () => {
  const lot = lots(7);
  const node = { uid: 1, gid: 1, owner: 'a', group: 'a', mode: 0o644 };
  const pace = { rate: 1000, block: 50, firstFree: false };
  const octets = new Uint8Array(120);
  const calls: readonly object[] = [
    { name: 'listen', address: ours.address, port: { from: 50020, to: 50045 } },
    { name: 'open', remote: peer, local: null, peer: null, patience: 1000, stall: 1000 },
    { name: 'open', remote: null, local: null, peer: peer.address, patience: 1000, stall: 1000 },
    { name: 'send', octets },
    { name: 'send', octets, pace },
    { name: 'send', octets: new Uint8Array(0) },
    { name: 'send', octets, corked: true },
    { name: 'receive', path: '/new', before: octets, node },
    { name: 'receive', path: '/new', before: octets, beneath: octets, node, pace, text: true },
    { name: 'proceed' },
    { name: 'abort', lingering: 1000 },
    { name: 'close' },
    { name: 'close', lingering: 1000 },
    { name: 'forget' },
    { name: 'secure', input: { name: 'a' }, patience: 1000 },
    { name: 'part', noDelay: true },
  ];
  let snapshot = dtpSteps.start(null);
  const states = new Set<string>();
  for (let step = 0; step < 100_000; step += 1) {
    const connection = snapshot.context.connection ?? 'data-1';
    const listener = snapshot.context.listener ?? 'passive-1';
    const events: readonly HostEvent[] = [
      { type: 'called', from: 'pi', call: calls[lot(calls.length)] as { name: string } },
      { type: 'listening', listener, local: ours },
      { type: 'opened', connection, local: ours, remote: peer },
      {
        type: 'accepted',
        listener,
        connection: `data-${snapshot.context.count}`,
        local: ours,
        remote: lot(4) === 0 ? { ...peer, address: '203.0.113.99' } : peer,
      },
      { type: 'received', connection, octets: octets.subarray(0, lot(120)) },
      { type: 'drained', connection },
      { type: 'peerClosed', connection },
      { type: 'closed', connection },
      { type: 'failed', subject: lot(2) === 0 ? connection : listener, reason: 'ECONNRESET' },
      { type: 'timeout', timer: ['patience', 'stall', 'pace', 'linger'][lot(4)] ?? '' },
      { type: 'secured', connection, facts: {} },
      { type: 'unsecured', connection },
      { type: 'broken', connection, name: 'truncated', why: { code: 'truncated' } },
      { type: 'resumable', connection, session: {} },
    ];
    const event = events[lot(3) === 0 ? 0 : lot(events.length)] as HostEvent;
    const stepped = dtpSteps.step(snapshot, { ...event, at: step * 100, epoch: 0, files: harbour });
    snapshot = stepped.snapshot;
    states.add(snapshot.value);
    for (const command of stepped.commands)
      if (command.type === 'change' && command.change.op === 'write')
        expect(command.change.node.octets.length).toBeLessThan(100_000 * 120);
  }
  expect([...states].sort()).toEqual([
    'ACCEPTING',
    'BINDING',
    'CLOSING',
    'CONNECTING',
    'IDLE',
    'LINGERING',
    'LISTENING',
    'OPEN',
    'PARTING',
    'RECEIVING',
    'RESTING',
    'SECURING',
    'SENDING',
  ]);
});
