/** Labels that say what a message means, in place of the program's words. */
import { expect, test } from 'vitest';
import { layoutOf } from '../../src/diagram/layout/layout';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { fromLink } from '../../src/scenario/text/link';
import { taughtText } from '../../src/strings/en/taught';
import { parseCommand, commandMessage } from '../../src/wire/ftp/command';
import { replyMessage } from '../../src/wire/ftp/reply';
import { octetsOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';

const said = (line: string): string | null => {
  const [, code, text = ''] = /^(\d{3}) (.*)$/.exec(line) ?? [];
  if (code !== undefined) return taughtText(replyMessage({ code: Number(code), lines: [text] }));
  const command = parseCommand(octetsOf(line));
  if (isViolation(command)) throw new Error(command.violation);
  return taughtText(commandMessage(command));
};

test.each([
  ['PORT 203,0,113,10,156,136', '156 × 256 + 136 = port 40072'],
  ['227 Entering Passive Mode (198,51,100,21,195,115).', '195 × 256 + 115 = port 50035'],
  ['229 Entering Extended Passive Mode (|||50030|)', 'dial this same address, port 50030'],
  ['EPRT |2|2001:db8:1::10|43370|', 'dial me at 2001:db8:1::10, port 43370'],
  ['TYPE A', 'as lines of text'],
  ['PASS secret', 'and this is my password'],
  ['331 Please specify the password.', 'and your password?'],
  ['150 Here comes the directory listing.', 'begun: wait for another reply'],
  ['451 Local error', 'not now: try again later'],
  ['553 No such name', 'no: change something first'],
  ['227 Entering Passive Mode', 'done: go on'],
  ['PORT nonsense', null],
  ['XYZZY', null],
])('%s', (line, expected) => expect(said(line)).toBe(expected));

const texts = async (link: string, wishes: { taught?: boolean; between?: boolean }) => {
  const { scenario } = fromLink(link);
  const { rows } = layoutOf(run(scenario, await load(needs(scenario))), {
    width: 900,
    depth: 'dialogue',
    compact: false,
    ...wishes,
  });
  return rows.flatMap(({ labels }) => labels.map(({ parts }) => parts.map(({ text }) => text).join(' ')));
};

test('the picture says it where it is asked to, and the program has its words where it is not', async () => {
  const plain = await texts('dataMode=PORT', {});
  const taught = await texts('dataMode=PORT', { taught: true });
  expect(plain).toContain('PORT 203,0,113,10,169,106');
  expect(taught).toContain('PORT 169 × 256 + 106 = port 43370');
  expect(taught).not.toContain('PORT 203,0,113,10,169,106');
  expect(taught.length).toBe(plain.length);
});

test('what is sealed means nothing to who holds no key', async () => {
  const sealed = await texts('dataMode=PORT&security=explicit&server.tls=required', { taught: true, between: true });
  expect(sealed.some((text) => text.includes('sealed'))).toBe(true);
  expect(sealed.some((text) => text.includes('password'))).toBe(false);
});
