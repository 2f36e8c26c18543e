import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pcapngOf } from '../../src/capture/pcapng';
import { load } from '../../src/parts';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { packetOf } from '../../src/trace/arena';
import { readingTrace, readTrace, writeTrace, writingTrace } from '../../src/trace/file';
import { octetsOf, type Trace } from '../../src/trace/trace';
import { isViolation } from '../../src/wire/violation';
import { handmade } from '../capture/handmade';

/** A trace without the spare room at the end of its arena, which no reader sees. */
const trimmed = (trace: Trace) => ({
  ...trace,
  arena: trace.arena.starts.slice(1).map((_, number) => packetOf(trace.arena, number).slice()),
});

function read(text: string): Trace {
  const trace = readTrace(text);
  if (isViolation(trace)) throw new Error(trace.text);
  return trace;
}

/** The file with one thing in it set to something else. */
function spoilt(path: string, value: unknown): string {
  const file = JSON.parse(writeTrace(handmade())) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce((part, name) => part[name] as Record<string, unknown>, file);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return JSON.stringify(file);
}

describe('a trace as a file', () => {
  test('comes back as it was', () => {
    const trace = handmade();
    const back = read(writeTrace(trace));
    expect(trimmed(back)).toEqual(trimmed(trace));
    expect(writeTrace(back)).toBe(writeTrace(trace));
    const arrived = trace.entries[4];
    expect(arrived?.kind === 'arrive' && octetsOf(back, arrived)).toEqual(
      arrived?.kind === 'arrive' && octetsOf(trace, arrived),
    );
  });

  test.each([
    'dataMode=PORT&actions=list+/;get+hello.txt;put+notes.txt',
    'wan.lossPercent=10&seed=5&actions=get+chart.bin',
    'ipVersion=6&dataMode=EPSV&server.readOnly=true&actions=put+notes.txt',
    'server.software=none',
    'do=drop+data+1+/+SYN',
    'security=explicit&server.tls=optional&actions=list+/;put+notes.txt',
  ])('of a run comes back as it was: %s', async (link) => {
    const { scenario, problems } = fromLink(link);
    expect(problems).toEqual([]);
    const trace = run(scenario, await load(needs(scenario)));
    const back = read(writeTrace(trace));
    expect(trimmed(back)).toEqual(trimmed(trace));
    expect(Buffer.compare(pcapngOf(back), pcapngOf(trace))).toBe(0);
  });

  test('a long run is written in pieces, none of them long, that come back as it was', async () => {
    const { scenario } = fromLink('actions=get+x+1000000');
    const trace = run(scenario, await load(needs(scenario)));
    const pieces = [...writingTrace({ ...trace, files: trace.initialFiles })];
    const longest = pieces.reduce((most, { length }) => Math.max(most, length), 0);
    expect(pieces.length).toBeGreaterThan(trace.entries.length / 1000);
    expect(longest).toBeLessThan(1 << 19);
    const back = read(pieces.join(''));
    expect(back.entries).toEqual(trace.entries);
    expect(trimmed(back).arena.length).toBe(trimmed(trace).arena.length);
    // Its entries are held to their shapes, and then to each other; its octets come in stretches.
    const looks = [...readingTrace(pieces.join(''))].length;
    expect(looks).toBeGreaterThan(trace.entries.length / 500 + trace.entries.length / 1000 + 1_000_000 / (3 << 16));
  });

  test('octets are padded at their end alone, however many they are', () => {
    const letters = (4 << 16) - 1;
    expect(readTrace(spoilt('arena.octets', `${'A'.repeat(letters)}=AAAA`))).toMatchObject({
      violation: 'base64-character',
    });
    expect(readTrace(spoilt('arena.octets', `${'A'.repeat(letters)}AAAA=`))).toMatchObject({
      violation: 'trace-reference',
    });
  });

  test('what is no trace is named', () => {
    expect(readTrace('')).toMatchObject({ violation: 'trace-json' });
    expect(readTrace('null')).toMatchObject({
      violation: 'trace-version',
      text: expect.stringContaining('none') as string,
    });
    expect(readTrace('[]')).toMatchObject({ violation: 'trace-version' });
    expect(readTrace('{"format": 1}')).toMatchObject({
      violation: 'trace-version',
      text: expect.stringContaining('Found version 1') as string,
    });
  });

  test.each([
    ['epoch', undefined, 'trace-shape', 'epoch is not a whole number'],
    ['end', 'bored', 'trace-shape', 'end is not one of quiescent, horizon, cap'],
    ['entries.1.kind', 'teleport', 'trace-shape', 'entries[1].kind is not one of knob,'],
    ['entries.1.packet', undefined, 'trace-shape', 'entries[1].packet is not a whole number'],
    ['entries.1.again', 0, 'trace-shape', 'entries[1].again is not true or false'],
    ['entries.10.change.node.octets', 7, 'trace-shape', 'entries[10].change.node.octets is not a text'],
    ['entries.11.message', { verb: 'NOOP' }, 'trace-shape', 'entries[11].message'],
    [
      'connections.0.local.port',
      65536,
      'trace-shape',
      'connections[0].local.port is not a whole number from 0 to 65535',
    ],
    ['moments.0', ['control 1 / SYN'], 'trace-shape', 'moments[0] is not a list of 2'],
    ['nodes', {}, 'trace-shape', 'nodes is not a list'],
    ['entries.1.n', 2, 'trace-reference', 'entries[1] has the number 2'],
    ['entries.2.causes', [2], 'trace-reference', 'entries[2] names a cause'],
    ['entries.1.at', 200_000, 'trace-reference', 'entries[2] is earlier'],
    ['entries.1.connection', 1, 'trace-reference', 'entries[1] is of connection 1'],
    ['entries.1.packet', 3, 'trace-reference', 'entries[1] refers to a packet beyond the 3'],
    ['connections.0.index', 1, 'trace-reference', 'connections[0] has the index 1'],
    ['moments.0', ['end', 13], 'trace-reference', "the moment 'end' is at entry 13"],
    ['arena.starts.1', 4000, 'trace-reference', 'arena.starts does not rise'],
    ['arena.starts.0', 1, 'trace-reference', 'arena.starts does not rise'],
    ['arena.octets', 'AAAA', 'trace-reference', 'arena.octets has 3 octets'],
    ['arena.octets', 'A', 'base64-length', ''],
    ['files.1.1.0.1.octets', '====', 'base64-character', ''],
  ])('%s = %j is %s', (path, value, name, text) => {
    expect(readTrace(spoilt(path, value))).toMatchObject({
      violation: name,
      text: expect.stringContaining(text) as string,
    });
  });

  test('nothing throws, whatever is written in place of anything', () => {
    const whole = JSON.parse(writeTrace(handmade())) as object;
    const paths: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (path !== '') paths.push(path);
      if (typeof value === 'object' && value !== null)
        for (const [name, part] of Object.entries(value)) walk(part, path === '' ? name : `${path}.${name}`);
    };
    walk(whole, '');
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const trace = readTrace(spoilt(path, value));
        if (!isViolation(trace)) writeTrace(trace);
      }),
      { numRuns: 3000 },
    );
  });
});
