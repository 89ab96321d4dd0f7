// h height, w width of the canvas
import { resize } from '@rnp/images';
import { imageGrid, partColour } from '@rnp/viz';

/** The longer side of a page that is shown, at most. */
const shownSide = 160;

/** @param {object[][]} rows of pages as they were read: each as it is, and its ink with objects, parts and pieces of parts in colours */
export function apart(rows) {
  return gridOf(rows, (page) => [
    ...objectCells(page),
    ...[1, 2].map((level) => coloured(page, nodesOf(page, level))),
  ]);
}

/** The same without parts. */
export function objectsOnly(rows) {
  return gridOf(rows, objectCells);
}

function gridOf(rows, cellsOf) {
  const cells = rows.map((pages) => pages.flatMap((page) => cellsOf(page).map(atMost)));
  return imageGrid({ rows: cells, scale: 2, gap: 4 });
}

function objectCells(page) {
  const { picture, explained } = page;
  if (explained === null) return [picture, picture];
  const { canvas, scene } = explained;
  return [resize(picture, canvas.width, canvas.height), coloured(page, scene.owners)];
}

function atMost(raster) {
  const by = Math.min(1, shownSide / Math.max(raster.width, raster.height));
  return resize(raster, Math.ceil(by * raster.width), Math.ceil(by * raster.height));
}

/** [h·w], 1 + which node of a level a pixel is, counted within its object; 0 where it is no object's. */
function nodesOf({ masks, explained }, level) {
  const owners = new Uint8Array(explained?.scene.owners.length ?? 0);
  for (const nodes of masks) {
    nodes
      .filter(({ path }) => path.length === level)
      .forEach(({ mask }, node) => {
        for (const [at, is] of mask.entries()) if (is !== 0) owners[at] = 1 + node;
      });
  }
  return owners;
}

/** Ink on white paper, each pixel in the colour of the one whose it is; grey where it is nobody's. @param owners [h·w], 1 + who it is */
function coloured({ picture, explained }, owners) {
  if (explained === null) return picture;
  const { width, height, data: ink } = explained.canvas;
  const data = Float32Array.from({ length: 3 * width * height }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    const colour = owners[pixel] === 0 ? 0.6 : partColour(owners[pixel] - 1)[channel];
    return 1 - ink[pixel] * (1 - colour);
  });
  return { width, height, channels: 3, data };
}
