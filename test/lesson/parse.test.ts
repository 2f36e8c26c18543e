import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knobsAt, type Lesson } from '../../src/lesson/lesson';
import { parseLesson } from '../../src/lesson/parse';
import { checkKnobs, scenarioAt } from '../../src/lesson/check';

const path = 'lessons/01-two-connections/01-who-dials/lesson.md';

function lessonOf(text: string): Lesson {
  const parsed = parseLesson(text, 'lesson.md', 'test');
  if ('problems' in parsed)
    throw new Error(parsed.problems.map(({ line, text: what }) => `${line}: ${what}`).join('\n'));
  return parsed.lesson;
}

function problemsOf(text: string): string[] {
  const parsed = parseLesson(text, 'lesson.md', 'test');
  return 'problems' in parsed
    ? parsed.problems.map(({ file, line, text: what, remedy }) => `${file}:${line}: ${what}: ${remedy}`)
    : [];
}

const head = '---\ntitle: T\nminutes: 2\n---\n';

test('a lesson reads whole', () => {
  const lesson = lessonOf(readFileSync(path, 'utf8'));
  expect(lesson.title).toBe('Who dials whom');
  expect(lesson.goals).toHaveLength(2);
  expect(lesson.steps.flatMap(({ ask }) => (ask ? [ask] : []))).toMatchObject([
    { query: 'listener of data 1', before: 'data 1 / SYN', options: [{ value: 'client' }, { value: 'server' }] },
    { query: 'opener of data 1', before: 'data 1 / SYN', options: [{ value: 'client' }, { value: 'server' }] },
  ]);
  expect(checkKnobs(lesson, path)).toEqual([]);
});

test('what a step sets holds from there on', () => {
  const lesson = lessonOf(readFileSync(path, 'utf8'));
  expect(lesson.steps.map((_, step) => scenarioAt(lesson, step).knobs['dataMode'] ?? 'PASV')).toEqual([
    'PASV',
    'PASV',
    'PASV',
    'PASV',
    'PORT',
    'PORT',
    'PORT',
  ]);
});

test('values stay as they are written: no clock times, no octal, no yes', () => {
  const lesson = lessonOf(
    '---\ntitle: 21:20\nminutes: 1\nscenario:\n  a: 21:20\n  b: 010\n  c: yes\n  d: 1_000\n  e: "no"\n---\n## One\n',
  );
  expect(lesson.title).toBe('21:20');
  expect(knobsAt(lesson, 0)).toEqual({ a: '21:20', b: '010', c: 'yes', d: '1_000', e: 'no' });
});

test('Windows line ends are read', () => {
  expect(lessonOf(`${head}\n## One\n\nText.\n`.replace(/\n/g, '\r\n')).steps).toMatchObject([
    { title: 'One', line: 6, words: 1 },
  ]);
});

test('a step without a block is only text', () => {
  const [step] = lessonOf(`${head}## One\n\nSome *text* here.\n`).steps;
  expect(step).toMatchObject({
    title: 'One',
    html: '<p>Some <em>text</em> here.</p>\n',
    words: 3,
    moment: null,
    depth: null,
    taught: false,
    set: {},
    ask: null,
  });
});

test('labels say what is meant where the step says so, else as the lesson does', () => {
  const taught = (front: string, step: string) =>
    lessonOf(`${head.replace('title:', `${front}title:`)}## One\n\n\`\`\`step\n${step}\n\`\`\`\n`).steps[0]?.taught;
  expect(taught('', 'moment: end')).toBe(false);
  expect(taught('labels: meaning\n', 'moment: end')).toBe(true);
  expect(taught('labels: meaning\n', 'labels: program')).toBe(false);
  expect(taught('', 'labels: meaning')).toBe(true);
  expect(problemsOf(`${head}## One\n\n\`\`\`step\nlabels: nonsense\n\`\`\`\n`)).toEqual([
    expect.stringContaining("labels cannot say 'nonsense': write one of program, meaning"),
  ]);
});

test('every mistake is named with its line and its remedy, all at once', () => {
  expect(
    problemsOf(`---
titel: T
minutes: soon
---
Text too early.

## One

\`\`\`step
momnet: end
depth: deep
\`\`\`

## Two

<b>no</b>

\`\`\`step
ask:
  options:
    a: A
  query: who opens data 1
\`\`\`
`),
  ).toEqual([
    'lesson.md:1: the lesson has no title: write: title: Who dials whom',
    "lesson.md:2: there is no field 'titel': did you mean 'title'? known are title, minutes, goals, labels, scenario",
    "lesson.md:3: minutes is 'soon': write a number, as in: minutes: 4",
    'lesson.md:5: there is text before the first step: begin each step with a line ## and its heading',
    "lesson.md:10: there is no field 'momnet': did you mean 'moment'? known are moment, depth, labels, set, ask",
    "lesson.md:11: there is no depth 'deep': write one of story, dialogue, segments, octets",
    'lesson.md:16: there is HTML: write Markdown only',
    'lesson.md:19: the prediction has no question: write: question: Who dials?',
    'lesson.md:19: it is not said what to withhold: write the moment: before: data 1 / SYN',
    'lesson.md:20: a prediction needs two options or more: write each as its value and its text: client: The client',
    expect.stringMatching(/^lesson\.md:22: 'who opens data 1' is no query: write one of: opener of CONNECTION; /),
  ]);
});

test.each([
  ['', 'lesson.md:1: there is no front matter'],
  ['---\ntitle: T\n---\n', 'lesson.md:4: the lesson has no step'],
  ['---\ntitle: [\n---\n## One\n', 'lesson.md:3: this is not YAML'],
  [
    `${head}## One\n\n\`\`\`step\nask:\n  question: Q\n  options: {a: A, b: B}\n` +
      '  query: opener of data 1\n  before: end\n```',
    'lesson.md:8: the first step asks',
  ],
])('%j is refused', (text, problem) => {
  expect(problemsOf(text).join('\n')).toContain(problem);
});

test('a knob that does not exist is named, with the nearest that does', () => {
  const lesson = lessonOf(`${head}## One\n\n\`\`\`step\nset:\n  datamode: PORT\n  ipVersion: 5\n\`\`\`\n`);
  expect(checkKnobs(lesson, 'lesson.md').map(({ text, remedy }) => `${text}; ${remedy}`)).toEqual([
    "there is no knob 'datamode'; did you mean 'dataMode'?",
    expect.stringContaining("ipVersion: '5' is not one of 4, 6"),
  ]);
});
