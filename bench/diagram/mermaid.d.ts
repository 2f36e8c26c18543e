/** What the bench needs of mermaid, which is a package of its own and not installed here. */
declare module 'mermaid' {
  const mermaid: {
    initialize(settings: object): void;
    render(id: string, text: string): Promise<{ readonly svg: string }>;
  };
  // eslint-disable-next-line no-restricted-syntax -- it is theirs, and so is its name
  export default mermaid;
}
