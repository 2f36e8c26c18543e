/** Symptoms of the data connection that the client opens. */
import { certain, EXPLICIT, likely, possible, unless, type Symptom } from './symptom';

/** Ways to learn what became of a passive data connection. */
const FAILED = ['refused@passive', 'timedOut@passive', 'unreachable@passive', 'noData@passive', 'mismatch'];

export const PASSIVE_SYMPTOMS = [
  {
    id: 'session-reuse',
    shown: [certain('reuseDemanded'), likely('tlsOn', 'notPermitted')],
    ends: ['no-session-reuse'],
    replay: { ...EXPLICIT, 'client.software': 'ftplib', 'server.requireTlsSessionReuse': 'true' },
  },
  {
    id: 'private-address-in-227',
    ends: ['unroutable-passive-address', 'passive-address-rejected-by-client'],
    shown: [
      certain('private227', 'mismatch'),
      unless(certain('private227', 'timedOut@passive'), 'mended227'),
      unless(likely('private227', 'unreachable@passive'), 'mended227'),
      unless(possible('private227', 'endedAt227'), 'mended227', ...FAILED),
    ],
    replay: { 'serverEdge.nat': 'true', 'client.skipPasvAddress': 'false', dataMode: 'PASV' },
  },
  {
    id: 'loopback-in-227',
    shown: [
      certain('loopback227', 'refused@passive'),
      certain('loopback227', 'timedOut@passive'),
      likely('loopback227'),
    ],
    ends: ['data-connect-refused', 'data-connect-timeout'],
    replay: { 'server.passiveAddress': '127.0.0.1', 'client.skipPasvAddress': 'false', dataMode: 'PASV' },
  },
  {
    id: 'passive-ports-not-forwarded',
    shown: [likely('private227', 'refused@passive'), unless(possible('refused@passive'), 'loopback227')],
    ends: ['data-connect-refused'],
    replay: { 'serverEdge.nat': 'true', 'serverEdge.forwards': '21' },
  },
  {
    id: 'passive-ports-rejected',
    shown: [
      unless(likely('refused@passive'), 'private227', 'loopback227'),
      unless(likely('unreachable@passive'), 'private227'),
      unless(possible('refused@passive'), 'loopback227'),
    ],
    ends: ['data-connect-refused'],
    replay: { 'serverEdge.firewall': 'control-only', 'serverEdge.action': 'reject' },
  },
  {
    id: 'blind-helper-passive',
    shown: [unless(likely('tlsOn', 'timedOut@passive'), 'private227', 'loopback227', 'began')],
    ends: ['data-connect-timeout'],
    replay: { ...EXPLICIT, 'serverEdge.firewall': 'control-only', 'serverEdge.ftpHelper': 'true' },
  },
  {
    id: 'passive-ports-closed',
    ends: ['data-connect-timeout'],
    shown: [
      unless(likely('timedOut@passive'), 'private227', 'loopback227', 'began'),
      unless(likely('timedOut@passive', 'mended227'), 'began'),
      unless(likely('curlDataTimeout'), 'private227'),
      unless(likely('noData@passive'), 'notPermitted', 'reuseDemanded', 'otherSource'),
      unless(possible('endedAt227'), 'loopback227', ...FAILED),
      unless(possible('timedOut@passive'), 'began'),
      unless(possible('timedOut@dialling'), 'spoke', 'dialled'),
    ],
    replay: { 'serverEdge.firewall': 'control-only' },
  },
  {
    id: 'second-source-address',
    shown: [certain('otherSource')],
    ends: ['data-connection-failed'],
    replay: { 'clientEdge.nat': 'true', 'clientEdge.pooling': 'arbitrary' },
  },
  {
    id: 'passive-ports-exhausted',
    shown: [certain('noPassivePort')],
    ends: ['server-error', 'passive-command-refused'],
    replay: { 'server.passiveRange': '50020-50020', 'faults.heldPassivePorts': '1' },
  },
  {
    id: 'control-forgotten',
    shown: [
      unless(certain('responseTimedOut', 'began'), 'ended'),
      unless(likely('began', 'timedOut'), 'ended', 'accepted'),
      unless(likely('began', 'reset'), 'ended'),
      possible('responseTimedOut'),
    ],
    ends: ['other'],
    replay: {
      'clientEdge.nat': 'true',
      'clientEdge.lifetime': '60',
      'server.maxRate': '2000',
      actions: 'get big.bin 200000',
    },
  },
  {
    id: 'strict-way-out',
    shown: [
      unless(possible('timedOut@passive'), 'private227', 'loopback227', 'began'),
      unless(possible('timedOut@passive', 'mended227'), 'began'),
    ],
    ends: ['data-connect-timeout'],
    replay: { 'clientEdge.firewall': 'egress-filter' },
  },
  {
    id: 'passive-forbidden',
    shown: [certain('passiveRefused')],
    ends: ['passive-command-refused'],
    replay: { 'server.forbids': 'passive' },
  },
] as const satisfies readonly Symptom[];
