/**
 * A protocol that Portcall does not know, written with what CONTRIBUTING.md's list names and nothing else: it runs over
 * the simulated network and is seen wherever FTP is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packetMoments } from '../../src/capture/moments';
import { pcapngOf } from '../../src/capture/pcapng';
import { stepsOf } from '../../src/diagram/steps/steps';
import { transcript } from '../../src/cli/transcript';
import { ask } from '../../src/lesson/query';
import type { ProcessMachine, Program } from '../../src/machine/program';
import { readTrace, writeTrace } from '../../src/trace/file';
import { textOf } from '../../src/wire/text/text';
import { packetOf } from '../../src/trace/arena';
import { decodePacket } from '../../src/wire/packet/packet';
import { isViolation } from '../../src/wire/violation';
import { SERVER, small } from '../sim/world';
import { pingClient } from './ping/client.machine';
import { pingServer } from './ping/server.machine';

const program = (name: string, machine: ProcessMachine): Program => ({ name, machines: { ping: machine }, think: 40 });
const trace = small({
  client: [program('ping', { model: pingClient, input: { remote: { address: SERVER, port: 21 }, token: 'harbour' } })],
  server: program('pingd', { model: pingServer, input: null }),
});

describe('a scratch protocol of two messages', () => {
  test('has moments: a request where it is sent, a reply where it is read', () => {
    const at = (name: string) => trace.entries[trace.moments.get(name) ?? -1];
    expect(at('control 1 / PING')).toMatchObject({ node: 'client', way: 'sent' });
    expect(at('control 1 / PONG')).toMatchObject({ node: 'client', way: 'received' });
  });

  test('is drawn in the dialogue, each message once, and what it carried', () => {
    const drawn = stepsOf(trace, 'dialogue').filter(({ kind }) => kind === 'message');
    expect(drawn.map(({ label, from, to, moment }) => [label.term, label.text, from, to, moment])).toEqual([
      ['PING', 'harbour', 'client', 'server', 'control 1 / PING'],
      ['PONG', 'harbour', 'server', 'client', 'control 1 / PONG'],
    ]);
    expect(drawn.every(({ problem, flight }) => !problem && flight !== null)).toBe(true);
  });

  test('is written in the transcript, in the one notation', () => {
    const said = transcript(trace, 'dialogue').filter((line) => /PING|PONG/.test(line));
    expect(said.map((line) => line.trim().replace(/^\S+ +/, ''))).toEqual([
      'client     control 1  PING harbour',
      'client     control 1  PONG harbour',
    ]);
  });

  test('is in the capture: its octets, and its moments beside the packets that carried them', () => {
    const carriers = [...packetMoments(trace)].filter(([, names]) => names.some((name) => / \/ P[IO]NG$/.test(name)));
    const payloads = carriers.map(([packet]) => {
      const read = decodePacket(packetOf(trace.arena, packet));
      return isViolation(read) ? read.violation : textOf(read.tcp.payload);
    });
    expect(payloads).toEqual(['PING harbour\n', 'PONG harbour\n']);
    const file = textOf(pcapngOf(trace));
    for (const found of ['control 1 / PING', 'control 1 / PONG', 'PING harbour\n', 'PONG harbour\n'])
      expect(file).toContain(found);
  });

  test('is asked about by lessons', () => {
    expect(ask(trace, 'reply to PING')).toBe('PONG');
    expect(ask(trace, 'happens control 1 / PONG')).toBe('yes');
  });

  test('survives being saved', () => {
    const read = readTrace(writeTrace(trace));
    expect(!isViolation(read) && [...read.moments]).toEqual([...trace.moments]);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const paths = (part: string): readonly string[] =>
    [...part.matchAll(/`((?:src|test|scripts|lessons|public)\/[\w./-]*)`/g)].map(([, path]) => path ?? '');
  const files = new Set(
    ['src', 'test', 'scripts', 'lessons', 'public'].flatMap((top) => [
      top,
      ...readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => `${top}/${name.replaceAll('\\', '/')}`),
    ]),
  );

  test('names only what is there', () => {
    expect(paths(text).length).toBeGreaterThan(30);
    const fixed = paths(text).filter((path) => !/NAME|PART/.test(path));
    expect(fixed.filter((path) => !files.has(path.replace(/\/$/, '')))).toEqual([]);
  });

  test('names all that the scratch protocol is made with', () => {
    const list = /### A protocol\n([\s\S]*?)\n### /.exec(text)?.[1] ?? '';
    const named = new Set(paths(list));
    const folder = 'test/protocol/ping';
    const used = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/from '(\.\.\/[^']+)'/g)].map(
        ([, path]) => `${posix.join(folder, path ?? '')}.ts`,
      ),
    );
    expect([...new Set(used)].filter((path) => !named.has(path))).toEqual([]);
  });
});
