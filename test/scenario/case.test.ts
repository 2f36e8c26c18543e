/** A recorded case's setup as a scenario: what becomes a knob, what is missing, what is wrong. */
import { describe, expect, test } from 'vitest';
import { fromSetup, readCase } from '../../src/scenario/text/case';
import { CAPS } from '../../src/wire/caps';

describe('what a knob stands for', () => {
  test.each<[object, object]>([
    [{ dataMode: 'PORT' }, { dataMode: 'PORT' }],
    [{ client: { software: 'lftp' } }, { 'client.software': 'lftp' }],
    [{ server: { settings: { readOnly: true } } }, { 'server.readOnly': true }],
    [{ server: { settings: { idleTimeout: 60 } } }, { 'server.idleTimeout': 60 }],
    [{ server: { settings: { idleTimeout: null } } }, {}],
    [{ server: { settings: { passiveRange: [1, 2] } } }, { 'server.passiveRange': [1, 2] }],
    [{ clientEdge: { egressPorts: [21, 80] } }, { 'clientEdge.egressPorts': [21, 80] }],
    [{ serverEdge: { forwards: [] } }, { 'serverEdge.forwards': 'none' }],
    [{ serverEdge: { forwards: [{ ports: [21, 21] }] } }, { 'serverEdge.forwards': '21' }],
    [{ serverEdge: { forwards: [{ ports: [5, 6], to: [7, 8] }] } }, { 'serverEdge.forwards': '5-6 to 7-8' }],
    [{ serverEdge: { forwards: '21' } }, { 'serverEdge.forwards': '21' }],
    [{ actions: 'login' }, { actions: [{ op: 'login' }] }],
    [{ actions: [{ op: 'login' }] }, { actions: [{ op: 'login' }] }],
    [{ client: { extra: ['--max-time', '5'] } }, { 'client.maxTime': 5 }],
    [{ client: { extra: [] } }, {}],
    [
      { client: { extra: ['--ftp-method', 'nocwd', '--ftp-create-dirs'] } },
      { 'client.ftpMethod': 'nocwd', 'client.createDirs': true },
    ],
    [
      {
        files: [
          { path: 'tide table.txt', bytes: 120 },
          { path: 'bay/', bytes: null },
        ],
      },
      { files: 'tide table.txt 120; bay/' },
    ],
    [{ files: [{ path: 'a 7', bytes: 1 }] }, { files: '"a 7" 1' }],
    [{ user: 'anonymous' }, { user: 'anonymous', 'server.anonymous': true }],
    [{ server: { settings: { diskBytes: 65536 } } }, { 'server.diskBytes': 65_536 }],
    [{ client: { version: '7.88.1' }, server: { version: '1.3.8' }, tls: null }, {}],
    [{ ipVersion: 6 }, { ipVersion: 6, 'serverEdge.neighbourWaitMs': 1000 }],
    [{ dataMode: null, security: 'none' }, {}],
    [
      { faults: { drop: { segment: 'data', at: 'serverEdge', nth: 2 } } },
      { 'faults.drop': 'data', 'faults.at': 'serverEdge', 'faults.nth': 2 },
    ],
    [{ faults: { drop: null } }, {}],
    [{ clientEdge: { firewall: 'none' } }, {}],
  ])('%j', (setup, knobs) =>
    expect(fromSetup(setup)).toEqual({ scenario: { knobs, interventions: [] }, missing: [], wrong: [] }),
  );
});

describe('what no knob stands for', () => {
  test.each<[object, string]>([
    [{ colour: 'red' }, 'colour="red"'],
    [{ client: { extra: ['--verbose'] } }, 'client.extra='],
    [{ client: { extra: ['--max-time'] } }, 'client.extra='],
    [{ client: { extra: ['--max-time', '5', '-v'] } }, 'client.extra='],
    [{ client: { extra: ['--retry', '5'] } }, 'client.extra='],
    [{ client: { version: '1.0' } }, 'client.version="1.0"'],
    [{ tls: 'yes' }, 'tls="yes"'],
    [{ dataMode: 'LPRT' }, 'dataMode="LPRT"'],
    [{ client: { software: 'emacs' } }, 'client.software="emacs"'],
    [{ toString: 'x' }, 'toString="x"'],
    [{ a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }, 'a.b.c.d.e.f='],
  ])('%j', (setup, missing) => {
    const of = fromSetup(setup);
    expect(of.missing.map((one) => one.slice(0, missing.length))).toEqual([missing]);
    expect([of.wrong, of.scenario.knobs]).toEqual([[], {}]);
  });
});

describe('what a knob cannot be', () => {
  test.each<[object, string]>([
    [{ server: { settings: { readOnly: 'maybe' } } }, "server.readOnly: 'maybe' is not true or false"],
    [{ server: { settings: { idleTimeout: -1 } } }, "server.idleTimeout: '-1' is not a whole number from"],
    [{ server: { settings: { idleTimeout: {} } } }, ''],
    [{ server: { settings: { passiveRange: [1] } } }, "server.passiveRange: '1' is not two ports"],
    [{ server: { settings: { passiveRange: ['1', 2] } } }, ' is not two ports'],
    [{ server: { settings: { passiveRange: 7 } } }, ' is not two ports'],
    [{ clientEdge: { egressPorts: 'x' } }, ' is not ports from 1 to 65535'],
    [{ clientEdge: { egressPorts: [0] } }, ' is not ports from 1 to 65535'],
    [{ serverEdge: { forwards: 'x' } }, ' is not ports of the router'],
    [{ serverEdge: { forwards: [null] } }, ' is not ports of the router'],
    [{ serverEdge: { forwards: ['21'] } }, ' is not ports of the router'],
    [{ serverEdge: { forwards: [{ ports: [21] }] } }, ' is not ports of the router'],
    [{ serverEdge: { forwards: [{ ports: ['21', 21] }] } }, ' is not ports of the router'],
    [{ serverEdge: { forwards: [{ ports: [21, 21], to: [1] }] } }, ' is not ports of the router'],
    [{ serverEdge: { forwards: [{ ports: [22, 21] }] } }, ' is not ports of the router'],
    [{ serverEdge: { forwards: [{}] } }, ' is not ports of the router'],
    [{ actions: [{ op: 'fly' }] }, ' is no action'],
    [{ files: [{ path: 'a', bytes: null }] }, ' is not files with their octets and folders'],
    [{ files: 'a' }, "'a' is neither PATH OCTETS nor a folder, which ends in '/'"],
    [{ actions: 'fly' }, ' is no action'],
    [{ actions: 7 }, 'the work is no list of actions'],
  ])('%j', (setup, wrong) => {
    const of = fromSetup(setup);
    if (wrong === '') return expect(of.wrong).toEqual([]);
    expect(of.wrong).toEqual([expect.stringContaining(wrong)]);
    expect(of.wrong[0]).toMatch(/^setup\.\w+/);
    expect([of.missing, of.scenario.knobs]).toEqual([[], {}]);
  });
});

describe("a case file's text", () => {
  test('is an id and a setup', () =>
    expect(readCase('{"id":"a","setup":{"dataMode":"PORT"}}')).toEqual({
      id: 'a',
      scenario: { knobs: { dataMode: 'PORT' }, interventions: [] },
      missing: [],
      wrong: [],
    }));
  test.each([
    ['{', 'no JSON: '],
    ['null', "no case; expected an object with 'id' and 'setup'"],
    ['"x"', "no case; expected an object with 'id' and 'setup'"],
    ['{"setup":{}}', "no case; expected an object with 'id' and 'setup'"],
    ['{"id":7,"setup":{}}', "no case; expected an object with 'id' and 'setup'"],
    ['{"id":"a"}', "no case; expected an object with 'id' and 'setup'"],
    ['{"id":"a","setup":null}', "no case; expected an object with 'id' and 'setup'"],
    ['{"id":"a","setup":"x"}', "no case; expected an object with 'id' and 'setup'"],
    ['{"id":"a","setup":{"actions":"fly"}}', 'setup.actions: '],
    ['x'.repeat(CAPS.case.most + 1), "; expected an object with 'id' and 'setup'"],
  ])('%.40j is none', (text, problem) =>
    expect(readCase(text)).toEqual({ problems: [expect.stringContaining(problem)] }),
  );
});
