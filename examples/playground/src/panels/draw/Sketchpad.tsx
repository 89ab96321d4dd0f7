import type { Raster } from '@rnp/viz';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { drawStrokes, type Point, type Stroke } from '../../drawing/strokes.js';
import { imageDataOf } from '../../shared/paint.js';

export interface SketchpadProps {
  readonly strokes: readonly Stroke[];
  /** Shown while there is no stroke. */
  readonly picture: Raster | null;
  /** Height over width; 1 unless given. */
  readonly aspect?: number;
  /** The pen's width as a share of the paper's. */
  readonly pen?: number;
  /** Colours that strokes take, as large as the paper; white is as they were. */
  readonly tint?: ImageData | null;
  /** What people who do not see it can do instead. */
  readonly instead?: string;
  /** Lies over the paper. */
  readonly children?: ComponentChildren;
  /** @param gesture the same for all that one movement of the pen changes */
  readonly onChange: (strokes: readonly Stroke[], gesture: string) => void;
}

const [side, largeSide] = [560, 1120];

/** Paper for mouse, pen and finger. Strokes are the parent's. */
export function Sketchpad(props: SketchpadProps) {
  const { strokes, picture, aspect = 1, pen, tint = null, onChange, children } = props;
  const { instead = 'Without one, choose an image below or open a file.' } = props;
  const width = aspect === 1 ? side : largeSide;
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(strokes);
  latest.current = strokes;
  const drawing = useRef(false);
  useEffect(() => {
    const element = canvas.current!;
    drawStrokes(element, strokes, pen);
    if (tint !== null) stain(element, tint);
    if (strokes.length === 0 && picture !== null) enlarge(element, picture);
  }, [strokes, picture, pen, tint]);
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
        width={width}
        height={Math.round(width * aspect)}
        style={{ aspectRatio: 1 / aspect }}
        class="sketchpad"
        role="img"
        aria-label={`Paper to draw on with mouse, pen or finger. ${instead}`}
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
      {children}
    </div>
  );
}

/** Strokes in the colours of what lies over them. */
function stain(element: HTMLCanvasElement, tint: ImageData): void {
  const small = new OffscreenCanvas(tint.width, tint.height);
  small.getContext('2d')!.putImageData(tint, 0, 0);
  const context = element.getContext('2d')!;
  context.globalCompositeOperation = 'multiply';
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, element.width, element.height);
  context.globalCompositeOperation = 'source-over';
}

/** A small picture as large as the paper, its pixels in sight. */
function enlarge(element: HTMLCanvasElement, picture: Raster): void {
  const small = new OffscreenCanvas(picture.width, picture.height);
  small.getContext('2d')!.putImageData(imageDataOf(picture), 0, 0);
  const context = element.getContext('2d')!;
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, element.width, element.height);
}
