/** The presets in words. */
import type { Preset } from '../../scenario/text/presets';

interface PresetWords {
  readonly title: string;
  readonly sentence: string;
}

export const presetWords: Readonly<Record<Preset['name'], PresetWords>> = {
  'active-behind-firewall': {
    title: 'Active, and the client has a firewall',
    sentence: 'The server’s SYN is nobody’s answer: it is dropped.',
  },
  'active-behind-nat': {
    title: 'PORT from behind NAT',
    sentence: 'The client announces an address that only its own network knows.',
  },
  'active-with-helper': {
    title: 'The same, with an FTP helper',
    sentence: 'The edge reads PORT, writes its own address in, and waits for the call.',
  },
  'passive-control-only': {
    title: 'Passive, and only port 21 is open',
    sentence: 'The control connection works; the port in 227 is closed to it.',
  },
  'private-address-told': {
    title: 'A private address in 227',
    sentence: 'The server behind NAT tells the client an address from its own network.',
  },
  'strict-way-out': {
    title: 'A strict way out',
    sentence: 'The client’s network lets connections to port 21 out, and no others.',
  },
  'two-nats': {
    title: 'PORT through two NATs',
    sentence: 'The helper at home writes in an address that only the carrier knows.',
  },
  'from-server-lan': {
    title: 'From the server’s own network',
    sentence: 'The address in 227 is right for the Internet, and leads nowhere here.',
  },
};
