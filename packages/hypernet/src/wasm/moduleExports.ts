/** What assembly/index.ts exports; addresses are byte offsets into the backend's memory. */
export interface HypernetExports {
  /** In bytes. */
  generateScratch(): number;
  generate(
    features: number,
    kernel: number,
    out: number,
    stepOut: number,
    scratch: number,
    n: number,
    f: number,
    s: number,
    exact: number,
  ): void;
  trunk(
    z: number,
    parameters: number,
    scratch: number,
    out: number,
    kept: number,
    n: number,
    latent: number,
    hidden: number,
    layers: number,
    epsilon: number,
  ): void;
  /** In bytes. */
  trunkGradScratch(latent: number, hidden: number, layers: number): number;
  trunkGrad(
    dy: number,
    parameters: number,
    kept: number,
    dz: number,
    gradients: number,
    scratch: number,
    n: number,
    latent: number,
    hidden: number,
    layers: number,
  ): void;
}
