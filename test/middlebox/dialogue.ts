/** A dialogue through an edge that may rewrite it, cut and repeated at will. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Edge } from '../../src/middlebox/edge/edge';
import type { Side } from '../../src/machine/gateway';
import { inverse, tupleOf, type Tuple } from '../../src/middlebox/tuple';
import type { Packet } from '../../src/wire/packet/packet';
import { ACK, PSH, SYN } from '../../src/wire/packet/tcp';
import { octetsOf, textOf } from '../../src/wire/text/text';
import { packet, left } from './packets';

/** What arrived at one end, octet by octet; what comes twice must be the same. */
class Stream {
  private readonly octets = new Map<number, number>();
  constructor(private readonly first: number) {}
  take({ tcp }: Packet): void {
    tcp.payload.forEach((octet, i) => {
      const offset = (tcp.seq + i - this.first) >>> 0;
      expect(this.octets.get(offset) ?? octet, `octet ${offset} came twice, and not the same`).toBe(octet);
      this.octets.set(offset, octet);
    });
  }
  /** How much is whole from the beginning. */
  get next(): number {
    let end = 0;
    while (this.octets.has(end)) end += 1;
    return end;
  }
  text(): string {
    return textOf(Uint8Array.from({ length: this.next }, (_, i) => this.octets.get(i) ?? 0));
  }
}

interface Turn {
  readonly line: string;
  readonly cuts: readonly number[];
  readonly again: number;
}

interface Dialogue {
  /** As the one who opens it sends, and from which side. */
  readonly call: Tuple;
  readonly opener: Side;
  readonly speaker: 'opener' | 'answerer';
}

const [ISS, IRS] = [2 ** 32 - 40, 2 ** 32 - 5];
const announces = (line: string): boolean => /^(PORT|EPRT|227)/.test(line);

/**
 * A dialogue line by line, each acknowledged before the next, cut into segments and repeated at will; numbers wrap.
 * Gives what the listener has read. Of an announcement only the first part is sent before the whole: a second part that
 * passed by itself, and then comes again in a segment whose length was changed, is more than Linux can mend.
 */
export function converse(edge: Edge, { call, opener, speaker }: Dialogue, turns: readonly Turn[]): string {
  const answerer: Side = opener === 'inside' ? 'outside' : 'inside';
  const [openerIss, answererIss] = speaker === 'opener' ? [ISS, IRS] : [IRS, ISS];
  const answer = inverse(tupleOf(left(edge, packet(call, SYN, openerIss), opener, 0)!));
  left(edge, packet(answer, SYN | ACK, answererIss, openerIss + 1), answerer, 0);
  left(edge, packet(call, ACK, openerIss + 1, answererIss + 1), opener, 0);
  const [speaks, listens] = speaker === 'opener' ? [call, answer] : [answer, call];
  const [here, there] = speaker === 'opener' ? [opener, answerer] : [answerer, opener];

  const stream = new Stream((ISS + 1) >>> 0);
  const acknowledged = (): Packet | null => left(edge, packet(listens, ACK, IRS + 1, ISS + 1 + stream.next), there, 0);
  let sent = 0;
  for (const { line, cuts, again } of turns) {
    const octets = octetsOf(line);
    const ends = [0, ...cuts.map((cut) => cut % octets.length).sort((a, b) => a - b), octets.length];
    const pieces = ends
      .slice(1)
      .map((end, i) => [ends[i]!, end] as const)
      .filter(([from, end]) => end > from);
    const whole = [0, octets.length] as const;
    for (const [from, end] of [
      ...(announces(line) ? pieces.slice(0, 1) : pieces),
      ...Array.from({ length: again }, () => whole),
      whole,
    ]) {
      const out = left(
        edge,
        packet(speaks, ACK | PSH, ISS + 1 + sent + from, IRS + 1, octets.slice(from, end)),
        here,
        0,
      );
      if (out) stream.take(out);
      expect(acknowledged(), 'an acknowledgment passes').not.toBeNull();
    }
    sent += octets.length;
    expect(acknowledged()!.tcp.ack, "all that was sent is acknowledged, in the speaker's numbers").toBe(
      (ISS + 1 + sent) >>> 0,
    );
  }
  return stream.text();
}

export const turn = (announcements: fc.Arbitrary<string>): fc.Arbitrary<Turn> =>
  fc.record({
    line: fc.oneof(
      announcements,
      fc.constantFrom('NOOP\r\n', 'TYPE I\r\n', '200 Fine.\r\n', '226 All of it has been sent.\r\n'),
    ),
    cuts: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }),
    ),
    again: fc.integer({ min: 0, max: 2 }),
  });
