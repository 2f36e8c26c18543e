/** How large the scene is drawn. */

/** The scene's height in pixels. */
export const sceneHeight = (compact: boolean): number => (compact ? 72 : 142);

/** In pixels: a node's card, its top, and within it the first pipe and how far below it the others run. */
export interface Measures {
  readonly size: number;
  readonly top: number;
  readonly first: number;
  readonly gap: number;
}
export const WIDE: Measures = { size: 52, top: 20, first: 16, gap: 19 };
export const COMPACT: Measures = { size: 34, top: 12, first: 10, gap: 14 };
