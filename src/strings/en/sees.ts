/** What somebody on the way reads of a packet. */
import type { Sees } from '../../explain/exposure/readers';
import { octetCount } from '../../wire/layout';
import { textOf } from '../../wire/text/text';

/** 'sealed, 63 octets', or the text; what is no text is counted. */
export function seesText(sees: Sees): string {
  if (sees.kind === 'sealed') return `sealed, ${octetCount(sees.length)}`;
  const printable = sees.octets.every(
    (octet) => octet === 9 || octet === 10 || octet === 13 || (octet >= 32 && octet !== 127),
  );
  if (sees.name !== null && sees.name !== 'ApplicationData') return sees.name;
  return printable ? textOf(sees.octets) : octetCount(sees.octets.length);
}
