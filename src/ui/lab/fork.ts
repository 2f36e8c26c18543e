/** What can be done to a run where one stands in it. Pure. */
import type { Entry, NodeId } from '../../trace/entry';
import { transmissionOf, type Trace } from '../../trace/trace';
import { carriersOf } from '../../trace/query/carriers';
import { edgesOf, tablesAt } from '../../explain/reading/tables';

/** Those that an intervention can have forget. */
const FORGETFUL: readonly NodeId[] = ['clientEdge', 'carrier', 'serverEdge'];

/**
 * The moment at which the segment left, where the subject is one, or was carried by one, that can be made to get lost.
 */
function lossableAt(trace: Trace, subject: Entry): string | null {
  const carrier = subject.kind === 'drop' ? undefined : carriersOf(trace, subject)[0];
  const left = carrier ? transmissionOf(trace, carrier) : null;
  return [...(left ? trace.moments : [])].find(([, n]) => n === left?.n)?.[0] ?? null;
}

/** The name of the first moment at an entry or after it; the end is none, since nothing comes of what is done there. */
function momentFrom(trace: Trace, entry: number): string | null {
  const [first] = [...trace.moments].filter(([name, n]) => n >= entry && name !== 'end').sort(([, a], [, b]) => a - b);
  return first?.[0] ?? null;
}

interface Here {
  /**
   * The subject's own, or else that of what comes next, so that all that was seen stays; null where nothing follows.
   */
  readonly moment: string | null;
  /** The segment's. */
  readonly lossable: string | null;
  /** Edges that remember a flow or a mapping. */
  readonly remembering: readonly NodeId[];
}

export function hereOf(trace: Trace, subject: Entry): Here {
  const remembers = (edge: NodeId) => {
    const tables = tablesAt(trace, edge, subject.n);
    return [...(tables?.flows ?? []), ...(tables?.mappings ?? [])].some(({ gone }) => !gone);
  };
  return {
    moment: momentFrom(trace, subject.n),
    lossable: lossableAt(trace, subject),
    remembering: edgesOf(trace).filter((edge) => FORGETFUL.includes(edge) && remembers(edge)),
  };
}
