/** Where a run went wrong as its user saw it: the entry that says so, and the client's own words. */
import type { Entry, EntryOf } from '../trace/entry'
import { entriesOf, type Trace } from '../trace/trace'
import { observed } from './observed/observed'

export interface Failure {
  /** The first action that did not achieve its purpose, or the client's exit. */
  readonly entry: Entry
  /** The outcome in one of the recordings' words, such as `data-connect-timeout`. */
  readonly outcome: string
  /** What the client's user read, complaints first; empty where the client said nothing. */
  readonly says: readonly string[]
}

/** Null for a run that did what was asked of it. */
export function failureOf(trace: Trace): Failure | null {
  const { failure, achieved } = observed(trace)
  if (failure === null) return null
  const judged = entriesOf(trace, 'achieve').filter((entry) => entry.node === 'client')
  const missed = achieved.indexOf(false)
  const action = judged.find((entry) => entry.action === missed)
  const exit = entriesOf(trace, 'exit').find((entry) => entry.node === 'client')
  const entry = action?.ok === false ? action : exit ?? action ?? trace.entries[trace.entries.length - 1]
  return entry ? { entry, outcome: failure, says: wordsOf(trace) } : null
}

function wordsOf(trace: Trace): readonly string[] {
  const said = entriesOf(trace, 'say').filter((entry) => entry.node === 'client' && entry.to === 'user' && !entry.chatter && entry.stream !== 'in')
  const on = (out: boolean) => said.filter((entry) => (entry.stream === 'out') === out).map(({ text }) => text.trimEnd())
  return [...on(false), ...on(true)].filter((text) => text !== '')
}

/** The run's knobs as they were read; a knob that is not here the run did not ask for. */
export function knobsRead(trace: Trace): ReadonlyMap<string, EntryOf<'knob'>> {
  return new Map(entriesOf(trace, 'knob').map((entry) => [entry.knob, entry]))
}
