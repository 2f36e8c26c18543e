/**
 * The symptoms that come with TLS, each from its scenario down to the remedies. A change that was meant is written with
 * `npx vitest run test/explain/tls-symptoms.test.ts -u` and read before it is committed.
 */
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { sections, transcribed } from './symptom'

const all = sections(readFileSync(new URL('tls-symptoms.txt', import.meta.url), 'utf8'))
const made: string[] = []

beforeAll(async () => {
  for (const { title, scenario } of all) made.push([`# ${title}`, ...scenario, ...await transcribed(scenario)].join('\n'))
}, 300_000)

test('tls-symptoms.txt is what happens', async () => {
  await expect(`${made.join('\n\n')}\n`).toMatchFileSnapshot('tls-symptoms.txt')
})

test('every symptom has words, causes, and a remedy or the reason why there is none', () => {
  expect(all.length).toBeGreaterThanOrEqual(20)
  for (const text of made) expect(text).toMatch(/\nsays\n {4}\S[^]*\nbecause\n {4}\S[^]*\nremedies\n {4}\S/)
})

