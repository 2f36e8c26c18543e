/** What whoever keeps an edge writes down. */
import type { clientEdgeKnobs } from '../rows/client-edge';
import type { serverEdgeKnobs } from '../rows/server-edge';
import type { KnobName } from '../table';
import type { Config, Lines } from './lines';

/** The helper assigned to its port. */
const helperPort = (edge: 'clientEdge' | 'serverEdge') => ({
  nft: [`nft 'add rule inet edge helpers tcp dport {${edge}.helperPort} ct helper set "ftp"'`],
  iptables: [`iptables -t raw -A PREROUTING -p tcp --dport {${edge}.helperPort} -j CT --helper ftp`],
});

const helper = (edge: 'clientEdge' | 'serverEdge') => ({
  true: {
    kernel: ['modprobe nf_nat_ftp'],
    nft: [
      // In quotes, or the shell takes nft's own away.
      'nft \'add ct helper inet edge ftp { type "ftp" protocol tcp; }\'',
      "nft 'add chain inet edge helpers { type filter hook prerouting priority filter; }'",
      ...helperPort(edge).nft,
    ],
    iptables: helperPort(edge).iptables,
  },
  false: { nft: ['nft delete chain inet edge helpers'] },
});

const OPEN_ALL = {
  nft: ['nft flush chain inet edge forward'],
  iptables: ['iptables -F FORWARD', 'iptables -P FORWARD ACCEPT'],
};
const allow = (nft: string, iptables: string, group: Lines = []) => ({
  nft: [`nft insert rule inet edge forward ${nft} accept`],
  iptables: [`iptables -I FORWARD ${iptables} -j ACCEPT`],
  ...(group.length > 0 ? { 'security group': group } : {}),
});
const ingress = (port: string) =>
  `aws ec2 authorize-security-group-ingress --protocol tcp --port ${port} --cidr 0.0.0.0/0`;
const NAT = {
  true: {
    nft: ['nft add rule ip nat postrouting oifname "out0" masquerade'],
    iptables: ['iptables -t nat -A POSTROUTING -o out0 -j MASQUERADE'],
  },
  false: { nft: ['nft delete table ip nat'], iptables: ['iptables -t nat -F'] },
};
const ACTION = {
  reject: { nft: ['nft add rule inet edge forward reject'], iptables: ['iptables -A FORWARD -j REJECT'] },
  drop: { nft: ['nft add rule inet edge forward drop'], iptables: ['iptables -A FORWARD -j DROP'] },
};
const LIFETIME = { '*': { kernel: ['sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established={value}'] } };

export const edgeConfig: Config<typeof clientEdgeKnobs & typeof serverEdgeKnobs> = {
  'clientEdge.nat': NAT,
  'clientEdge.pooling': {
    paired: {
      nft: ['nft insert rule ip nat postrouting oifname "out0" snat to 203.0.113.6-203.0.113.7 persistent'],
      iptables: ['iptables -t nat -I POSTROUTING -o out0 -j SNAT --to-source 203.0.113.6-203.0.113.7 --persistent'],
    },
  },
  'carrier.nat': null,
  'carrier.mapping': null,
  'carrier.filtering': null,
  'carrier.lifetime': null,
  'clientEdge.firewall': {
    none: OPEN_ALL,
    'block-inbound': allow('iifname "in0"', '-i in0'),
    'egress-filter': allow('iifname "in0" tcp dport { {list} }', '-i in0 -p tcp -m multiport --dports {list:}'),
  },
  'clientEdge.action': ACTION,
  'clientEdge.rejectWith': null,
  'clientEdge.rules': null,
  'clientEdge.ftpHelper': helper('clientEdge'),
  'clientEdge.helperPort': { '*': helperPort('clientEdge') },
  'clientEdge.helperReads': null,
  'clientEdge.lifetime': LIFETIME,
  'clientEdge.egressPorts': {
    '*': allow('iifname "in0" tcp dport { {list} }', '-i in0 -p tcp -m multiport --dports {list:}'),
  },
  'serverEdge.nat': NAT,
  'serverEdge.firewall': {
    none: OPEN_ALL,
    'control-only': allow('tcp dport {control}', '-p tcp --dport {control}', [ingress('{control}')]),
    'control-and-passive': allow(
      'tcp dport { {control}, {passive} }',
      '-p tcp -m multiport --dports {control},{passive:}',
      [ingress('{control}'), ingress('{passive}')],
    ),
    'block-all': { nft: ['nft add rule inet edge forward tcp drop'], iptables: ['iptables -A FORWARD -p tcp -j DROP'] },
  },
  'serverEdge.action': ACTION,
  'serverEdge.rejectWith': null,
  'serverEdge.rules': null,
  'serverEdge.ftpHelper': helper('serverEdge'),
  'serverEdge.helperPort': { '*': helperPort('serverEdge') },
  'serverEdge.helperReads': null,
  'serverEdge.lifetime': LIFETIME,
  'serverEdge.forwards': {
    '*': {
      nft: ['nft add rule ip nat prerouting iifname "out0" tcp dport {forwards} dnat to {server}'],
      iptables: [
        'iptables -t nat -A PREROUTING -i out0 -p tcp -m multiport --dports {forwards:} -j DNAT ' +
          '--to-destination {server}',
      ],
      docker: ['docker run {publish} ...'],
    },
  },
  'serverEdge.hairpin': null,
  'serverEdge.neighbourWaitMs': null,
};

/**
 * A firewall's lines say what it lets in. Where it shall let nothing else in, what else it needs comes before and after
 * them, as whole lines.
 */
export const SHUT: { readonly [N in KnobName]?: { readonly before: Lines; readonly after: Lines } } = {
  'clientEdge.firewall': shut([]),
  'clientEdge.egressPorts': shut([]),
  'serverEdge.firewall': shut([
    'nft: nft add rule inet edge forward iifname "in0" accept',
    'iptables: iptables -A FORWARD -i in0 -j ACCEPT',
  ]),
};

function shut(outward: Lines) {
  return {
    before: [
      'nft: nft add rule inet edge forward ct state established,related accept',
      'iptables: iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    ],
    after: [...outward, 'nft: nft add rule inet edge forward drop', 'iptables: iptables -A FORWARD -j DROP'],
  };
}
