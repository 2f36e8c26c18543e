/** Made when the page is built: vite.config.ts, scripts/charts.ts. */
declare module 'virtual:charts' {
  export const charts: Readonly<
    Record<import('../../diagram/steps/lives').MachineName, import('../../diagram/statechart/layout').Placed>
  >;
}
