/** How many consecutive items share a canvas, and its size. */
export interface SampleAttributes extends Readonly<Record<string, unknown>> {
  /** [H, W] */
  readonly outputShape: [number, number];
  readonly children: number;
}
