import type { PictureSource } from '../engine/readPicture.js';

/** Vector graphics have no size of their own; the longer side becomes so many pixels. */
const svgSide = 1024;

/** What the worker can read: everything but vector graphics, which only a page draws. @throws Error for a damaged one */
export async function pictureSource(file: Blob): Promise<PictureSource> {
  const isSvg = file.type === 'image/svg+xml' || (file instanceof File && /\.svg$/i.test(file.name));
  if (!isSvg) return file;
  const url = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => {
      throw new Error('This SVG cannot be drawn; it is damaged, or no SVG.');
    });
    const [w, h] = [image.naturalWidth || 1, image.naturalHeight || 1];
    const scale = svgSide / Math.max(w, h);
    const [width, height] = [w, h].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } finally {
    URL.revokeObjectURL(url);
  }
}
