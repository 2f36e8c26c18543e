/** The client's habits and settings. */
import type { Rows } from '../../values/knob';
import { clientNames } from '../../../ftp/profiles/client-profile';
import { scannerNames } from '../../../scan/profile';
import { v4 } from './when';

export const clientKnobs = {
  'client.software': {
    group: 'client',
    kind: 'choice',
    values: [...clientNames, ...scannerNames],
    default: 'curl',
    fixed: true,
  },
  'client.connectPort': {
    group: 'client',
    kind: 'integer',
    min: 1,
    max: 65535,
    default: 21,
  },
  'client.place': {
    group: 'client',
    kind: 'choice',
    values: ['internet', 'server-lan'],
    default: 'internet',
    fixed: true,
  },
  'client.called': {
    group: 'client',
    kind: 'choice',
    values: ['public', 'private'],
    default: 'public',
    when: { 'client.place': ['server-lan'], ...v4, 'serverEdge.nat': [true] },
  },
  'client.connectTimeout': {
    group: 'client',
    kind: 'integer',
    min: 1,
    max: 3600,
    unit: 'seconds',
    default: 20,
    optional: true,
  },
  'client.skipPasvAddress': {
    group: 'client',
    kind: 'choice',
    values: ['true', 'false'],
    optional: true,
    default: null,
    when: { dataMode: ['PASV'] },
    shuts: 'unseen',
    hazards: [{ value: 'false', weight: 20 }],
  },
  'client.maxTime': {
    group: 'client',
    kind: 'integer',
    min: 1,
    max: 86400,
    unit: 'seconds',
    default: null,
    optional: true,
    when: { 'client.software': ['curl'] },
  },
  'client.keepAlive': {
    group: 'client',
    kind: 'integer',
    min: 1,
    max: 86400,
    unit: 'seconds',
    default: null,
    optional: true,
    refreshes: true,
  },
  'client.noop': {
    group: 'client',
    kind: 'integer',
    min: 1,
    max: 86400,
    unit: 'seconds',
    default: null,
    optional: true,
    when: { 'client.software': ['lftp', 'filezilla'] },
  },
  'client.ephemeralPorts': {
    group: 'client',
    kind: 'ports',
    default: [40036, 44031],
    fixed: true,
  },
} as const satisfies Rows;
