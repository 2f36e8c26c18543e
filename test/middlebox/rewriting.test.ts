/** Rewritten announcements leave both ends' streams whole. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeEdge } from '../../src/middlebox/edge/edge';
import type { Tuple } from '../../src/middlebox/tuple';
import { formatPort } from '../../src/wire/ftp/host-port';
import { clientEdge, serverEdge } from './edges';
import { converse, turn } from './dialogue';

describe("after any rewrite both ends' octet streams stay whole", () => {
  test('PORT and EPRT, shorter outside', () => {
    const call: Tuple = {
      source: { address: '192.168.1.10', port: 40036 },
      destination: { address: '198.51.100.21', port: 21 },
    };
    const port = fc.integer({ min: 1024, max: 65535 });
    const announcement = fc.oneof(
      port.map((one) => `PORT ${formatPort('192.168.1.10', one)}\r\n`),
      port.map((one) => `EPRT |1|192.168.1.10|${one}|\r\n`),
    );
    fc.assert(
      fc.property(fc.array(turn(announcement), { maxLength: 12 }), (turns) => {
        const heard = converse(
          makeEdge(clientEdge({ nat: true, helper: true })),
          { call, opener: 'inside', speaker: 'opener' },
          [{ line: 'USER learner\r\n', cuts: [], again: 0 }, ...turns],
        );
        const spoken = ['USER learner\r\n', ...turns.map(({ line }) => line)].join('');
        expect(heard.replaceAll('203,0,113,7', '192,168,1,10').replaceAll('203.0.113.7', '192.168.1.10')).toBe(spoken);
      }),
      { numRuns: 60 },
    );
  });

  test('227, longer outside', () => {
    const announcement = fc
      .integer({ min: 50020, max: 50045 })
      .map((port) => `227 Entering Passive Mode (${formatPort('10.0.0.21', port)}).\r\n`);
    const call: Tuple = {
      source: { address: '203.0.113.10', port: 40036 },
      destination: { address: '198.51.100.21', port: 21 },
    };
    fc.assert(
      fc.property(fc.array(turn(announcement), { maxLength: 12 }), (turns) => {
        const heard = converse(
          makeEdge(serverEdge({ nat: true, helper: true })),
          { call, opener: 'outside', speaker: 'answerer' },
          [{ line: '220 Ready.\r\n', cuts: [], again: 0 }, ...turns],
        );
        expect(heard.replaceAll('198,51,100,21', '10,0,0,21')).toBe(
          ['220 Ready.\r\n', ...turns.map(({ line }) => line)].join(''),
        );
      }),
      { numRuns: 60 },
    );
  });
});
