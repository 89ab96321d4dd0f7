import type { FileSource, ManifestFile } from './manifest.js';

/** A zip of Omniglot, and the numbers of its contents. */
export interface OmniglotArchive extends ManifestFile {
  readonly alphabets: number;
  readonly characters: number;
  readonly images: number;
}

/** The files and the splits of Omniglot. */
export interface OmniglotManifest extends FileSource {
  readonly description: string;
  /** [h, w, c] of the images that are loaded. */
  readonly imageShape: readonly [number, number, number];
  /** The two small background sets, together 8 alphabets: Greek and Latin are in both. */
  readonly small: readonly OmniglotArchive[];
  /** Alphabets of the small sets that are the test set. */
  readonly heldOut: readonly string[];
  /** 30 alphabets, the training set of the variant 'full'. */
  readonly background: OmniglotArchive;
  /** 20 other alphabets, the test set of the variant 'full'. */
  readonly evaluation: OmniglotArchive;
  /** 20 runs of one-shot classification, each with 20 characters. */
  readonly oneShot: ManifestFile & { readonly runs: number };
}

/**
 * Omniglot: Lake, Salakhutdinov and Tenenbaum, Human-level concept learning through probabilistic program
 * induction, Science 2015.
 *
 * The checksums of the small sets and of the one-shot runs were computed from the official files. Those of
 * the two large zips are the ones that TensorFlow Datasets registers (its checksums of the small sets agree
 * with ours). They were not compared with the files, so the contents are counted as well.
 */
export const omniglotManifest: OmniglotManifest = {
  name: 'omniglot',
  description: 'handwritten characters, 28×28 grey, by alphabet (Lake et al.)',
  folder: 'omniglot',
  mirrors: ['https://raw.githubusercontent.com/brendenlake/omniglot/master/python/'],
  imageShape: [28, 28, 1],
  small: [
    {
      file: 'images_background_small1.zip',
      sha256: 'f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4',
      bytes: 1_319_022,
      alphabets: 5,
      characters: 136,
      images: 2_720,
    },
    {
      file: 'images_background_small2.zip',
      sha256: '3ccaa407515a8778e5d0861875af38b17e418f301ad5bb3b5a6b65d901a41c7f',
      bytes: 1_580_917,
      alphabets: 5,
      characters: 156,
      images: 3_120,
    },
  ],
  // One of each small set, so neither of the two that are in both.
  heldOut: ['Balinese', 'Tagalog'],
  background: {
    file: 'images_background.zip',
    sha256: 'ad41ab679c8b5d90b271ef46be6987cc81211774a695c29dcc5367b2b26ee640',
    bytes: 9_464_212,
    alphabets: 30,
    characters: 964,
    images: 19_280,
  },
  evaluation: {
    file: 'images_evaluation.zip',
    sha256: '1f61a8f3366785b057fc117d9228e78a16e3d976c8953b2a10fcc74cf0609cee',
    bytes: 6_462_886,
    alphabets: 20,
    characters: 659,
    images: 13_180,
  },
  oneShot: {
    file: 'one-shot-all_runs.zip',
    remote: 'one-shot-classification/all_runs.zip',
    sha256: '437c1eeab0af8484112e1b4cc0f3d541ec727f7c47b9b202da738af9dfd6c325',
    bytes: 352_787,
    runs: 20,
  },
};
