/** Too long still. Who shortens one takes it off: test/lengths.test.ts fails when one here is no longer over. */
export const MOST_LINES = 250;
export const stillOver = [
  'src/tcp/tcp.machine.ts',
  'src/ui/app/Home.svelte',
  'src/ui/app/Workshop.svelte',
  'src/ui/edges/RuleTable.svelte',
  'src/ui/exposure/Exposure.svelte',
  'src/ui/firewall/Game.svelte',
  'src/ui/machines/Machines.svelte',
  'src/ui/why/OwnCase.svelte',
];
