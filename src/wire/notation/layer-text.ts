/** The notation of a layer's messages; notation.ts has that of all others. */
import { violation, type Violation } from '../violation';

/**
 * A message of a layer between TCP and the protocol: the layer, whether it goes out or comes in, its name, and whether
 * only the two ends can read it.
 */
interface LayerMessage {
  readonly layer: string;
  readonly way: 'sent' | 'received';
  readonly name: string;
  readonly sealed: boolean;
}

/** 'TLS  -> ClientHello'. */
export function layerText({ layer, way, name, sealed }: LayerMessage): string {
  return `${layer}  ${way === 'sent' ? '->' : '<-'} ${name}${sealed ? ' sealed' : ''}`;
}

/** The inverse. */
export function parseLayerText(text: string): LayerMessage | Violation {
  const [, layer = '', arrow, name = '', sealed] = /^([A-Z]+) +(->|<-) (.+?)( sealed)?$/.exec(text.trim()) ?? [];
  return arrow === undefined
    ? violation({ code: 'layer-text', found: text.slice(0, 60) })
    : { layer, way: arrow === '->' ? 'sent' : 'received', name, sealed: sealed !== undefined };
}
