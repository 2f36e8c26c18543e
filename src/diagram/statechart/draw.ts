/**
 * Draws a statechart: D3 owns what is inside the svg. A state where the machine is, is filled; where it was, outlined
 * strongly; where it will be, dashed; an edge likewise, with its count. Labels stand on paper, so that no line runs
 * through a text.
 */
import { select } from 'd3-selection';
import { drawLabels } from './draw-labels';
import { drawLines } from './draw-lines';
import { drawStates } from './draw-states';
import type { Asked, ChartHandlers, Root } from './frame';
import type { LaidChart, LaidRegion } from './layout';
import { LABEL_SIZE } from './lines';
import type { Lit } from './lit';
import type { Role } from '../steps/step';

export interface ChartDrawing {
  update(laid: LaidChart, lit: Lit, asked: Asked | null, colour: Role): void;
  dispose(): void;
}

export function mountChart(svg: SVGSVGElement, handlers: ChartHandlers): ChartDrawing {
  const root = select(svg);
  root.selectAll('*').remove();
  const [bands, lines, states, labels] = ['bands', 'lines', 'states', 'labels'].map((name) =>
    root.append('g').attr('class', name),
  ) as [Root, Root, Root, Root];
  const update = (laid: LaidChart, lit: Lit, asked: Asked | null, colour: Role): void => {
    root
      .attr('class', `statechart ${colour}`)
      .attr('font-size', LABEL_SIZE)
      .attr('viewBox', `0 0 ${laid.width} ${laid.height}`);
    const frame = { lit, asked, handlers };
    drawBands(bands, laid.regions);
    drawLines(lines, laid.edges, frame);
    drawStates(states, laid, frame);
    drawLabels(labels, laid.edges, frame);
    rove(svg);
  };
  return {
    update,
    dispose: () => {
      root.selectAll('*').remove();
    },
  };
}

function drawBands(layer: Root, regions: readonly LaidRegion[]): void {
  layer
    .selectAll<SVGRectElement, LaidRegion>(':scope > rect')
    .data(regions, ({ head }) => head.name)
    .join('rect')
    .attr('rx', 14)
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height);
}

/** One stop for the Tab key, where one was, is asked about, or the machine is; up and down go on from there. */
function rove(svg: SVGSVGElement): void {
  const all = [...svg.querySelectorAll<SVGGElement>('[role=button]')];
  const stop =
    all.find((one) => one === document.activeElement) ??
    all.find((one) => one.getAttribute('aria-pressed') === 'true') ??
    svg.querySelector<SVGGElement>('.state.now .name') ??
    all[0];
  for (const one of all) one.setAttribute('tabindex', one === stop ? '0' : '-1');
  svg.onkeydown = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = by === undefined ? undefined : all[all.indexOf(event.target as SVGGElement) + by];
    if (!next) return;
    event.preventDefault();
    for (const one of all) one.setAttribute('tabindex', one === next ? '0' : '-1');
    next.focus();
  };
}
