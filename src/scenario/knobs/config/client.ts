/** What the client's user writes down. */
import type { clientKnobs } from '../rows/client';
import type { connectionKnobs } from '../rows/connection';
import type { tlsKnobs } from '../rows/tls';
import type { Config } from './lines';

export const clientConfig: Config<typeof connectionKnobs & typeof tlsKnobs & typeof clientKnobs> = {
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
  fileType: {
    none: { curl: ['# without --use-ascii'] },
    I: { 'ftp.exe': ['binary'], tnftp: ['binary'], curl: ['# without --use-ascii'] },
    A: { 'ftp.exe': ['ascii'], tnftp: ['ascii'], curl: ['curl --use-ascii'], lftp: ['get -a', 'put -a'] },
  },
  ipVersion: null,
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
  'tls.clientMinTls': { none: { curl: ['# without --tlsv1.3'] }, '*': { curl: ['curl --tlsv{value}'] } },
  'tls.clientMaxTls': { none: { curl: ['# without --tls-max'] }, '*': { curl: ['curl --tls-max {value}'] } },
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
  'tls.trustCa': {
    true: {
      curl: ['curl --cacert ca.pem'],
      lftp: ['set ssl:ca-file ca.pem'],
      ftplib: ["context = ssl.create_default_context(cafile='ca.pem')"],
    },
  },
  'tls.clearControlAfterLogin': {
    true: { curl: ['curl --ftp-ssl-ccc --ftp-ssl-ccc-mode active'] },
    false: { curl: ['# without --ftp-ssl-ccc'] },
  },
  'client.software': null,
  'client.connectPort': {
    '*': {
      curl: ['curl ftp://ftp.example.test:{value}/'],
      lftp: ['open -p {value} ftp.example.test'],
      tnftp: ['tnftp ftp.example.test {value}'],
      ftplib: ["ftp.connect('ftp.example.test', {value})"],
    },
  },
  'client.place': null,
  'client.called': null,
  'client.connectTimeout': {
    none: { curl: ['# without --connect-timeout'] },
    '*': {
      curl: ['curl --connect-timeout {value}'],
      lftp: ['set net:timeout {value}'],
      ftplib: ['FTP(timeout={value})'],
    },
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
  'client.maxTime': null,
  'client.ftpMethod': {
    none: { curl: ['# without --ftp-method'] },
    '*': { curl: ['curl --ftp-method {value}'] },
  },
  'client.createDirs': {
    true: { curl: ['curl --ftp-create-dirs'] },
    false: { curl: ['# without --ftp-create-dirs'] },
  },
  'client.keepAlive': { '*': { curl: ['curl --keepalive-time {value}'] } },
  'client.noop': {
    none: { lftp: ['# set ftp:nop-interval'] },
    '*': {
      lftp: ['set ftp:nop-interval {value}'],
      filezilla: ['Settings > Connection > FTP > Send FTP keep-alive commands'],
    },
  },
  'client.ephemeralPorts': null,
};
