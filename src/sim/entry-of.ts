/**
 * An entry with its detail. The kinds that come by the thousand are written out: what is spread keeps its fields in a
 * second object, and a long trace is mostly entries.
 */
import type { Micros } from '../machine/contract';
import type { Detail, Entry, NodeId } from '../trace/entry';

export function entryOf(
  n: number,
  at: Micros,
  causes: readonly number[],
  node: NodeId | null,
  connection: number | null,
  detail: Detail,
): Entry {
  switch (detail.kind) {
    case 'transmit': {
      const { kind, packet, hops, again, ruling } = detail;
      const entry = { n, at, causes, node, connection, kind, packet, hops, again };
      return ruling ? { ...entry, ruling } : entry;
    }
    case 'pass': {
      const { kind, packet, hops, rewritten, changes, ruling } = detail;
      return ruling
        ? { n, at, causes, node, connection, kind, packet, hops, rewritten, changes, ruling }
        : { n, at, causes, node, connection, kind, packet, hops, rewritten, changes };
    }
    case 'arrive': {
      const { kind, packet, hops, ruling } = detail;
      const entry = { n, at, causes, node, connection, kind, packet, hops };
      return ruling ? { ...entry, ruling } : entry;
    }
    case 'told': {
      const { kind, process, machine, told, from, octets, reason, why } = detail;
      const entry = { n, at, causes, node, connection, kind, process, machine, told, from, octets, reason };
      return why ? { ...entry, why } : entry;
    }
    default:
      return { n, at, causes, node, connection, ...detail };
  }
}
