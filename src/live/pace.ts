/** How fast a session of the live server may ask: who sends commands faster than any program works is ended. */
import { CAPS } from '../wire/caps';
import type { After, Evict, Watch } from './deadlines';

export function paceOf(after: After, evict: Evict): Watch {
  const { most } = CAPS.liveCommands;
  let commands = 0;
  let callOff = (): void => undefined;
  return {
    hear(entry) {
      if (!('command' in entry) || entry.command.type !== 'message' || entry.command.way !== 'received') return;
      // The second begins with its first command.
      if (commands++ === 0) callOff = after(1, () => (commands = 0));
      if (commands > most) evict({ code: 'too-many-commands', most });
    },
    stop: () => callOff(),
  };
}
