/** The command line as it is called: what it writes, and where. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked } from '../../src/cli/asked';
import { readCase } from '../../src/cli/cases';
import { within } from '../../src/cli/files';
import { showMachine } from '../../src/cli/lists';
import { interfacesIn } from '../capture/interfaces';

const folder = mkdtempSync(join(tmpdir(), 'portcall-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Built once: each call then starts in a third of the time that it takes from source. */
const built = join(mkdtempSync(join(tmpdir(), 'portcall-built-')), 'cli.mjs');
beforeAll(() =>
  build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: 'src/cli.ts', outDir: dirname(built), rolldownOptions: { output: { entryFileNames: 'cli.mjs' } } },
  }),
);
afterAll(() => rmSync(dirname(built), { recursive: true }));

function portcall(...args: readonly string[]) {
  const { INIT_CWD: _, ...env } = process.env;
  const run = spawnSync(process.execPath, [built, ...args], { encoding: 'utf8', env });
  return { code: run.status, said: run.stdout, complained: run.stderr };
}

describe('observe --pcapng DIR', () => {
  const into = join(folder, 'in');
  const observe = (id: string) => {
    const file = join(folder, 'case.json');
    writeFileSync(file, JSON.stringify({ id, setup: {} }));
    return portcall('observe', '--pcapng', into, file);
  };

  it.each(['../../../x', '..', '.', '/etc/x', 'a/../../b', 'a\0b'])('%j names no folder within DIR', (id) => {
    expect(() => within(into, id)).toThrow(/names no folder within/);
  });

  it('writes nothing outside DIR', () => {
    const before = readdirSync(folder).length;
    expect(observe('../../../x')).toMatchObject({
      code: 2,
      said: '',
      complained: expect.stringMatching(/names no folder within/),
    });
    expect([readdirSync(folder).length - before, existsSync(into)]).toEqual([before === 0 ? 1 : 0, false]);
  });

  it('writes one file a vantage', () => {
    expect(observe('plain').code).toBe(0);
    expect(readdirSync(join(into, 'plain')).sort()).toEqual(['client.pcapng', 'server.pcapng', 'wan.pcapng']);
  });
});

it('run --pcapng writes what one vantage saw, the client unless another is asked for', () => {
  const [client, server] = [join(folder, 'c.pcapng'), join(folder, 's.pcapng')];
  expect(portcall('run', '--pcapng', client).code).toBe(0);
  expect(portcall('run', '--pcapng', server, '--at', 'server').code).toBe(0);
  expect([client, server].map((file) => interfacesIn(readFileSync(file)))).toEqual([1, 1]);
  expect(readFileSync(client).equals(readFileSync(server))).toBe(false);
  expect(portcall('run', '--at', 'moon')).toMatchObject({
    code: 2,
    complained: "--at 'moon': expected client, wan, server\n",
  });
});

it('openssl, which speaks TLS alone, is refused without it', () => {
  const { code, complained } = portcall('run', '--set', 'client.software=openssl', '--set', 'actions=login');
  expect([code, complained]).toEqual([2, expect.stringMatching(/security: openssl .* set security to explicit/)]);
});

it('what would steer a terminal is written as escapes', () => {
  const { said } = portcall('run', '--set', 'user=a\u001b[31m\u202eb');
  expect(said).toContain('USER a\\u001b[31m\\u202eb');
});

it.each(['--pcapng', '--keylog'])('run %s where no file can be written says so in one line', (option) => {
  const file = join(folder, 'nowhere', 'x');
  expect(portcall('run', option, file)).toMatchObject({ code: 2, complained: `${file}: cannot be written: ENOENT\n` });
});

it('observe --pcapng where no folder can be made says so in one line', () => {
  const [taken, one] = [join(folder, 'taken'), join(folder, 'one.json')];
  writeFileSync(taken, '');
  writeFileSync(one, JSON.stringify({ id: 'one', setup: {} }));
  const { code, complained } = portcall('observe', '--pcapng', taken, one);
  expect([code, complained]).toEqual([2, expect.stringMatching(/^\S+: cannot be written: (EEXIST|ENOTDIR)\n$/)]);
});

it('--set without a value says what is expected, not the same name again', () => {
  expect(portcall('run', '--set', 'dataMode').complained).toBe(
    "--set 'dataMode': has no value; expected dataMode=VALUE\n",
  );
});

describe('one file that cannot be read', () => {
  it.each(['observe', 'diagnose'])('keeps %s from no other, is told with its place, and is exit code 2', (command) => {
    const file = (name: string, setup: object) => {
      writeFileSync(join(folder, name), JSON.stringify({ id: name, setup }));
      return join(folder, name);
    };
    const bad = file('bad.json', { actions: [{ op: 'no-such' }] });
    const good = file('good.json', {});
    const { code, said, complained } = portcall(command, bad, good);
    expect(code).toBe(2);
    expect(
      said
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(['good.json']);
    expect(complained).toMatch(/bad\.json:1: setup\.actions: /);
  });
});

describe('what was mistyped is told with what is near it', () => {
  it.each([
    [['rnu'], /^there is no command 'rnu'; did you mean 'run'\?\nportcall run/],
    [['constructor'], /^there is no command 'constructor'; /],
    [['run', '--json', '--text'], /^--json excludes --text\n/],
    [['run', '--segments', '--json'], /^--json excludes --segments\n/],
    [['diagnose', '--pcapng', 'x'], /^diagnose takes no --pcapng\n/],
    [['run', '--nonsense'], /--nonsense/],
  ])('%j', (args, complaint) => expect(() => asked(args)).toThrow(complaint));

  it.each(['tcp', 'TPC', 'Tcp'])('machine %s', (name) =>
    expect(() => showMachine([name], {})).rejects.toThrow(/^there is no machine '...'; did you mean 'TCP'\? /),
  );
  it('machine Firewall', () =>
    expect(() => showMachine(['Firewall'], {})).rejects.toThrow(
      /; did you mean 'firewall'\? The machines are:\nTCP\n/,
    ));

  it('is exit code 2, and nothing is done', () =>
    expect(portcall('run', '--json', '--text')).toMatchObject({ code: 2, said: '' }));
});

describe('a file', () => {
  const named = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('may begin with the mark of its byte order', () => {
    expect(readCase(named('bom.json', '\ufeff{"id":"a","setup":{}}'))).toMatchObject({ id: 'a' });
  });

  it('that has no end is read no further than any text is taken', () => {
    expect(readCase('/dev/zero')).toMatch(/^\/dev\/zero:1: a recorded case: 1,048,576 characters/);
  });

  it('whose name would steer a terminal is told with escapes', () => {
    expect(portcall('run', 'x\u001b[31m').complained).toBe('x\\u001b[31m: cannot be read: ENOENT\n');
  });
});

it('who reads no further than the first line is told nothing more', () => {
  const { stderr } = spawnSync('sh', ['-c', `node ${built} run --json | head -c 1`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
});

it('an intervention at a moment that never comes is told', () => {
  const file = join(folder, 'never.yaml');
  const lines = ['dataMode: PORT', 'interventions:', '  - delay 5 data 1 / SYN', '  - drop data 9 / SYN'];
  writeFileSync(file, lines.join('\n'));
  expect(portcall('run', file)).toMatchObject({
    code: 0,
    complained: "drop at data 9 / SYN: never came to be, the run has no such moment; the nearest is 'data 1 / SYN'\n",
  });
});
