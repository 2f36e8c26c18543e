/** How far a session came: for telling a change that helped on from one that made it fail sooner. */
import { entriesOf, type Trace } from '../../trace/trace';
import { isReply } from '../reading/said';

/**
 * 0 nothing, 1 the greeting, 2 logged in, 3 a port was told, 4 a data connection stands, 5 a transfer began, 6 it ended
 * well.
 */
export function progressStage(trace: Trace): number {
  const codes = new Set(
    entriesOf(trace, 'message').flatMap((entry) =>
      entry.way === 'received' && entry.node === 'client' && isReply(entry) ? [entry.message.code] : [],
    ),
  );
  const opened = entriesOf(trace, 'told').some(
    ({ told, connection }) =>
      told === 'opened' && connection !== null && trace.connections[connection]?.purpose === 'data',
  );
  const stages = [
    codes.has(220),
    codes.has(230) || codes.has(232),
    codes.has(227) || codes.has(229) || trace.connections.some(({ purpose }) => purpose === 'data'),
    opened,
    codes.has(150) || codes.has(125),
    codes.has(226) || codes.has(250),
  ];
  return stages.lastIndexOf(true) + 1;
}
