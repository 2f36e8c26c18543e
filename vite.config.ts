import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

// The texts of the licences of everything that is in the build: what the page's and the workers' chunks are made of,
// and the typefaces, which come through a style sheet.
const built = new Set<string>();
const licences: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const piece of Object.values(bundle))
      if (piece.type === 'chunk')
        for (const id of piece.moduleIds) {
          const name = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id.replaceAll('\\', '/'))?.[1];
          if (name) built.add(name);
        }
  },
};
const licenceTexts: Plugin = {
  name: 'licence texts',
  apply: 'build',
  generateBundle() {
    const at = (...path: string[]) => join(import.meta.dirname, ...path);
    const typefaces = readFileSync(at('src/ui/style/fonts.css'), 'utf8').matchAll(/url\((@fontsource[^/]*\/[^/]+)/g);
    const names = [...new Set([...built, ...[...typefaces].map(([, name = '']) => name)])].sort();
    const texts = names.map((name) => {
      const folder = at('node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
      if (file === undefined) this.error(`${name} has no licence text`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    });
    const own = `Portcall (MIT)\n\n${readFileSync(at('LICENSE'), 'utf8').trim()}\n`;
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: [own, ...texts].join(`\n${'-'.repeat(80)}\n\n`) });
  },
};

// The statecharts are laid out here: the page gets numbers, and no layout engine.
const charts: Plugin = {
  name: 'charts',
  resolveId: { filter: { id: /^virtual:charts$/ }, handler: () => '\0charts' },
  load: {
    filter: { id: /^\0charts$/ },
    async handler() {
      const {
        module: { charts: placed },
      } = await runnerImport<typeof import('./scripts/charts')>('./scripts/charts.ts');
      return `export const charts = ${JSON.stringify(placed)}`;
    },
  },
};

// Another language is a folder beside src/strings/en, and takes its place.
const { PORTCALL_LANGUAGE: chosen = 'en' } = process.env;
const language: Plugin = {
  name: 'language',
  enforce: 'pre',
  resolveId: {
    filter: { id: /\/strings\/en\// },
    handler(source, importer) {
      if (chosen === 'en') return null;
      return this.resolve(source.replace('/strings/en/', `/strings/${chosen}/`), importer, { skipSelf: true });
    },
  },
};

export default defineConfig({
  // Relative, so that the built site works from any sub-path.
  base: './',
  plugins: [language, lessons, charts, svelte(), licences, licenceTexts],
  // The page alone: a bench's page needs what is not installed here.
  optimizeDeps: { entries: ['index.html'] },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  // The worker loads profiles as the page does: by need.
  worker: { format: 'es', plugins: () => [language, licences] },
  build: { target: 'es2022', chunkSizeWarningLimit: 1000 },
});
