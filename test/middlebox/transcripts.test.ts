import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { parseTranscripts, run } from './transcript';

const FOLDER = 'test/middlebox/transcripts';

for (const file of readdirSync(FOLDER).sort()) {
  describe(file, () => {
    for (const transcript of parseTranscripts(readFileSync(`${FOLDER}/${file}`, 'utf8')))
      test(transcript.title, () => run(transcript));
  });
}
