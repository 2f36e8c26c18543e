/** The ports of a scan as text: `21,50020-50045`. */
import { over } from '../../wire/caps';

function runText({ from, to }: { readonly from: number; readonly to: number }): string {
  if (from === to) return String(from);
  return to - from > 1 ? `${from}-${to}` : `${from},${to}`;
}

/** Runs of three and more as ranges. */
export function portsText(ports: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const port of ports) {
    const last = runs.at(-1);
    if (last && port === last.to + 1) last.to = port;
    else runs.push({ from: port, to: port });
  }
  return runs.map(runText).join(',');
}

/** Reads what portsText writes; null where a part is no port, a complaint where there are too many. */
export function readPorts(text: string): readonly number[] | string | null {
  const ranges = text
    .split(',')
    .map((part) => /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim()))
    .map((found) => found && ([Number(found[1]), Number(found[2] ?? found[1])] as const));
  if (!ranges.every((range) => range && range[0] >= 1 && range[1] <= 65535 && range[0] <= range[1])) return null;
  const count = ranges.reduce((sum, range) => sum + (range ? range[1] - range[0] + 1 : 0), 0);
  return (
    over('ports', count) ??
    ranges.flatMap((range) =>
      range ? Array.from({ length: range[1] - range[0] + 1 }, (_, step) => range[0] + step) : [],
    )
  );
}
