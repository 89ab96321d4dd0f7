import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { colourParts, partColour, type Raster, type Rgb } from '@rnp/viz';
import { leavesOf, type Path, samePath } from './path.js';

/** What colours tell: the parts, their subparts, or nothing, which shows the picture itself. */
export type Colouring = 'parts' | 'subparts' | 'redrawn';

export interface PaintOptions {
  /** Pixels a side, of the longer one. */
  readonly size: number;
  readonly colouring: Colouring;
  /** Lit while the rest is dim. */
  readonly lit?: Path | null;
}

/** How bright what is not lit stays. */
const dim = 0.2;

/** A tree as pixels. */
export function paint(tree: ParseTree, { size, colouring, lit = null }: PaintOptions): Raster {
  const [height, width] = scaled(tree, size);
  const all = painted(tree, colouring, { width, height });
  if (lit === null || lit.length === 0) return all;
  const node = renderTree(tree, { width, height, path: lit });
  const alone =
    colouring === 'redrawn' ? rgbOf(node) : colourParts([node], { colourOf: () => colourOf(lit, colouring) });
  const data = all.data.map((value, i) => Math.min(1, Math.max(dim * value, alone.data[i]!)));
  return { ...all, data };
}

/** The colour of a node: its part's, or among subparts that of its own step. */
export function colourOf(path: Path, colouring: Colouring): Rgb {
  const place = colouring === 'subparts' ? path.at(-1) : path[0];
  return partColour(place ?? 0);
}

function painted(tree: ParseTree, colouring: Colouring, size: { width: number; height: number }): Raster {
  if (colouring === 'redrawn') return rgbOf(renderTree(tree, size));
  const paths: Path[] =
    colouring === 'parts' ? tree.root.children.map((_, index) => [index]) : leavesOf(tree);
  if (paths.length === 0) return rgbOf(renderTree(tree, size));
  const rasters = paths.map((path) => renderTree(tree, { ...size, path }));
  return colourParts(rasters, { colourOf: (index) => colourOf(paths[index]!, colouring) });
}

/** Gives the node with most ink at a place of the image, both in [0, 1]; null where there is none. Nodes are drawn once, when first asked. */
export function nodesUnder(tree: ParseTree, depth: 1 | 2): (x: number, y: number) => Path | null {
  const [height, width] = scaled(tree, 84);
  const paths: Path[] = depth === 1 ? tree.root.children.map((_, index) => [index]) : leavesOf(tree);
  let nodes: readonly { readonly path: Path; readonly raster: Raster }[] | null = null;
  return (x, y) => {
    nodes ??= paths.map((path) => ({ path, raster: renderTree(tree, { width, height, path }) }));
    const at =
      Math.min(height - 1, Math.floor(y * height)) * width + Math.min(width - 1, Math.floor(x * width));
    let best: Path | null = null;
    let max = 0.05;
    for (const { path, raster } of nodes) {
      const { data, channels } = raster;
      const ink = Math.max(...data.subarray(at * channels, (at + 1) * channels));
      if (ink > max) [best, max] = [path, ink];
    }
    return best;
  };
}

/** [height, width] of an image of this shape whose longer side is `size`. */
function scaled({ imageShape: [h, w] }: ParseTree, size: number): [number, number] {
  const scale = size / Math.max(h, w);
  return [Math.round(h * scale), Math.round(w * scale)];
}

function rgbOf({ width, height, channels, data }: Raster): Raster {
  if (channels === 3) return { width, height, channels, data };
  const rgb = new Float32Array(width * height * 3);
  for (let i = 0; i < data.length; i++) rgb.fill(Math.min(1, data[i]!), 3 * i, 3 * i + 3);
  return { width, height, channels: 3, data: rgb };
}

/** For a canvas. */
export function imageDataOf({ width, height, channels, data }: Raster): ImageData {
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let i = 0; i < 3; i++) {
      image.data[4 * pixel + i] =
        255 * Math.min(1, Math.max(0, data[pixel * channels + (channels < 3 ? 0 : i)]!));
    }
    image.data[4 * pixel + 3] = 255;
  }
  return image;
}

/** Whether one path is the other or lies above it. */
export function leadsTo(path: Path, below: Path | null): boolean {
  return below !== null && samePath(path, below.slice(0, path.length));
}
