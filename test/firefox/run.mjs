// The page in a real Firefox, over WebDriver BiDi: from home to a lesson's prediction, and the diagram as Firefox draws
// it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const root = join(import.meta.dirname, '..', '..');
const executablePath = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
  (file) => file && existsSync(file),
);
if (!executablePath) {
  console.error("No Firefox found: install Debian's firefox-esr, or name one in FIREFOX.");
  process.exit(1);
}

const server = spawn(process.execPath, [join(root, 'scripts', 'serve.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise((resolve) => server.stdout.once('data', (line) => resolve(String(line).trim())));
const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
const failures = [];
let passed = 0;

/** One claim, seen to hold or not. */
async function check(name, claim) {
  try {
    await claim();
    passed += 1;
    console.log(`ok     ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAILED ${name}: ${error.message}`);
  }
}

const demand = (held, what) => {
  if (!held) throw new Error(what);
};

try {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.setViewport({ width: 1440, height: 900 });
  const seen = (text) =>
    page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 30_000 }, text);
  const press = async (name) => {
    const found = await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`, { timeout: 30_000 });
    await found.click();
  };
  const texts = () => page.evaluate(() => document.querySelector('svg.diagram:not(.scene)')?.textContent ?? '');

  await check('home plays to the dropped SYN and asks', async () => {
    await page.goto(address);
    await seen('Who dialled this connection?');
    demand((await texts()).includes('rule 3'), 'the rule is not beside the cross');
  });
  await check('after an answer, one switch brings the listing', async () => {
    await press('The client');
    await seen('The server did');
    await press('Let the client dial (passive)');
    await seen('The listing arrives.');
  });
  await check('a lesson opens, and while its question is open the future is withheld', async () => {
    await press('Start (2 min)');
    for (let step = 0; step < 2; step += 1) {
      await seen(['One call to talk', 'Where can you reach me?'][step]);
      await press('Next →');
    }
    await seen('Who makes the second call?');
    demand(!(await texts()).includes('SYN 20'), 'the SYN is to be seen');
  });
  await check('the workshop opens by a link, at its moment, and steps by keys', async () => {
    await page.goto(`${address}#dataMode=PORT&at=control+1+/+PORT`);
    await page.reload();
    await seen('event');
    const place = () => page.evaluate(() => document.querySelector('footer .clock')?.textContent ?? '');
    const before = await place();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (old) => document.querySelector('footer .clock')?.textContent !== old,
      { timeout: 10_000 },
      before,
    );
  });
  await check('nothing was thrown', () => demand(errors.length === 0, errors.join('; ')));
  console.log(`Firefox ${await browser.version()}: ${passed} passed, ${failures.length} failed`);
} finally {
  await browser.close();
  server.kill();
}
process.exitCode = failures.length === 0 ? 0 : 1;
