/** By when a session of the live server has come so far, or it is ended: a table of what begins and ends the wait. */
import { CAPS, type CapName } from '../wire/caps';
import type { LiveEntry } from './entry';

/** Does it so many seconds from now, unless it is called off by what is returned. */
export type After = (seconds: number, run: () => void) => () => void;

export const wallAfter: After = (seconds, run) => {
  const timer = setTimeout(run, seconds * 1000).unref();
  return () => clearTimeout(timer);
};

interface Deadline {
  readonly name: string;
  readonly cap: CapName;
  readonly text: string;
  /** The connection that begins to be waited for, or that has come so far; null for any other entry. */
  readonly begins: (entry: LiveEntry) => string | null;
  readonly ends: (entry: LiveEntry) => string | null;
}

const accepted = (entry: LiveEntry): string | null =>
  'event' in entry && entry.event.type === 'accepted' && entry.event.listener === 'service'
    ? entry.event.connection
    : null;

/** USER and PASS, or an exchange of security data, have come to a login (RFC 959 section 5.4; RFC 2228 section 4). */
const loggedIn: readonly number[] = [230, 232];

const deadlines: readonly Deadline[] = [
  {
    name: 'late-greeting',
    cap: 'liveGreeting',
    text: 'no command came',
    begins: accepted,
    ends: (entry) =>
      'command' in entry && entry.command.type === 'message' && entry.command.way === 'received'
        ? entry.command.connection
        : null,
  },
  {
    name: 'late-login',
    cap: 'liveLogin',
    text: 'nobody logged in',
    begins: accepted,
    ends: (entry) =>
      'command' in entry &&
      entry.command.type === 'message' &&
      entry.command.way === 'sent' &&
      entry.command.message.kind === 'reply' &&
      loggedIn.includes(entry.command.message.code ?? 0)
        ? entry.command.connection
        : null,
  },
  {
    name: 'late-handshake',
    cap: 'liveHandshake',
    text: 'a handshake came to no end',
    begins: (entry) => ('command' in entry && entry.command.type === 'secure' ? entry.command.connection : null),
    ends(entry) {
      const what = 'event' in entry ? entry.event : entry.command;
      if (what.type === 'failed') return what.subject;
      return what.type === 'secured' || what.type === 'broken' || what.type === 'close' || what.type === 'abort'
        ? what.connection
        : null;
    },
  },
];

export interface Watch {
  /** Every entry of the session's log, a command's before it is performed. */
  hear(entry: LiveEntry): void;
  /** The session is over. */
  stop(): void;
}

export type Evict = (name: string, text: string) => void;

export function deadlinesOf(after: After, evict: Evict): Watch {
  const waiting = new Map<string, () => void>();
  const callOff = (key: string): void => {
    waiting.get(key)?.();
    waiting.delete(key);
  };
  return {
    hear(entry) {
      for (const { name, cap, text, begins, ends } of deadlines) {
        const over = ends(entry);
        if (over !== null) callOff(`${name} ${over}`);
        const begun = begins(entry);
        if (begun === null) continue;
        const { most, unit } = CAPS[cap];
        callOff(`${name} ${begun}`);
        waiting.set(
          `${name} ${begun}`,
          after(most, () => evict(name, `${text} within ${most} ${unit}`)),
        );
      }
    },
    stop: () => [...waiting.keys()].forEach(callOff),
  };
}
