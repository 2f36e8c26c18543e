// npm run shots: every view in the four forms (light, dark, projector, print), to be looked at. Words after it choose
// views by name.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { install, root } from './install.mjs';
import { run } from './steps.mjs';

const folder = join(root, 'node_modules', '.cache', 'portcall', 'shots');
const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const dropped = 'dataMode=PORT&clientEdge.firewall=block-inbound&at=data+1+/+dropped+SYN';
const rewritten = 'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&at=control+1+/+PORT';
const secured = 'security=explicit&server.tls=required&at=data+1+/+SYN';
const passive = 'at=control+1+/+227';

const press = (key) => async (page) => {
  await page.keyboard.press(key);
};
const open = (tab) => async (page) => {
  await page.getByRole('tab', { name: tab, exact: true }).click();
};

/** `at`: a link; `then`: what is done before the picture is taken; `wide`: at which sizes besides the desk's. */
const views = {
  home: { at: '', then: (page) => page.locator('.answers').waitFor() },
  story: { at: dropped, then: press('1') },
  dialogue: { at: dropped, then: press('2') },
  segments: { at: dropped, then: press('3') },
  octets: { at: dropped, then: press('4') },
  'story-passive': { at: passive, then: press('1') },
  'dialogue-passive': { at: passive, then: press('2') },
  'segments-rewritten': { at: rewritten, then: press('3') },
  'dialogue-rewritten': { at: rewritten, then: press('2') },
  'dialogue-secured': { at: secured, then: press('2') },
  'segments-secured': { at: secured, then: press('3') },
  lab: { at: rewritten, then: open('Lab') },
  list: { at: dropped, then: open('List') },
  'octets-tab': { at: rewritten, then: open('Octets') },
  edges: { at: rewritten, then: open('Edges') },
  machines: {
    at: dropped,
    then: async (page) => {
      await open('Machines')(page);
      await page.locator('.statechart .state').first().waitFor();
    },
  },
  compare: {
    at: `${passive}&with=dataMode%3DPORT`,
    then: (page) => page.locator('dialog[open] .body > *').first().waitFor(),
  },
  exposure: {
    at: `${secured}&page=exposure`,
    then: (page) => page.locator('dialog[open] .body > *').first().waitFor(),
  },
  'own-case': { at: `${passive}&page=own`, then: (page) => page.locator('dialog[open] .body > *').first().waitFor() },
  lesson: {
    at: '',
    then: async (page) => {
      await page.getByRole('button', { name: /^Start/ }).click();
      await page.locator('article h2').waitFor();
      while ((await page.locator('section.question').count()) === 0) {
        await page.getByRole('button', { name: 'Next →' }).click();
        await page.waitForTimeout(150);
      }
    },
  },
  embed: { at: dropped, view: 'embed', size: { width: 700, height: 480 } },
};

/** Form: how the page is shown. The projector's is a view of its own; it shows runs, and nothing else. */
const forms = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  projector: { colorScheme: 'light', view: 'present', size: { width: 1280, height: 720 } },
  print: { colorScheme: 'light', media: 'print', whole: true, size: { width: 1040, height: 1470 } },
};

/** The same at other sizes: a phone, the narrowest, the width at which three columns begin, and a large wall. */
const sizes = {
  'phone-390': phone,
  'phone-360': { width: 360, height: 640 },
  'tablet-900': { width: 900, height: 700 },
  'desk-1120': { width: 1120, height: 760 },
  'zoomed-720': { width: 720, height: 450 },
  'wall-3840': { width: 3840, height: 2160 },
};
const sized = ['home', 'dialogue', 'segments', 'lesson', 'dialogue-secured', 'compare'];

async function shoot(browser, address, name, view, form) {
  const { colorScheme, media = 'screen', whole = false } = form;
  const page = await browser.newPage({
    viewport: form.size ?? view.size ?? desk,
    colorScheme,
    reducedMotion: 'reduce',
  });
  page.on('pageerror', (error) => console.log(`${name}: ${error.message}`));
  const shown = form.view ?? view.view;
  await page.goto(`${address}${shown ? `?view=${shown}` : ''}${view.at ? `#${view.at}` : ''}`);
  await page.locator('.diagram .rows > g').first().waitFor({ state: 'attached' });
  await view.then?.(page);
  await page.waitForTimeout(350);
  if (media === 'print') {
    await page.emulateMedia({ media, colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(350);
  }
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
  await page.close();
}

/** The built site's server, which says its address when it is there. */
function serve() {
  const server = spawn(process.execPath, [join(root, 'scripts', 'serve.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) =>
    server.stdout.once('data', (line) => resolve({ address: String(line).trim(), stop: () => server.kill() })),
  );
}

const wanted = process.argv.slice(2);
install();
const given = process.env.PORTCALL_URL;
if (!given) {
  const { code } = await run(['vite', 'build', '--logLevel', 'error'], { live: true });
  if (code !== 0) process.exit(code);
}
const { address, stop } = given ? { address: given, stop: () => undefined } : await serve();
mkdirSync(folder, { recursive: true });
const { chromium } = await import('@playwright/test');
const executablePath = process.env.PORTCALL_CHROMIUM;
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const chosen = (name) => wanted.length === 0 || wanted.some((word) => name.includes(word));
const onStage = ({ at, view }) => at !== '' && !at.includes('with=') && !at.includes('page=') && view === undefined;
const tasks = Object.entries(views)
  .flatMap(([name, view]) => [
    ...Object.entries(forms)
      .filter(([form]) => form !== 'projector' || onStage(view))
      .map(([form, how]) => [
        `${name}.${form}`,
        form === 'projector' && view.then && !/^(story|dialogue|segments|octets(?!-tab))/.test(name)
          ? { ...view, then: undefined }
          : view,
        how,
      ]),
    ...(sized.includes(name)
      ? Object.entries(sizes).map(([size, viewport]) => [
          `${name}.${size}`,
          view,
          { colorScheme: size.includes('390') ? 'dark' : 'light', size: viewport },
        ])
      : []),
  ])
  .filter(([name]) => chosen(name));
let failed = 0;
for (const [name, view, form] of tasks) {
  await shoot(browser, address, name, view, form).catch((error) => {
    failed++;
    console.log(`${name}: ${error.message}`);
  });
}
await browser.close();
stop();
console.log(`${tasks.length - failed} of ${tasks.length} screenshots in ${folder}`);
process.exitCode = failed > 0 ? 1 : 0;
