/**
 * What a router changed in a packet, as few words as tell it: `192.168.1.10 → 203.0.113.7`, `PORT 192,168,1,10 →
 * 203,0,113,7`.
 */
import type { Rewrite } from '../../machine/gateway';
import type { EntryOf } from '../../trace/entry';
import type { Trace } from '../../trace/trace';
import { SYN } from '../../wire/packet/tcp';
import { segmentIn } from './flight';
import type { Step } from './step';

const arrow = (before: string | number, after: string | number): string => `${before} → ${after}`;

/**
 * What is told of each of a step's rewrites. Every segment behind a NAT has its address changed; that is told where a
 * connection begins, and where what is said is changed.
 */
export function rewritesSaid(trace: Trace, { flight, kind }: Step): ReadonlyMap<EntryOf<'pass'>, readonly string[]> {
  const opens = kind === 'connect' || ((flight && segmentIn(trace, flight.packet)?.flags) ?? 0) === SYN;
  const told = (flight?.rewrites ?? []).filter((entry) => changesWords(entry) || (kind !== 'phase' && opens));
  return new Map(told.map((entry) => [entry, rewriteTexts(entry)]));
}

/** What was changed of the words, else of the envelope around them; sequence numbers are left to the inspector. */
export function rewriteTexts({ changes }: EntryOf<'pass'>): readonly string[] {
  const said = changes.flatMap(argumentText);
  return said.length > 0 ? said : (['source', 'destination'] as const).flatMap((end) => endText(changes, end));
}

/** Whether it changed what is said, not only the envelope. */
export const changesWords = ({ changes }: EntryOf<'pass'>): boolean =>
  changes.some(({ field }) => field.endsWith('-argument') || field === 'AUTH-verb');

function endText(changes: readonly Rewrite[], end: string): readonly string[] {
  const address = changes.find(({ field }) => field === `${end}-address`);
  const port = changes.find(({ field }) => field === `${end}-port`);
  if (address && port) return [arrow(`${address.before}:${port.before}`, `${address.after}:${port.after}`)];
  if (address) return [arrow(address.before, address.after)];
  return port ? [arrow(`port ${port.before}`, port.after)] : [];
}

function argumentText({ field, before, after }: Rewrite): readonly string[] {
  if (field === 'AUTH-verb') return [arrow(before, after)];
  if (!field.endsWith('-argument')) return [];
  const [[a, p], [b, q]] = [announced(String(before)), announced(String(after))];
  const verb = field.replace('-argument', '');
  if (p === q) return [`${verb} ${arrow(a, b)}`];
  return [`${verb} ${a === b ? arrow(`port ${p}`, q) : arrow(`${a},${p}`, `${b},${q}`)}`];
}

/** Address and port as they are written in PORT and 227 (RFC 959), or in EPRT and 229 (RFC 2428). */
function announced(text: string): readonly [address: string, port: string] {
  const [, quad, pair] = /(\d+,\d+,\d+,\d+),(\d+,\d+)/.exec(text) ?? [];
  if (quad !== undefined && pair !== undefined) return [quad, pair];
  const [, address, port] = /\|\d*\|([^|]*)\|(\d+)\|/.exec(text) ?? [];
  return address === undefined || port === undefined ? [text, ''] : [address, port];
}
