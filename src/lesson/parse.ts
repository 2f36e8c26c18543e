/**
 * Reads a lesson. It is Markdown that a person who does not program can write:
 *
 *     ---
 *     title: Who dials whom
 *     minutes: 4
 *     goals:
 *       - Tell which machine opens the data connection
 *     scenario:
 *       dataMode: PASV
 *     ---
 *
 *     ## The first step
 *
 *     ```step
 *     moment: control 1 / 227
 *     depth: dialogue
 *     labels: meaning
 *     set:
 *       dataMode: PORT
 *     ask:
 *       question: Who dials?
 *       options:
 *         client: The client
 *         server: The server
 *       query: opener of data 1
 *       before: data 1 / SYN
 *     ```
 *
 *     Its text.
 *
 * Each `## heading` begins a step. The block is optional and so is every line of it; `before` is the step's moment
 * when it is left out. An option's name is what the query may come to (query.ts). Knob values are kept as text, as
 * written: YAML's core schema, so that `21:20` stays `21:20`.
 */
import { Lexer, Parser, walkTokens, type Token } from 'marked';
import { over } from '../wire/caps';
import { shown } from '../wire/text/shown';
import {
  depths,
  labels,
  type Lesson,
  type LessonDepth,
  type LessonProblem,
  type LessonStep,
  type Prediction,
} from './lesson';
import { isQuery, queryForms } from './query';
import { readMap, type Fields } from './fields';

type Parsed = { readonly lesson: Lesson } | { readonly problems: readonly LessonProblem[] };

type Report = (line: number, text: string, remedy: string) => void;

const frontFields = ['title', 'minutes', 'goals', 'labels', 'scenario'] as const;
const stepFields = ['moment', 'depth', 'labels', 'set', 'ask'] as const;
const schemes: readonly string[] = ['https:', 'http:', 'mailto:'];

const askFields = ['question', 'options', 'query', 'before'] as const;

/** `name` is the lesson's folder below lessons/, `file` what problems call it. Every mistake is reported at once. */
export function parseLesson(text: string, file: string, name: string): Parsed {
  const long = over('lesson', text.length);
  if (long !== null) return { problems: [{ file, line: 1, text: long, remedy: 'make two lessons of it' }] };
  const problems: LessonProblem[] = [];
  const report: Report = (line, what, remedy) => problems.push({ file, line, text: what, remedy });
  const whole = text.replace(/\r\n?/g, '\n');
  const front = /^---\n([\s\S]*?\n)?---(?:\n|$)/.exec(whole);
  if (!front)
    report(
      1,
      'there is no front matter',
      'begin the file with a line ---, then title, minutes and goals, then a line ---',
    );
  const head = readMap(front?.[1] ?? '', 2, frontFields, report);
  if (front && head.text('title') === null) report(1, 'the lesson has no title', 'write: title: Who dials whom');
  const minutes = Number(head.text('minutes') ?? '1');
  if (!(minutes > 0))
    report(head.line('minutes'), `minutes is '${head.text('minutes')}'`, 'write a number, as in: minutes: 4');
  const body = whole.slice(front?.[0].length ?? 0);
  const steps = readSteps(body, 1 + newlines(front?.[0] ?? ''), taughtOf(head, false, report), report);
  const lesson: Lesson = {
    name,
    title: head.text('title') ?? '',
    minutes,
    goals: head.list('goals'),
    scenario: head.map('scenario'),
    steps,
  };
  return problems.length > 0 ? { problems: problems.sort((a, b) => a.line - b.line) } : { lesson };
}

interface Placed {
  readonly token: Token;
  readonly line: number;
}

/** A heading, and what stands below it. */
interface Section {
  readonly title: string;
  readonly line: number;
  readonly content: Placed[];
}

function readSteps(body: string, firstLine: number, taught: boolean, report: Report): LessonStep[] {
  const sections = sectionsOf(body, firstLine, report);
  if (sections.length === 0)
    report(firstLine, 'the lesson has no step', 'begin each step with a line ## and its heading');
  return sections.map((section, index) => {
    const { step, fields } = readStep(section, taught, report);
    if (index === 0 && step.ask)
      report(
        fields.line('ask'),
        'the first step asks',
        'let a step come before it, so that there is something to predict from',
      );
    return step;
  });
}

function sectionsOf(body: string, firstLine: number, report: Report): readonly Section[] {
  const sections: Section[] = [];
  let line = firstLine;
  for (const token of new Lexer().lex(body)) {
    const section = sections[sections.length - 1];
    if (token.type === 'heading' && token['depth'] === 2)
      sections.push({ title: String(token['text']), line, content: [] });
    else if (token.type !== 'space') {
      if (section) section.content.push({ token, line });
      else report(line, 'there is text before the first step', 'begin each step with a line ## and its heading');
    }
    line += newlines(token.raw);
  }
  return sections;
}

const isBlock = ({ token }: Placed): boolean => token.type === 'code' && token['lang'] === 'step';

function readStep(
  { title, line, content }: Section,
  taught: boolean,
  report: Report,
): { step: LessonStep; fields: Fields } {
  const [block, ...others] = content.filter(isBlock);
  for (const { line: at } of others) report(at, 'the step has two blocks', 'put both into one ```step block');
  const text = content.filter((one) => !isBlock(one));
  for (const { token, line: at } of text) {
    if (holdsHtml(token)) report(at, 'there is HTML', 'write Markdown only');
    checkAddresses(token, at, report);
  }
  const fields = readMap(String(block?.token['text' as never] ?? ''), (block?.line ?? line) + 1, stepFields, report);
  const moment = fields.text('moment');
  return {
    fields,
    step: {
      title,
      line,
      moment,
      set: fields.map('set'),
      html: Parser.parse(text.map(({ token }) => token)),
      words: wordsOf(text),
      depth: depthOf(fields, report),
      taught: taughtOf(fields, taught, report),
      ask: fields.has('ask') ? askOf(fields, moment, report) : null,
    },
  };
}

const wordsOf = (text: readonly Placed[]): number =>
  text
    .map(({ token }) => token.raw)
    .join(' ')
    .split(/\s+/)
    .filter((word) => /\w/.test(word)).length;

/** Addresses that a lesson may hold: pages of the web to go to, and pictures of its own folder. */
function checkAddresses(block: Token, line: number, report: Report): void {
  void walkTokens([block], (token) => {
    if (token.type !== 'link' && token.type !== 'image') return;
    const href = String(token['href']);
    // What is before the first of these decides over the scheme; an entity or a backslash could hide one in it.
    const head = href.split(/[/?#]/, 1)[0] ?? '';
    const relative = !/[:&\\\s\p{Cc}]/u.test(head) && !href.startsWith('//');
    const at = line + newlines(block.raw.slice(0, Math.max(0, block.raw.indexOf(token.raw))));
    if (token.type === 'image' && !relative)
      report(at, `the picture ${shown(href)} is not in the lesson's folder`, 'put it there and write its name');
    if (token.type === 'link' && !relative && !schemes.includes(head.toLowerCase()))
      report(at, `the link ${shown(href)} is to no page`, 'write one that begins with https://');
  });
}

function holdsHtml(token: Token): boolean {
  let found = false;
  void walkTokens([token], (one) => {
    found ||= one.type === 'html';
  });
  return found;
}

/** A step's own word, else the lesson's. */
function taughtOf(fields: Fields, otherwise: boolean, report: Report): boolean {
  const text = fields.text('labels');
  if (text !== null && !labels.some((known) => known === text))
    report(fields.line('labels'), `labels cannot say '${text}'`, `write one of ${labels.join(', ')}`);
  return text === null ? otherwise : text === 'meaning';
}

function depthOf(fields: Fields, report: Report): LessonDepth | null {
  const depth = fields.text('depth');
  const found = depths.find((known) => known === depth) ?? null;
  if (depth !== null && !found)
    report(fields.line('depth'), `there is no depth '${depth}'`, `write one of ${depths.join(', ')}`);
  return found;
}

function askOf(fields: Fields, moment: string | null, report: Report): Prediction {
  const ask = fields.inner('ask', askFields);
  const options = Object.entries(ask.map('options')).map(([value, text]) => ({ value, text }));
  const query = ask.text('query') ?? '';
  const before = ask.text('before') ?? moment ?? '';
  if (ask.text('question') === null)
    report(fields.line('ask'), 'the prediction has no question', 'write: question: Who dials?');
  if (options.length < 2)
    report(
      ask.line('options'),
      'a prediction needs two options or more',
      'write each as its value and its text: client: The client',
    );
  if (!isQuery(query))
    report(
      ask.line('query'),
      `'${query}' is no query`,
      `write one of: ${queryForms.map(({ form }) => form).join('; ')}`,
    );
  if (before === '')
    report(fields.line('ask'), 'it is not said what to withhold', 'write the moment: before: data 1 / SYN');
  return { question: ask.text('question') ?? '', options, query, before };
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
