import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, runnerImport, type Plugin } from 'vite';

// A lesson is read here, with its YAML and Markdown; the page gets plain data. A mistake stops the build and names its
// line.
const lessons: Plugin = {
  name: 'lessons',
  transform: {
    filter: { id: /\/lessons\/.*\/lesson\.md$/ },
    async handler(text, id) {
      const {
        module: { parseLesson },
      } = await runnerImport<typeof import('./src/lesson/parse')>('./src/lesson/parse.ts');
      const file = id.slice(id.indexOf('/lessons/') + 1);
      const parsed = parseLesson(text, file, file.replace(/^lessons\/|\/lesson\.md$/g, ''));
      if (!('lesson' in parsed))
        this.error(
          parsed.problems.map(({ line, text: what, remedy }) => `${file}:${line}: ${what}; ${remedy}`).join('\n'),
        );
      return { code: `export default ${JSON.stringify(parsed.lesson)}`, map: null, moduleType: 'js' };
    },
  },
};

// Prose that only the workshop shows, the sentences of knobs and the descriptions of states, stands in the tables it
// belongs to. In the build it leaves them for a chunk of its own, which comes with the workshop (src/ui/strings/prose.ts): 5 kB
// that a first visit does without.
const PROSE = /\b(sentence|reference|description):\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;
const TABLES = /\bsrc\/(scenario\/knobs\/[^/]+|ftp\/server\/phases|.+\/[^/]+\.machine)\.ts$/;
const prose: Plugin = {
  name: 'prose',
  enforce: 'pre',
  resolveId: { filter: { id: /^virtual:prose$/ }, handler: () => '\0prose' },
  load: {
    filter: { id: /^\0prose$/ },
    handler() {
      if (this.meta.watchMode) return 'export const texts = {}';
      const files = readdirSync(join(import.meta.dirname, 'src'), { recursive: true })
        .map((file) => `src/${String(file).replaceAll('\\', '/')}`)
        .filter((file) => TABLES.test(file))
        .sort();
      const texts = files.map(
        (file) =>
          `${JSON.stringify(basename(file))}: [${[...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(PROSE)].map(([, , text]) => text).join(', ')}]`,
      );
      return `export const texts = {${texts.join(', ')}}`;
    },
  },
  transform: {
    filter: { id: TABLES },
    handler(code, id) {
      if (this.meta.watchMode) return null;
      let at = 0;
      const bare = code.replace(
        PROSE,
        (_, key: string) => `get ${key}() { return prose(${JSON.stringify(basename(id))}, ${at++}) }`,
      );
      return {
        code:
          at === 0
            ? code
            : `import { prose } from ${JSON.stringify(join(import.meta.dirname, 'src/ui/strings/prose.ts'))}\n${bare}`,
        map: null,
      };
    },
  },
};

export default defineConfig({
  // Relative, so that the built site works from any sub-path.
  base: './',
  plugins: [lessons, prose, svelte()],
  // The page alone: a bench's page needs what is not installed here.
  optimizeDeps: { entries: ['index.html'] },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  // The worker loads profiles as the page does: by need.
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 1000 },
});
