/** What a layer did, as an entry of the trace. */
import type { LayerCommand } from '../../machine/layer';
import type { Detail } from '../../trace/entry';

type What =
  LayerCommand | { readonly type: 'state'; readonly from: string; readonly to: string; readonly event: string };

/** `keep` stores octets and returns their number. */
export function layerDetail(
  process: string,
  machine: string,
  what: What,
  keep: (octets: Uint8Array) => number,
): Detail {
  const self = { process, machine };
  switch (what.type) {
    case 'state':
      return { kind: 'state', ...self, from: what.from, to: what.to, event: what.event };
    case 'message':
      return {
        kind: 'layer',
        ...self,
        way: what.way,
        name: what.name,
        said: what.said,
        protected: what.protected,
        content: what.octets ? keep(what.octets) : null,
      };
    case 'secret':
      return { kind: 'secret', ...self, label: what.label, clientRandom: what.clientRandom, secret: what.secret };
    case 'note':
      return { kind: 'note', ...self, reason: what.reason, source: what.source ?? null };
    default:
      return { kind: 'note', ...self, reason: { code: what.type }, source: null };
  }
}
