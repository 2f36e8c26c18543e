/** A saved trace from its file; an error says what is wrong with it. */
import { readingTrace, readTrace } from '../../trace/file';
import type { Trace } from '../../trace/trace';
import { isViolation, type Mistake } from '../../wire/violation';

function sound(read: Trace | Mistake): Trace {
  if (isViolation(read)) throw new Error(read.text);
  return read;
}

export const read = async (file: Blob): Promise<Trace> => sound(readTrace(await file.text()));

/** The same in pieces; what the browser does of it in one go is to parse. */
export function* reading(text: string): Generator<void, Trace> {
  return sound(yield* readingTrace(text));
}
