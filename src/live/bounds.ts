/**
 * What a session of the live server may not do, whatever its program would: write where nothing may be written, store
 * more than the quota, call another host or a reserved port (RFC 2577 section 3). Who does is ended by name.
 */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { changed, type Files } from '../machine/files';
import { CAPS } from '../wire/caps';
import type { Evict, Watch } from './deadlines';
import type { LiveEntry } from './entry';

/** RFC 6335 section 6: ports below are the system's. */
const RESERVED = 1024;

interface Bounds {
  readonly writable: boolean;
  /** The store as the server began with it. */
  readonly first: Files;
  readonly store: { readonly files: Files };
}

const octetsOf = (files: Files): number => [...files.values()].reduce((sum, { octets }) => sum + octets.length, 0);

/** Whether two spellings mean one address: `::1` is `0:0:0:0:0:0:0:1`. */
function same(one: string, other: string): boolean {
  if (!isIP(one) || !isIP(other)) return one === other;
  const list = new BlockList();
  list.addAddress(one, isIPv6(one) ? 'ipv6' : 'ipv4');
  return list.check(other, isIPv6(other) ? 'ipv6' : 'ipv4');
}

export function boundsOf({ writable, first, store }: Bounds, evict: Evict): Watch {
  const most = { octets: octetsOf(first) + CAPS.liveUploads.most, files: first.size + CAPS.liveFiles.most };
  let peer = '';
  /** Received on data connections since the last change: a file is written whole, so this is what is held for it. */
  let taken = 0;
  const full = (): void => evict({ code: 'upload-quota', most: CAPS.liveUploads.most });
  const judge = (entry: LiveEntry): void => {
    const what = 'event' in entry ? entry.event : entry.command;
    if (what.type === 'accepted' && what.listener === 'service') peer = what.remote.address;
    if (what.type === 'received' && what.connection !== 'control') {
      taken += what.octets.length;
      if (taken > CAPS.liveUploads.most) full();
    }
    if (what.type === 'open') {
      const { address, port } = what.remote;
      if (!same(peer, address)) evict({ code: 'foreign-data-address', peer, address });
      else if (port < RESERVED) evict({ code: 'reserved-data-port', peer, port });
    }
    if (what.type !== 'change') return;
    taken = 0;
    if (!writable) return evict({ code: 'read-only-store', change: what.change.op });
    const files = changed(store.files, what.change);
    if (octetsOf(files) > most.octets) full();
    else if (files.size > most.files) evict({ code: 'file-quota', most: CAPS.liveFiles.most });
  };
  return { hear: judge, stop() {} };
}
