/** What the server has of TLS, and demands of it. */
import type { Rows } from '../../values/knob';
import { offersTls } from './when';

export const serverTlsKnobs = {
  'server.tls': {
    group: 'server',
    kind: 'choice',
    values: ['off', 'optional', 'required', 'implicit'],
    default: 'off',
    speaksTls: true,
    shuts: 'a password in clear',
    hazards: [
      { value: 'off', weight: 300 },
      { value: 'optional', weight: 100 },
    ],
  },
  'server.certificate': {
    group: 'server',
    kind: 'choice',
    values: ['trusted', 'wrong-name', 'expired', 'self-signed'],
    default: 'trusted',
    when: offersTls,
  },
  'server.requireTlsSessionReuse': {
    group: 'server',
    kind: 'boolean',
    default: false,
    when: offersTls,
    restricts: true,
    shuts: 'unseen',
    hazards: [{ value: false, weight: 20 }],
  },
  'server.requireTlsData': {
    group: 'server',
    kind: 'boolean',
    default: false,
    when: offersTls,
    restricts: true,
    hazards: [{ value: false, weight: 10 }],
  },
  'server.alsoImplicit': {
    group: 'server',
    kind: 'boolean',
    default: false,
    when: { 'server.tls': ['optional', 'required'] },
  },
  'server.minTls': {
    group: 'server',
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: offersTls,
  },
  'server.maxTls': {
    group: 'server',
    kind: 'choice',
    values: ['1.0', '1.1', '1.2', '1.3'],
    optional: true,
    default: null,
    when: offersTls,
  },
  'server.ciphers': {
    group: 'server',
    kind: 'choice',
    values: ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'DES-CBC3-SHA'],
    optional: true,
    default: null,
    when: offersTls,
    restricts: true,
  },
} as const satisfies Rows;
