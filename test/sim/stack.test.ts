import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import { runClient } from '../../src/live/client';
import { serve } from '../../src/live/server';
import { saidTo } from '../../src/live/entry';
import type { Program } from '../../src/machine/program';
import { entriesOf, octetsOf as octetsAt } from '../../src/trace/trace';
import { decodePacket } from '../../src/wire/packet/packet';
import { isViolation } from '../../src/wire/violation';
import { alone, heard, noFiles, octetsOf, text } from '../live/toys';
import { sealing } from './sealing';
import { SERVER, small } from './world';

const secure: Command = { type: 'secure', connection: 'control', layer: 'sealing', input: 0x55 };
const layers = { sealing };

/** Dials, secures at once, says its words under seal, hears them again, takes its leave. */
const client = (address: string, port: number): Program => ({
  ...alone((event, seen) => {
    if (event.type === 'started')
      return [{ type: 'open', connection: 'control', purpose: 'control', remote: { address, port } }];
    if (event.type === 'opened') return [secure];
    if (event.type === 'secured') return [{ type: 'send', connection: 'control', octets: octetsOf('under seal') }];
    if (event.type === 'received' && heard(seen, 'control') === 'under seal')
      return [
        { type: 'say', to: 'user', text: heard(seen, 'control') },
        { type: 'close', connection: 'control' },
      ];
    return event.type === 'closed' ? [{ type: 'exit', code: 0 }] : [];
  }),
  layers,
});

const server: Program = {
  ...alone((event) => {
    if (event.type === 'accepted') return [secure];
    if (event.type === 'received') return [{ type: 'send', connection: 'control', octets: event.octets }];
    return event.type === 'peerClosed'
      ? [
          { type: 'close', connection: 'control' },
          { type: 'exit', code: 0 },
        ]
      : [];
  }),
  layers,
};

describe('a layer between TCP and the machine', () => {
  const trace = small({ client: [client(SERVER, 21)], server });
  test('carries words both ways, and the run ends quiescent', () => {
    expect(entriesOf(trace, 'say').map((entry) => entry.text)).toEqual(['under seal']);
    expect(trace.end).toBe('quiescent');
    expect(entriesOf(trace, 'violation')).toEqual([]);
  });
  test('leaves no word readable on the wire', () => {
    for (const entry of entriesOf(trace, 'transmit')) {
      const packet = decodePacket(octetsAt(trace, entry));
      expect(isViolation(packet) ? '' : text(packet.tcp.payload)).not.toContain('seal');
    }
  });
  test('has its own messages in the trace, caused and causing', () => {
    const hellos = entriesOf(trace, 'layer');
    expect(hellos.map(({ node, way }) => `${node} ${way}`).sort()).toEqual([
      'client received',
      'client sent',
      'server received',
      'server sent',
    ]);
    for (const { n, causes } of hellos) {
      expect(causes.length).toBeGreaterThan(0);
      expect(trace.entries.some((entry) => entry.causes.includes(n))).toBe(true);
    }
  });
  test('works over node:net as it does over our own TCP', async () => {
    const live = await serve({ port: 0, program: server }, { address: '127.0.0.1', files: noFiles });
    try {
      const { log, exitCode } = await runClient(client('127.0.0.1', live.port), { files: noFiles });
      expect([exitCode, saidTo(log, 'user')]).toEqual([0, ['under seal']]);
    } finally {
      await live.close();
    }
  });
});

test('a layer that the program does not have is a violation, not an exception', () => {
  const bare: Program = { ...client(SERVER, 21), layers: {} };
  expect(entriesOf(small({ client: [bare], server }), 'violation').map(({ reason }) => reason.code)).toContain(
    'no-such-layer',
  );
});
