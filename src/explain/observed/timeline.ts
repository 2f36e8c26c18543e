/** The client's view in order: messages, and the milestones of every connection; and when SYNs were repeated. */
import { ACK, FIN, RST, SYN } from '../../wire/packet/tcp';
import type { Spoken } from './dialogue';
import type { Connected } from './views';

export type Milestone = readonly [what: string, index: number];

export function timelineOf(
  all: readonly Connected[],
  kinds: readonly string[],
  control: readonly Spoken[],
): readonly Milestone[] {
  const events: { readonly entry: number; readonly order: number; readonly what: Milestone }[] = control.map(
    ({ entry }, index) => ({ entry, order: 0, what: ['message', index] }),
  );
  all.forEach(({ connection, home }, index) => {
    if (home.vantage !== 'client') return;
    const add = (what: string, sight: { readonly entry: { readonly n: number } } | undefined) => {
      if (sight) events.push({ entry: sight.entry.n, order: events.length + 1, what: [what, index] });
    };
    const { sights } = home;
    add('syn', sights[0]);
    const answer = sights.find(({ segment }) => segment.flags & SYN && segment.flags & ACK);
    if (
      answer &&
      sights.some(
        ({ from, segment, entry }) =>
          entry.n > answer.entry.n && from === connection.opener && segment.flags & ACK && !(segment.flags & RST),
      )
    )
      add('syn-ack', answer);
    const payloads = kinds[index] === 'data' ? sights.filter(({ segment }) => segment.payload.length > 0) : [];
    add('first-payload', payloads[0]);
    add('last-payload', payloads.at(-1));
    for (const end of [connection.opener, connection.listener]) {
      add(
        `fin-${end}`,
        sights.find(({ from, segment }) => from === end && segment.flags & FIN),
      );
    }
    add(
      'rst',
      sights.find(({ segment }) => segment.flags & RST),
    );
  });
  return events.sort((a, b) => a.entry - b.entry || a.order - b.order).map(({ what }) => what);
}

/** Where a SYN was repeated: whole seconds after the first. */
export function synRetransmits(
  all: readonly Connected[],
): readonly { readonly connection: number; readonly seconds: readonly number[] }[] {
  return all.flatMap(({ home }, connection) => {
    const times = home.sights
      .filter(({ segment }) => (segment.flags & (SYN | ACK)) === SYN)
      .map(({ entry }) => entry.at);
    return times.length < 2
      ? []
      : [{ connection, seconds: times.map((at) => Math.round((at - (times[0] ?? 0)) / 1e6)) }];
  });
}
