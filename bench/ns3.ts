/** ns-3 doing what a transfer of ours does (bench/ns3/row.cc), compiled here where it and a compiler are to be had. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './built';

const OUT = join(ROOT, 'node_modules/.cache/bench-ns3');
const LIBRARIES = ['applications', 'point-to-point', 'internet', 'network', 'core'].map((name) => `-lns3-${name}`);
const HEADER = '/usr/include/ns3/core-module.h';

const works = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** Milliseconds of processor time for so many segments; or why it cannot be told. */
export function ns3(): ((segments: number) => number) | string {
  if (spawnSync('g++', ['--version']).status !== 0) return 'skipped: no g++';
  if (!existsSync(HEADER) && process.getuid?.() === 0)
    works('apt-get', '-qq', 'install', '-y', '--no-install-recommends', 'libns3-dev');
  if (!existsSync(HEADER)) return 'skipped: no ns-3 (on Debian: libns3-dev)';
  mkdirSync(OUT, { recursive: true });
  const program = join(OUT, 'row');
  if (!works('g++', '-O2', '-std=c++17', '-o', program, join(ROOT, 'bench/ns3/row.cc'), ...LIBRARIES))
    return 'skipped: it does not compile';
  return (segments) => {
    const { status, stdout } = spawnSync(program, [String(segments)], { encoding: 'utf8' });
    if (status !== 0) throw new Error('ns-3 did not bring all octets across');
    return Number(stdout.trim().split(' ')[1]);
  };
}
