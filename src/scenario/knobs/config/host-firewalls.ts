/** What a host's own firewall is told. */
import type { hostFirewallKnobs } from '../rows/host-firewalls';
import type { Config } from './lines';

const hostAllow = (...ports: readonly string[]) => ({
  ufw: ports.map((port) => `ufw allow ${port === '{passive}' ? '{passive:}' : port}/tcp`),
  firewalld: [...ports.map((port) => `firewall-cmd --permanent --add-port=${port}/tcp`), 'firewall-cmd --reload'],
  windows: [
    `netsh advfirewall firewall add rule name="FTP" dir=in action=allow protocol=TCP localport=${ports.join(',')}`,
  ],
});

export const hostFirewallConfig: Config<typeof hostFirewallKnobs> = {
  'client.firewall': {
    none: { ufw: ['ufw disable'], windows: ['netsh advfirewall set allprofiles state off'] },
    'block-inbound': {
      ufw: ['ufw default deny incoming', 'ufw enable'],
      windows: ['netsh advfirewall set allprofiles firewallpolicy blockinbound,allowoutbound'],
    },
  },
  'client.action': null,
  'client.rejectWith': null,
  'client.rules': null,
  'server.firewall': {
    none: {
      ufw: ['ufw disable'],
      firewalld: ['systemctl disable --now firewalld'],
      windows: ['netsh advfirewall set allprofiles state off'],
    },
    'control-only': hostAllow('{control}'),
    'control-and-passive': hostAllow('{control}', '{passive}'),
  },
  'server.action': null,
  'server.rejectWith': null,
  'server.rules': null,
};
