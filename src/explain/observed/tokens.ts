/** What a simulator could not guess of a recording is written as the name of the pool it was drawn from. */
import { valueOf, type Scenario } from '../../scenario/scenario';

type Pool = 'passive-range' | 'client-ephemeral' | 'server-ephemeral';

export interface Pools {
  readonly ranges: Readonly<Record<Pool, readonly [number, number]>>;
  /** Ports that the work names are nobody's draw. */
  readonly named: readonly number[];
}

export function poolsOf(scenario: Scenario): Pools {
  return {
    ranges: {
      'passive-range': valueOf(scenario, 'server.passiveRange'),
      'client-ephemeral': valueOf(scenario, 'client.ephemeralPorts'),
      'server-ephemeral': valueOf(scenario, 'server.ephemeralPorts'),
    },
    named: valueOf(scenario, 'actions').flatMap((action) => (action.op === 'scan' ? action.ports : [])),
  };
}

/** A drawn port becomes its pool's name, any other stays. */
export function portToken(pools: Pools, port: number): Pool | number {
  if (pools.named.includes(port)) return port;
  for (const [name, [from, to]] of Object.entries(pools.ranges)) if (port >= from && port <= to) return name as Pool;
  return port;
}

/** FTP text with drawn ports and what a server read on its clock replaced. */
export function tokenised(pools: Pools, text: string): string {
  const drawn = (port: number) => typeof portToken(pools, port) === 'string';
  return text
    .replace(/(\b\d+,\d+,\d+,\d+,)(\d+),(\d+)\b/g, (all, head: string, high: string, low: string) =>
      drawn(Number(high) * 256 + Number(low)) ? `${head}<p1>,<p2>` : all,
    )
    .replace(/\|(\d+)\|/g, (all, port: string) => (drawn(Number(port)) ? '|<port>|' : all))
    .replace(/\bport (\d{5})\b/g, (all, port: string) => (drawn(Number(port)) ? 'port <port>' : all))
    .replace(/(Local time is now )\d\d:\d\d/, '$1<HH:MM>')
    .replace(/[\d.]+( seconds \(measured here\), )[\d.]+ [KM]?bytes( per second)/, '<seconds>$1<rate>$2');
}

/** A client's words: ports after a colon too, the milliseconds it counted, and a certificate's fingerprint. */
export function tokenisedWords(pools: Pools, text: string): string {
  return tokenised(pools, text)
    .replace(/:(\d{5})\b/g, (all, port: string) =>
      typeof portToken(pools, Number(port)) === 'string' ? ':<port>' : all,
    )
    .replace(/\d+(?= (ms|milliseconds)\b)/g, '<ms>')
    .replace(/\b([0-9A-F]{2}:){19}[0-9A-F]{2}\b/g, '<fingerprint>');
}

/** A listing; only an entry that the session itself made carries a time of day. */
export function listingText(text: string): string {
  return text.replace(/[A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?= )/g, '<date>');
}
