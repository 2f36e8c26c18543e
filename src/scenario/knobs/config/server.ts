/** What the server's keeper writes down. */
import type { serverKnobs } from '../rows/server';
import type { Config } from './lines';

export const serverConfig: Config<typeof serverKnobs> = {
  'server.software': {
    vsftpd: { vsftpd: ['listen=YES', 'local_enable=YES'], systemd: ['systemctl enable --now vsftpd'] },
  },
  'server.controlPort': {
    '*': { vsftpd: ['listen_port={value}'], proftpd: ['Port {value}'], 'pure-ftpd': ['-S ,{value}'] },
  },
  'server.activeDataPort': {
    '20': { vsftpd: ['connect_from_port_20=YES'] },
    ephemeral: { vsftpd: ['connect_from_port_20=NO'] },
    '*': { vsftpd: ['connect_from_port_20=YES', 'ftp_data_port={value}'] },
  },
  'server.passiveRange': {
    '*': {
      vsftpd: ['pasv_min_port={low}', 'pasv_max_port={high}'],
      proftpd: ['PassivePorts {low} {high}'],
      'pure-ftpd': ['-p {low}:{high}'],
    },
  },
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
  'server.allowForeignPortAddress': {
    true: { vsftpd: ['port_promiscuous=YES'], proftpd: ['AllowForeignAddress on'], 'pure-ftpd': ['-w'] },
    false: { vsftpd: ['port_promiscuous=NO'], proftpd: ['AllowForeignAddress off'], 'pure-ftpd': ['# -w'] },
  },
  'server.allowForeignDataAddress': {
    true: { vsftpd: ['pasv_promiscuous=YES'], proftpd: ['AllowForeignAddress on'], 'pure-ftpd': ['-w'] },
    false: { vsftpd: ['pasv_promiscuous=NO'], proftpd: ['AllowForeignAddress off'], 'pure-ftpd': ['# -w'] },
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
  'server.certificate': null,
  'server.requireTlsSessionReuse': {
    true: { vsftpd: ['require_ssl_reuse=YES'], proftpd: ['# TLSOptions NoSessionReuseRequired'] },
    false: { vsftpd: ['require_ssl_reuse=NO'], proftpd: ['TLSOptions NoSessionReuseRequired'] },
  },
  'server.requireTlsData': {
    true: { vsftpd: ['force_local_data_ssl=YES'], proftpd: ['TLSRequired ctrl+data'], 'pure-ftpd': ['-Y 3'] },
    false: { vsftpd: ['force_local_data_ssl=NO'], proftpd: ['TLSRequired off'] },
  },
  'server.alsoImplicit': null,
  'server.minTls': {
    none: { 'openssl.cnf': ['# MinProtocol'] },
    '*': { 'openssl.cnf': ['MinProtocol = TLSv{value}'] },
  },
  'server.maxTls': {
    none: { 'openssl.cnf': ['# MaxProtocol'] },
    '*': { 'openssl.cnf': ['MaxProtocol = TLSv{value}'] },
  },
  // Neither vsftpd nor pure-ftpd names a version; OpenSSL's own file does, in the section that system_default names.
  'server.ciphers': {
    none: { vsftpd: ['ssl_ciphers=HIGH'], proftpd: ['# TLSCipherSuite'], 'pure-ftpd': ['-J HIGH'] },
    '*': { vsftpd: ['ssl_ciphers={value}'], proftpd: ['TLSCipherSuite {value}'], 'pure-ftpd': ['-J {value}'] },
  },
  'server.readOnly': {
    false: { vsftpd: ['write_enable=YES'], proftpd: ['# <Limit WRITE>', '#   DenyAll', '# </Limit>'] },
    true: { vsftpd: ['write_enable=NO'], proftpd: ['<Limit WRITE>', '  DenyAll', '</Limit>'] },
  },
  'server.anonymous': {
    false: {
      vsftpd: ['anonymous_enable=NO'],
      proftpd: ['# <Anonymous ~learner>', '# </Anonymous>'],
      'pure-ftpd': ['-E'],
    },
    true: {
      vsftpd: ['anonymous_enable=YES', 'anon_root=/home/learner', 'ftp_username=daemon'],
      proftpd: [
        '<Anonymous ~learner>',
        '  User learner',
        '  UserAlias anonymous learner',
        '  <Limit WRITE>',
        '    DenyAll',
        '  </Limit>',
        '</Anonymous>',
      ],
      'pure-ftpd': ['# -E'],
    },
  },
  'server.accounts': null,
  'server.diskBytes': null,
  'server.maxClientsPerAddress': {
    none: { vsftpd: ['# max_per_ip'], proftpd: ['# MaxClientsPerHost'], 'pure-ftpd': ['# -C'] },
    '*': { vsftpd: ['max_per_ip={value}'], proftpd: ['MaxClientsPerHost {value}'], 'pure-ftpd': ['-C {value}'] },
  },
  'server.maxRate': null,
  'server.forbids': null,
  'server.ephemeralPorts': null,
};
