/**
 * Client profiles are data, and good data: no functions, nothing keyed by file, case or peer, every fact and part
 * known.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkClientProfile } from '../../src/ftp/user/profile-check';
import { clientNames, type ClientProfile, type Step } from '../../src/ftp/profiles/client-profile';
import { clients, servers } from '../profiles';
import { factNames } from '../../src/ftp/user/facts';

const names = clientNames as readonly string[];
const servingPrograms = readdirSync('src/ftp/profiles')
  .map((file) => file.replace(/\.json$/, ''))
  .filter((name) => !names.includes(name));
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) => [key, ...texts(part)])
      : [];

/** Parts whose every way ends the action: nothing may follow a call of one that matters. */
const steps = ({ plans, parts }: ClientProfile): readonly Step[] =>
  [...Object.values(plans), ...Object.values(parts)].flat();

test('every client that a scenario may name has a profile, and no other', () => {
  expect(Object.keys(clients)).toEqual([...clientNames]);
  expect(readdirSync('src/ftp/profiles').filter((file) => names.includes(file.replace(/\.json$/, ''))).length).toBe(
    names.length,
  );
});

describe.each(names)('%s', (name) => {
  const profile = clients[name]!;
  const { source: _source, version: _version, ...rest } = profile;
  const said = texts(rest);

  test('has no mistakes', () => expect(checkClientProfile(profile)).toEqual([]));
  test('survives as JSON', () => expect(JSON.parse(JSON.stringify(profile))).toEqual(profile));

  test('names no file, no case, no address and no peer', () => {
    const files = [
      'hello.txt',
      'chart.bin',
      'locked.txt',
      'manual.txt',
      'docs',
      'notes.txt',
      'cargo.bin',
      'missing.txt',
      'nowhere',
      'learner',
      'portcall',
    ];
    const cases = readdirSync('test/ftp/clients').map((file) => file.replace(/\.txt$/, ''));
    const peers = [
      ...servingPrograms,
      ...Object.values(servers).map((server) => server.name),
      'vsftpd',
      'proftpd',
      'pure-ftpd',
      'ProFTPD',
      'Pure-FTPd',
    ];
    const found = [...files, ...cases, ...peers].filter((word) =>
      said.some((text) => text.toLowerCase().includes(word.toLowerCase())),
    );
    expect(found).toEqual([]);
    expect(said.filter((text) => /\b\d+\.\d+\.\d+\.\d+\b/.test(text))).toEqual([]);
  });

  test('asks for no fact but those there are', () => {
    const own = new Set<string>(factNames);
    for (const step of steps(profile)) {
      if ('set' in step) for (const fact of Object.keys(step.set)) own.add(fact);
      if ('resolve' in step) own.add(step.as);
      if ('chooseFacts' in step || 'readNames' in step || 'forEach' in step) own.add(step.as);
    }
    const asked = [
      ...said.flatMap((text) => [...text.matchAll(/\{([\w.]+)\}/g)].map(([, fact]) => fact ?? '')),
      ...steps(profile).flatMap((step) => ('if' in step ? Object.keys(step.if) : [])),
    ];
    expect([...new Set(asked)].filter((fact) => !own.has(fact) && !/^feature\.[A-Z0-9]+$/.test(fact))).toEqual([]);
  });

  test('leaves no part unused', () => {
    const used = new Set([
      ...Object.values(profile.anytime),
      ...steps(profile).flatMap((step) =>
        (['do', 'forEach', 'forEachDirectory'] as const).flatMap((name) =>
          name in step ? [(step as Readonly<Record<string, unknown>>)[name]] : [],
        ),
      ),
    ]);
    expect(Object.keys(profile.parts).filter((part) => !used.has(part))).toEqual([]);
  });

  test('leaves no label unused', () => {
    const lost = Object.entries({ ...profile.plans, ...profile.parts }).flatMap(([part, list]) => {
      const targets = new Set(
        list.flatMap((step) => [
          ...('goto' in step ? [step.goto] : []),
          ...('expect' in step ? Object.values(step.expect) : []),
          ...('readAddress' in step ? [step.else, step.elsewhere ?? ''] : []),
        ]),
      );
      return list.flatMap((step) => ('label' in step && !targets.has(step.label) ? [`${part}: ${step.label}`] : []));
    });
    expect(lost).toEqual([]);
  });
});

test('what nobody compared with the program itself says so', () => {
  expect(names.filter((name) => clients[name]!.verified === false)).toEqual(['filezilla', 'ftp.exe']);
  for (const name of ['filezilla', 'ftp.exe']) expect(clients[name]!.source).toMatch(/^not verified here/);
  expect(readFileSync('src/ftp/profiles/curl.json', 'utf8')).not.toContain('=>');
});

test('mistakes are named with their place', () => {
  const broken = {
    ...clients['ftplib']!,
    anytime: { often: 'timed out', 4: 'nowhere' },
    plans: { list: [{ goto: 'there' }, { jump: true }, { expect: { 2: 'next' } }] },
  };
  expect([...checkClientProfile(broken)].sort()).toEqual(
    [
      "/plans/list: no label 'there'",
      '/plans/list: step 1: found {"jump":true}, which is no instruction',
      "/plans/list: step 2: waits for a reply alone and has no 'else'",
      "/anytime/4: no part 'nowhere'",
      '/anytime/often: cannot happen',
      '/plans/leave: missing',
    ].sort(),
  );
});
