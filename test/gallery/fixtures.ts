/** What the gallery shows: runs, each by its link, so that every kind of row, tie and mark is drawn by some of them. */
import type { MachineName } from '../../src/diagram/steps/lives';

export interface Fixture {
  readonly name: string;
  readonly link: string;
  /** As somebody reads it who stands between the ends and holds no key. */
  readonly between?: boolean;
}

const SECURED = 'security=explicit&server.tls=optional&actions=list+/;put+notes.txt';

export const fixtures: readonly Fixture[] = [
  { name: 'Plain', link: 'dataMode=PASV&actions=list+/;get+hello.txt' },
  { name: 'Active', link: 'dataMode=PORT' },
  { name: 'Dropped', link: 'dataMode=PORT&clientEdge.firewall=block-inbound' },
  {
    name: 'Rejected',
    link: 'clientEdge.firewall=egress-filter&clientEdge.action=reject&clientEdge.rejectWith=icmp-admin-prohibited',
  },
  { name: 'Refused', link: 'dataMode=PORT&clientEdge.nat=true' },
  { name: 'Rewritten', link: 'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true' },
  { name: 'Two NATs', link: 'dataMode=PORT&clientEdge.nat=true&carrier.nat=true&clientEdge.ftpHelper=true' },
  { name: 'TLS', link: SECURED },
  { name: 'TLS, between', link: SECURED, between: true },
  { name: 'Retransmitted', link: 'wan.lossPercent=10&seed=5&actions=get+chart.bin' },
  { name: 'Long wait', link: 'serverEdge.firewall=control-only' },
  { name: 'Lost by hand', link: 'do=drop+data+1+/+SYN' },
  { name: 'IPv6', link: 'ipVersion=6&dataMode=EPSV' },
];

export interface Pair {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

export const pairs: readonly Pair[] = [
  { name: 'Active and passive', a: 'dataMode=PORT', b: 'dataMode=PASV' },
  {
    name: 'A helper more',
    a: 'dataMode=PORT&clientEdge.nat=true',
    b: 'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true',
  },
];

/** The machine that is drawn with the run that it is lit by. */
export const charts: readonly { readonly machine: MachineName; readonly link: string }[] = [
  { machine: 'TCP', link: 'dataMode=PASV' },
  { machine: 'user-PI', link: 'dataMode=PORT' },
  { machine: 'server-PI', link: 'dataMode=PORT' },
  { machine: 'tls-client', link: SECURED },
];
