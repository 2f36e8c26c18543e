/**
 * What a knob is called by the real products: lines to write, as data. Placeholders: {value}; {low} and {high} of a
 * range; {control}, {passive} and {passive:} (iptables' colon) of the scenario; {server}, the server's address behind
 * its edge; {list}, ports with commas; {helper}, the FTP helper's port. Interfaces are in0 (inside) and out0 (outside).
 */
type Lines = readonly string[];
/** By value, or '*' for any; `none` is the text of an unset value. */
type ByValue = Readonly<Record<string, Readonly<Record<string, Lines>>>>;

const HELPER = {
  kernel: ['modprobe nf_nat_ftp'],
  nft: [
    // In quotes, or the shell takes nft's own away.
    'nft \'add ct helper inet edge ftp { type "ftp" protocol tcp; }\'',
    "nft 'add chain inet edge helpers { type filter hook prerouting priority filter; }'",
    'nft \'add rule inet edge helpers tcp dport {helper} ct helper set "ftp"\'',
  ],
  iptables: ['iptables -t raw -A PREROUTING -p tcp --dport {helper} -j CT --helper ftp'],
};
/** The helper assigned to another port, too. */
const HELPER_PORT = { nft: HELPER.nft.slice(-1), iptables: HELPER.iptables };
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
/** On the host itself. */
const hostAllow = (...ports: readonly string[]) => ({
  ufw: ports.map((port) => `ufw allow ${port === '{passive}' ? '{passive:}' : port}/tcp`),
  firewalld: [...ports.map((port) => `firewall-cmd --permanent --add-port=${port}/tcp`), 'firewall-cmd --reload'],
  windows: [
    `netsh advfirewall firewall add rule name="FTP" dir=in action=allow protocol=TCP localport=${ports.join(',')}`,
  ],
});
const NO_NAT = { nft: ['nft delete table ip nat'], iptables: ['iptables -t nat -F'] };
const NAT = {
  nft: ['nft add rule ip nat postrouting oifname "out0" masquerade'],
  iptables: ['iptables -t nat -A POSTROUTING -o out0 -j MASQUERADE'],
};

export const CONFIG: Readonly<Record<string, ByValue>> = {
  'server.passiveAddress': {
    none: { vsftpd: ['# pasv_address='], proftpd: ['# MasqueradeAddress'], 'pure-ftpd': ['# -P'] },
    '*': { vsftpd: ['pasv_address={value}'], proftpd: ['MasqueradeAddress {value}'], 'pure-ftpd': ['-P {value}'] },
  },
  'server.passiveAddressLan': {
    none: { proftpd: ['# <IfClass lan>'] },
    '*': {
      proftpd: [
        '<Class lan>',
        '  From 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16',
        '</Class>',
        '<IfClass lan>',
        '  MasqueradeAddress {value}',
        '</IfClass>',
      ],
    },
  },
  'server.passiveRange': {
    '*': {
      vsftpd: ['pasv_min_port={low}', 'pasv_max_port={high}'],
      proftpd: ['PassivePorts {low} {high}'],
      'pure-ftpd': ['-p {low}:{high}'],
    },
  },
  'server.controlPort': {
    '*': { vsftpd: ['listen_port={value}'], proftpd: ['Port {value}'], 'pure-ftpd': ['-S ,{value}'] },
  },
  'server.readOnly': {
    false: { vsftpd: ['write_enable=YES'], proftpd: ['# <Limit WRITE>', '#   DenyAll', '# </Limit>'] },
    true: { vsftpd: ['write_enable=NO'], proftpd: ['<Limit WRITE>', '  DenyAll', '</Limit>'] },
  },
  'server.allowForeignPortAddress': {
    true: { vsftpd: ['port_promiscuous=YES'], proftpd: ['AllowForeignAddress on'], 'pure-ftpd': ['-w'] },
    false: { vsftpd: ['port_promiscuous=NO'], proftpd: ['AllowForeignAddress off'], 'pure-ftpd': ['# -w'] },
  },
  'server.allowForeignDataAddress': {
    true: { vsftpd: ['pasv_promiscuous=YES'], proftpd: ['AllowForeignAddress on'], 'pure-ftpd': ['-w'] },
    false: { vsftpd: ['pasv_promiscuous=NO'], proftpd: ['AllowForeignAddress off'], 'pure-ftpd': ['# -w'] },
  },
  'clientEdge.pooling': {
    paired: {
      nft: ['nft insert rule ip nat postrouting oifname "out0" snat to 203.0.113.6-203.0.113.7 persistent'],
      iptables: ['iptables -t nat -I POSTROUTING -o out0 -j SNAT --to-source 203.0.113.6-203.0.113.7 --persistent'],
    },
  },
  'clientEdge.lifetime': { '*': { kernel: ['sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established={value}'] } },
  'serverEdge.lifetime': { '*': { kernel: ['sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established={value}'] } },
  'client.keepAlive': { '*': { curl: ['curl --keepalive-time {value}'] } },
  fileType: { I: { 'ftp.exe': ['binary'] }, A: { 'ftp.exe': ['ascii'] } },
  'server.activeDataPort': {
    '20': { vsftpd: ['connect_from_port_20=YES'] },
    ephemeral: { vsftpd: ['connect_from_port_20=NO'] },
    '*': { vsftpd: ['connect_from_port_20=YES', 'ftp_data_port={value}'] },
  },
  'server.activeConnectTimeout': {
    none: { vsftpd: ['# connect_timeout'] },
    '*': { vsftpd: ['connect_timeout={value}'] },
  },
  'server.passiveAcceptTimeout': {
    none: { vsftpd: ['# accept_timeout'] },
    '*': { vsftpd: ['accept_timeout={value}'] },
  },
  'server.idleTimeout': {
    none: { vsftpd: ['# idle_session_timeout'], proftpd: ['# TimeoutIdle'] },
    '*': { vsftpd: ['idle_session_timeout={value}'], proftpd: ['TimeoutIdle {value}'] },
  },
  'server.maxClientsPerAddress': {
    none: { vsftpd: ['# max_per_ip'], proftpd: ['# MaxClientsPerHost'], 'pure-ftpd': ['# -C'] },
    '*': { vsftpd: ['max_per_ip={value}'], proftpd: ['MaxClientsPerHost {value}'], 'pure-ftpd': ['-C {value}'] },
  },
  'server.tls': {
    off: { vsftpd: ['ssl_enable=NO'], proftpd: ['TLSEngine off'], 'pure-ftpd': ['-Y 0'] },
    optional: {
      vsftpd: ['ssl_enable=YES', 'implicit_ssl=NO', 'force_local_logins_ssl=NO', 'force_local_data_ssl=NO'],
      proftpd: ['TLSEngine on', 'TLSRequired off', '# TLSOptions UseImplicitSSL'],
      'pure-ftpd': ['-Y 1'],
    },
    required: {
      vsftpd: ['ssl_enable=YES', 'implicit_ssl=NO', 'force_local_logins_ssl=YES'],
      proftpd: ['TLSEngine on', 'TLSRequired on', '# TLSOptions UseImplicitSSL'],
      'pure-ftpd': ['-Y 2'],
    },
    implicit: {
      vsftpd: ['ssl_enable=YES', 'implicit_ssl=YES'],
      proftpd: ['TLSEngine on', 'TLSOptions UseImplicitSSL'],
    },
  },
  'server.requireTlsSessionReuse': {
    true: { vsftpd: ['require_ssl_reuse=YES'], proftpd: ['# TLSOptions NoSessionReuseRequired'] },
    false: { vsftpd: ['require_ssl_reuse=NO'], proftpd: ['TLSOptions NoSessionReuseRequired'] },
  },
  'server.requireTlsData': {
    true: { vsftpd: ['force_local_data_ssl=YES'], proftpd: ['TLSRequired ctrl+data'], 'pure-ftpd': ['-Y 3'] },
    false: { vsftpd: ['force_local_data_ssl=NO'], proftpd: ['TLSRequired off'] },
  },
  // Neither vsftpd nor pure-ftpd names a version; OpenSSL's own file does, in the section that system_default names.
  'server.ciphers': {
    none: { vsftpd: ['ssl_ciphers=HIGH'], proftpd: ['# TLSCipherSuite'], 'pure-ftpd': ['-J HIGH'] },
    '*': { vsftpd: ['ssl_ciphers={value}'], proftpd: ['TLSCipherSuite {value}'], 'pure-ftpd': ['-J {value}'] },
  },
  'server.minTls': {
    none: { 'openssl.cnf': ['# MinProtocol'] },
    '*': { 'openssl.cnf': ['MinProtocol = TLSv{value}'] },
  },
  'server.maxTls': {
    none: { 'openssl.cnf': ['# MaxProtocol'] },
    '*': { 'openssl.cnf': ['MaxProtocol = TLSv{value}'] },
  },
  'server.software': {
    vsftpd: { vsftpd: ['listen=YES', 'local_enable=YES'], systemd: ['systemctl enable --now vsftpd'] },
  },
  'serverEdge.forwards': {
    '*': {
      nft: ['nft add rule ip nat prerouting iifname "out0" tcp dport {forwards} dnat to {server}'],
      iptables: [
        'iptables -t nat -A PREROUTING -i out0 -p tcp -m multiport --dports {forwards:} -j DNAT --to-destination {server}',
      ],
      docker: ['docker run {publish} ...'],
    },
  },
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
  'clientEdge.firewall': {
    none: OPEN_ALL,
    'block-inbound': allow('iifname "in0"', '-i in0'),
    'egress-filter': allow('iifname "in0" tcp dport { {list} }', '-i in0 -p tcp -m multiport --dports {list:}'),
  },
  'client.firewall': {
    none: { ufw: ['ufw disable'], windows: ['netsh advfirewall set allprofiles state off'] },
    'block-inbound': {
      ufw: ['ufw default deny incoming', 'ufw enable'],
      windows: ['netsh advfirewall set allprofiles firewallpolicy blockinbound,allowoutbound'],
    },
  },
  'server.firewall': {
    none: {
      ufw: ['ufw disable'],
      firewalld: ['systemctl disable --now firewalld'],
      windows: ['netsh advfirewall set allprofiles state off'],
    },
    'control-only': hostAllow('{control}'),
    'control-and-passive': hostAllow('{control}', '{passive}'),
  },
  'clientEdge.egressPorts': {
    '*': allow('iifname "in0" tcp dport { {list} }', '-i in0 -p tcp -m multiport --dports {list:}'),
  },
  'serverEdge.ftpHelper': { true: HELPER, false: { nft: ['nft delete chain inet edge helpers'] } },
  'clientEdge.ftpHelper': { true: HELPER, false: { nft: ['nft delete chain inet edge helpers'] } },
  'serverEdge.helperPort': { '*': HELPER_PORT },
  'clientEdge.helperPort': { '*': HELPER_PORT },
  'clientEdge.nat': { true: NAT, false: NO_NAT },
  'serverEdge.nat': { true: NAT, false: NO_NAT },
  'clientEdge.action': {
    reject: { nft: ['nft add rule inet edge forward reject'], iptables: ['iptables -A FORWARD -j REJECT'] },
    drop: { nft: ['nft add rule inet edge forward drop'], iptables: ['iptables -A FORWARD -j DROP'] },
  },
  'serverEdge.action': {
    reject: { nft: ['nft add rule inet edge forward reject'], iptables: ['iptables -A FORWARD -j REJECT'] },
    drop: { nft: ['nft add rule inet edge forward drop'], iptables: ['iptables -A FORWARD -j DROP'] },
  },
  dataMode: {
    PASV: {
      curl: ['curl --ftp-pasv --disable-epsv'],
      lftp: ['set ftp:passive-mode on', 'set ftp:prefer-epsv no'],
      tnftp: ['tnftp -p', 'epsv4 off'],
      ftplib: ['ftp.set_pasv(True)'],
    },
    EPSV: {
      curl: ['curl --ftp-pasv --epsv'],
      lftp: ['set ftp:passive-mode on', 'set ftp:prefer-epsv yes'],
      tnftp: ['tnftp -p', 'epsv4 on'],
    },
    PORT: {
      curl: ['curl --ftp-port - --disable-eprt'],
      lftp: ['set ftp:passive-mode off'],
      tnftp: ['tnftp -A', 'epsv4 off'],
      ftplib: ['ftp.set_pasv(False)'],
    },
    EPRT: { curl: ['curl --ftp-port - --eprt'], tnftp: ['tnftp -A', 'epsv4 on'] },
  },
  security: {
    none: { curl: ['# without --ssl-reqd'], lftp: ['set ftp:ssl-allow no'], ftplib: ['ftp = ftplib.FTP()'] },
    explicit: {
      curl: ['curl --ssl-reqd ftp://ftp.example.test/'],
      lftp: ['set ftp:ssl-force yes', 'open ftp://ftp.example.test'],
      ftplib: ['ftp = ftplib.FTP_TLS()', 'ftp.prot_p()'],
    },
    implicit: { curl: ['curl ftps://ftp.example.test/'], lftp: ['open ftps://ftp.example.test'] },
  },
  'tls.insists': {
    true: { curl: ['curl --ssl-reqd'], lftp: ['set ftp:ssl-force yes'] },
    false: { curl: ['curl --ssl'], lftp: ['set ftp:ssl-force no'] },
  },
  'tls.protectData': {
    true: {
      curl: ['curl --ssl-reqd'],
      lftp: ['set ftp:ssl-protect-data yes', 'set ftp:ssl-protect-list yes'],
      ftplib: ['ftp.prot_p()'],
    },
    false: {
      curl: ['curl --no-ssl-reqd --ftp-ssl-control'],
      lftp: ['set ftp:ssl-protect-data no', 'set ftp:ssl-protect-list no'],
      ftplib: ['ftp.prot_c()'],
    },
  },
  'tls.sessionReuse': {
    true: { curl: ['curl --sessionid'], lftp: ['set ftp:ssl-copy-sid yes'] },
    false: { curl: ['curl --no-sessionid'], lftp: ['set ftp:ssl-copy-sid no'] },
  },
  'tls.trustCa': {
    true: {
      curl: ['curl --cacert ca.pem'],
      lftp: ['set ssl:ca-file ca.pem'],
      ftplib: ["context = ssl.create_default_context(cafile='ca.pem')"],
    },
  },
  'tls.verifyCertificate': {
    true: {
      curl: ['# without --insecure'],
      lftp: ['set ssl:verify-certificate yes'],
      ftplib: ['context = ssl.create_default_context()'],
    },
    false: {
      curl: ['curl --insecure'],
      lftp: ['set ssl:verify-certificate no'],
      ftplib: ['context = ssl._create_unverified_context()'],
    },
  },
  'tls.clientMinTls': { none: { curl: ['# without --tlsv1.3'] }, '*': { curl: ['curl --tlsv{value}'] } },
  'tls.clientMaxTls': { none: { curl: ['# without --tls-max'] }, '*': { curl: ['curl --tls-max {value}'] } },
  'tls.clearControlAfterLogin': {
    true: { curl: ['curl --ftp-ssl-ccc --ftp-ssl-ccc-mode active'] },
    false: { curl: ['# without --ftp-ssl-ccc'] },
  },
  'client.skipPasvAddress': {
    true: {
      curl: ['curl --ftp-skip-pasv-ip'],
      lftp: ['set ftp:fix-pasv-address yes'],
      ftplib: ['ftp.trust_server_pasv_ipv4_address = False'],
    },
    false: {
      curl: ['curl --no-ftp-skip-pasv-ip'],
      lftp: ['set ftp:fix-pasv-address no'],
      ftplib: ['ftp.trust_server_pasv_ipv4_address = True'],
    },
    none: {
      curl: ['# without --no-ftp-skip-pasv-ip'],
      lftp: ['# set ftp:fix-pasv-address'],
      ftplib: ['# ftp.trust_server_pasv_ipv4_address'],
    },
  },
  'client.connectPort': {
    '*': {
      curl: ['curl ftp://ftp.example.test:{value}/'],
      lftp: ['open -p {value} ftp.example.test'],
      tnftp: ['tnftp ftp.example.test {value}'],
      ftplib: ["ftp.connect('ftp.example.test', {value})"],
    },
  },
  'client.noop': {
    none: { lftp: ['# set ftp:nop-interval'] },
    '*': {
      lftp: ['set ftp:nop-interval {value}'],
      filezilla: ['Settings > Connection > FTP > Send FTP keep-alive commands'],
    },
  },
  'client.connectTimeout': {
    none: { curl: ['# without --connect-timeout'] },
    '*': {
      curl: ['curl --connect-timeout {value}'],
      lftp: ['set net:timeout {value}'],
      ftplib: ['FTP(timeout={value})'],
    },
  },
};
