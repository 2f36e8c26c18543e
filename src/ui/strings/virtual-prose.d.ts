/** Made when the page is built. */
declare module 'virtual:prose' {
  export const texts: Readonly<Record<string, readonly string[]>>;
}
