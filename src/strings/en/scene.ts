/** What the scene says beside a node. */
export const sceneWords = {
  listens: (port: number) => `listens on :${port}`,
  gear: { firewall: 'firewall', nat: 'NAT', helper: 'helper' },
  noNat: 'firewall, no NAT',
  noFirewall: 'no firewall',
  delay: (ms: number) => `${ms} ms one way`,
  helper: 'FTP helper',
} as const;
