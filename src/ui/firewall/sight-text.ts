/** Sights in words. Pure. */
import type { Sight } from '../../lesson/firewall';
import { seesText } from '../../strings/en/sees';
import type { Endpoint } from '../../machine/contract';
import { words } from '../../strings/en/page/firewall';

export const endText = ({ address, port }: Endpoint): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** What its octets say to who has no key; empty where it carries none. */
export function carriedText({ sees }: Sight): string {
  return sees
    .map((one) => (one.kind === 'sealed' ? words.sealed(one.length) : seesText(one)))
    .join(' ')
    .replace(/(\r?\n)+$/, '')
    .replace(/\r?\n/g, ' ⏎ ');
}
