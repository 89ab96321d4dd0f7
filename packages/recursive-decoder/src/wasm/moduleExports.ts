/** What assembly/index.ts exports; addresses are byte offsets into the backend's memory, sizes count values. */
export interface DecoderExports {
  savedSize(steps: number, latent: number, hidden: number, cellInput: number): number;
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
  scratchSize(steps: number, latent: number, hidden: number, cellInput: number): number;
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
}
