/** The lines that real products are told: none is empty, each is of a value that the knob has. */
import { describe, expect, test } from 'vitest';
import { CONFIG } from '../../src/scenario/knobs/config/config';
import { SHUT } from '../../src/scenario/knobs/config/edges';
import { knobs } from '../../src/scenario/knobs/knobs';
import { formatValue, parseValue } from '../../src/scenario/values/knob';
import { isViolation } from '../../src/wire/violation';

const written = knobs.flatMap((knob) => {
  const byValue = CONFIG[knob.name];
  return byValue === null ? [] : [{ ...knob, byValue }];
});

test('most knobs are written down somewhere, and those of the world around nowhere', () => {
  const nowhere = knobs.filter(({ name }) => CONFIG[name] === null).map(({ name }) => name);
  for (const name of ['wan.lossPercent', 'faults.drop', 'scanner.work', 'actions', 'seed'])
    expect(nowhere).toContain(name);
});

describe.each(written)('$name', ({ byValue, ...knob }) => {
  const rows = Object.entries(byValue);
  test('has a row, and each row a product, and each product a line', () => {
    expect(rows.length).toBeGreaterThan(0);
    for (const [value, products = {}] of rows) {
      expect([value, Object.keys(products).length]).not.toEqual([value, 0]);
      for (const [product, lines] of Object.entries(products)) {
        expect([value, product, lines.length]).not.toEqual([value, product, 0]);
        for (const line of lines) expect(line).toMatch(/\S/);
      }
    }
  });
  test('has rows for values of its own', () => {
    for (const [value] of rows)
      if (value !== '*') {
        const read = parseValue(knob, value);
        expect([value, isViolation(read) ? read.text : formatValue(knob, read)]).toEqual([value, value]);
      }
  });
});

test.each([
  ['server.firewall', 'control-only', 'ufw', ['ufw allow {control}/tcp']],
  ['server.firewall', 'control-and-passive', 'ufw', ['ufw allow {control}/tcp', 'ufw allow {passive:}/tcp']],
  [
    'server.firewall',
    'control-and-passive',
    'firewalld',
    [
      'firewall-cmd --permanent --add-port={control}/tcp',
      'firewall-cmd --permanent --add-port={passive}/tcp',
      'firewall-cmd --reload',
    ],
  ],
  [
    'server.firewall',
    'control-and-passive',
    'windows',
    ['netsh advfirewall firewall add rule name="FTP" dir=in action=allow protocol=TCP localport={control},{passive}'],
  ],
  [
    'serverEdge.ftpHelper',
    'true',
    'nft',
    [
      'nft \'add ct helper inet edge ftp { type "ftp" protocol tcp; }\'',
      "nft 'add chain inet edge helpers { type filter hook prerouting priority filter; }'",
      `nft 'add rule inet edge helpers tcp dport {serverEdge.helperPort} ct helper set "ftp"'`,
    ],
  ],
  [
    'clientEdge.helperPort',
    '*',
    'iptables',
    ['iptables -t raw -A PREROUTING -p tcp --dport {clientEdge.helperPort} -j CT --helper ftp'],
  ],
  ['serverEdge.firewall', 'control-only', 'nft', ['nft insert rule inet edge forward tcp dport {control} accept']],
  ['serverEdge.firewall', 'control-only', 'iptables', ['iptables -I FORWARD -p tcp --dport {control} -j ACCEPT']],
  [
    'serverEdge.firewall',
    'control-and-passive',
    'security group',
    [
      'aws ec2 authorize-security-group-ingress --protocol tcp --port {control} --cidr 0.0.0.0/0',
      'aws ec2 authorize-security-group-ingress --protocol tcp --port {passive} --cidr 0.0.0.0/0',
    ],
  ],
  ['clientEdge.firewall', 'block-inbound', 'security group', undefined],
] as const)('%s %s, %s', (name, value, product, lines) => {
  expect(CONFIG[name]?.[value]?.[product]).toEqual(lines);
});

test('a firewall that lets nothing else in says so after what it lets in', () => {
  expect(Object.keys(SHUT)).toEqual(['clientEdge.firewall', 'clientEdge.egressPorts', 'serverEdge.firewall']);
  const [client, ports, server] = Object.values(SHUT);
  expect(client?.before).toEqual([
    'nft: nft add rule inet edge forward ct state established,related accept',
    'iptables: iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
  ]);
  expect(client?.after).toEqual(['nft: nft add rule inet edge forward drop', 'iptables: iptables -A FORWARD -j DROP']);
  expect(ports).toEqual(client);
  expect(server?.after).toEqual([
    'nft: nft add rule inet edge forward iifname "in0" accept',
    'iptables: iptables -A FORWARD -i in0 -j ACCEPT',
    ...client!.after,
  ]);
});
