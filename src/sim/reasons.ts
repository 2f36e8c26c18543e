/** Why the network itself loses a packet, as codes. */
export type NetworkReason =
  | { readonly code: 'no-route' | 'lost' | 'dropped-by-learner' | 'link-cut' }
  | { readonly code: 'port-filtered'; readonly port: number }
  | { readonly code: 'fault'; readonly kind: string; readonly nth: number };
