/** Rules and guards of a tracked flow that look at the segment of an event. */
import type { Guard, Rule } from '../../machine/model';
import type { FlowCommand, FlowContext, FlowEvent } from './flow';
import type { Kind } from '../seen';
import { opposite } from '../tuple';
import { judge, type Judgement } from './window';

export type SegmentEvent = Extract<FlowEvent, { readonly kind: Kind }>;
export type FlowGuard = Guard<FlowContext, FlowEvent>;
export type FlowRule = Rule<FlowContext, FlowEvent, FlowCommand>;

export const onSegment =
  (guard: (context: FlowContext, event: SegmentEvent) => boolean): FlowGuard =>
  (context, event) =>
    'kind' in event && guard(context, event);
export const withSegment =
  (rule: Rule<FlowContext, SegmentEvent, FlowCommand>): FlowRule =>
  (context, event) =>
    'kind' in event ? rule(context, event) : {};

export const judged = (context: FlowContext, { direction, segment }: SegmentEvent): Judgement =>
  judge(context.state, context.halves[direction], context.halves[opposite(direction)], direction, segment);
