/** The diagram's numbers at their edges: slant, places of ribbons, waits, the search for a packet, what is counted. */
import { describe, expect, test } from 'vitest';
import { measuresOf } from '../../src/diagram/compare/measures';
import { drained } from '../../src/trace/pieces';
import { flightsOf } from '../../src/diagram/steps/flight';
import { exchangesOf } from '../../src/diagram/steps/exchange';
import { layoutOf } from '../../src/diagram/layout/layout';
import { slotsOf } from '../../src/diagram/layout/ribbons';
import { step, type Step } from '../../src/diagram/steps/step';
import { stepsOf } from '../../src/diagram/steps/steps';
import { replyMessage } from '../../src/wire/ftp/reply';
import { ACK, PSH } from '../../src/wire/packet/tcp';
import { ran, scenarioOf } from '../explain/symptom';
import { Hand } from './hand';

describe('the slant of an arrow', () => {
  // Four pixels more for each tenfold time, so that 10 ms and 100 ms can be told apart; but no arrow is steeper than 14
  // pixels, or a slow network would push the rows into each other.
  test.each([
    { ms: 0, pixels: 3 },
    { ms: 10, pixels: 7 },
    { ms: 100, pixels: 11 },
    { ms: 400, pixels: 13 },
    { ms: 600, pixels: 14 },
    { ms: 1000, pixels: 14 },
    { ms: 5000, pixels: 14 },
  ])('for $ms ms is $pixels pixels', async ({ ms, pixels }) => {
    const trace = await ran(scenarioOf([`wan.oneWayDelayMs: ${ms}`]));
    const { rows } = layoutOf(trace, { width: 1100, depth: 'segments', compact: false });
    const [tail, head] = rows.flatMap(({ arrow }) => (arrow ? [arrow.points] : []))[0] ?? [];
    expect((head?.[1] ?? NaN) - (tail?.[1] ?? NaN)).toBe(pixels);
  });
});

describe('the places of ribbons beside each other', () => {
  /** Of steps, each given by the connection that it belongs to; the first is the control connection. */
  function slots(...connections: readonly number[]): readonly number[] {
    const hand = new Hand();
    for (const index of new Set(connections)) hand.connection(index === 0 ? 'control' : 'data', 'client', 40_000, 21);
    const at = (connection: number, n: number): Step =>
      step({ entry: n, begin: n, kind: 'segment', label: { term: '', text: '' }, sent: n, at: n, connection });
    return slotsOf(hand.trace(), connections.map(at));
  }

  test.each([
    // Data connections one after the other share the first place beside the control connection.
    { steps: [0, 1, 1, 2, 2, 0], places: [0, 1, 1] },
    { steps: [0, 1, 2, 3, 0], places: [0, 1, 1, 1] },
    // A connection that begins before another has ended stands beside it, by one row already.
    { steps: [0, 1, 2, 1, 2, 0], places: [0, 1, 2] },
    { steps: [0, 1, 2, 1, 0], places: [0, 1, 2] },
    // Of two places the first that is free again is taken.
    { steps: [0, 1, 2, 1, 3, 2, 3, 0], places: [0, 1, 2, 1] },
    { steps: [0, 1, 2, 3, 1, 2, 3, 0], places: [0, 1, 2, 3] },
  ])('steps of connections $steps: $places', ({ steps, places }) => {
    expect(slots(...steps)).toEqual(places);
  });
});

describe('a wait', () => {
  /** The words for the wait between two commands, so many microseconds after the first one was read. */
  function between(micros: number): readonly string[] {
    const hand = new Hand();
    hand.listen('server', 'control', 21);
    hand.handshake(hand.connection('control', 'client', 40_036, 21));
    hand.command('NOOP');
    hand.wait(micros - 500); // a message is followed by 500 µs
    hand.command('QUIT');
    return stepsOf(hand.trace(), 'dialogue').flatMap(({ kind, label }) => (kind === 'later' ? [label.text] : []));
  }

  // Up to 400 ms is part of the talk: Linux's least retransmission timeout (TCP_RTO_MIN, 200 ms) and a round trip. More
  // is said in a row of its own: the second before a SYN is sent again (RFC 6298 2.1).
  test.each([
    [200_000, []],
    [200_001, []],
    [300_000, []],
    [400_000, []],
    [400_001, ['400 ms later']],
    [1_000_000, ['1 s later']],
  ])('of %i µs: %j', (micros, words) => {
    expect(between(micros)).toEqual(words);
  });
});

describe('the packet that carried a message', () => {
  /** The flight that is found for a reply, where its reading goes back to the packet's arrival over so many entries. */
  function found(steps: number): number | null {
    const hand = new Hand();
    const control = hand.connection('control', 'client', 40_036, 21);
    hand.handshake(control);
    const message = replyMessage({ code: 220, lines: ['ready'] });
    hand.add({ kind: 'message', process: 'p', machine: 'pi', way: 'sent', message }, 'server', control);
    const arrived = hand.packet(control, 'server', PSH | ACK, '220 ready\r\n');
    let cause = arrived;
    for (let i = 0; i < steps; i++) cause = hand.told('client', control, 'received', cause);
    hand.add({ kind: 'message', process: 'p', machine: 'pi', way: 'received', message }, 'client', control, [cause]);
    const trace = hand.trace();
    const [exchange] = drained(exchangesOf(trace, drained(flightsOf(trace))));
    return exchange?.flight ? exchange.flight.end - arrived : null;
  }

  // TCP's telling, a record that is opened, its content handed on: each is an entry between arrival and reading.
  test.each([1, 5, 6, 7, 20, 64, 500])('is found %i entries back', (steps) => {
    expect(found(steps)).toBe(0);
  });
});

describe('what is measured of a packet that was sent twice', () => {
  const LINE = 'NOOP\r\n';
  /** A session in which the command is lost so many times on its way, and sent again. */
  function measures(lost: number): Readonly<Record<string, number>> {
    const hand = new Hand();
    const control = hand.connection('control', 'client', 40_036, 21);
    hand.handshake(control);
    for (let i = 0; i <= lost; i++)
      hand.packet(control, 'client', PSH | ACK, LINE, { stop: i < lost ? 'wan' : null, again: i > 0 });
    const texts = measuresOf(hand.trace()).map(({ name, text }) => [name, Number(text.replace(/\D/g, ''))] as const);
    return Object.fromEntries(texts);
  }

  // RFC 9293 3.8.1: what is sent again are the same octets. The network carried them twice; the secret in them is one.
  test.each([0, 1, 2, 5])('%i times again: its octets are carried each time, and laid open once', (lost) => {
    const [once, more] = [measures(0), measures(lost)];
    expect(once['In clear']).toBe(LINE.length);
    expect(more['In clear']).toBe(LINE.length);
    // An IPv4 header of 20 octets and a TCP header of 20 (RFC 791 3.1, RFC 9293 3.1), without options.
    expect((more['Octets'] ?? 0) - (once['Octets'] ?? 0)).toBe(lost * (40 + LINE.length));
  });
});
