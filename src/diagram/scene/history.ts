/** What the scene is told from: each connection's life, each interpreter's states, who listened, what was dropped. */
import { nameOf } from '../../machine/config';
import type { FlowRow } from '../../middlebox/tables/handled';
import type { EntryOf, NodeId } from '../../trace/entry';
import type { Pieces } from '../../trace/pieces';
import { rememberedPieces } from '../../trace/query/remembered';
import { entriesOf, type Trace } from '../../trace/trace';
import { dialogueOf } from '../steps/dialogue';
import type { Step } from '../steps/step';

export interface Life {
  readonly tried: number;
  readonly opened: number;
  readonly over: number;
}

export interface Blind {
  readonly n: number;
  readonly node: NodeId | null;
  readonly blind: boolean;
}

interface History {
  readonly blind: readonly Blind[];
  readonly connections: readonly Life[];
  readonly drops: readonly EntryOf<'drop'>[];
  /** The protocol interpreters' states, by node, in order. */
  readonly states: ReadonlyMap<NodeId, readonly { readonly n: number; readonly to: string }[]>;
  readonly listening: readonly {
    readonly node: NodeId | null;
    readonly port: number;
    readonly from: number;
    readonly to: number;
  }[];
}

export const historyOf = rememberedPieces(function* (trace): Pieces<History> {
  const dialogue = yield* dialogueOf.pieces(trace);
  const states = entriesOf(trace, 'state');
  yield;
  return {
    blind: blindIn(trace),
    connections: livesIn(trace, dialogue, states),
    drops: entriesOf(trace, 'drop'),
    states: statesIn(trace, states),
    listening: listeningIn(trace),
  };
});

/** A connection is over with its close, or when its opener's TCP gives it up. */
function livesIn(trace: Trace, dialogue: readonly Step[], states: readonly EntryOf<'state'>[]): readonly Life[] {
  const connections = trace.connections.map(() => ({ tried: Infinity, opened: Infinity, over: Infinity }));
  for (const step of dialogue) {
    const life = connections[step.connection ?? -1];
    if (!life) continue;
    life.tried = Math.min(life.tried, step.begin);
    if (step.kind === 'connect') life.opened = step.entry;
    if (ends(step)) life.over = Math.min(life.over, step.entry);
  }
  for (const { n, node, machine, to, connection } of states) {
    const life = connections[connection ?? -1];
    const opener = trace.connections[connection ?? -1]?.opener;
    if (life && machine === 'tcp' && to === 'CLOSED' && node === opener) life.over = Math.min(life.over, n);
  }
  return connections;
}

const ends = ({ kind, label }: Step): boolean =>
  ['close', 'refuse', 'note'].includes(kind) || (kind === 'reset' && label.term === 'RST');

function statesIn(trace: Trace, all: readonly EntryOf<'state'>[]): History['states'] {
  const states = new Map<NodeId, { n: number; to: string }[]>(trace.nodes.map(({ id }) => [id, []]));
  for (const { n, node, machine, to } of all) if (machine === 'pi') states.get(node ?? '')?.push({ n, to: nameOf(to) });
  return states;
}

/** What each edge's helper could read of a flow, whenever that was written down. */
function blindIn(trace: Trace): readonly Blind[] {
  return entriesOf(trace, 'table').flatMap(({ n, node, row }) => {
    const helper = row.table === 'flow' ? (row['row'] as FlowRow).helper : null;
    return helper ? [{ n, node, blind: helper.state === 'blind' }] : [];
  });
}

function listeningIn(trace: Trace): History['listening'] {
  const ended = entriesOf(trace, 'unlisten');
  return entriesOf(trace, 'listen')
    .filter(({ purpose }) => purpose === 'data')
    .map(({ n, node, local: { port } }) => {
      const end = ended.find((one) => one.n > n && one.node === node && one.local.port === port);
      return { node, port, from: n, to: end?.n ?? Infinity };
    });
}
