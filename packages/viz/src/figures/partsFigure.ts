import { RnpError } from '@rnp/errors';
import type { Raster } from '@rnp/images';
import { checkOption } from '../checks.js';
import { colourParts } from '../colourParts.js';
import type { GridCell, GridSpan } from '../image/gridCanvas.js';
import { imageGrid } from '../image/imageGrid.js';
import { emptyCanvas, isEmpty, legibleInk } from '../legibleInk.js';
import { partColour } from '../palette.js';
import {
  defaultFigureOptions,
  type Figure,
  type FigureColumn,
  type FigureOptions,
  figureOptionNames,
} from './figure.js';

/** One image explained. */
export interface PartsExample {
  /** What the model was shown; left out for a sample. */
  readonly input?: Raster;
  /** What it drew. */
  readonly reconstruction: Raster;
  /** The parts, in the order they are drawn, each placed on the image's canvas. */
  readonly parts: readonly Raster[];
  /** For each part its subparts, placed on the part's own canvas; empty in a model of one level. */
  readonly partCanvases: readonly { readonly subparts: readonly Raster[] }[];
}

export interface PartsFigureOptions extends FigureOptions {
  /** What each example is, from the first; at the left of its row. Default: none. */
  readonly rowLabels?: readonly string[];
}

/**
 * The paper's Fig. 2A, a row per example: input | reconstruction | parts in colours | each part's own canvas with its
 * subparts in colours, with a border in the part's colour on the left. On a part's own canvas faint ink is amplified;
 * a part that draws nothing is grey.
 *
 * @returns a Figure; its columns are labelled
 * @throws RnpError RNP_IMAGE_RASTER without an example, or when rasters of one canvas differ in size
 */
export function partsFigure(examples: readonly PartsExample[], options: PartsFigureOptions = {}): Figure {
  checkOption.array('examples', examples, checkOption.object);
  checkOption.options('options', options, [], [...figureOptionNames, 'rowLabels']);
  if (options.rowLabels !== undefined)
    checkOption.list('options.rowLabels', options.rowLabels, checkOption.text);
  if (examples.length === 0)
    throw new RnpError('RNP_IMAGE_RASTER', 'give at least one example', { path: 'examples' });
  const withInput = examples.some((example) => example.input !== undefined);
  const rows = examples.map((example, index) => {
    const cells = exampleCells(example, `examples[${index}]`);
    return withInput ? [example.input ?? null, ...cells] : cells;
  });
  const { rowLabels = [], ...look } = { ...defaultFigureOptions, ...options };
  const { rows: lines, ...out } = imageGrid({ rows, ...look });
  return {
    ...out,
    columns: label(out.columns, withInput ? ['input', 'reconstruction'] : ['image']),
    ...(rowLabels.length > 0 && {
      rows: lines.flatMap((line, i) =>
        rowLabels[i] === undefined ? [] : [{ ...line, label: rowLabels[i] }],
      ),
    }),
  };
}

/** reconstruction | parts in colours | part canvases; also a sample's row. */
export function exampleCells(example: PartsExample, path: string): GridCell[] {
  const { reconstruction, parts, partCanvases } = example;
  checkOption.array(`${path}.parts`, parts);
  checkOption.array(`${path}.partCanvases`, partCanvases, (at, canvas) => {
    checkOption.object(at, canvas);
    checkOption.array(`${at}.subparts`, (canvas as PartsExample['partCanvases'][number]).subparts);
  });
  if (partCanvases.length > parts.length)
    throw new RnpError(
      'RNP_IMAGE_RASTER',
      `has ${partCanvases.length} part canvases for ${parts.length} parts`,
      { path },
    );
  try {
    const canvases = partCanvases.map(({ subparts }, index) =>
      subparts.length === 0 ? null : { raster: ownCanvas(subparts), border: partColour(index) },
    );
    return [reconstruction, colourParts(parts), ...canvases];
  } catch (error) {
    // The same error, told which of many examples it is about.
    if (error instanceof RnpError) throw new RnpError(error.code, error.message, { path });
    throw error;
  }
}

/** Subparts in colours; faint ones are made stronger, as they are looked at alone, and a canvas without ink is grey. */
function ownCanvas(subparts: readonly Raster[]): Raster {
  return isEmpty(subparts) ? emptyCanvas(subparts[0]!) : colourParts(legibleInk(subparts));
}

function label(columns: readonly GridSpan[], leading: readonly string[]): FigureColumn[] {
  const names = [...leading, 'parts'];
  return columns.map((column, index) => ({
    ...column,
    label: names[index] ?? `part ${index - names.length + 1}`,
  }));
}
