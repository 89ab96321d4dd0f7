import { renderTree } from '@rnp/recursive-decoder';
import { colourParts, type Raster } from '@rnp/viz';
import { memo } from 'preact/compat';
import { PixelCanvas } from '../../shared/PixelCanvas.js';
import { colourOf, paint } from '../../shared/paint.js';
import { nameOf } from '../../shared/path.js';
import { TreeCanvas } from '../../shared/TreeCanvas.js';
import { PlayButton } from './PlayButton.js';
import { type Frame, frames } from './walk.js';

export interface WayProps {
  readonly way: readonly Frame[];
  /** 0 … frames − 1 */
  readonly at: number;
  readonly onMove: (step: number) => void;
}

/** Of the frames, one in so many is in the film. */
const filmStep = 4;

/** A way at one of its points, large, with a slider and a film to move along it. */
export function Way({ way, at, onMove }: WayProps) {
  const shown = way[at];
  if (shown === undefined) return null;
  const percent = Math.round((100 * at) / (frames - 1));
  return (
    <>
      <div class="walk-stage">
        <figure>
          <TreeCanvas tree={shown.image} size={280} colouring="parts" label={`${percent} % of the way`} />
          {shown.part !== null && <figcaption>A, its {nameOf([shown.part.place])} on the way</figcaption>}
        </figure>
        {shown.part !== null && (
          <figure>
            <PixelCanvas
              raster={alone(shown.part, 280)}
              label={`the part by itself, ${percent} % of the way`}
            />
            <figcaption>The part by itself</figcaption>
          </figure>
        )}
      </div>
      <div class="walk">
        <PlayButton at={at} onMove={onMove} />
        <label class="slider wide">
          <span>A</span>
          <input
            type="range"
            min={0}
            max={frames - 1}
            step={1}
            value={at}
            aria-label="From A to B"
            aria-valuetext={`${percent} % of the way`}
            onInput={(event) => onMove(event.currentTarget.valueAsNumber)}
          />
          <span>B</span>
        </label>
      </div>
      <Film way={way} at={at} onMove={onMove} />
    </>
  );
}

function Film({ way, at, onMove }: WayProps) {
  return (
    <div class="film" role="group" aria-label="Steps from A to B">
      {way.map((frame, step) =>
        step % filmStep === 0 ? (
          <button
            key={step}
            type="button"
            aria-label={`${Math.round((100 * step) / (frames - 1))} % of the way`}
            aria-pressed={step === at}
            onClick={() => onMove(step)}
          >
            <Still frame={frame} />
          </button>
        ) : null,
      )}
    </div>
  );
}

/** A part in the colour that it has in its image. */
function alone({ tree, place }: NonNullable<Frame['part']>, size: number): Raster {
  const [height, width] = tree.imageShape;
  const scale = size / Math.max(height, width);
  const picture = renderTree(tree, { height: Math.round(height * scale), width: Math.round(width * scale) });
  return colourParts([picture], { colourOf: () => colourOf([place], 'parts') });
}

/** Drawn once for a way, however often the slider moves. */
const Still = memo(({ frame }: { readonly frame: Frame }) => (
  <PixelCanvas
    raster={
      frame.part === null ? paint(frame.image, { size: 84, colouring: 'parts' }) : alone(frame.part, 84)
    }
  />
));
