/**
 * The gallery of diagrams, for whoever changes how they are drawn: each fixture's run, made here by the engines, at
 * every depth, with its scene; pairs of runs compared; machines as statecharts. `npm run dev` serves it; it is no part
 * of the site. The address holds what is shown: `?only=TLS&depth=segments&theme=dark&width=360`.
 */
import '../../src/ui/style/fonts.css';
import '../../src/ui/style/tokens.css';
import '../../src/ui/style/base.css';
import '../../src/diagram/draw/diagram.css';
import '../../src/diagram/compare/compare.css';
import '../../src/diagram/statechart/statechart.css';
import './gallery.css';
import { alignRuns, partingAt } from '../../src/diagram/compare/compare';
import { mountCompare } from '../../src/diagram/compare/draw';
import { layoutPair } from '../../src/diagram/compare/layout';
import { partingText } from '../../src/diagram/compare/parting';
import { charts as places } from 'virtual:charts';
import { mountDiagram } from '../../src/diagram/draw/draw';
import { mountScene } from '../../src/diagram/draw/draw-scene';
import { sceneHeight } from '../../src/diagram/draw/scene-sizes';
import { layoutOf } from '../../src/diagram/layout/layout';
import { sceneAt } from '../../src/diagram/scene/scene';
import { mountChart } from '../../src/diagram/statechart/draw';
import { laidOut } from '../../src/diagram/statechart/layout';
import { litAt } from '../../src/diagram/statechart/lit';
import { loadChart } from '../../src/diagram/statechart/machines';
import { livesOf } from '../../src/diagram/steps/lives';
import type { Depth } from '../../src/diagram/steps/step';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { fromLink } from '../../src/scenario/text/link';
import type { Trace } from '../../src/trace/trace';
import { charts, fixtures, pairs, type Fixture, type Pair } from './fixtures';

const CHOICES = {
  depth: ['all', 'story', 'dialogue', 'segments', 'octets'],
  theme: ['light', 'dark'],
  width: ['900', '360'],
} as const;
type Choice = keyof typeof CHOICES;

const address = new URLSearchParams(location.search);
const chosen = (name: Choice): string => address.get(name) ?? CHOICES[name][0];
const only = address.get('only');
const width = Number(chosen('width')) || 900;
const compact = width < 460;
const depths = CHOICES.depth.filter(
  (depth): depth is Depth => depth !== 'all' && (chosen('depth') === 'all' || chosen('depth') === depth),
);
document.documentElement.dataset['theme'] = chosen('theme');

/** An element with some of its properties, within another. */
function put<K extends keyof HTMLElementTagNameMap>(
  into: Element,
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  into.append(made);
  return made;
}

function link(into: Element, text: string, changes: Readonly<Record<string, string | null>>, current: boolean): void {
  const next = new URLSearchParams(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const made = put(into, 'a', { href: `?${next}`, textContent: text });
  if (current) made.setAttribute('aria-current', 'page');
}

function svgIn(figure: HTMLElement, height?: number): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('width', String(width));
  if (height !== undefined) svg.setAttribute('height', String(height));
  figure.append(svg);
  return svg;
}

function figureIn(into: Element, caption: string): HTMLElement {
  const figure = put(into, 'figure');
  put(figure, 'figcaption', { textContent: caption });
  return figure;
}

const runs = new Map<string, Promise<Trace>>();
function ran(text: string): Promise<Trace> {
  const found = runs.get(text);
  if (found) return found;
  const { scenario, problems } = fromLink(text);
  if (problems.length > 0) throw new Error(`${text}: ${JSON.stringify(problems)}`);
  const made = load(needs(scenario)).then((parts) => run(scenario, parts));
  runs.set(text, made);
  return made;
}

async function drawRun(into: Element, { link: text, between = false }: Fixture): Promise<void> {
  const trace = await ran(text);
  for (const depth of depths) {
    const figure = figureIn(into, depth);
    const picture = layoutOf(trace, { width, depth, compact, between });
    const last = picture.rows.at(-1)?.entry ?? 0;
    const middle = picture.rows[Math.floor(picture.rows.length * 0.7)]?.entry ?? last;
    mountScene(svgIn(figure, sceneHeight(compact)), { onopen: () => undefined }).update(
      sceneAt(trace, middle),
      picture,
    );
    const diagram = mountDiagram(svgIn(figure), {
      onselect: (entry) => {
        diagram.update(picture, { cursor: entry, selected: entry, viewport });
      },
    });
    const viewport = { top: 0, bottom: picture.height };
    diagram.update(picture, { cursor: last, selected: null, viewport });
  }
}

async function drawPair(into: Element, { a, b }: Pair): Promise<void> {
  const both = { a: await ran(a), b: await ran(b) };
  for (const depth of depths) {
    const pairings = alignRuns(both.a, both.b, depth);
    const at = partingAt(pairings);
    const parting = at === null ? null : { at, text: partingText(pairings, at, both) };
    const picture = layoutPair(both, pairings, {
      width,
      depth,
      only: compact ? 'a' : null,
      opened: new Set(),
      parting,
    });
    const drawn = mountCompare(svgIn(figureIn(into, depth)), { onselect: () => undefined });
    drawn.update(picture, { row: picture.rows.length - 1, viewport: { top: 0, bottom: picture.height } });
  }
}

async function drawChart(into: Element, { machine, link: text }: (typeof charts)[number]): Promise<void> {
  const trace = await ran(text);
  const chart = await loadChart(machine);
  const life = livesOf(trace).find((one) => one.machine === machine);
  if (!life) throw new Error(`no ${machine} in ${text}`);
  const laid = laidOut(chart, places[machine]);
  const svg = svgIn(figureIn(into, life.subject), laid.height);
  svg.setAttribute('width', String(laid.width));
  const words = { state: (name: string) => name, edge: () => machine };
  const until = trace.entries.length - 1;
  mountChart(svg, { onask: () => undefined, words }).update(
    laid,
    litAt(chart, life, { since: until, until }),
    null,
    life.colour,
  );
}

const sections: readonly { readonly name: string; readonly text: string; draw(into: Element): Promise<void> }[] = [
  ...fixtures.map((one) => ({ name: one.name, text: one.link, draw: (into: Element) => drawRun(into, one) })),
  ...pairs.map((one) => ({
    name: `Compared: ${one.name}`,
    text: `${one.a} and ${one.b}`,
    draw: (into: Element) => drawPair(into, one),
  })),
  ...charts.map((one) => ({
    name: `Machine: ${one.machine}`,
    text: one.link,
    draw: (into: Element) => drawChart(into, one),
  })),
];

const [gallery, index, choices] = ['gallery', 'index', 'choices'].map((id) => document.getElementById(id));
if (!gallery || !index || !choices) throw new Error('index.html has no place for the gallery');
link(index, 'All', { only: null }, only === null);
for (const { name } of sections) link(index, name, { only: name }, only === name);
for (const [name, values] of Object.entries(CHOICES) as [Choice, readonly string[]][])
  for (const value of values) link(choices, value, { [name]: value }, chosen(name) === value);

for (const { name, text, draw } of sections.filter((one) => only === null || one.name === only)) {
  const section = put(gallery, 'section');
  put(section, 'h2', { textContent: name });
  const line = put(section, 'p');
  put(line, 'a', { href: `../../#${text.split(' and ')[0]}`, textContent: text });
  const figures = put(section, 'div', { className: 'figures' });
  await draw(figures).catch((error: unknown) =>
    put(figures, 'pre', {
      className: 'trouble',
      textContent: error instanceof Error ? (error.stack ?? '') : String(error),
    }),
  );
  await new Promise(requestAnimationFrame); // what is there is seen before the next is made
}
document.documentElement.dataset['drawn'] = String(sections.length);
