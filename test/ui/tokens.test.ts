import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync('src/ui/tokens.css', 'utf8')
const themes = [...css.matchAll(/:root(?:[^{]*)\{([^}]*)\}/g)].map(([, body]) =>
  Object.fromEntries([...(body ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value] as const)) as Record<string, string>)

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['paper', 'panel', 'raised']
const inks = ['ink', 'soft', 'faint', 'control', 'data', 'drop', 'rewrite', 'good']

/** Every pair below the ratio, as `faint on raised: 4.41`. */
function tooFaint(theme: Record<string, string>, fronts: readonly string[], backs: readonly string[], least: number): string[] {
  return fronts.flatMap((front) => backs.flatMap((back) => {
    const ratio = contrast(theme[front]!, theme[back]!)
    return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)}`] : []
  }))
}

test('light, dark, and dark by the system: three themes, the last two alike', () => {
  expect(themes).toHaveLength(3)
  expect(Object.keys(themes[1]!).sort()).toEqual(Object.keys(themes[0]!).sort())
  expect(themes[2]).toEqual(themes[1])
})

test.each([['light', 0], ['dark', 1]])('%s: inks can be read on every ground, lines that mean something can be seen', (_, index) => {
  const theme = themes[index]!
  expect(tooFaint(theme, inks, grounds, 4.5)).toEqual([])
  expect(tooFaint(theme, ['ink', 'soft', 'control', 'data', 'drop'], ['selected-fill'], 4.5)).toEqual([])
  expect(tooFaint(theme, ['lane'], ['paper', 'panel'], 3)).toEqual([])
})
