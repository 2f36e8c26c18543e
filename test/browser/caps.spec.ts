/** Each published cap (wire/caps.ts) that a page can meet: beyond it something is said on screen, with the number. */
import { expect, test, type Page } from '@playwright/test';
import { VERSION } from '../../src/trace/trace';
import { CAPS, grouped, type CapName } from '../../src/wire/caps';
import { stage } from './stage';

/** A lesson is read when the page is built, a recorded case by the command line, and the live server has no page. */
type Elsewhere = 'lesson' | 'case' | 'waiting' | `sessions${string}` | `live${string}`;

const most = (name: CapName): number => CAPS[name].most;
const times = (count: number, text: string, between: string): string => Array<string>(count).fill(text).join(between);

type Put = (page: Page) => Promise<void>;

const link =
  (text: string): Put =>
  async (page) => {
    await page.goto(`./#${text}`);
  };

const file =
  (name: string, text: string): Put =>
  async (page) => {
    await stage(page, 'dataMode=PORT');
    const buffer = Buffer.from(text);
    await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/plain', buffer });
  };

/** Made in the page: it is larger than what may be sent there. */
const largeTrace: Put = async (page) => {
  await stage(page, 'dataMode=PORT');
  await page
    .locator('input[type=file]')
    .first()
    .evaluate((input: HTMLInputElement, size) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File(['{"entries":', ' '.repeat(size), '[]}'], 'a.json'));
      input.files = chosen.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }, most('trace'));
};

const log =
  (line: string, size: number): Put =>
  async (page) => {
    await stage(page, 'page=own');
    const own = page.getByRole('dialog', { name: 'Bring your own case' });
    const input = own.locator('input[type=file]');
    await input.setInputFiles({ name: 'a.log', mimeType: 'text/plain', buffer: Buffer.from(line.repeat(size)) });
  };

const entry = { n: 0, at: 0, causes: [], node: null, connection: null, kind: 'pass', rewritten: null };
const far = { entries: [{ ...entry, packet: 0, hops: most('hops') + 1 }], version: VERSION, epoch: 0, nodes: [] };
const work = times(100, 'get+x+100000', ';');

/** How it is gone beyond, and what is said in so many words. */
const CASES: Readonly<Record<Exclude<CapName, Elsewhere>, readonly [Put, said: string | RegExp]>> = {
  link: [link('x'.repeat(most('link') + 1)), 'a link: '],
  name: [link(`${'x'.repeat(most('name') + 1)}=1`), `there is no knob '${'x'.repeat(most('name'))}...'`],
  problems: [link(Array.from({ length: most('problems') + 5 }, (_, n) => `nobody${n}=1`).join('&')), 'and 5 more'],
  interventions: [link(times(most('interventions') + 1, 'do=cut+client', '&')), '201 interventions, '],
  actions: [link(`actions=${times(most('actions') + 1, 'list+/', ';')}`), '101 actions, '],
  octets: [link(`actions=get+x+${most('octets') + 1}`), '10,000,001 octets, '],
  names: [link(`client.software=tnftp&actions=mget+x+${times(most('names') + 1, 'a', '+')}`), '201 names, '],
  parts: [link('client.software=lftp&actions=pget+x+5+17'), '17 parts, '],
  accounts: [
    link(`server.accounts=${Array.from({ length: most('accounts') + 1 }, (_, n) => `u${n}+p`).join(';')}`),
    '33 accounts, ',
  ],
  files: [link(`files=${times(most('files') + 1, 'a+1', ';')}`), '501 files, '],
  fileName: [link(`files=${'a'.repeat(most('fileName') + 1)}+1`), '256 octets, '],
  folders: [link(`files=${times(most('folders') + 1, 'a/', '')}b+1`), '17 folders, '],
  ports: [link(`client.software=nmap&actions=scan+syn+1-${most('ports') + 1}`), '1,001 ports, '],
  entries: [
    link(`actions=${work}&wan.duplicatePercent=90&carrier.nat=true&clientEdge.nat=true&serverEdge.nat=true`),
    'Cut short at 150,000 entries.',
  ],
  file: [file('a.yaml', '#'.repeat(most('file') + 1)), 'a scenario file: 32,769 characters, '],
  lines: [file('a.yaml', '\n'.repeat(most('lines'))), 'a scenario file: 1,001 lines, '],
  marks: [file('a.yaml', `actions: ${'! '.repeat(most('marks'))}`), '2,001 marks, '],
  depth: [file('a.yaml', '['.repeat(most('depth') + 1)), '17 levels, '],
  hops: [file('a.json', JSON.stringify({ ...far, scenario: { knobs: {}, interventions: [] } })), /hops .* 0 to 64/],
  trace: [largeTrace, 'a saved trace: '],
  log: [log(`${'x'.repeat(1023)}\n`, most('log') / 1024 + 1), `Cut short at ${grouped(most('log'))} characters`],
  logLine: [log(' ', most('logLine') + 1), 'Lines were cut short at 2,000 characters'],
};

const SAID = 'dialog[open], [role=dialog], [role=alert], footer';

for (const [name, [put, said]] of Object.entries(CASES))
  test(`${CAPS[name as CapName].what}, beyond ${grouped(most(name as CapName))} ${CAPS[name as CapName].unit}`, async ({
    page,
  }) => {
    await put(page);
    const told = page.locator(SAID).filter({ hasText: said });
    await expect(told.first()).toBeVisible({ timeout: 80_000 });
    if (typeof said === 'string' && said.endsWith(' '))
      await expect(told.first()).toContainText(`at most ${grouped(most(name as CapName))} are taken`);
  });
