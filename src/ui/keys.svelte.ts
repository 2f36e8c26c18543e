/** The keys of the page, as a table. One press is one step: a key held down repeats nothing. */
import { depths, type Stage } from './stage.svelte'

class Keyboard {
  /** Whether keys that are also characters act: a learner who dictates may switch them off (WCAG 2.1.4). */
  letters = $state(true)
}

export const keyboard = new Keyboard()

type Act = (stage: Stage, help: () => void) => void

const acts: Readonly<Record<string, Act>> = {
  ArrowLeft: (stage) => stage.move(-1),
  ArrowRight: (stage) => stage.move(1),
  Home: (stage) => stage.goToStep(0),
  End: (stage) => stage.goToStep(Infinity),
}

const characters: Readonly<Record<string, Act>> = {
  ' ': (stage) => stage.togglePlay(),
  '?': (_, help) => help(),
  ...Object.fromEntries(depths.map((depth, index) => [String(index + 1), (stage: Stage) => { stage.depth = depth }])),
}

/** Elements that have a use of their own for these keys. */
const TAKES_ALL = 'input:not([type=radio]):not([type=checkbox]), textarea, select, dialog, [contenteditable]'
const TAKES_ARROWS = '[role=tablist], input[type=radio]'
const TAKES_SPACE = 'button, summary, a, input'

export function onKey(event: KeyboardEvent, stage: Stage, help: () => void): void {
  const { key, target } = event
  const act = acts[key] ?? (keyboard.letters ? characters[key] : undefined)
  if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (target instanceof Element) {
    if (target.closest(TAKES_ALL)) return
    if (key in acts && target.closest(TAKES_ARROWS)) return
    if (key === ' ' && target.closest(TAKES_SPACE)) return
  }
  event.preventDefault()
  if (!event.repeat) act(stage, help)
}
