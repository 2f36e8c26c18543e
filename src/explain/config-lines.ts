/**
 * What a knob is called by the real products: lines to write, as data. Placeholders: {value}; {low} and {high} of a range;
 * {control}, {passive} and {passive:} (iptables' colon) of the scenario; {server}, the server's address behind its edge;
 * {list}, ports with commas. Interfaces are in0 (inside) and out0 (outside).
 */
type Lines = readonly string[]
/** By value, or '*' for any; `none` is the text of an unset value. */
type ByValue = Readonly<Record<string, Readonly<Record<string, Lines>>>>

const HELPER = {
  kernel: ['modprobe nf_nat_ftp'],
  nft: [
    'nft add ct helper inet edge ftp { type "ftp" protocol tcp \\; }', 'nft add chain inet edge helpers { type filter hook prerouting priority filter \\; }',
    'nft add rule inet edge helpers tcp dport 21 ct helper set "ftp"',
  ],
  iptables: ['iptables -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp'],
}
const OPEN_ALL = { nft: ['nft flush chain inet edge forward'], iptables: ['iptables -F FORWARD', 'iptables -P FORWARD ACCEPT'] }
const allow = (nft: string, iptables: string, group: Lines = []) => ({ nft: [`nft insert rule inet edge forward ${nft} accept`], iptables: [`iptables -I FORWARD ${iptables} -j ACCEPT`], ...(group.length > 0 ? { 'security group': group } : {}) })
const ingress = (port: string) => `aws ec2 authorize-security-group-ingress --protocol tcp --port ${port} --cidr 0.0.0.0/0`
const NO_NAT = { nft: ['nft delete table ip nat'], iptables: ['iptables -t nat -F'] }
const NAT = { nft: ['nft add rule ip nat postrouting oifname "out0" masquerade'], iptables: ['iptables -t nat -A POSTROUTING -o out0 -j MASQUERADE'] }

export const CONFIG: Readonly<Record<string, ByValue>> = {
  'server.passiveAddress': {
    'none': { 'vsftpd': ['# pasv_address='], 'proftpd': ['# MasqueradeAddress'], 'pure-ftpd': ['# -P'] },
    '*': { 'vsftpd': ['pasv_address={value}'], 'proftpd': ['MasqueradeAddress {value}'], 'pure-ftpd': ['-P {value}'] },
  },
  'server.passiveRange': { '*': { 'vsftpd': ['pasv_min_port={low}', 'pasv_max_port={high}'], 'proftpd': ['PassivePorts {low} {high}'], 'pure-ftpd': ['-p {low}:{high}'] } },
  'server.controlPort': { '*': { 'vsftpd': ['listen_port={value}'], 'proftpd': ['Port {value}'], 'pure-ftpd': ['-S ,{value}'] } },
  'server.readOnly': {
    'false': { 'vsftpd': ['write_enable=YES'], 'proftpd': ['# <Limit WRITE> DenyAll </Limit>'] },
    'true': { 'vsftpd': ['write_enable=NO'], 'proftpd': ['<Limit WRITE> DenyAll </Limit>'] },
  },
  'server.allowForeignPortAddress': {
    'true': { 'vsftpd': ['port_promiscuous=YES'], 'proftpd': ['AllowForeignAddress on'], 'pure-ftpd': ['-w'] },
    'false': { 'vsftpd': ['port_promiscuous=NO'], 'proftpd': ['AllowForeignAddress off'], 'pure-ftpd': ['# -w'] },
  },
  'server.activeDataPort': { '20': { vsftpd: ['connect_from_port_20=YES'] }, 'ephemeral': { vsftpd: ['connect_from_port_20=NO'] }, '*': { vsftpd: ['connect_from_port_20=YES', 'ftp_data_port={value}'] } },
  'server.activeConnectTimeout': { 'none': { vsftpd: ['# connect_timeout'] }, '*': { vsftpd: ['connect_timeout={value}'] } },
  'server.passiveAcceptTimeout': { 'none': { vsftpd: ['# accept_timeout'] }, '*': { vsftpd: ['accept_timeout={value}'] } },
  'server.idleTimeout': {
    'none': { 'vsftpd': ['# idle_session_timeout'], 'proftpd': ['# TimeoutIdle'] },
    '*': { 'vsftpd': ['idle_session_timeout={value}'], 'proftpd': ['TimeoutIdle {value}'] },
  },
  'server.software': { vsftpd: { vsftpd: ['listen=YES', 'local_enable=YES'], systemd: ['systemctl enable --now vsftpd'] } },
  'serverEdge.forwards': {
    '*': {
      'nft': ['nft add rule ip nat prerouting iifname "out0" tcp dport {forwards} dnat to {server}'],
      'iptables': ['iptables -t nat -A PREROUTING -i out0 -p tcp -m multiport --dports {forwards:} -j DNAT --to-destination {server}'], 'docker': ['docker run {publish} ...'],
    },
  },
  'serverEdge.firewall': {
    'none': OPEN_ALL,
    'control-only': allow('tcp dport {control}', '-p tcp --dport {control}', [ingress('{control}')]),
    'control-and-passive': allow('tcp dport { {control}, {passive} }', '-p tcp -m multiport --dports {control},{passive:}', [ingress('{control}'), ingress('{passive}')]),
    'block-all': { nft: ['nft add rule inet edge forward tcp drop'], iptables: ['iptables -A FORWARD -p tcp -j DROP'] },
  },
  'clientEdge.firewall': {
    'none': OPEN_ALL,
    'block-inbound': allow('iifname "in0"', '-i in0'),
    'egress-filter': allow('iifname "in0" tcp dport { {list} }', '-i in0 -p tcp -m multiport --dports {list:}'),
  },
  'clientEdge.egressPorts': { '*': allow('iifname "in0" tcp dport { {list} }', '-i in0 -p tcp -m multiport --dports {list:}') },
  'serverEdge.ftpHelper': { true: HELPER, false: { nft: ['nft delete chain inet edge helpers'] } },
  'clientEdge.ftpHelper': { true: HELPER, false: { nft: ['nft delete chain inet edge helpers'] } },
  'clientEdge.nat': { true: NAT, false: NO_NAT },
  'serverEdge.nat': { true: NAT, false: NO_NAT },
  'clientEdge.action': { reject: { nft: ['nft add rule inet edge forward reject'], iptables: ['iptables -A FORWARD -j REJECT'] }, drop: { nft: ['nft add rule inet edge forward drop'], iptables: ['iptables -A FORWARD -j DROP'] } },
  'serverEdge.action': { reject: { nft: ['nft add rule inet edge forward reject'], iptables: ['iptables -A FORWARD -j REJECT'] }, drop: { nft: ['nft add rule inet edge forward drop'], iptables: ['iptables -A FORWARD -j DROP'] } },
  'dataMode': {
    PASV: { 'curl': ['curl --disable-epsv'], 'lftp': ['set ftp:passive-mode on', 'set ftp:prefer-epsv no'], 'tnftp': ['tnftp -p', 'epsv4 off'], 'ftplib': ['ftp.set_pasv(True)'] },
    EPSV: { 'curl': ['curl --ftp-pasv'], 'lftp': ['set ftp:passive-mode on', 'set ftp:prefer-epsv yes'], 'tnftp': ['tnftp -p', 'epsv4 on'] },
    PORT: { 'curl': ['curl --ftp-port - --disable-eprt'], 'lftp': ['set ftp:passive-mode off'], 'tnftp': ['tnftp -A', 'epsv4 off'], 'ftplib': ['ftp.set_pasv(False)'] },
    EPRT: { 'curl': ['curl --ftp-port -'], 'tnftp': ['tnftp -A', 'epsv4 on'] },
  },
  'client.skipPasvAddress': {
    true: { curl: ['curl --ftp-skip-pasv-ip'], lftp: ['set ftp:fix-pasv-address yes'], ftplib: ['ftp.trust_server_pasv_ipv4_address = False'] },
    false: { curl: ['curl --no-ftp-skip-pasv-ip'], lftp: ['set ftp:fix-pasv-address no'], ftplib: ['ftp.trust_server_pasv_ipv4_address = True'] },
    none: { curl: ['# without --no-ftp-skip-pasv-ip'], lftp: ['# set ftp:fix-pasv-address'], ftplib: ['# ftp.trust_server_pasv_ipv4_address'] },
  },
  'client.connectPort': { '*': { curl: ['curl ftp://ftp.example.test:{value}/'], lftp: ['open -p {value} ftp.example.test'], tnftp: ['tnftp ftp.example.test {value}'], ftplib: ["ftp.connect('ftp.example.test', {value})"] } },
  'client.connectTimeout': { none: { curl: ['# without --connect-timeout'] }, '*': { curl: ['curl --connect-timeout {value}'], lftp: ['set net:timeout {value}'], ftplib: ['FTP(timeout={value})'] } },
}
