/** What an end found wrong with what came, or how else it failed, as codes and facts. */
type Plain =
  | ('record-only-zeros' | 'handshake-record-empty' | 'odd-change-cipher-spec' | 'data-unprotected')
  | ('change-out-of-place' | 'change-before-keys' | 'key-update-unreadable' | 'key-update-out-of-place')
  | ('keys-change-within-record' | 'farewell-in-handshake' | 'ended-in-handshake' | 'truncated')
  | ('no-server-certificate' | 'no-client-certificate' | 'signature-without-certificate' | 'signature-unverified')
  | ('second-hello-suite' | 'second-hello-key' | 'second-hello-stranger' | 'needless-fallback' | 'compression-offered')
  | ('no-groups' | 'no-schemes' | 'no-shared-scheme' | 'no-shared-group' | 'certificate-context')
  | ('psk-not-last' | 'no-psk-modes' | 'binders-missing' | 'binder-unverified')
  | ('no-version-left' | 'compression-taken' | 'session-id-changed' | 'legacy-version' | 'suite-after-retry')
  | ('version-13-not-offered' | 'no-key-share' | 'session-not-offered' | 'protocol-not-offered' | 'downgraded')
  | ('second-retry' | 'retry-version' | 'retry-changes-nothing' | 'resumed-suite' | 'resumed-master-secret')
  | ('server-hello-done-not-empty' | 'ticket-unannounced' | 'ticket-lifetime')
  | ('request-without-schemes' | 'request-context' | 'server-certificate-context')
  /** Of ours, not the peer's: these never happen. */
  | ('no-fault-known' | 'nothing-to-handle' | 'no-hello-came' | 'no-hello-sent');

type OfRecord =
  | { readonly code: 'record-unprotected' | 'message-interrupted'; readonly type: string }
  | { readonly code: 'record-too-short' | 'record-holds-too-much' | 'odd-alert'; readonly octets: number }
  /** Which one it is under its keys, from 0. */
  | { readonly code: 'record-unverified'; readonly record: number }
  | { readonly code: 'record-version'; readonly version: string }
  | { readonly code: 'record-type' | 'content-type'; readonly type: number }
  | { readonly code: 'record-too-long'; readonly octets: number; readonly most: number };

type OfMessage =
  | { readonly code: 'message-too-long'; readonly octets: number }
  /** The first octets, what is not ASCII as dots. */
  | { readonly code: 'no-tls'; readonly found: string }
  | { readonly code: 'unknown-message'; readonly type: number | null }
  | { readonly code: 'not-here'; readonly message: string | null }
  | { readonly code: 'message-unreadable'; readonly message: string; readonly rule: string }
  | { readonly code: 'extension-unreadable'; readonly extension: string; readonly rule: string }
  | { readonly code: 'extension-twice'; readonly extension: string }
  | { readonly code: 'extension-misplaced'; readonly extension: string; readonly carrier: string }
  | { readonly code: 'extension-unasked'; readonly extension: number; readonly carrier: string }
  | { readonly code: 'request-update'; readonly value: number }
  | { readonly code: 'peer-says'; readonly alert: string };

type OfProof =
  | { readonly code: 'finished-unverified'; readonly peer: 'client' | 'server' }
  | { readonly code: 'certificate-unreadable'; readonly rule: string }
  | { readonly code: 'certificate-key'; readonly kind: 'rsa' | 'other' }
  | { readonly code: 'certificate-refused'; readonly verdict: string }
  | { readonly code: 'signature-scheme'; readonly scheme: string }
  | { readonly code: 'key-does-not-sign'; readonly key: string; readonly scheme: string };

type OfChoice =
  | { readonly code: 'no-shared-version'; readonly theirs: readonly string[]; readonly ours: readonly string[] }
  | { readonly code: 'no-shared-cipher' | 'no-shared-protocol'; readonly offered: readonly string[] }
  | { readonly code: 'version-asked' | 'version-not-spoken' | 'version-after-retry'; readonly version: string }
  | { readonly code: 'suite-not-offered' | 'no-suite-of-12' | 'no-suite-of-13'; readonly suite: string }
  | { readonly code: 'client-key-off-group' | 'server-key-off-group'; readonly group: string | null }
  | {
      readonly code: 'key-share-unasked' | 'server-key-unasked' | 'server-key-not-offered' | 'retry-group';
      readonly group: string;
    };

export type TlsFault = { readonly code: Plain } | OfRecord | OfMessage | OfProof | OfChoice;
