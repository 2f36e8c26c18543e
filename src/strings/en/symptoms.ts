/** What was recognised in a log, in words. */
import type { Named, Nothing } from '../../explain/logs/recognise';
import type { SymptomId } from '../../explain/logs/symptoms';
import type { Names, SymptomWords } from '../symptom-words';
import { active } from './symptoms/active';
import { file } from './symptoms/files';
import { login } from './symptoms/login';
import { passive } from './symptoms/passive';

const symptoms: Readonly<Record<SymptomId, SymptomWords>> = { ...login, ...passive, ...active, ...file };

const inWords = ({ server, port, told, toldPort, named }: Named): Names => ({
  server: server ?? 'SERVER',
  port: String(port ?? 21),
  told: told ?? 'the address in 227',
  toldPort: String(toldPort ?? 'PORT'),
  named: named ?? 'an address',
});

/** What a symptom means, and what tells it from its neighbours. */
export function symptomText(symptom: SymptomId, names: Named): { readonly means: string; readonly tells: string } {
  const said = (told: SymptomWords['means']): string => (typeof told === 'function' ? told(inWords(names)) : told);
  const { means, tells } = symptoms[symptom];
  return { means: said(means), tells: said(tells) };
}

export const nothingText: Readonly<Record<Nothing, string>> = {
  'no-text': 'There is no text to read.',
  'no-failure': 'This is an FTP dialogue, and nothing in it is known as a failure.',
  unknown:
    "Nothing in this text is known. What helps is the whole dialogue: curl -v, lftp's debug, " +
    "FileZilla's message log, ftplib's set_debuglevel(1), tnftp -d, or vsftpd's log with log_ftp_protocol=YES.",
};
