/**
 * What a YAML reader is not to be given. A reader that descends by recursion runs out of stack on a text that nests
 * deep, and collects a complaint for each stray mark of a text that is none: both are told beforehand by counting, in
 * one pass, without understanding the text.
 */
import { over } from '../caps';

const MARK = /[[\]{},&*!?|>%]|[-:](?=\s)/g;

/** The complaint, or null where the text may be read. */
export function tooMuchYaml(text: string): string | null {
  const lines = text.split('\n');
  let [marks, deepest, flow] = [0, 0, 0];
  for (const line of lines) {
    let block = 0;
    for (const found of line.matchAll(MARK)) {
      const [mark] = found;
      marks++;
      if (mark === '[' || mark === '{') flow++;
      else if (mark === ']' || mark === '}') flow = Math.max(0, flow - 1);
      else if (mark === '-' || mark === '?') block++;
      deepest = Math.max(deepest, flow, block);
    }
  }
  return over('lines', lines.length) ?? over('marks', marks) ?? over('depth', deepest);
}
