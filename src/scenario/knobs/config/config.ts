/** What every knob is called by the real products; null for what no product writes down. */
import type { faultKnobs } from '../rows/faults';
import type { networkKnobs } from '../rows/network';
import type { KnobName } from '../table';
import type { workKnobs } from '../rows/work';
import { clientConfig } from './client';
import { edgeConfig } from './edges';
import { hostFirewallConfig } from './host-firewalls';
import type { Config, Products } from './lines';
import { serverConfig } from './server';

/** The world around, and what is asked for. */
const unwritten: Config<typeof networkKnobs & typeof faultKnobs & typeof workKnobs> = {
  'wan.privateAddresses': null,
  'wan.filteredPorts': null,
  'wan.stripsAuth': null,
  'wan.oneWayDelayMs': null,
  'wan.rateKbit': null,
  'wan.lossPercent': null,
  'wan.duplicatePercent': null,
  'wan.reorderPercent': null,
  'tcp.synLinearTimeouts': null,
  'faults.drop': null,
  'faults.at': null,
  'faults.direction': null,
  'faults.nth': null,
  'faults.bystander': null,
  'faults.thief': null,
  'faults.heldPassivePorts': null,
  'scanner.work': null,
  'scanner.afterMs': null,
  actions: null,
  files: null,
  user: null,
  passwordOk: null,
  seed: null,
};

export const CONFIG: Readonly<Record<KnobName, Readonly<Record<string, Products | undefined>> | null>> = {
  ...clientConfig,
  ...edgeConfig,
  ...serverConfig,
  ...hostFirewallConfig,
  ...unwritten,
};
