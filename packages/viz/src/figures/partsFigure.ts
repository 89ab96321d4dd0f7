import { RnpError } from '@rnp/errors';
import type { Raster } from '@rnp/images';
import { checkOption } from '../checks.js';
import { colourParts } from '../colourParts.js';
import { checkPicture } from '../image/byteRaster.js';
import type { GridCell } from '../image/gridCanvas.js';
import { imageGrid } from '../image/imageGrid.js';
import { emptyCanvas, isEmpty, legibleInk } from '../legibleInk.js';
import { partColour, type Rgb } from '../palette.js';
import { defaultFigureOptions, type Figure, type FigureOptions, figureOptionNames } from './figure.js';

/** One image explained. */
export interface PartsExample {
  /** What the model was shown; left out for a sample. */
  readonly input?: Raster;
  /** What it drew. */
  readonly reconstruction: Raster;
  /** The parts, in the order they are drawn, each placed on the image's canvas. */
  readonly parts: readonly Raster[];
  /** The step of each part, 1 … T, in rising order, by which it has its colour and its column: absent parts leave theirs free. Unless given, none is absent. */
  readonly steps?: readonly number[];
  /** For each part its subparts, placed on the part's own canvas; empty in a model of one level. */
  readonly partCanvases: readonly PartCanvas[];
}

/** The own canvas of a part. */
export interface PartCanvas {
  readonly subparts: readonly Raster[];
  /** The step of each subpart, as `steps` of the example; by which it has its colour. Unless given, none is absent. */
  readonly steps?: readonly number[];
}

export interface PartsFigureOptions extends FigureOptions {
  /** What each example is, from the first; at the left of its row. Default: none. */
  readonly rowLabels?: readonly string[];
  /** Whether a column after the reconstruction shows what it missed of the input: |input − reconstruction|, channel by channel. Default: false. */
  readonly missed?: boolean;
}

/**
 * The paper's Fig. 2A, a row per example: input | reconstruction | what it missed, if asked for | parts in colours | each part's own canvas with its
 * subparts in colours, with a border in the part's colour on the left. On a part's own canvas faint ink is amplified;
 * a part that draws nothing is grey.
 *
 * @returns a Figure; its columns are labelled
 * @throws RnpError RNP_IMAGE_RASTER without an example, or when rasters of one canvas differ in size, with `missed` in channels, too
 */
export function partsFigure(examples: readonly PartsExample[], options: PartsFigureOptions = {}): Figure {
  checkOption.array('examples', examples, checkOption.object);
  checkOption.options('options', options, [], [...figureOptionNames, 'rowLabels', 'missed']);
  if (options.rowLabels !== undefined)
    checkOption.list('options.rowLabels', options.rowLabels, checkOption.text);
  if (options.missed !== undefined) checkOption.choice('options.missed', options.missed, [true, false]);
  if (examples.length === 0)
    throw new RnpError('RNP_IMAGE_RASTER', 'give at least one example', { path: 'examples' });
  const withInput = examples.some((example) => example.input !== undefined);
  const { rowLabels = [], missed = false, ...look } = { ...defaultFigureOptions, ...options };
  const rows = examples.map((example, index) => {
    const path = `examples[${index}]`;
    const [reconstruction = null, ...cells] = exampleCells(example, path);
    if (!withInput) return [reconstruction, ...cells];
    const error = missed ? [example.input === undefined ? null : missedBy(example, path)] : [];
    return [example.input ?? null, reconstruction, ...error, ...cells];
  });
  // A part that is absent in every example has no column.
  const widest = rows.reduce((length, row) => Math.max(length, row.length), 0);
  const used = Array.from({ length: widest }, (_, i) => i).filter((i) => rows.some((row) => row[i]));
  const { rows: lines, ...out } = imageGrid({
    rows: rows.map((row) => used.map((i) => row[i] ?? null)),
    ...look,
  });
  const drawn = withInput ? ['input', 'reconstruction', ...(missed ? ['missed'] : [])] : ['image'];
  const names = [...drawn, 'parts'];
  return {
    ...out,
    columns: out.columns.map((column, i) => ({ ...column, label: labelOf(used[i]!, names) })),
    ...(rowLabels.length > 0 && {
      rows: lines.flatMap((line, i) =>
        rowLabels[i] === undefined ? [] : [{ ...line, label: rowLabels[i] }],
      ),
    }),
  };
}

/** How far each pixel of the drawing is from the input's, the brighter the further. */
function missedBy({ input, reconstruction }: PartsExample, path: string): Raster {
  const [wanted, drawn] = [
    checkPicture(input!, `${path}.input`),
    checkPicture(reconstruction, `${path}.reconstruction`),
  ].map(({ width, height, channels }) => `${width}×${height}×${channels}`);
  if (wanted !== drawn) {
    const complaint = `is ${wanted}, the reconstruction ${drawn}; what was missed takes two of one shape`;
    throw new RnpError('RNP_IMAGE_RASTER', complaint, { path: `${path}.input` });
  }
  const data = Float32Array.from(input!.data, (value, at) => Math.abs(value - reconstruction.data[at]!));
  return { ...input!, data };
}

/** reconstruction | parts in colours | part canvases; also a sample's row. */
export function exampleCells(example: PartsExample, path: string): GridCell[] {
  const { reconstruction, parts, partCanvases } = example;
  checkOption.array(`${path}.parts`, parts);
  const { steps = parts.map((_, i) => i + 1) } = example;
  requireSteps(`${path}.steps`, steps, parts.length);
  checkOption.array(`${path}.partCanvases`, partCanvases, (at, canvas) => {
    checkOption.object(at, canvas);
    const { subparts, steps: own } = canvas as PartCanvas;
    checkOption.array(`${at}.subparts`, subparts);
    if (own !== undefined) requireSteps(`${at}.steps`, own, subparts.length);
  });
  if (partCanvases.length > parts.length)
    throw new RnpError(
      'RNP_IMAGE_RASTER',
      `has ${partCanvases.length} part canvases for ${parts.length} parts`,
      { path },
    );
  const colourOf = (index: number): Rgb => partColour(steps[index]! - 1);
  try {
    const canvases = partCanvases.map((canvas, index) =>
      canvas.subparts.length === 0 ? null : { raster: ownCanvas(canvas), border: colourOf(index) },
    );
    const columns = new Array<GridCell>(steps[canvases.length - 1] ?? 0).fill(null);
    for (const [i, canvas] of canvases.entries()) columns[steps[i]! - 1] = canvas;
    const together = parts.length === 0 ? emptyCanvas(reconstruction) : colourParts(parts, { colourOf });
    return [reconstruction, together, ...columns];
  } catch (error) {
    // The same error, told which of many examples it is about.
    if (error instanceof RnpError) throw new RnpError(error.code, error.message, { path });
    throw error;
  }
}

/** More than any program draws. */
const maxStep = 1 << 16;

function requireSteps(path: string, steps: readonly number[], parts: number): void {
  let before = 0;
  checkOption.array(path, steps, (at, step) => {
    checkOption.wholeNumber(at, step, before + 1, maxStep);
    before = step as number;
  });
  checkOption.choice(`${path}.length`, steps.length, [parts]);
}

/** Subparts in colours; faint ones are made stronger, as they are looked at alone, and a canvas without ink is grey. */
function ownCanvas({ subparts, steps }: PartCanvas): Raster {
  if (isEmpty(subparts)) return emptyCanvas(subparts[0]!);
  return colourParts(legibleInk(subparts), { colourOf: (i) => partColour(steps ? steps[i]! - 1 : i) });
}

function labelOf(column: number, names: readonly string[]): string {
  return names[column] ?? `part ${column - names.length + 1}`;
}
