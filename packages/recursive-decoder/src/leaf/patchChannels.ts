/** What says how many channels patches have: a config, or a tree. */
export interface Channelled {
  readonly imageShape: readonly [height: number, width: number, channels: number];
  readonly compositing?: 'sum' | 'over' | undefined;
}

/** Channels of a leaf's patch: the image's, and last alpha where leaves are laid over each other. */
export function patchChannels({ imageShape, compositing }: Channelled): number {
  return imageShape[2] + (compositing === 'over' ? 1 : 0);
}
