/** Where something happens, as a sentence says it. */
const NODES: Readonly<Record<string, string>> = {
  client: 'the client',
  server: 'the server',
  clientEdge: "the client's edge",
  serverEdge: "the server's edge",
  carrier: "the carrier's NAT",
  wan: 'the wide network',
  lan: "the server's LAN",
  bystander: 'the bystander',
};

export const nameOfNode = (node: string | null): string =>
  node !== null && Object.hasOwn(NODES, node) ? (NODES[node] ?? node) : (node ?? 'nobody');

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The same at the beginning of a sentence. */
export const subject = (node: string | null): string => capital(nameOfNode(node));
