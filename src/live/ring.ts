/** A log that forgets: the newest entries, by number and by the octets that they hold. */
import type { LiveEntry } from './entry';

interface Ring {
  /** Oldest first. */
  readonly entries: readonly LiveEntry[];
  record(entry: LiveEntry): void;
}

function octetsIn(entry: LiveEntry): number {
  const what = 'event' in entry ? entry.event : entry.command;
  if (what.type === 'change') return what.change.op === 'write' ? what.change.node.octets.length : 0;
  return what.type === 'received' || what.type === 'send' ? what.octets.length : 0;
}

export function ringOf(mostEntries: number, mostOctets: number): Ring {
  const entries: LiveEntry[] = [];
  let octets = 0;
  return {
    entries,
    record(entry) {
      entries.push(entry);
      octets += octetsIn(entry);
      while (entries.length > mostEntries || octets > mostOctets) {
        const [oldest] = entries.splice(0, 1);
        if (oldest) octets -= octetsIn(oldest);
      }
    },
  };
}
