import { markOutput } from '@rnp/datasets/node';
import { encodePng, type Figure, figureSvg, type ImageGrid } from '@rnp/viz';
import { svgPng } from '@rnp/viz/node';
import type { Outputs } from './writeOutputs.js';

/**
 * A sheet of pictures as `NAME.svg`, with its headings as text, and as `NAME.png`: where there are headings, as `NAME.svg` is drawn, one
 * pixel per CSS pixel, so that pictures keep theirs; otherwise the pixels alone. The PNG is marked as a result (`markOutput`).
 */
export function sheetFiles(name: string, sheet: ImageGrid | Figure, title: string): Outputs {
  let encoded: Uint8Array | undefined;
  const png = (): Uint8Array => {
    encoded ??= encodePng(sheet);
    return encoded;
  };
  const svg = (): string => figureSvg(sheet, { title, png: png() });
  const hasHeadings = [...sheet.columns, ...(sheet.rows ?? [])].some((span) => 'label' in span);
  const drawn = async (): Promise<Uint8Array> =>
    hasHeadings ? svgPng(svg(), { scale: 1, path: `${name}.png` }) : png();
  return {
    [`${name}.svg`]: svg,
    [`${name}.png`]: async () => markOutput(await drawn()),
  };
}

/** A sheet as an SVG for a page, and as the files of `sheetFiles`; its pixels are encoded once. */
export function drawnSheet(
  name: string,
  sheet: ImageGrid | Figure,
  title: string,
): { readonly svg: string; readonly files: Outputs } {
  const png = encodePng(sheet);
  const svg = figureSvg(sheet, { title, png });
  return { svg, files: { [`${name}.svg`]: svg, [`${name}.png`]: () => markOutput(png) } };
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
