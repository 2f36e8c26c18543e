/** Over a fixed sample of every combination of the network's knobs: a chain to a root, a remedy that is true, or a stated impossibility. */
import { describe, expect, test } from 'vitest'
import { blockOf, settingsText, touches } from '../../src/explain/remedies'
import { diagnose, rootOf } from '../../src/explain/diagnose'
import { observed } from '../../src/explain/observed/observed'
import { toLink } from '../../src/scenario/link'
import { emptyScenario, withKnob, type Scenario } from '../../src/scenario/scenario'
import { combinations } from '../sweep/combinations'
import { cured, ran, scenarioOf } from './symptom'

const all = [...combinations()]
const set = (scenario: Scenario, settings: Parameters<typeof settingsText>[0]): Scenario =>
  Object.entries(settings).reduce((next, [name, value]) => withKnob(next, name, value), scenario)

test('every failing run of the sample has a chain of causes that ends at a knob, an action or a deed', async () => {
  let failing = 0
  for (const scenario of all.filter((_, index) => index % 83 === 5)) {
    const trace = await ran(scenario)
    const found = diagnose(trace)
    expect([toLink(scenario, null), found === null]).toEqual([toLink(scenario, null), observed(trace).outcome === 'ok'])
    if (!found) continue
    failing += 1
    const { chain } = found
    expect([toLink(scenario, null), rootOf(trace, found)?.kind]).toEqual([toLink(scenario, null), 'knob'])
    expect(found.symptom.length).toBeGreaterThan(0)
    expect(chain.length).toBeGreaterThan(2)
    for (const { text, entry, moment } of chain) {
      expect(text).toMatch(/^[A-Za-z].*[.:)\d]$/)
      expect(trace.entries[entry]).toBeDefined()
      if (moment !== null) expect(trace.moments.has(moment)).toBe(true)
    }
  }
  expect(failing).toBeGreaterThan(50)
}, 60_000)

test('every failing run has a remedy that repairs it and takes its block away, or is said to have none', async () => {
  let failing = 0
  for (const scenario of all.filter((_, index) => index % 601 === 11)) {
    const trace = await ran(scenario)
    const found = diagnose(trace)
    if (!found) continue
    failing += 1
    const { remedies, impossible } = await cured(scenario, trace)
    const name = toLink(scenario, null)
    expect([name, remedies.length > 0 ? null : impossible]).toEqual([name, remedies.length > 0 ? null : expect.stringMatching(/./)])
    if (remedies.length === 0) continue
    const last = found.chain.at(-1)?.knob ?? null
    expect([name, last, remedies.some((remedy) => touches(remedy, last))]).toEqual([name, last, true])
    const weights = remedies.map(({ weight }) => weight)
    expect(weights).toEqual([...weights].sort((a, b) => a - b))
    for (const remedy of [remedies[0], remedies.find((one) => touches(one, last))]) {
      if (!remedy) continue
      const after = await ran(set(scenario, remedy.set))
      expect([name, settingsText(remedy.set), observed(after).outcome]).toEqual([name, settingsText(remedy.set), 'ok'])
      expect(blocks(after)).not.toContain(blockOf(trace, found))
    }
  }
  expect(failing).toBeGreaterThan(5)
}, 120_000)

/** What of the run's entries could be a block, in the same words. */
function blocks(trace: Parameters<typeof blockOf>[0]): readonly string[] {
  return trace.entries.filter(({ kind }) => kind === 'drop').map(({ n }) => blockOf(trace, { decisive: n, chain: [], outcome: '', symptom: [] }))
}

describe('the fix finder', () => {
  test('never touches what was asked for, chance, or a knob that the run did not read; and no run is asked for twice', async () => {
    const scenario = scenarioOf(['serverEdge.firewall: control-only'])
    const trace = await ran(scenario)
    const { remedies } = await import('../../src/explain/remedies')
    const search = remedies(scenario, trace)
    const asked: string[] = []
    const read = new Set(trace.entries.flatMap((entry) => (entry.kind === 'knob' ? [entry.knob] : [])))
    let step = search.next()
    for (; !step.done; step = search.next(await ran(step.value.scenario))) {
      const { set: settings, done, of } = step.value
      asked.push(toLink(step.value.scenario, null))
      expect(done).toBeLessThan(of)
      for (const knob of Object.keys(settings)) {
        expect(knob).not.toMatch(/^(actions|seed|user|passwordOk|tcp\.)/)
        expect(read).toContain(knob)
      }
    }
    expect(new Set(asked).size).toBe(asked.length)
    expect(read).not.toContain('server.activeDataPort')
  })

  test('has nothing to say about a run that did what was asked', async () => {
    const trace = await ran(emptyScenario)
    expect(diagnose(trace)).toBeNull()
    expect(await cured(emptyScenario, trace)).toEqual({ remedies: [], impossible: null })
  })

  test('says what of the user it would change only where nothing else helps', async () => {
    const scenario = scenarioOf(['passwordOk: false'])
    const { remedies } = await cured(scenario, await ran(scenario))
    expect(remedies.map(({ set: settings, marked }) => [settingsText(settings), marked])).toEqual([['passwordOk=true', true]])
  })
})
