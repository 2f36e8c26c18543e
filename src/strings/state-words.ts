/** What a language has to say of machines: a sentence for each state and each region, or it does not compile. */
import type { ServerDtpStates } from '../ftp/dtp/server-dtp.machine';
import type { UserDtpStates } from '../ftp/dtp/user-dtp.machine';
import type { BystanderStates } from '../ftp/strangers/bystander.machine';
import type { ThiefStates } from '../ftp/strangers/thief.machine';
import type { FirewallStates } from '../middlebox/firewall/firewall.machine';
import type { HelperStates } from '../middlebox/helper/helper.machine';
import type { MappingStates } from '../middlebox/nat/mapping.machine';
import type { FlowStates } from '../middlebox/tracking/flow.machine';
import type { ScannerStates } from '../scan/scanner.machine';
import type { TcpStates } from '../tcp/tcp.machine';
import type { clientStates } from '../tls/client/client-states';
import type { around } from '../tls/handshake/states';
import type { serverStates } from '../tls/server/server-states';
import type { ServerPhase, ServerRegion } from '../ftp/server/session/session';
import type { UserPhase, UserRegion } from '../ftp/user/session';
import type { NamesIn } from '../machine/config';

/** By the machines' names. */
interface States {
  readonly TCP: TcpStates;
  readonly 'user-DTP': UserDtpStates;
  readonly 'server-DTP': ServerDtpStates;
  readonly firewall: FirewallStates;
  readonly flow: FlowStates;
  readonly mapping: MappingStates;
  readonly helper: HelperStates;
  readonly scanner: ScannerStates;
  readonly bystander: BystanderStates;
  readonly thief: ThiefStates;
  readonly 'user-PI': UserPhase | UserRegion;
  readonly 'server-PI': ServerPhase | ServerRegion;
  readonly 'tls-client': NamesIn<ReturnType<typeof around<typeof clientStates>>>;
  readonly 'tls-server': NamesIn<ReturnType<typeof around<typeof serverStates>>>;
}

export type StateWords = { readonly [M in keyof States]: Readonly<Record<States[M], string>> };
