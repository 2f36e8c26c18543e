/** What becomes of each command of a program: of those that ask nothing of TCP here, of the rest beside. */
import type { Command } from '../../machine/contract';
import { changed } from '../../machine/files';
import type { Detail } from '../../trace/entry';
import { CONNECTING } from './connecting';
import { nodeOf, selfOf, type Doing, type Performers } from './doing';
import { LISTENING } from './listening';

function write(doing: Doing, detail: Detail): void {
  doing.host.world.recorder.add(doing.causes, nodeOf(doing), null, detail);
}

/** `think`, `call` and `message` are the process's own and never come here. */
type OfHost = Exclude<Command['type'], 'think' | 'call' | 'message'>;

const PERFORMERS: Performers<OfHost> = {
  ...LISTENING,
  ...CONNECTING,
  arm: ({ process, machine, causes }, { timer, after }) => process.arm(machine, timer, after, causes),
  cancel: ({ process, machine }, { timer }) => process.cancel(machine, timer),
  say: (doing, { type: kind, ...line }) => write(doing, { kind, ...selfOf(doing), ...line }),
  achieve: (doing, { action, ok }) => write(doing, { kind: 'achieve', ...selfOf(doing), action, ok }),
  note: (doing, { reason, source = null }) => write(doing, { kind: 'note', ...selfOf(doing), reason, source }),
  violation: (doing, { reason }) => write(doing, { kind: 'violation', ...selfOf(doing), reason }),
  change(doing, { change }) {
    const { kernel } = doing.host;
    kernel.files = changed(kernel.files, change);
    write(doing, { kind: 'file', ...selfOf(doing), change });
  },
  exit: ({ host, process, causes }, { code }) => host.exit(process, code, causes),
};

export function performCommand(doing: Doing, command: Command): void {
  const perform = PERFORMERS[command.type as OfHost] as ((doing: Doing, command: Command) => void) | undefined;
  perform?.(doing, command);
}
