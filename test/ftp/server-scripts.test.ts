/** Sessions with the servers, line by line: test/ftp/servers has them, and server-script.ts says how to read them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replayed, sessionsOf } from './server-script';

const folder = 'test/ftp/servers';

describe.each(readdirSync(folder))('%s', (file) => {
  test.each(sessionsOf(readFileSync(`${folder}/${file}`, 'utf8')))('$title', (played) =>
    expect(replayed(played)).toEqual(played.lines),
  );
});
