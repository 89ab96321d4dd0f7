// b images, n programs of a level, t children, z latent, f features, m ancestors of a leaf, all of a block of images
import type { EnergyFunctions } from './energyFunctions.js';
import type { EnergySizes } from './energySizes.js';

/** Where one module of a level's programs lies. Gradients are named by a d. */
export interface ModulePlaces {
  /** [n, f], and what the trunk's gradient reads. */
  readonly features: number;
  readonly kept: number;
  readonly dFeatures: number;
  /** [n, S] or [n, P] */
  readonly weights: number;
  readonly dWeights: number;
  /** [n, z] */
  readonly dPrograms: number;
}

/** Where the tensors of a level lie. */
export interface LevelPlaces {
  /** n, and n·t */
  readonly programs: number;
  readonly nodes: number;
  readonly state: ModulePlaces;
  readonly policy: ModulePlaces;
  /** What the modules answer, [n, t, z] and [n, t, 6], and what the gradient of that reads. */
  readonly states: number;
  readonly actions: number;
  readonly saved: number;
  /** Of the answers, where children are given. */
  readonly dAnsweredStates: number;
  readonly dAnsweredActions: number;
  /** Of what is placed. */
  readonly dStates: number;
  readonly dActions: number;
  /** What the modules hand back to the given children that they read. */
  readonly dReadStates: number;
  readonly dReadActions: number;
  /** [n·t, 2, 3] */
  readonly maps: number;
  readonly dMaps: number;
}

/** Where everything lies that the energy of a block of images needs. Rows of a module lie level after level, so that products take those of several. */
export interface EnergyPlaces {
  readonly levels: readonly LevelPlaces[];
  /** Of the last level's programs: kernel1, bias1, kernel2, bias2. */
  readonly leafWeights: readonly number[];
  readonly dLeafWeights: readonly number[];
  readonly hidden: number;
  readonly patches: number;
  readonly dPatches: number;
  /** [leaves, 2, 3] */
  readonly leaves: number;
  readonly dLeaves: number;
  /** [leaves, m, 2, 3] */
  readonly frames: number;
  readonly dFrames: number;
  /** [leaves, m, 2, 4] */
  readonly borders: number;
  readonly dBorders: number;
  /** [b, H, W, c] */
  readonly canvas: number;
  /** Lists of the levels' maps, of their gradients, and of how many leaves stand below a map of each. */
  readonly lists: { readonly maps: number; readonly dMaps: number; readonly spans: number };
  /** What each kernel may use while it runs. */
  readonly scratch: number;
  readonly end: number;
}

/** Places for a block of `images`, from an address on that is a multiple of 16. */
export function energyPlaces(
  run: EnergyFunctions,
  sizes: EnergySizes,
  images: number,
  base: number,
): EnergyPlaces {
  const { latent: z, hidden, cellInput, features: f, children, imageShape, leaf, patch } = sizes;
  let end = base;
  const floats = (count: number): number => {
    const at = end;
    end += (4 * count + 15) & ~15;
    return at;
  };
  const nodesOf = children.map((_, k) => children.slice(0, k + 1).reduce((n, t) => n * t, images));
  const programsOf = [images, ...nodesOf.slice(0, -1)];
  const rows = (width: number): number[] => {
    let at = floats(width * programsOf.reduce((sum, n) => sum + n));
    return programsOf.map((n) => {
      const from = at;
      at += 4 * n * width;
      return from;
    });
  };
  const moduleOf = (name: 'state' | 'policy'): ModulePlaces[] => {
    const [features, dFeatures] = [rows(f), rows(f)];
    const [weights, dWeights] = [rows(sizes.weights[name]), rows(sizes.weights[name])];
    return programsOf.map((n, k) => ({
      features: features[k]!,
      kept: floats(n * (2 * z + 1 + sizes.layers[name] * (2 * f + 1))),
      dFeatures: dFeatures[k]!,
      weights: weights[k]!,
      dWeights: dWeights[k]!,
      dPrograms: floats(n * z),
    }));
  };
  const [state, policy] = [moduleOf('state'), moduleOf('policy')];
  const levels = children.map((t, k): LevelPlaces => {
    const [programs, nodes] = [programsOf[k]!, nodesOf[k]!];
    return {
      programs,
      nodes,
      state: state[k]!,
      policy: policy[k]!,
      states: floats(nodes * z),
      actions: floats(nodes * 6),
      saved: floats(programs * run.own.unrollSaved(t, z, hidden, cellInput)),
      dAnsweredStates: floats(nodes * z),
      dAnsweredActions: floats(nodes * 6),
      dStates: floats(nodes * z),
      dActions: floats(nodes * 6),
      dReadStates: floats(nodes * z),
      dReadActions: floats(nodes * 6),
      maps: floats(nodes * 6),
      dMaps: floats(nodes * 6),
    };
  });
  const { programs, nodes } = levels.at(-1)!;
  const depth = children.length;
  const m = depth - 1;
  const [height, width, channels] = imageShape;
  const pixels = patch[0] * patch[1] * channels;
  return {
    levels,
    leafWeights: leaf.map((size) => floats(programs * size)),
    dLeafWeights: leaf.map((size) => floats(programs * size)),
    hidden: floats(nodes * hidden),
    patches: floats(nodes * pixels),
    dPatches: floats(nodes * pixels),
    leaves: floats(nodes * 6),
    dLeaves: floats(nodes * 6),
    frames: floats(nodes * m * 6),
    dFrames: floats(nodes * m * 6),
    borders: floats(nodes * m * 8),
    dBorders: floats(nodes * m * 8),
    canvas: floats(images * height * width * channels),
    lists: { maps: floats(depth), dMaps: floats(depth), spans: floats(depth) },
    scratch: floats(scratchBytes(run, sizes) / 4),
    end,
  };
}

/** The most that any kernel asks for. */
function scratchBytes({ backend, hypernet, transformer, own }: EnergyFunctions, sizes: EnergySizes): number {
  const { latent: z, features: f, hidden, cellInput, children, layers, patch, imageShape } = sizes;
  const [height, width, channels] = imageShape;
  const drawn = [children.length - 1, ...patch, channels, height, width] as const;
  return Math.max(
    16 * Math.max(z, f),
    hypernet.trunkGradScratch(z, f, Math.max(layers.state, layers.policy)),
    backend.packedScratch(),
    own.composeTreeScratch(children.length),
    own.patchesScratch(children.at(-1)!, hidden, patch[0] * patch[1] * channels),
    ...children.map((t) => own.unrollScratch(t, z, hidden, cellInput)),
    transformer.sampleBytes(...drawn),
    transformer.gradientBytes(...drawn),
  );
}
