/**
 * What is measured in Node, as it is built: what runs TypeScript as it stands puts helpers of its own into every
 * function. Modules stay apart, so that a profile tells them from each other.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

export const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'node_modules/.cache/bench-node');

/** The built file of `bench/work/NAME.ts`. */
async function built(name: string): Promise<string> {
  const outDir = join(OUT, name);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: `bench/work/${name}.ts`,
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      rolldownOptions: { output: { preserveModules: true, preserveModulesRoot: ROOT, entryFileNames: '[name].js' } },
    },
  });
  return join(outDir, 'bench/work', `${name}.js`);
}

/** In this process. */
export const loaded = async (name: string): Promise<unknown> => import(pathToFileURL(await built(name)).href);

/** A program of its own, to be run as often as need be: it prints JSON. */
export async function program(
  name: string,
): Promise<(args: readonly (string | number)[], flags?: readonly string[]) => unknown> {
  const file = await built(name);
  return (args, flags = []) => {
    const { status, stdout } = spawnSync(process.execPath, [...flags, file, ...args.map(String)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`bench/work/${name} failed`);
    return JSON.parse(stdout);
  };
}
