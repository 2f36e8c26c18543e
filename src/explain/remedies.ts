/**
 * The fix finder: what single change of what the run read would have made it work, and where none does, what two. It does not
 * run anything itself: it yields each scenario that it wants to see and is handed the trace, so that whoever drives it may
 * wait, show progress, or stop. Nothing is proposed that was not run and did not come out well.
 */
import { formatValue, neighbours, type Knob, type KnobValue } from '../scenario/knob'
import { knobs } from '../scenario/knobs'
import { toLink } from '../scenario/link'
import { applies, problems, valueOf, withKnob, type Scenario } from '../scenario/scenario'
import { entriesOf, type Trace } from '../trace/trace'
import { allowsFor } from './allows'
import { configLines, nftLine } from './config'
import { diagnose, type Diagnosis } from './diagnose'
import { knobsRead } from './failure'
import { observed } from './observed/observed'
import { opensBetween } from './opens'
import { sentence } from './phrases'

export type Settings = Readonly<Record<string, KnobValue>>

export interface Remedy {
  readonly set: Settings
  /** What does not happen any more. */
  readonly why: string
  /** What it exposes, in words; and how much, for putting in order. */
  readonly opens: string
  readonly weight: number
  /** It changes what the user asks for or is, not how anything is set up. */
  readonly marked: boolean
  readonly config: readonly string[]
}

export interface Remedies {
  /** What opens least comes first. */
  readonly remedies: readonly Remedy[]
  /** Why there is none; null where there is one. */
  readonly impossible: string | null
}

/** A run that the finder asks for. */
export interface Attempt {
  readonly scenario: Scenario
  readonly set: Settings
  readonly done: number
  /** Of so many, as far as is known now. */
  readonly of: number
}

/** Never changed: what was asked for and with which program, and what is chance or the machines' own. */
const FIXED = /^(actions|client\.software|seed|tcp\.|client\.ephemeralPorts$|server\.ephemeralPorts$)/
/** Tried only where nothing else helps, and said to be so. */
const MARKED = /^(user|passwordOk|ipVersion|server\.software)$/

interface Change { readonly set: Settings; readonly scenario: Scenario; readonly config: readonly string[] }

/** For a failed run of the scenario. */
export function* remedies(scenario: Scenario, trace: Trace): Generator<Attempt, Remedies, Trace> {
  const wrong = diagnose(trace)
  if (!wrong) return { remedies: [], impossible: null }
  const tried = new Set([toLink(scenario, null)])
  const changes = changesOf(scenario, trace, tried)
  const partly: { readonly change: Change; readonly trace: Trace }[] = []
  const found: Remedy[] = []
  const remedy = ({ set, scenario: after, config }: Change, marked: boolean): Remedy => {
    const { text, weight } = opensBetween(scenario, after)
    return { set, why: whyOf(trace, wrong), opens: text, weight, marked, config }
  }
  for (const marked of [false, true]) {
    const these = changes.filter(({ set }) => isMarked(set, scenario) === marked)
    for (const [done, change] of these.entries()) {
      const after: Trace = yield { scenario: change.scenario, set: change.set, done, of: these.length }
      if (isOk(after)) found.push(remedy(change, marked))
      else if (!marked && movesOn(wrong, trace, after)) partly.push({ change, trace: after })
    }
    if (found.length > 0) return { remedies: inOrder(found, wrong.chain.at(-1)?.knob ?? null), impossible: null }
  }
  // Two together: a change after which the run gets further, and one that helps from there.
  const pairs = partly.flatMap(({ change, trace: after }) => changesOf(change.scenario, after, tried).filter(({ set }) => !isMarked(set, change.scenario) && !Object.keys(set).some((name) => name in change.set))
    .map((next): Change => ({ set: { ...change.set, ...next.set }, scenario: next.scenario, config: [...change.config, ...next.config] })))
  for (const [done, pair] of pairs.entries()) {
    if (isOk(yield { scenario: pair.scenario, set: pair.set, done, of: pairs.length })) found.push(remedy(pair, false))
  }
  return { remedies: inOrder(found, wrong.chain.at(-1)?.knob ?? null), impossible: found.length > 0 ? null : impossibility(trace, wrong) }
}

const isOk = (trace: Trace): boolean => observed(trace).outcome === 'ok'
/** Another server is another world, except where there was none. */
const isMarked = (set: Settings, scenario: Scenario): boolean =>
  Object.keys(set).some((name) => MARKED.test(name) && !(name === 'server.software' && valueOf(scenario, name) === 'none'))

/** What opens least first; among equals what changes the knob at the chain's end. */
const inOrder = (found: readonly Remedy[], last: string | null): readonly Remedy[] =>
  [...found].sort((a, b) => a.weight - b.weight || Number(touches(b, last)) - Number(touches(a, last)))

/** Every single change of a knob that the run read; `tried` keeps a scenario from being asked for twice. */
function changesOf(scenario: Scenario, trace: Trace, tried: Set<string>): readonly Change[] {
  const read = knobsRead(trace)
  return knobs.filter((knob) => read.has(knob.name) && !FIXED.test(knob.name) && applies(scenario, knob)).flatMap((knob) => options(knob, scenario, trace)).flatMap(({ knob, value, config }) => {
    const next = withKnob(scenario, knob.name, value)
    const link = toLink(next, null)
    if (tried.has(link) || problems(next).length > 0) return []
    tried.add(link)
    return [{ set: { [knob.name]: value }, scenario: next, config: config ?? configLines(knob.name, value, next) }]
  })
}

interface Option { readonly knob: Knob; readonly value: KnobValue; readonly config?: readonly string[] }

function options(knob: Knob, scenario: Scenario, trace: Trace): readonly Option[] {
  const near = neighbours(knob, valueOf(scenario, knob.name), trace).map((value) => ({ knob, value }))
  if (knob.kind !== 'rules') return near
  const asked = allowsFor(trace).filter(({ node }) => `${node}.rules` === knob.name).map(({ rule, rules }) => {
    const wide = widened(rule, trace)
    return { knob, value: rules.replace(rule, wide), config: [`nft: ${nftLine(wide)}`] }
  })
  return [...near, ...asked]
}

/** The port that a machine drew this time stands for all that it may draw from. */
function widened(rule: string, trace: Trace): string {
  const ranges = entriesOf(trace, 'knob').flatMap(({ value }) => (Array.isArray(value) && value.length === 2 && value.every((port) => typeof port === 'number') ? [value as [number, number]] : []))
  return rule.replace(/\bdport (\d+)\b/, (all, port: string) => {
    const range = ranges.find(([from, to]) => from < to && Number(port) >= from && Number(port) <= to)
    return range ? `dport ${range[0]}-${range[1]}` : all
  })
}

/** Whether the run still fails, but at something else. */
function movesOn(wrong: Diagnosis, before: Trace, after: Trace): boolean {
  const next = diagnose(after)
  return next !== null && blockOf(before, wrong) !== blockOf(after, next)
}

/** What stood in the way, comparable between runs: where, what, and the words. */
export function blockOf(trace: Trace, { decisive }: Diagnosis): string {
  const entry = trace.entries[decisive]
  return entry ? `${entry.node} ${entry.kind} ${sentence(trace, entry)}` : ''
}

function whyOf(trace: Trace, { decisive }: Diagnosis): string {
  const entry = trace.entries[decisive]
  return entry ? `Then this does not happen: ${sentence(trace, entry)}` : ''
}

function impossibility(trace: Trace, { chain }: Diagnosis): string {
  const root = trace.entries[chain[chain.length - 1]?.entry ?? -1]
  if (root?.kind === 'intervention') return `No setting repairs what the learner did: ${root.text}.`
  if (root?.kind === 'knob' && root.knob === 'actions') return 'No setting repairs it: what was asked for cannot be had there.'
  return `No change of one or two settings repairs it: it takes more than two at once${root?.kind === 'knob' ? `, ${root.knob} among them` : ''}.`
}

/** Whether a remedy changes a knob: for the chain's last. */
export const touches = ({ set }: Remedy, name: string | null): boolean => name !== null && Object.hasOwn(set, name)

/** A remedy's settings as text: `server.passiveAddress=198.51.100.21`. */
export const settingsText = (set: Settings): string => Object.entries(set).map(([name, value]) => {
  const knob = knobs.find((one) => one.name === name)
  return `${name}=${knob ? formatValue(knob, value) : String(value)}`
}).join(', ')
