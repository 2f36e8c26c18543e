/** Symptoms of the data connection that the server opens. */
import { certain, EXPLICIT, likely, possible, unless, type Symptom } from './symptom';

export const ACTIVE_SYMPTOMS = [
  {
    id: 'blind-helper-port',
    shown: [likely('tlsOn', 'privatePort', 'portRefused')],
    ends: ['port-command-refused'],
    replay: { ...EXPLICIT, dataMode: 'PORT', 'clientEdge.nat': 'true', 'clientEdge.ftpHelper': 'true' },
  },
  {
    id: 'blind-helper-active',
    shown: [
      unless(likely('tlsOn', 'noData@active'), 'privatePort', 'notPermitted', 'oopsBind', 'reuseDemanded'),
      unless(likely('tlsOn', 'timedOut@active'), 'privatePort', 'accepted'),
    ],
    ends: ['data-connect-timeout'],
    replay: { ...EXPLICIT, dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound', 'clientEdge.ftpHelper': 'true' },
  },
  {
    id: 'port-behind-nat-refused',
    shown: [
      unless(certain('privatePort', 'portRefused'), 'tlsOn'),
      possible('privatePort', 'portRefused'),
      unless(likely('portRefused'), 'named'),
    ],
    ends: ['port-command-refused'],
    replay: { dataMode: 'PORT', 'clientEdge.nat': 'true' },
  },
  {
    id: 'port-behind-nat-redirected',
    shown: [likely('privatePort', 'noDataRefused@active'), possible('privatePort', 'timedOut@active')],
    ends: ['data-connect-refused'],
    replay: { dataMode: 'PORT', 'clientEdge.nat': 'true', 'server.software': 'proftpd' },
  },
  {
    id: 'port-behind-nat-hangs',
    shown: [
      unless(certain('privatePort', 'noData@active'), 'noDataRefused', 'portRefused'),
      likely('privatePort', 'timedOut@active'),
    ],
    ends: ['data-connect-timeout'],
    replay: {
      dataMode: 'PORT',
      'clientEdge.nat': 'true',
      'server.allowForeignPortAddress': 'true',
      'server.activeDataPort': 'ephemeral',
    },
  },
  {
    id: 'foreign-port-refused',
    shown: [
      certain('foreignPort', 'portRefused'),
      unless(likely('publicPort', 'portRefused'), 'lowPort', 'portForbidden'),
    ],
    ends: ['port-command-refused'],
    replay: {
      'client.software': 'ftplib',
      dataMode: 'PORT',
      'faults.bystander': 'listens-8080',
      actions: 'quote PORT 203,0,113,99,31,144',
    },
  },
  {
    id: 'low-port-refused',
    shown: [likely('lowPort', 'portRefused')],
    ends: ['port-command-refused'],
    replay: { 'client.software': 'ftplib', dataMode: 'PORT', actions: 'quote PORT 203,0,113,10,0,80' },
  },
  {
    id: 'active-forbidden',
    shown: [
      likely('publicPort', 'portForbidden'),
      unless(possible('portRefused'), 'privatePort', 'foreignPort', 'lowPort'),
    ],
    ends: ['port-command-refused'],
    replay: { 'server.forbids': 'active', dataMode: 'PORT' },
  },
  {
    id: 'active-tls-stalled',
    shown: [likely('tlsOn', 'accepted')],
    ends: ['data-tls-stalled', 'idle-timeout'],
    replay: { ...EXPLICIT, 'client.software': 'curl', dataMode: 'PORT' },
  },
  {
    id: 'active-rejected',
    shown: [
      unless(likely('noDataRefused@active'), 'privatePort'),
      unless(possible('noData@active'), 'privatePort', 'oopsBind', 'notPermitted'),
    ],
    ends: ['data-connect-refused'],
    replay: { dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound', 'clientEdge.action': 'reject' },
  },
  {
    id: 'active-blocked',
    shown: [
      unless(likely('noData@active'), 'privatePort', 'noDataRefused', 'oopsBind', 'notPermitted'),
      unless(likely('timedOut@active'), 'privatePort', 'accepted'),
      unless(possible('timedOut@active'), 'accepted'),
    ],
    ends: ['data-connect-timeout'],
    replay: { dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound' },
  },
  {
    id: 'server-cannot-bind',
    shown: [unless(certain('oopsBind'), 'noPassivePort')],
    ends: ['server-error'],
    replay: { dataMode: 'PORT', 'server.software': 'vsftpd', 'server.allowForeignPortAddress': 'true' },
  },
] as const satisfies readonly Symptom[];
