/**
 * The paths that packets took through the firewall's machine, each kept once: there are few, and every packet has one.
 */
export interface Path {
  /** Each step as the event and the state that it led to: `routed forward.NEW`. */
  readonly steps: readonly string[];
  readonly next: Map<string, Path>;
}

export const noPath: Path = { steps: [], next: new Map() };

export function further({ steps, next }: Path, event: string, state: string): Path {
  const step = `${event} ${state}`;
  const found = next.get(step) ?? { steps: [...steps, step], next: new Map<string, Path>() };
  next.set(step, found);
  return found;
}
