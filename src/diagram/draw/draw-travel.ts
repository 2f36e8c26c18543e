/**
 * Lets a packet travel over the scene, from node to node: what has just happened, seen happening. It explains a step
 * and changes nothing.
 */
import type { Selection } from 'd3-selection';
import type { Journey } from '../scene/journey';
import { textWidth } from '../layout/measure';
import type { Picture } from '../layout/picture';

type Layer = Selection<SVGGElement, unknown, null, undefined>;

const SIZE = 11;
/** As many pixels a node's card takes of the way at which a stopped packet stays outside. */
const BEFORE_STOP = 34;

/** `y` is the height of the pipe it goes along; `duration` in ms. Whatever travelled before is gone. */
export function travel(layer: Layer, journey: Journey | null, picture: Picture, y: number, duration: number): void {
  layer.selectAll('*').remove();
  if (journey === null || duration <= 0) return;
  const xs = journey.through.map((node) => picture.places.get(node)).filter((x) => x !== undefined);
  const [first, last] = [xs[0], xs.at(-1)];
  if (first === undefined || last === undefined || first === last) return;
  if (journey.stopped) xs[xs.length - 1] = last - Math.sign(last - first) * BEFORE_STOP;
  const width = textWidth(journey.label, SIZE, 'wire') + 14;
  const packet = layer.append('g').attr('class', `packet ${journey.role}`);
  packet
    .append('rect')
    .attr('x', -width / 2)
    .attr('y', -9)
    .attr('width', width)
    .attr('height', 18)
    .attr('rx', journey.role === 'data' ? 3 : 9);
  packet.append('text').attr('text-anchor', 'middle').attr('y', 4).text(journey.label);
  const length = Math.abs(last - first);
  const frames = xs.map((x) => ({
    transform: `translate(${x}px, ${y}px)`,
    opacity: 1,
    offset: (Math.abs(x - first) / length) * 0.86,
  }));
  const end = frames.at(-1);
  if (!end) return;
  const going = packet.node()?.animate([...frames, { ...end, offset: 0.93 }, { ...end, opacity: 0, offset: 1 }], {
    duration,
    easing: 'cubic-bezier(0.4, 0, 0.3, 1)',
    fill: 'forwards',
  });
  going?.finished.then(
    () => packet.remove(),
    () => undefined,
  );
}
