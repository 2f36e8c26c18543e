/** Stretches of an octet stream, each with the entry that brought it; kept by where they end. */
export interface Stretch {
  /** Up to but not including `to`. */
  readonly from: number;
  readonly to: number;
  readonly entry: number;
}

/** Entries of the stretches that overlap [from, to). The search stops early. */
export function overlapping(stretches: readonly Stretch[], from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let i = stretches.length - 1; i >= 0; i--) {
    const stretch = stretches[i];
    if (!stretch || stretch.to <= from) break;
    if (stretch.from < to) found.unshift(stretch.entry);
  }
  return found;
}

export function insert(stretches: Stretch[], stretch: Stretch): void {
  let at = stretches.length;
  while (at > 0 && (stretches[at - 1]?.to ?? 0) > stretch.to) at--;
  stretches.splice(at, 0, stretch);
}
