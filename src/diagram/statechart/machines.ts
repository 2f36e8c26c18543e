/**
 * The machines whose statecharts can be shown. What the page has loaded for a run anyway stands here; TLS comes when it
 * is asked for.
 */
import { bystander } from '../../ftp/strangers/bystander.machine';
import { thief } from '../../ftp/strangers/thief.machine';
import { serverDtp } from '../../ftp/dtp/server-dtp.machine';
import { serverPi } from '../../ftp/server/server-pi.machine';
import { userDtp } from '../../ftp/dtp/user-dtp.machine';
import { userPi } from '../../ftp/user/user-pi.machine';
import { firewall } from '../../middlebox/firewall/firewall.machine';
import { flow } from '../../middlebox/tracking/flow.machine';
import { helper } from '../../middlebox/helper/helper.machine';
import { mapping } from '../../middlebox/nat/mapping.machine';
import { scanner } from '../../scan/scanner.machine';
import { tcp } from '../../tcp/tcp.machine';
import type { MachineName } from '../steps/lives';
import { chartOf, type AnyModel, type Chart } from './statechart';

const MODELS: Readonly<Record<MachineName, () => AnyModel | Promise<AnyModel>>> = {
  TCP: () => tcp,
  'user-PI': () => userPi,
  'user-DTP': () => userDtp,
  'server-PI': () => serverPi,
  'server-DTP': () => serverDtp,
  'tls-client': async () => (await import('../../tls/client/client.machine')).tlsClient,
  'tls-server': async () => (await import('../../tls/server/server.machine')).tlsServer,
  firewall: () => firewall,
  flow: () => flow,
  mapping: () => mapping,
  helper: () => helper,
  scanner: () => scanner,
  bystander: () => bystander,
  thief: () => thief,
};

export const machineNames = Object.keys(MODELS) as readonly MachineName[];

export const loadModel = async (machine: MachineName): Promise<AnyModel> => MODELS[machine]();
export const loadChart = async (machine: MachineName): Promise<Chart> => chartOf(await loadModel(machine));
