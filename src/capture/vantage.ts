/** Who watches a run, and what each gets to see: a capture at a place holds the packets that came by there. */
import type { Entry, EntryOf } from '../trace/entry'
import type { Trace } from '../trace/trace'

/** The three places at which a session is captured, by the node they are at. */
export const VANTAGES = ['client', 'wan', 'server'] as const
export type Vantage = (typeof VANTAGES)[number]

/** An entry at which a packet is somewhere. */
export type Sighting = EntryOf<'transmit' | 'pass' | 'arrive' | 'drop'>

const isSighting = (entry: Entry): entry is Sighting =>
  entry.kind === 'transmit' || entry.kind === 'pass' || entry.kind === 'arrive' || entry.kind === 'drop'

const isVantage = (node: string | null): node is Vantage => (VANTAGES as readonly (string | null)[]).includes(node)

/**
 * What the vantage points see, in the order it happened. A packet that a node drops has come to it and is seen there, but
 * not twice: one that left the node and was lost on the link behind it has been seen already.
 */
export function sightings(trace: Trace, vantages: readonly Vantage[]): readonly (readonly [Vantage, Sighting])[] {
  return trace.entries.flatMap((entry) => {
    if (!isSighting(entry) || !isVantage(entry.node) || !vantages.includes(entry.node)) return []
    const seen = entry.kind === 'drop' && entry.causes.some((cause) => sameSighting(entry, trace.entries[cause]))
    return seen ? [] : [[entry.node, entry] as const]
  })
}

function sameSighting(drop: Sighting, cause: Entry | undefined): boolean {
  return cause !== undefined && isSighting(cause) && cause.node === drop.node && cause.packet === drop.packet
}
