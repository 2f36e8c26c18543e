/**
 * A golden trace for each scenario of each lesson: the whole run as text. A change that was meant is written with
 * `npx vitest run test/golden -u` and read before it is committed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { transcript } from '../../src/cli/transcript'
import { scenarioAt } from '../../src/lesson/check'
import { parseLesson } from '../../src/lesson/parse'
import { load } from '../../src/parts'
import { toLink } from '../../src/scenario/text/link'
import { needs } from '../../src/scenario/build/reading/parts'
import { run } from '../../src/scenario/build/run'

const names = readdirSync('lessons').flatMap((part) => readdirSync(`lessons/${part}`).map((name) => `${part}/${name}`))

const scenarios = names.flatMap((name) => {
  const file = `lessons/${name}/lesson.md`
  const parsed = parseLesson(readFileSync(file, 'utf8'), file, name)
  if ('problems' in parsed) throw new Error(`${file} has mistakes`)
  const steps = parsed.lesson.steps.map((_, step) => scenarioAt(parsed.lesson, step))
  const links = new Map(steps.map((scenario) => [toLink(scenario, null), scenario]))
  const golden = name.replace('/', '-')
  return [...links].map(([link, scenario], index) => ({ name: `${golden}-${index + 1}`, link, scenario }))
})

test.each(scenarios)('$name ($link)', async ({ name, link, scenario }) => {
  const trace = run(scenario, await load(needs(scenario)))
  const text = [`scenario ${link || '(plain)'}`, ...transcript(trace, 'segments'), ''].join('\n')
  await expect(text).toMatchFileSnapshot(`${name}.txt`)
})
