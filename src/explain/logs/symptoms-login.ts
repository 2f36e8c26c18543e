/** Symptoms of getting in: the connection, the greeting, TLS and the login. */
import { certain, EXPLICIT, likely, possible, unless, type Symptom } from './symptom';

export const LOGIN_SYMPTOMS = [
  {
    id: 'too-many-connections',
    shown: [certain('tooMany')],
    ends: ['too-many-connections'],
    replay: { 'client.software': 'ftplib', 'server.maxClientsPerAddress': '1', actions: 'second-login' },
  },
  {
    id: 'tls-required',
    shown: [certain('tlsDemanded')],
    ends: ['tls-required'],
    replay: { security: 'none', 'server.tls': 'required' },
  },
  {
    id: 'wrong-password',
    shown: [certain('deniedInWords'), unless(likely('denied'), 'tlsDemanded', 'tooMany', 'helloAsCommand')],
    ends: ['login-denied'],
    replay: { passwordOk: 'false' },
  },
  {
    id: 'idle-timeout',
    shown: [certain('idle')],
    ends: ['idle-timeout'],
    replay: { 'client.software': 'ftplib', 'server.idleTimeout': '3', actions: 'login; wait 6; list /' },
  },
  {
    id: 'control-port-closed',
    shown: [unless(certain('refused@dialling', 'dialled'), 'spoke'), unless(likely('refused@dialling'), 'spoke')],
    ends: ['control-connect-refused'],
    replay: { 'server.software': 'none' },
  },
  {
    id: 'control-port-elsewhere',
    shown: [unless(possible('refused@dialling'), 'spoke')],
    ends: ['control-connect-refused'],
    replay: { 'server.controlPort': '2121', 'client.connectPort': '21' },
  },
  {
    id: 'control-port-rejected',
    shown: [likely('unreachable@dialling'), unless(possible('refused@dialling'), 'spoke')],
    ends: ['control-connect-refused'],
    replay: {
      'serverEdge.firewall': 'block-all',
      'serverEdge.action': 'reject',
      'serverEdge.rejectWith': 'icmp-admin-prohibited',
    },
  },
  {
    id: 'control-port-filtered',
    shown: [
      likely('timedOut@dialling', 'dialled'),
      likely('curlControlTimeout'),
      unless(possible('timedOut@dialling'), 'spoke'),
    ],
    ends: ['control-connect-timeout'],
    replay: { 'serverEdge.firewall': 'block-all' },
  },
  {
    id: 'implicit-port-without-tls',
    shown: [likely('timedOut@connected')],
    ends: ['protocol-mismatch'],
    replay: { security: 'none', 'server.tls': 'implicit', 'server.controlPort': '990', 'client.connectPort': '990' },
  },
  {
    id: 'implicit-tls-on-plain-port',
    shown: [unless(certain('wrongVersion'), 'tlsOn', 'authAsked'), certain('helloAsCommand')],
    ends: ['protocol-mismatch'],
    replay: { security: 'implicit', 'server.tls': 'optional', 'server.controlPort': '21', 'client.connectPort': '21' },
  },
  {
    id: 'tls-unavailable',
    shown: [unless(certain('authRefused'), 'userAsked')],
    ends: ['tls-unavailable'],
    replay: { security: 'explicit', 'server.tls': 'off' },
  },
  {
    id: 'certificate-untrusted',
    shown: [certain('untrusted')],
    ends: ['certificate-rejected'],
    replay: { ...EXPLICIT, 'tls.trustCa': 'false' },
  },
  {
    id: 'tls-version',
    shown: [certain('oldTls')],
    ends: ['tls-alert'],
    replay: { ...EXPLICIT, 'server.maxTls': '1.2', 'tls.clientMinTls': '1.3' },
  },
] as const satisfies readonly Symptom[];
