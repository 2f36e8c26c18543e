/** Where in a run a command that the user typed was sent. Pure. */
import type { Action } from '../../ftp/protocol/requests';
import { entriesOf, type Trace } from '../../trace/trace';

/**
 * The entry at which the client sends the command of an action, a line of the user's own; null where it never came to
 * it.
 */
export function commandTyped(trace: Trace, work: readonly Action[], index: number): number | null {
  const action = work[index];
  if (action?.op !== 'quote') return null;
  const verb = /^\S+/.exec(action.line)?.[0].toUpperCase();
  const sent = entriesOf(trace, 'message').filter(
    ({ node, way, message }) =>
      node === 'client' && way === 'sent' && message.kind === 'request' && message.name === verb,
  );
  const before =
    entriesOf(trace, 'achieve').find((one) => one.action === index - 1)?.n ?? (index === 0 ? -1 : Infinity);
  return sent.find(({ n }) => n > before)?.n ?? null;
}
