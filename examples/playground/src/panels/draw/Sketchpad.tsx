import type { Raster } from '@rnp/viz';
import { useEffect, useRef } from 'preact/hooks';
import { drawStrokes, type Point, type Stroke } from '../../drawing/strokes.js';
import { imageDataOf } from '../../shared/paint.js';

export interface SketchpadProps {
  readonly strokes: readonly Stroke[];
  /** Shown while there is no stroke. */
  readonly picture: Raster | null;
  /** @param gesture the same for all that one movement of the pen changes */
  readonly onChange: (strokes: readonly Stroke[], gesture: string) => void;
}

const side = 560;

/** Paper for mouse, pen and finger. Strokes are the parent's. */
export function Sketchpad({ strokes, picture, onChange }: SketchpadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(strokes);
  latest.current = strokes;
  const drawing = useRef(false);
  useEffect(() => {
    const element = canvas.current!;
    drawStrokes(element, strokes);
    if (strokes.length === 0 && picture !== null) enlarge(element, picture);
  }, [strokes, picture]);
  const at = (event: PointerEvent): Point => {
    const box = canvas.current!.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const gesture = useRef(0);
  const change = (next: readonly Stroke[]): void => {
    latest.current = next;
    onChange(next, `stroke ${gesture.current}`);
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.current!.setPointerCapture(event.pointerId);
    drawing.current = true;
    gesture.current++;
    change([...latest.current, [at(event)]]);
  };
  const move = (event: PointerEvent): void => {
    const all = latest.current;
    // Keys may have taken the stroke back while the pen was down.
    if (!drawing.current || all.length === 0) return;
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length > 0 ? events : [event]).map(at);
    change([...all.slice(0, -1), [...all.at(-1)!, ...points]]);
  };
  const up = (): void => {
    drawing.current = false;
  };
  return (
    <div class="paper">
      <canvas
        ref={canvas}
        width={side}
        height={side}
        class="sketchpad"
        role="img"
        aria-label="Paper to draw on with mouse, pen or finger. Without one, choose an image below or open a file."
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      {strokes.length === 0 && (
        <span class="invitation" aria-hidden="true">
          Draw here
        </span>
      )}
    </div>
  );
}

/** A small picture as large as the paper, its pixels in sight. */
function enlarge(element: HTMLCanvasElement, picture: Raster): void {
  const small = new OffscreenCanvas(picture.width, picture.height);
  small.getContext('2d')!.putImageData(imageDataOf(picture), 0, 0);
  const context = element.getContext('2d')!;
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, element.width, element.height);
}
