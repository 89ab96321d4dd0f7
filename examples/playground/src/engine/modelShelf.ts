import { isRnpError, RnpError } from '@rnp/errors';
import type { Preprocessing } from '@rnp/images';
import { loadModel, type ModelName, modelPreprocessing } from '@rnp/models';
import { modelFromFiles, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import type { LoadedModel, OwnModel } from './messages.js';
import { StaleModelError } from './staleModelError.js';

export interface Held {
  readonly about: LoadedModel;
  readonly model: Rnp;
  /** What it is loaded from, once more on another backend. */
  readonly from: ModelName | OwnModel;
  /** Where its weights lie. */
  readonly backend: string;
}

/** A model that was given as files and no folder has a file's name, which then stands for its weights in what is wrong with them. */
function namingFile<T>(name: string, load: (options: { readonly path?: string }) => T): T {
  if (!/\.safetensors$/i.test(name)) return load({ path: name });
  try {
    return load({});
  } catch (error) {
    if (!isRnpError(error) || error.path === undefined) throw error;
    const path = error.path.replace(/^model\.safetensors/, () => name);
    throw new RnpError(error.code, error.complaint, { path, cause: error });
  }
}

/**
 * The model in use, and models in the box that were tried. The one in use stays so until the next is there, and when the next
 * cannot be loaded.
 */
export class ModelShelf {
  #held: Held | null = null;
  #last = 0;
  /** Of this backend; once loaded, a model in the box is at hand. */
  readonly #box = new Map<ModelName, Promise<Held>>();

  /** Loads a model in the box; all else can go on meanwhile. @throws RnpError when it cannot be had */
  async fromBox(name: ModelName): Promise<Held> {
    for (;;) {
      const loading = this.#box.get(name) ?? this.#load(name);
      this.#box.set(name, loading);
      const held = await loading.catch((error: unknown) => {
        this.#box.delete(name);
        throw error;
      });
      if (held.backend === tf.getBackend()) return held;
      // Its weights lie in a backend that was left meanwhile.
      if (this.#box.get(name) !== loading) continue;
      this.#box.delete(name);
      held.model.dispose();
    }
  }

  /** @throws RnpError saying what is wrong with it */
  fromFiles(own: OwnModel): Held {
    const { name, config, weights } = own;
    const loaded = namingFile(name, (path) =>
      modelFromFiles({ 'config.json': config, 'model.safetensors': weights }, path),
    );
    try {
      if (loaded.kind !== 'rnp') {
        throw new RnpError('RNP_CONFIG', 'is a model without parts; choose a Recursive Neural Program', {
          path: name,
        });
      }
      const preprocessing = modelPreprocessing(loaded, name);
      if (preprocessing === null) throw new RnpError('RNP_CONFIG', 'takes no pictures', { path: name });
      return this.#labelled(own, name, loaded.model, null, preprocessing);
    } catch (error) {
      loaded.model.dispose();
      throw error;
    }
  }

  /** From now on this one is in use. */
  take(next: Held): LoadedModel {
    const before = this.#held;
    this.#held = next;
    if (before !== null && typeof before.from !== 'string' && before !== next) before.model.dispose();
    return next.about;
  }

  /**
   * The same model from new weights, as another backend needs them; null while there is none. When it cannot be loaded, all
   * is as it was.
   */
  async again(): Promise<LoadedModel | null> {
    const before = this.#held;
    if (before === null) return null;
    const others = [...this.#box.values()];
    const kept = new Map(this.#box);
    this.#box.clear();
    let next: Held;
    try {
      next = typeof before.from === 'string' ? await this.fromBox(before.from) : this.fromFiles(before.from);
    } catch (error) {
      for (const [name, held] of kept) this.#box.set(name, held);
      throw error;
    }
    const about = this.take(next);
    for (const other of others) {
      const left = ({ backend, model }: Held): void => {
        if (backend !== tf.getBackend()) model.dispose();
      };
      void other.then(left).catch(() => undefined);
    }
    return about;
  }

  /** @throws StaleModelError when another one is in use */
  get(id: number): Rnp {
    if (this.#held?.about.id !== id) throw new StaleModelError();
    return this.#held.model;
  }

  async #load(name: ModelName): Promise<Held> {
    const { model, card, preprocessing } = await loadModel(name);
    return this.#labelled(name, name, model, card, preprocessing);
  }

  #labelled(
    from: Held['from'],
    name: string,
    model: Rnp,
    card: LoadedModel['card'],
    preprocessing: Preprocessing,
  ): Held {
    const about = { id: ++this.#last, name, config: model.config, card, preprocessing };
    return { about, model, from, backend: tf.getBackend() };
  }
}
