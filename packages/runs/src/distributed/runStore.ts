import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RnpError } from '@rnp/errors';
import { type ObjectStore, sha256, temporaryOf, writeFileAtomic } from '@rnp/files/node';
import { checkpointsFolderName } from '@rnp/vae/node';
import { z } from 'zod';
import { json } from '../files/jsonFile.js';
import { parsedJson } from './parsedJson.js';

/**
 * A run's folder as it lies in a store: its files as objects, and a list of them that is written last, so that a crash
 * at any time leaves the list before, whole. Each writer has names of its own, so that two who work on the same run by mistake never mix:
 * one that was stopped and goes on after another took over, with the next term, changes nothing of what that one stored.
 *
 * ```
 * runs/KEY/checkpoints/TERM-WRITER.json   the list of a writer's newest checkpoint; of several the last term's counts
 * runs/KEY/result.json                    the finished run's list; the first one stays
 * runs/KEY/WRITER/step-000500/…           files of a checkpoint
 * runs/KEY/WRITER/result/…                files of the finished run
 * ```
 */
export interface RunStore {
  /** Puts a checkpoint of a run's folder there. @returns false where the run has pruned it already */
  saveCheckpoint(key: string, dir: string, step: number): Promise<boolean>;
  /** Makes `dir` the folder of a run that goes on from its newest checkpoint. @returns its step, null where there is none */
  loadCheckpoint(key: string, dir: string): Promise<number | null>;
  /** Puts a finished run there. @returns whether this was the first */
  saveResult(key: string, dir: string): Promise<boolean>;
  hasResult(key: string): Promise<boolean>;
  /** Makes `dir` the folder of the finished run. @returns false where there is none */
  loadResult(key: string, dir: string): Promise<boolean>;
  /** Forgets checkpoints, once there is a result. */
  clearCheckpoints(key: string): Promise<void>;
}

interface FileList {
  readonly schema: 'rnp-run-files';
  readonly version: 1;
  readonly step: number | null;
  /** Where the files are. */
  readonly at: string;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

const safePath = /^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9._,=+-]+(\/[A-Za-z0-9._,=+-]+)*$/;

const fileList: z.ZodType<FileList> = z.strictObject({
  schema: z.literal('rnp-run-files'),
  version: z.literal(1),
  step: z.number().int().min(0).nullable(),
  at: z.string().regex(safePath),
  files: z.record(
    z.string().regex(safePath),
    z.strictObject({ bytes: z.number().int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** Rows so far; a run that goes on drops those after its checkpoint. */
const rowFiles = ['metrics.jsonl', 'evaluations.jsonl'];

/** @param writer a name that nobody else has, such as a worker's with the attempt */
export function runStore(store: ObjectStore, writer: string): RunStore {
  const resultAt = (key: string): string => `runs/${key}/result.json`;
  /** Of this writer, which begins one after the last that had stored something. */
  const terms = new Map<string, number>();

  const put = async (
    at: string,
    dir: string,
    names: readonly string[],
  ): Promise<FileList['files'] | null> => {
    const files: Record<string, { bytes: number; sha256: string }> = {};
    for (const name of names) {
      const bytes = await readFile(join(dir, name)).catch(ignoreMissing);
      if (bytes === null) {
        // Rows may not be there yet; anything else was pruned while we read.
        if (rowFiles.includes(name)) continue;
        return null;
      }
      files[name] = { bytes: bytes.length, sha256: sha256(bytes) };
      await store.put(`${at}/${name}`, bytes);
    }
    return files;
  };

  const read = async (at: string): Promise<FileList | null> => {
    const bytes = await store.get(at);
    if (bytes === null) return null;
    const list = fileList.safeParse(parsedJson(bytes));
    if (!list.success) throw new RnpError('RNP_STORE', `${at} in the store is damaged; delete it`);
    return list.data;
  };

  /** Where lists of checkpoints are, the last term's first. */
  const checkpointLists = async (key: string): Promise<readonly CheckpointList[]> => {
    const found: CheckpointList[] = [];
    for await (const { key: at } of store.list(`runs/${key}/checkpoints/`)) {
      const [, term] = /\/(\d{6})-[^/]+\.json$/.exec(at) ?? [];
      if (term !== undefined) found.push({ at, term: Number(term) });
    }
    return found.sort((a, b) => b.term - a.term || (a.at < b.at ? 1 : -1));
  };
  const forget = async (lists: readonly CheckpointList[]): Promise<void> => {
    for (const { at } of lists) {
      const list = await read(at).catch(() => null);
      await store.delete(at);
      if (list !== null) await clear(store, list.at);
    }
  };

  const fetchInto = async ({ at, files }: FileList, dir: string): Promise<void> => {
    // What says that the run is done goes last.
    const order = Object.entries(files).sort(
      ([a], [b]) => Number(a === 'metrics.json') - Number(b === 'metrics.json'),
    );
    for (const [name, { sha256: expected }] of order) {
      const bytes = await store.get(`${at}/${name}`);
      if (bytes === null || sha256(bytes) !== expected) {
        throw new RnpError(
          'RNP_STORE',
          `${at}/${name} in the store is ${bytes === null ? 'missing' : 'damaged'}`,
        );
      }
      const path = join(dir, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomic(path, bytes);
    }
  };

  return {
    saveCheckpoint: async (key, dir, step) => {
      const name = `step-${String(step).padStart(6, '0')}`;
      const place = join(dir, checkpointsFolderName, name);
      const inside = await readdir(place).catch(() => []);
      const names = [
        ...inside.map((file) => `${checkpointsFolderName}/${name}/${file}`),
        'run.json',
        ...rowFiles,
      ];
      const lists = await checkpointLists(key);
      const term = terms.get(key) ?? (lists[0]?.term ?? 0) + 1;
      terms.set(key, term);
      // Another one has the run by now, or has finished it.
      const last = lists[0]?.term ?? 0;
      if (last > term || (await store.get(resultAt(key))) !== null) return false;
      const at = `runs/${key}/${writer}/${name}`;
      const files = inside.length === 0 ? null : await put(at, dir, names);
      if (files === null) return false;
      const mine = `runs/${key}/checkpoints/${String(term).padStart(6, '0')}-${writer}.json`;
      const before = await read(mine).catch(() => null);
      const list: FileList = { schema: 'rnp-run-files', version: 1, step, at, files };
      await store.put(mine, json(list));
      if (before !== null && before.at !== at) await clear(store, before.at);
      await forget(lists.filter((one) => one.term < term));
      return true;
    },
    loadCheckpoint: async (key, dir) => {
      const [last] = await checkpointLists(key);
      terms.set(key, (last?.term ?? 0) + 1);
      const list = last === undefined ? null : await read(last.at);
      if (list === null) return null;
      await rm(dir, { recursive: true, force: true });
      await fetchInto(list, dir);
      return list.step;
    },
    saveResult: async (key, dir) => {
      const at = `runs/${key}/${writer}/result`;
      const names = (await readdir(dir, { recursive: true, withFileTypes: true }))
        .filter(({ name }) => name !== 'run.lock' && temporaryOf(name) === undefined)
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(dir.length + 1)
            .replaceAll('\\', '/'),
        )
        .filter((name) => !name.startsWith(`${checkpointsFolderName}/`));
      const files = await put(at, dir, names);
      if (files === null) throw new RnpError('RNP_STORE', `files of ${dir} vanished while they were read`);
      const list: FileList = { schema: 'rnp-run-files', version: 1, step: null, at, files };
      const first = await store.putIfAbsent(resultAt(key), json(list));
      if (!first) await clear(store, at);
      return first;
    },
    hasResult: async (key) => (await read(resultAt(key))) !== null,
    loadResult: async (key, dir) => {
      const list = await read(resultAt(key));
      if (list === null) return false;
      await rm(dir, { recursive: true, force: true });
      await fetchInto(list, dir);
      return true;
    },
    clearCheckpoints: async (key) => forget(await checkpointLists(key)),
  };
}

interface CheckpointList {
  readonly at: string;
  readonly term: number;
}

async function clear(store: ObjectStore, at: string): Promise<void> {
  for await (const { key } of store.list(`${at}/`)) await store.delete(key);
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
