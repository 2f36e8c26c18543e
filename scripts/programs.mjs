// The programs that tests need beside Node: found, installed, or skipped with a reason.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './install.mjs';

/** Program, the names it goes by, and what it is for. Each is a Debian package of the same name. */
const programs = [
  { name: 'chromium', commands: ['chromium', 'chromium-browser', 'google-chrome'], use: 'the page in a real browser' },
  { name: 'vsftpd', commands: ['vsftpd'], use: 'our client against a real server' },
  { name: 'curl', commands: ['curl'], use: 'our server against a real client' },
  { name: 'lftp', commands: ['lftp'], use: 'our server against a second real client' },
  { name: 'tnftp', commands: ['tnftp'], use: 'our server against a third real client' },
  { name: 'tshark', commands: ['tshark'], use: 'a second reader of the captures' },
  { name: 'python3', commands: ['python3'], use: 'ftplib, a fourth real client' },
];

const isRoot = process.getuid?.() === 0;

function isDebian() {
  return existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function find(commands) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const command of commands) {
    for (const folder of folders) {
      const file = join(folder, command);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

/** A server that comes as a package would be started and enabled; these tests start their own. */
const quietly = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', SYSTEMD_OFFLINE: '1', RUNLEVEL: '1' };

function apt(...rest) {
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  return (
    spawnSync('apt-get', [...options, ...rest], { env: quietly, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
  );
}

function installFromDebian(names) {
  console.log(`Installing by apt: ${names.join(', ')} ...`);
  if (!apt('update')) console.log('apt-get update failed; trying with what it knows.');
  apt('install', '-y', '--no-install-recommends', ...names);
  if (names.includes('vsftpd')) spawnSync('systemctl', ['disable', 'vsftpd'], { env: quietly, stdio: 'ignore' });
}

/** Playwright's own Chromium, into its own cache. */
function playwrightChromium() {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const installed = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (installed.status !== 0) return undefined;
  const asked = spawnSync(
    process.execPath,
    ['-e', "process.stdout.write(require('playwright-core').chromium.executablePath())"],
    { cwd: root, encoding: 'utf8' },
  );
  return asked.status === 0 && existsSync(asked.stdout) ? asked.stdout : undefined;
}

/**
 * Looks for each program and installs what it may.
 * @returns the path of Chromium if there is one; `skipped`, what cannot be run here and why; `failed`, what should have
 * been installed and was not.
 */
export function prepare() {
  const absent = () => programs.filter(({ commands }) => find(commands) === undefined);
  const byApt = isRoot && isDebian();
  if (byApt && absent().length > 0) installFromDebian(absent().map(({ name }) => name));
  let chromium = process.env.PORTCALL_CHROMIUM ?? find(programs[0].commands);
  if (chromium === undefined && !byApt) chromium = playwrightChromium();

  const skipped = [];
  const failed = [];
  for (const { name, use } of absent()) {
    if (name === 'chromium' && chromium !== undefined) continue;
    if (byApt) failed.push({ name, use, why: 'apt could not install it' });
    else
      skipped.push({
        name,
        use,
        why:
          name === 'chromium'
            ? 'not found, and its download failed'
            : `not found, and only installed by itself as root on Debian`,
      });
  }
  if (!isRoot && find(['vsftpd']) !== undefined)
    skipped.push({
      name: 'vsftpd',
      use: 'our client against a real server',
      why: 'it logs users in only when started by root',
    });
  return { chromium, skipped, failed };
}
