/** Port forwards as text: `21; 50020-50045; 2121 to 21`, the router's ports and, where they differ, the server's. */
import { shown } from '../../wire/text/shown';
import { mistake, type Mistake } from '../../wire/violation';

type Range = readonly [number, number];

interface Forward {
  readonly outside: Range;
  readonly inside: Range;
}

const FORWARD = /^(\d{1,5})(?:-(\d{1,5}))?(?: to (\d{1,5})(?:-(\d{1,5}))?)?$/;

/** Reads what the knob's text says; a part that is no forward is left out (checkForwards tells of it). */
export function parseForwards(text: string): readonly Forward[] {
  return text === 'none'
    ? []
    : text.split(';').flatMap((part) => {
        const [found, a, b, c, d] = FORWARD.exec(part.trim()) ?? [];
        if (found === undefined) return [];
        const outside: Range = [Number(a), Number(b ?? a)];
        return [{ outside, inside: c === undefined ? outside : ([Number(c), Number(d ?? c)] as const) }];
      });
}

/** The text as it should be, or what is wrong with it. */
export function checkForwards(text: string): string | Mistake {
  const parts = text === 'none' ? [] : text.split(';');
  const wrong = parts.find((part) => !FORWARD.test(part.trim()));
  const read = parseForwards(text);
  const port = (value: number) => value >= 1 && value <= 65535;
  const odd = read.find(
    ({ outside, inside }) => ![...outside, ...inside].every(port) || outside[0] > outside[1] || inside[0] > inside[1],
  );
  if (wrong !== undefined || odd)
    return mistake('bad-value', `${shown(text)} is no list of forwards; expected '21; 50020-50045' or '2121 to 21'`);
  return text;
}

/** A recorded setup's list of forwards in the knob's text. */
export function forwardsText(list: readonly { readonly ports: Range; readonly to?: Range }[]): string {
  const range = ([from, to]: Range) => (from === to ? String(from) : `${from}-${to}`);
  return list.length === 0
    ? 'none'
    : list.map(({ ports, to }) => (to ? `${range(ports)} to ${range(to)}` : range(ports))).join('; ');
}
