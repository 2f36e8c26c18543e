/** Whose a file is that the server writes. */
import type { Owned } from '../../protocol/calls';
import type { ServerPi, Turn } from './session';

export const ownerOf = ({ account }: ServerPi) => ({
  uid: account?.uid ?? 0,
  gid: account?.gid ?? 0,
  owner: account?.name ?? '',
  group: account?.group ?? '',
});

/** A file that is there keeps its owner and mode; a new one is the user's. */
export function ownedBy({ session, event }: Turn, path: string): Owned {
  const there = event.files.get(path);
  if (there) return { uid: there.uid, gid: there.gid, owner: there.owner, group: there.group, mode: there.mode };
  return {
    ...ownerOf(session),
    mode: session.mask === null ? session.setup.profile.uploads.mode : 0o666 & ~session.mask,
  };
}
