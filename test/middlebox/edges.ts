/**
 * Edges of a small network: client 192.168.1.10 or 203.0.113.10 behind 203.0.113.7, server 10.0.0.21 or 198.51.100.21
 * behind 198.51.100.21 or .1.
 */
import { makeEdge, type Edge } from '../../src/middlebox/edge/edge';
import { rulesOf, type Firewall, type FirewallSettings } from '../../src/middlebox/firewall/rules';
import { ftpHelper, linuxLifetimes, masquerade, type EdgeSpec } from '../../src/middlebox/spec';

export interface Choice {
  readonly nat?: boolean;
  readonly firewall?: Firewall;
  readonly action?: 'drop' | 'reject';
  readonly rejectWith?: FirewallSettings['rejectWith'];
  readonly helper?: boolean;
  readonly egress?: readonly number[];
}

const settings = ({ action = 'drop', rejectWith = null, egress = [] }: Choice): FirewallSettings => ({
  action,
  rejectWith,
  controlPort: 21,
  passiveRange: [50020, 50045],
  egressPorts: egress,
});

const plain = {
  policy: 'accept',
  forwards: [],
  lifetimes: linuxLifetimes,
  hairpin: false,
  unroutable: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((prefix) => ({ prefix, how: 'drop' as const })),
} satisfies Partial<EdgeSpec>;

export const clientEdge = (choice: Choice = {}, more: Partial<EdgeSpec> = {}): EdgeSpec => ({
  ...plain,
  id: 'clientEdge',
  inside: {
    addresses: [choice.nat ? '192.168.1.1' : '203.0.113.9', '2001:db8:1::1'],
    networks: [choice.nat ? '192.168.1.0/24' : '203.0.113.8/29', '2001:db8:1::/64'],
  },
  outside: { addresses: ['203.0.113.7', '2001:db8:ff::7'] },
  rules: rulesOf(choice.firewall ?? 'none', settings(choice)),
  nat: choice.nat ? masquerade : null,
  helper: choice.helper ? ftpHelper : null,
  ...more,
});

export const serverEdge = (choice: Choice = {}, more: Partial<EdgeSpec> = {}): EdgeSpec => ({
  ...plain,
  id: 'serverEdge',
  inside: {
    addresses: [choice.nat ? '10.0.0.1' : '198.51.100.17', '2001:db8:2::1'],
    networks: [choice.nat ? '10.0.0.0/24' : '198.51.100.16/28', '2001:db8:2::/64'],
  },
  outside: { addresses: [choice.nat ? '198.51.100.21' : '198.51.100.1', '2001:db8:ff::21'] },
  rules: rulesOf(choice.firewall ?? 'none', settings(choice)),
  nat: choice.nat ? masquerade : null,
  forwards: choice.nat
    ? [[21, 21] as const, [50020, 50045] as const].map((ports) => ({
        outside: ports,
        address: '10.0.0.21',
        inside: ports,
      }))
    : [],
  helper: choice.helper ? ftpHelper : null,
  ...more,
});

/**
 * 'client nat firewall=block-inbound reject=tcp-reset egress=21,80 helper loose hairpin forward=2121:10.0.0.21:21
 * lot=39013,3', the last what it draws in turn.
 */
export function edgeOf(text: string): Edge {
  const [which = '', ...words] = text.trim().split(/\s+/);
  const value = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const reject = value('reject') as FirewallSettings['rejectWith'] | undefined;
  const choice: Choice = {
    nat: words.includes('nat'),
    helper: words.includes('helper') || words.includes('loose'),
    firewall: (value('firewall') ?? 'none') as Firewall,
    action: reject ? 'reject' : 'drop',
    rejectWith: reject ?? null,
    egress: (value('egress') ?? '').split(',').filter(Boolean).map(Number),
  };
  const more: Partial<EdgeSpec> = {
    hairpin: words.includes('hairpin'),
    ...(words.includes('loose') && { helper: { ...ftpHelper, loose: true } }),
    ...(value('mapping') && {
      nat: {
        mapping: value('mapping') as 'endpoint-independent',
        filtering: (value('filtering') ?? 'address-and-port-dependent') as 'endpoint-independent',
      },
    }),
    ...(words.includes('unreachable') && { unroutable: [{ prefix: '10.0.0.0/8', how: 'host-unreachable' as const }] }),
    ...(words.some((word) => word.startsWith('forward=')) && {
      forwards: words
        .filter((word) => word.startsWith('forward='))
        .map((word) => {
          const [outside = '', address = '', inside = ''] = word.slice(8).split(':');
          const range = (ports: string) => {
            const [from = 0, to = from] = ports.split('-').map(Number);
            return [from, to] as const;
          };
          return { outside: range(outside), address, inside: range(inside) };
        }),
    }),
  };
  const drawn = (value('lot') ?? '0').split(',').map(Number);
  return makeEdge(
    which === 'client' ? clientEdge(choice, more) : serverEdge(choice, more),
    () => (drawn.length > 1 ? drawn.shift() : drawn[0]) ?? 0,
  );
}
