import type { TcpSettings } from '../../machine/transport';

const SECOND = 1_000_000;
const MILLISECOND = 1_000;

/**
 * Linux 6.18 as it leaves the box, over Ethernet, with timestamps off and reno. Its linear SYN timeouts (4 since
 * 6.5) are 0 here: RFC 6298's plain schedule. The receive buffer is what tcp_rmem's 131,072 come to once the
 * kernel knows how much of its memory a full segment wastes.
 */
export function linux(family: 4 | 6): TcpSettings {
  return {
    mss: family === 4 ? 1460 : 1440,
    windowScale: 10,
    sackPermitted: true,
    receiveBuffer: 80_384,
    initialWindow: 10,
    synRetries: 6,
    synLinearTimeouts: 0,
    synAckRetries: 5,
    retries: 15,
    rtoInitial: SECOND,
    rtoMin: 200 * MILLISECOND,
    rtoMax: 120 * SECOND,
    delayedAck: 40 * MILLISECOND,
    timeWait: 60 * SECOND,
    keepAliveIdle: null,
    keepAliveInterval: 75 * SECOND,
    keepAliveProbes: 9,
  };
}
