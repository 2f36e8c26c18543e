/** Draws the scene as the head of the diagram: each node above its lane, the connections as pipes between them. */
import { select } from 'd3-selection';
import { drawNodes, type SceneHandlers } from './draw-nodes';
import { drawPipes } from './draw-pipes';
import { travel } from './draw-travel';
import type { Journey } from '../scene/journey';
import type { Picture } from '../layout/picture';
import type { Scene } from '../scene/scene';
import { COMPACT, sceneHeight, WIDE } from './scene-sizes';

export interface SceneDrawing {
  /** `picture` gives the places, so that the lanes hang from the nodes. */
  update(scene: Scene, picture: Picture, scale?: number): void;
  /** Lets a packet go its way, in so many ms; nothing travels at 0. */
  travel(journey: Journey | null, picture: Picture, duration: number): void;
  dispose(): void;
}

export function mountScene(svg: SVGSVGElement, handlers: SceneHandlers): SceneDrawing {
  const root = select(svg).classed('diagram scene', true);
  root.selectAll('*').remove();
  const stems = root.append('g').attr('class', 'lanes');
  const pipes = root.append('g').attr('class', 'pipes');
  const nodes = root.append('g').attr('class', 'nodes');
  const labels = root.append('g').attr('class', 'pipe-labels');
  const packets = root.append('g').attr('class', 'packets');
  const update = (scene: Scene, picture: Picture, scale = 1): void => {
    const height = sceneHeight(picture.compact);
    const measures = picture.compact ? COMPACT : WIDE;
    root
      .attr('width', picture.width * scale)
      .attr('height', height * scale)
      .attr('viewBox', `0 0 ${picture.width} ${height}`);
    stems
      .selectAll('line')
      .data(picture.lanes)
      .join('line')
      .attr('class', ({ kind }) => kind)
      .attr('x1', ({ x }) => x)
      .attr('x2', ({ x }) => x)
      .attr('y1', picture.compact ? 66 : 132)
      .attr('y2', height);
    drawPipes(pipes, labels, scene.pipes, picture, measures);
    drawNodes(nodes, scene.nodes, picture, measures, handlers);
  };
  const go: SceneDrawing['travel'] = (journey, picture, duration) => {
    const { top, first, gap } = picture.compact ? COMPACT : WIDE;
    travel(packets, journey, picture, top + first + (journey?.role === 'data' ? gap : 0), duration);
  };
  return {
    update,
    travel: go,
    dispose: () => {
      root.classed('diagram scene', false).selectAll('*').remove();
    },
  };
}
