/**
 * Profiles are data: no code in them, and nothing that only one recording, one file or one user could have put there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkServerProfile } from '../../src/ftp/server/profile-check';
import { serverNames } from '../../src/ftp/profiles/server-profile';
import { servers } from '../profiles';

const FOLDER = 'src/ftp/profiles';
const files = readdirSync(FOLDER).filter((name) => !name.endsWith('.ts'));

/** Every text in a value, keys too, and the kinds of all that is no text. */
function contents(value: unknown): { readonly texts: readonly string[]; readonly kinds: ReadonlySet<string> } {
  const texts: string[] = [];
  const kinds = new Set<string>();
  const visit = (one: unknown): void => {
    if (typeof one === 'string') texts.push(one);
    else if (Array.isArray(one)) one.forEach(visit);
    else if (typeof one === 'object' && one !== null)
      Object.entries(one).forEach(([key, inner]) => (texts.push(key), visit(inner)));
    else kinds.add(one === null ? 'null' : typeof one);
  };
  visit(value);
  return { texts, kinds };
}

const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ["a file's name", /\b(hello|notes|locked|manual|missing)\.txt\b|\b(chart|cargo)\.bin\b|\bnowhere\b/i],
  ['the user or his password', /\blearner\b|\bportcall\b(?!\))/],
  [
    "a case's name",
    /^[a-z0-9]+(-[a-z0-9]+)+-(curl|lftp|tnftp|ftplib|openssl|sftp)(-(vsftpd|proftpd|pureftpd|sshd))?$|^scan-/,
  ],
  ['an address of the recordings', /\b(203\.0\.113|198\.51\.100|192\.168\.1|10\.0\.0)\.\d|2001:db8/],
  ['code', /\bfunction\b|\breturn\b|=>\s*[({]|\beval\b|\$\{/],
];

/** What is forbidden in a profile's text, by kind. */
const found = (text: string): readonly string[] => {
  const { texts } = contents(JSON.parse(text));
  return texts.flatMap((one) =>
    FORBIDDEN.filter(([, pattern]) => pattern.test(one)).map(([kind]) => `${kind}: ${one}`),
  );
};

describe.each(files)('%s', (file) => {
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
  test('is JSON and nothing else', () => {
    expect(file).toMatch(/\.json$/);
    expect(
      [...contents(JSON.parse(text)).kinds].filter((kind) => !['number', 'boolean', 'null'].includes(kind)),
    ).toEqual([]);
  });
  test('names no case, no file, nobody', () => expect(found(text)).toEqual([]));
});

test('the lint sees what it is for', () => {
  for (const text of [
    '550 hello.txt: No such file',
    'learner',
    'abort-inline-ftplib-vsftpd',
    '227 (198,51,100,21) 198.51.100.21',
    '(x) => { return x }',
    'scan-syn-open-vsftpd',
  ]) {
    expect(found(JSON.stringify({ replies: { LIST: { done: text } } })), text).not.toEqual([]);
  }
  expect(
    found(JSON.stringify({ a: '220 ProFTPD Server (Portcall) [{address}]', b: "214 (* =>'s unimplemented):" })),
  ).toEqual([]);
});

describe("the checks of a server's profile", () => {
  test('every server that is named is there, and without a mistake', () => {
    expect(Object.keys(servers).sort()).toEqual([...serverNames].sort());
    for (const [name, profile] of Object.entries(servers)) {
      expect([name, checkServerProfile(profile)]).toEqual([name, []]);
      expect(files).toContain(`${name}.json`);
    }
  });
  const changed = (change: (copy: Record<string, Record<string, unknown>>) => void) => {
    const copy = structuredClone(servers['proftpd']) as unknown as Record<string, Record<string, unknown>>;
    change(copy);
    return checkServerProfile(copy);
  };
  const rows: readonly (readonly [string, (copy: Record<string, Record<string, unknown>>) => void, RegExp])[] = [
    [
      'a manner that is none',
      (copy) => {
        copy['during']!['manner'] = 'panic';
      },
      /^\/during\/manner: found "panic", expected wait or obey or refuse$/,
    ],
    [
      'names that are none',
      (copy) => {
        copy['during']!['aborting'] = [1];
      },
      /^\/during\/aborting: /,
    ],
    [
      'a verb that is none',
      (copy) => {
        copy['replies']!['FROB'] = {};
      },
      /^\/replies\/FROB: no such verb$/,
    ],
    [
      'a condition that is none',
      (copy) => {
        copy['replies']!['NOOP'] = { ok: '200 ok', maybe: '200 ok' };
      },
      /^\/replies\/NOOP\/maybe: no such condition/,
    ],
    [
      'a condition that is missing',
      (copy) => {
        copy['replies']!['CWD'] = { ok: '250 ok' };
      },
      /^\/replies\/CWD\/failed: missing$/,
    ],
    [
      'a function where a text belongs',
      (copy) => {
        copy['replies']!['SYST'] = { ok: 215 };
      },
      /^\/replies\/SYST\/ok: expected a text/,
    ],
    [
      'a reply without a code',
      (copy) => {
        copy['replies']!['SYST'] = { ok: 'UNIX' };
      },
      /^\/replies\/SYST\/ok: found 'UNIX'/,
    ],
    [
      'an errno for a verb that has none',
      (copy) => {
        copy['replies']!['SYST'] = { ok: '215 x', ENOENT: '550 x' };
      },
      /^\/replies\/SYST\/ENOENT: no such condition/,
    ],
    [
      'a log line for nothing',
      (copy) => {
        copy['log']!['NOOP.gone'] = 'x';
      },
      /^\/log\/NOOP\.gone: no such verb and condition in replies$/,
    ],
    [
      'a completion of its own',
      (copy) => {
        (copy['transfer']!['completion'] as Record<string, string>)['active'] = 'soon';
      },
      /^\/transfer\/completion\/active: found "soon"/,
    ],
  ];
  test.each(rows)('%s', (_title, change, expected) => {
    const mistakes = changed(change);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(expected);
  });
});
