/** By when a session of the live server has come so far, or it is ended: a table of what begins and ends the wait. */
import { CAPS, type CapName } from '../wire/caps';
import type { HostViolation } from '../machine/host-note';
import type { LiveEntry } from './entry';

/** Does it so many seconds from now, unless it is called off by what is returned. */
export type After = (seconds: number, run: () => void) => () => void;

export const wallAfter: After = (seconds, run) => {
  const timer = setTimeout(run, seconds * 1000).unref();
  return () => clearTimeout(timer);
};

interface Deadline {
  readonly code: Extract<HostViolation, { readonly seconds: number }>['code'];
  readonly cap: CapName;
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
    code: 'late-greeting',
    cap: 'liveGreeting',
    begins: accepted,
    ends: (entry) =>
      'command' in entry && entry.command.type === 'message' && entry.command.way === 'received'
        ? entry.command.connection
        : null,
  },
  {
    code: 'late-login',
    cap: 'liveLogin',
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
    code: 'late-handshake',
    cap: 'liveHandshake',
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

export type Evict = (reason: HostViolation) => void;

export function deadlinesOf(after: After, evict: Evict): Watch {
  const waiting = new Map<string, () => void>();
  const callOff = (key: string): void => {
    waiting.get(key)?.();
    waiting.delete(key);
  };
  return {
    hear(entry) {
      for (const { code, cap, begins, ends } of deadlines) {
        const over = ends(entry);
        if (over !== null) callOff(`${code} ${over}`);
        const begun = begins(entry);
        if (begun === null) continue;
        const { most } = CAPS[cap];
        callOff(`${code} ${begun}`);
        waiting.set(
          `${code} ${begun}`,
          after(most, () => evict({ code, seconds: most })),
        );
      }
    },
    stop: () => [...waiting.keys()].forEach(callOff),
  };
}
