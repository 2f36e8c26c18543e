/** A thin tie from a handshake that takes up a session to the one that it began with. */
import type { Frame } from './frame';
import type { Row, Tie } from './picture';
import { secrecyOf } from '../steps/secrecy';

/** Left of the lane, where no arrow is. */
const ASIDE = 20;
const CLEAR = 9;

export function tiesOf({ trace, places, compact }: Frame, rows: readonly Row[]): readonly Tie[] {
  if (compact) return [];
  const { handshakes } = secrecyOf(trace);
  const rowOf = (begin: number): Row | undefined =>
    rows.find(({ step }) => step.kind === 'handshake' && step.begin === begin);
  return handshakes.flatMap(({ begin, client, resumed }): readonly Tie[] => {
    const whole = handshakes
      .filter((other) => other.client === client && other.begin < begin && !other.resumed && other.failed === null)
      .at(-1);
    const [from, to, lane] = [rowOf(begin), whole && rowOf(whole.begin), places.get(client)];
    if (!resumed || !from || !to || lane === undefined) return [];
    const [low, high] = [(from.top + from.bottom) / 2, (to.top + to.bottom) / 2];
    return [
      {
        key: `${begin}`,
        points: [
          [lane - CLEAR, low],
          [lane - ASIDE, low],
          [lane - ASIDE, high],
          [lane - CLEAR, high],
        ],
      },
    ];
  });
}
