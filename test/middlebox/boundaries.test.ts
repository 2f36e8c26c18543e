/** Where a packet turns from one answer to the other, for what transcripts/boundaries.txt cannot show. */
import { describe, expect, test } from 'vitest';
import { stepper } from '../../src/machine/step';
import { helper } from '../../src/middlebox/helper/helper.machine';
import { blankHalf, judge, type Half } from '../../src/middlebox/tracking/window';
import { ACK, NO_OPTIONS } from '../../src/wire/packet/tcp';

describe('the oldest acknowledgment that counts', () => {
  // MAXACKWINCONST of Linux's nf_conntrack_proto_tcp.c: 66,000 octets back, or the largest window offered where that is
  // more.
  const END = 1_000_000;
  const judged = (back: number, maxWindow: number) => {
    const half: Half = { ...blankHalf, end: END, maxEnd: END + 1_000, maxWindow };
    const tcp = {
      sourcePort: 40036,
      destinationPort: 21,
      seq: END,
      ack: END - back,
      flags: ACK,
      window: 1_000,
      urgentPointer: 0,
    };
    const segment = { ...tcp, options: NO_OPTIONS, payload: new Uint8Array(0) };
    return judge('ESTABLISHED', half, half, 'original', {
      seq: END,
      end: END,
      ack: END - back,
      sack: END - back,
      tcp: segment,
    });
  };
  const old = { verdict: 'ignore', reason: { code: 'acks-long-ago' } };
  test.each([
    [66_000, 1_000, { verdict: 'accept', reason: null }],
    [66_001, 1_000, old],
    [66_001, 66_001, { verdict: 'accept', reason: null }],
    [66_002, 66_001, old],
  ])('%d octets back, after a window of %d', (back, maxWindow, expected) => {
    expect(judged(back, maxWindow)).toMatchObject(expected);
  });

  test('what is too old changes nothing of either direction', () => {
    const { sender, receiver } = judged(66_001, 1_000);
    expect([sender.maxAck, receiver.maxEnd]).toEqual([null, END + 1_000]);
  });
});

describe('the helper goes blind at a TLS record', () => {
  // RFC 8446 section 5.1: types 20 to 23 (change_cipher_spec, alert, handshake, application_data), major version 3.
  const states = (...octets: number[]): string => {
    const machine = stepper(helper);
    const payload = Uint8Array.of(...octets, 1, 0, 1, 0);
    const spoke = { type: 'spoke', direction: 'original', seq: 0, payload, speaker: '203.0.113.10', at: 0 } as const;
    return machine.step(machine.start(undefined), spoke).snapshot.value;
  };
  test.each([
    [19, 3, 'waiting'],
    [20, 3, 'blind'],
    [21, 3, 'blind'],
    [22, 3, 'blind'],
    [23, 3, 'blind'],
    [24, 3, 'waiting'],
    [22, 2, 'waiting'],
    [22, 4, 'waiting'],
  ])('type %d, version %d.x: %s', (type, version, state) => expect(states(type, version)).toBe(state));
});
