/** Why a scenario cannot run, in words; the codes are held to them by the compiler (sentences.test.ts). */
import { expect, test } from 'vitest';
import { setting } from '../../src/scenario/knobs/knobs';
import type { Settings } from '../../src/scenario/knobs/table';
import { emptyScenario, problems, withKnobs, type Scenario } from '../../src/scenario/scenario';
import { readScenario } from '../../src/scenario/text/file';
import { fileProblem, objectionRemedy, objectionText } from '../../src/strings/en/objections';

const list = { op: 'list', path: '/' } as const;
const told = (scenario: Scenario) => problems(scenario).map((one) => `${objectionText(one)}; ${objectionRemedy(one)}`);

test.each<[Settings, string]>([
  [{ dataMode: 'PORT', ipVersion: 6 }, 'PORT can only name an IPv4 address; on IPv6 use EPRT; set dataMode to one of '],
  [{ security: 'explicit', 'client.software': 'tnftp' }, 'tnftp speaks no TLS; curl, lftp, ftplib, filezilla and'],
  [{ 'client.software': 'openssl' }, 'openssl (s_client) speaks TLS and nothing else; set security to explicit or'],
  [
    { security: 'explicit', 'tls.clientMinTls': '1.3', 'tls.clientMaxTls': '1.2' },
    "the client's oldest TLS is newer than its newest; set tls.clientMaxTls to one of 1.0, 1.1, 1.2, 1.3, or none",
  ],
  [{ 'faults.thief': 'tls' }, 'a thief who speaks TLS needs a server that does; set faults.thief to one of plain, tls'],
  [setting('scanner.work', [list]), "a scanner's work is one scan, as in 'scan syn 21,50020-50045'; set scanner.work"],
  [{ 'client.software': 'nmap' }, "nmap is a scanner: its work is one scan, as in 'scan syn 20-22,50020'; set actions"],
  [setting('actions', Array(101).fill(list)), 'the work: 101 actions, and at most 100 are taken; set actions to '],
])('%j cannot be: %s', (settings, text) => {
  expect(told(withKnobs(emptyScenario, settings))).toEqual([expect.stringMatching(new RegExp(`^${escaped(text)}`))]);
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('a knob that is none is told with the nearest, and too much with what to do', () => {
  expect(told({ ...emptyScenario, knobs: { datamode: 'PORT' } as Settings })).toEqual([
    "there is no knob 'datamode'; did you mean 'dataMode'?",
  ]);
  const acts = Array(201).fill({ do: 'drop', at: 'data 1 / SYN' } as const);
  expect(told({ ...emptyScenario, interventions: acts })).toEqual([
    'the interventions of a scenario: 201 interventions, and at most 200 are taken; leave some out',
  ]);
  expect(told(withKnobs(emptyScenario, { user: 'a'.repeat(40_000) }))).toEqual([
    'the scenario fits in no link: a link: 40,006 characters, and at most 32,768 are taken; shorten its texts',
  ]);
});

test('a file in which they are names the line', () => {
  const read = readScenario('user: me\nipVersion: 6\ndataMode: PASV\n', 'a.yaml');
  const [problem] = 'problems' in read ? read.problems : [];
  expect([problem?.line, problem && fileProblem(problem)]).toEqual([
    3,
    {
      text: 'PASV can only name an IPv4 address; on IPv6 use EPSV',
      expected: 'set dataMode to one of PASV, EPSV, PORT, EPRT',
    },
  ]);
});
