import type { Raster } from '@rnp/viz';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { imageDataOf } from './paint.js';

export interface PixelCanvasProps {
  readonly raster: Raster;
  /** What it shows, for people who do not see it; decoration when left out. */
  readonly label?: string;
  readonly class?: string;
}

/** Pixels as they are, as large as its place. */
export function PixelCanvas({ raster, label, class: className = '' }: PixelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current!;
    if (element.width !== raster.width) element.width = raster.width;
    if (element.height !== raster.height) element.height = raster.height;
    // Pixels come from here and not from a GPU.
    element.getContext('2d', { willReadFrequently: true })!.putImageData(imageDataOf(raster), 0, 0);
  }, [raster]);
  const meaning =
    label === undefined ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': label };
  return <canvas ref={canvas} class={`pixels ${className}`} {...meaning} />;
}
