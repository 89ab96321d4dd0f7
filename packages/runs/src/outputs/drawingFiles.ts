import { markOutput } from '@rnp/datasets/node';
import { encodePng, type Figure, figureSvg, type ImageGrid } from '@rnp/viz';
import { svgPng } from '@rnp/viz/node';
import type { Outputs } from './writeOutputs.js';

/**
 * A sheet of pictures as `NAME.svg`, with its headings as text, and as `NAME.png`, the pixels alone. The PNG
 * is marked as a result (`markOutput`).
 */
export function sheetFiles(name: string, sheet: ImageGrid | Figure, title: string): Outputs {
  return {
    [`${name}.svg`]: () => figureSvg(sheet, { title }),
    [`${name}.png`]: () => markOutput(encodePng(sheet)),
  };
}

/**
 * A drawing as `NAME.svg` and as `NAME.png`, with two pixels per CSS pixel. The PNG is marked as a result
 * (`markOutput`).
 */
export function drawingFiles(name: string, svg: string): Outputs {
  return {
    [`${name}.svg`]: svg,
    [`${name}.png`]: async () => markOutput(await svgPng(svg, { path: `${name}.png` })),
  };
}
