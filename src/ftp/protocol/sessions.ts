/** What TLS leaves on an FTP client's connections, as its two machines tell each other of it. */
import type { HostEvent } from '../../machine/contract';

/** Something to resume by, as it came from TLS; `once`: to be offered once only. */
export interface Kept {
  readonly session: unknown;
  readonly once: boolean;
}

/** What TLS left: the control connection's last, and the last of any connection. */
export interface Sessions {
  readonly control: Kept | null;
  readonly last: Kept | null;
}

export const noSessions: Sessions = { control: null, last: null };

/** What TLS failed with, as a plan may ask for it. */
export interface Broken {
  readonly name: string;
  readonly detail?: string;
}

export const brokenOf = ({ name, detail }: Extract<HostEvent, { type: 'broken' }>): Broken => ({
  name,
  ...(detail === undefined ? {} : { detail }),
});

export const keptOf = ({ session, once }: Extract<HostEvent, { type: 'resumable' }>): Kept => ({
  session,
  once: once === true,
});
