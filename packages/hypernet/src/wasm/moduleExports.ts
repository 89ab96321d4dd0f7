/** What assembly/index.ts exports; addresses are byte offsets into the backend's memory. */
export interface HypernetExports {
  biasActivation(x: number, bias: number, y: number, n: number, t: number, c: number, code: number): void;
  biasActivationGradX(dy: number, y: number, dx: number, size: number, code: number): void;
  biasActivationGradBias(
    dy: number,
    y: number,
    dBias: number,
    n: number,
    t: number,
    c: number,
    code: number,
  ): void;
  layerNorm(
    x: number,
    gamma: number,
    beta: number,
    y: number,
    rows: number,
    c: number,
    epsilon: number,
    elu: number,
  ): void;
  layerNormGrad(
    dy: number,
    x: number,
    gamma: number,
    y: number,
    dx: number,
    dGamma: number,
    dBeta: number,
    scratch: number,
    rows: number,
    c: number,
    epsilon: number,
    elu: number,
  ): void;
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
