/** What assembly/index.ts exports; addresses are byte offsets into the backend's memory, sizes count values. */
export interface DecoderExports {
  unrollSaved(steps: number, latent: number, hidden: number, cellInput: number): number;
  unroll(
    state: number,
    policy: number,
    states: number,
    actions: number,
    saved: number,
    n: number,
    steps: number,
    latent: number,
    hidden: number,
    cellInput: number,
    elu: number,
  ): void;
  /** In bytes. */
  unrollScratch(steps: number, latent: number, hidden: number, cellInput: number): number;
  unrollGrad(
    dStates: number,
    dActions: number,
    state: number,
    policy: number,
    states: number,
    saved: number,
    dState: number,
    dPolicy: number,
    scratch: number,
    n: number,
    steps: number,
    latent: number,
    hidden: number,
    cellInput: number,
    elu: number,
  ): void;
  patches(
    states: number,
    kernel1: number,
    bias1: number,
    kernel2: number,
    bias2: number,
    hiddenLayers: number,
    out: number,
    n: number,
    steps: number,
    latent: number,
    hidden: number,
    pixels: number,
  ): void;
  /** In bytes. */
  patchesScratch(steps: number, hidden: number, pixels: number): number;
  patchesGrad(
    dy: number,
    states: number,
    kernel1: number,
    kernel2: number,
    hiddenLayers: number,
    out: number,
    dStates: number,
    dKernel1: number,
    dBias1: number,
    dKernel2: number,
    dBias2: number,
    scratch: number,
    n: number,
    steps: number,
    latent: number,
    hidden: number,
    pixels: number,
  ): void;
  /** In bytes. */
  composeTreeScratch(depth: number): number;
  composeTree(
    maps: number,
    spans: number,
    leaves: number,
    frames: number,
    scratch: number,
    n: number,
    depth: number,
  ): void;
  composeTreeGrad(
    maps: number,
    spans: number,
    dLeaves: number,
    gradients: number,
    scratch: number,
    n: number,
    depth: number,
  ): void;
  rowSquares(x: number, out: number, n: number, c: number): void;
  rowSquaresGrad(dy: number, x: number, dx: number, n: number, c: number): void;
}
