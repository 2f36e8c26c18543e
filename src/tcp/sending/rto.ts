/** The retransmission timeout (RFC 6298). */
import type { Micros } from '../../machine/contract';
import type { TcpSettings } from '../../machine/transport';
import type { Rtt } from '../tcb/tcb';

/** A round trip was measured, on a segment sent once only (Karn). Linux adds at least its minimum for variance. */
export function measured(rtt: Rtt, sample: Micros, settings: TcpSettings): Pick<Rtt, 'srtt' | 'rttvar' | 'rto'> {
  const srtt = rtt.srtt === null ? sample : Math.round((rtt.srtt * 7) / 8 + sample / 8);
  const rttvar =
    rtt.srtt === null ? Math.round(sample / 2) : Math.round((rtt.rttvar * 3) / 4 + Math.abs(rtt.srtt - sample) / 4);
  return { srtt, rttvar, rto: Math.min(settings.rtoMax, srtt + Math.max(settings.rtoMin, 4 * rttvar)) };
}

/**
 * The timeout after so many in a row: doubled each time (RFC 6298 5.5). The first `linear` are not (Linux
 * tcp_syn_linear_timeouts).
 */
export const timeoutAfter = (rtt: Rtt, settings: TcpSettings, linear = 0): Micros =>
  Math.min(settings.rtoMax, rtt.rto * 2 ** Math.max(0, rtt.backoff - linear));

/** The RTO to begin with when the SYN had to be sent again, so that no round trip is known (RFC 6298 5.7). */
export const FALLBACK: Micros = 3_000_000;
