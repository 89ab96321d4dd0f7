import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { RnpError } from '@rnp/errors';
import { checkOption, checkPositive } from '../checks.js';
import { plainColours } from './plainColours.js';
import { family, typefaceFor } from './typeface.js';

/** How `svgPng` draws a document; `defaultSvgPngOptions` unless given. */
export interface SvgPngOptions {
  /** Pixels of the PNG per CSS pixel of the drawing, above 0 and at most 16. Default 2. */
  readonly scale?: number;
  /** Name of the drawing in errors. Default 'drawing'. */
  readonly path?: string;
  /** Larger pictures are refused before they are drawn. Default 64 million. */
  readonly maxPixels?: number;
}

/** The defaults of `svgPng`. */
export const defaultSvgPngOptions: Required<SvgPngOptions> = Object.freeze({
  scale: 2,
  path: 'drawing',
  maxPixels: 64e6,
});

/** resvg on WebAssembly, the same on every machine: system fonts are not looked at. */
let started: Promise<void> | undefined;

/**
 * Draws an SVG document as a PNG, 8 bits RGBA on white. The bytes are the same on every machine. Drawings of
 * this package get the colours of light pages; text is set in Inter (Latin, Greek, Cyrillic). Nothing outside
 * the document is loaded.
 *
 * @throws RnpError RNP_IMAGE_SVG if the text is not an SVG; RnpError RNP_IMAGE_TOO_LARGE above `maxPixels`;
 *   RnpError RNP_CONFIG for invalid options
 * @example
 * await writeFile('learning.png', await svgPng(curveSvg({ title, xLabel, yLabel, series })))
 */
export async function svgPng(svg: string, options: SvgPngOptions = {}): Promise<Uint8Array> {
  checkOption.text('svg', svg);
  checkOption.options('options', options, [], Object.keys(defaultSvgPngOptions));
  const { scale, path, maxPixels } = { ...defaultSvgPngOptions, ...options };
  checkPositive('options.scale', scale, 16);
  checkOption.text('options.path', path);
  checkOption.number('options.maxPixels', maxPixels, 0);
  started ??= start();
  const [fontBuffers] = await Promise.all([typefaceFor(svg), started]);
  try {
    return draw(plainColours(svg), { scale, path, maxPixels, fontBuffers });
  } catch (cause) {
    if (cause instanceof RnpError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new RnpError('RNP_IMAGE_SVG', `is no SVG that can be drawn (${said}). Make it again.`, { path });
  }
}

function draw(
  svg: string,
  { scale, path, maxPixels, fontBuffers }: Required<SvgPngOptions> & { fontBuffers: Uint8Array[] },
): Uint8Array {
  const drawing = new Resvg(svg, {
    background: '#fff',
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers, defaultFontFamily: family, sansSerifFamily: family },
  });
  try {
    const [width, height] = [Math.ceil(drawing.width * scale), Math.ceil(drawing.height * scale)];
    if (width * height > maxPixels) {
      throw new RnpError(
        'RNP_IMAGE_TOO_LARGE',
        `would have ${width}×${height} pixels; at most ${maxPixels / 1e6} million are drawn. Choose a smaller scale.`,
        { path },
      );
    }
    const picture = drawing.render();
    try {
      return picture.asPng();
    } finally {
      picture.free();
    }
  } finally {
    drawing.free();
  }
}

async function start(): Promise<void> {
  try {
    const require = createRequire(import.meta.url);
    await startResvg(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  } catch (error) {
    // A file that could not be read may be there at the next try.
    started = undefined;
    throw error;
  }
}

/** It starts once a program, and another part of the program may have been first. */
async function startResvg(wasm: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await initWasm(wasm);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Already initialized'))) throw error;
  }
}
