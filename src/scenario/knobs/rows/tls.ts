/**
 * Whether and how the two ends speak TLS, from the client's side; what the server does of it is with the server's
 * knobs.
 */
import type { Rows } from '../../values/knob';
import { secured } from './when';

export const tlsKnobs = {
  security: {
    group: 'protocol',
    kind: 'choice',
    values: ['none', 'explicit', 'implicit'],
    default: 'none',
    speaksTls: true,
    marked: {},
    shuts: 'a password in clear',
    hazards: [{ value: 'none', weight: 300 }],
  },
  'tls.insists': {
    group: 'protocol',
    kind: 'boolean',
    default: true,
    when: { security: ['explicit'], 'client.software': ['curl', 'lftp'] },
    speaksTls: true,
    hazards: [{ value: false, weight: 200 }],
  },
  'tls.protectData': {
    group: 'protocol',
    kind: 'boolean',
    default: true,
    when: secured,
    speaksTls: true,
    shuts: 'unseen',
    hazards: [{ value: false, weight: 50 }],
  },
  'tls.sessionReuse': {
    group: 'protocol',
    kind: 'boolean',
    default: true,
    when: secured,
    speaksTls: true,
  },
  'tls.clientMinTls': {
    group: 'protocol',
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: secured,
    speaksTls: true,
  },
  'tls.clientMaxTls': {
    group: 'protocol',
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: secured,
    speaksTls: true,
  },
  'tls.verifyCertificate': {
    group: 'protocol',
    kind: 'boolean',
    default: true,
    when: secured,
    speaksTls: true,
    shuts: 'unseen',
    hazards: [{ value: false, weight: 300 }],
  },
  'tls.trustCa': {
    group: 'protocol',
    kind: 'boolean',
    default: true,
    when: { ...secured, 'tls.verifyCertificate': [true] },
    speaksTls: true,
  },
  'tls.clearControlAfterLogin': {
    group: 'protocol',
    kind: 'boolean',
    default: false,
    when: secured,
    speaksTls: true,
    shuts: 'unseen',
    hazards: [{ value: true, weight: 30 }],
  },
} as const satisfies Rows;
