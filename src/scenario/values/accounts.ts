/** Who may log in besides, as text: `ann sesame; bob tide`, a name and its password each. */
import { excess, excessText } from '../../wire/caps';
import { shown } from '../../wire/text/shown';
import { isViolation, mistake, type Mistake } from '../../wire/violation';
import { readWords, spelled } from './words';

interface Named {
  readonly name: string;
  readonly password: string;
}

/** A name as POSIX has them (portable filename characters). */
const NAME = /^[A-Za-z_][A-Za-z0-9._-]{0,31}$/;

function readAccounts(text: string): readonly Named[] | Mistake {
  const accounts: Named[] = [];
  for (const part of text === 'none' ? [] : text.split(';')) {
    const words = readWords(part.trim());
    const [name = '', password = ''] = words ?? [];
    if (words?.length !== 2 || !NAME.test(name) || !/^[!-~]{1,64}$/.test(password))
      return mistake('bad-value', `${shown(part.trim())} is no name with a password`);
    if (accounts.some((one) => one.name === name))
      return mistake('bad-value', `${shown(name)} stands here a second time`);
    accounts.push({ name, password });
  }
  const many = excess('accounts', accounts.length);
  return many ? mistake('bad-value', excessText(many)) : accounts;
}

/** The text as it should be, or what is wrong with it. */
export function checkAccounts(text: string): string | Mistake {
  const read = readAccounts(text);
  if (isViolation(read)) return read;
  return read.length === 0 ? 'none' : read.map(({ name, password }) => `${name} ${spelled(password)}`).join('; ');
}

export function parseAccounts(text: string): readonly Named[] {
  const read = readAccounts(text);
  return isViolation(read) ? [] : read;
}
