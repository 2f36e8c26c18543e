/** The keys of the page, as a table. One press is one step: a key held down repeats nothing. */
import { chapterMarks, connectionMarks, landmark, type Landmark } from './find';
import { finder } from './finder.svelte';
import { depths, type Stage } from './stage.svelte';

class Keyboard {
  /** Whether keys that are also characters act: a learner who dictates may switch them off (WCAG 2.1.4). */
  letters = $state(true);
}

export const keyboard = new Keyboard();

type KeyAction = (stage: Stage, help: () => void) => void;

const acts: Readonly<Record<string, KeyAction>> = {
  ArrowLeft: (stage) => stage.move(-1),
  ArrowRight: (stage) => stage.move(1),
  Home: (stage) => stage.goToStep(0),
  End: (stage) => stage.goToStep(Infinity),
};

/** To the next landmark that way, if there is one. */
const jump =
  (marks: (stage: Stage) => readonly Landmark[], way: 1 | -1): KeyAction =>
  (stage) => {
    const index = landmark(marks(stage), stage.cursor, way);
    if (index === null) return;
    stage.playing = false;
    stage.goToStep(index);
  };
const chapters = ({ steps, chapters: all }: Stage) => chapterMarks(steps, all);
const connections = ({ steps, trace }: Stage) => (trace ? connectionMarks(trace, steps) : []);

const characters: Readonly<Record<string, KeyAction>> = {
  ' ': (stage) => stage.togglePlay(),
  '?': (_, help) => help(),
  '/': () => finder.ask(),
  '[': jump(chapters, -1),
  ']': jump(chapters, 1),
  '{': jump(connections, -1),
  '}': jump(connections, 1),
  ...Object.fromEntries(
    depths.map((depth, index) => [
      String(index + 1),
      (stage: Stage) => {
        void stage.look({ depth });
      },
    ]),
  ),
};

/** Elements that have a use of their own for these keys. */
const TAKES_ALL = 'input:not([type=radio]):not([type=checkbox]), textarea, select, dialog, [contenteditable]';
const TAKES_ARROWS = '[role=tablist], input[type=radio]';
const TAKES_SPACE = 'button, summary, a, input';

/** On many keyboards brackets are written with AltGr, which some systems report as Control and Alt. */
const withModifier = (event: KeyboardEvent): boolean =>
  event.metaKey || (!event.getModifierState('AltGraph') && (event.ctrlKey || event.altKey));

function takenBy(target: Element, key: string): boolean {
  const takers = [TAKES_ALL, ...(key in acts ? [TAKES_ARROWS] : []), ...(key === ' ' ? [TAKES_SPACE] : [])];
  return target.closest(takers.join()) !== null;
}

export function onKey(event: KeyboardEvent, stage: Stage, help: () => void): void {
  const { key, target } = event;
  const act = acts[key] ?? (keyboard.letters ? characters[key] : undefined);
  if (!act || event.defaultPrevented || withModifier(event)) return;
  if (target instanceof Element && takenBy(target, key)) return;
  event.preventDefault();
  if (!event.repeat) act(stage, help);
}
