import { beforeEach, expect, test } from '@jest/globals';
import { type ObjectStore, openStore } from '@rnp/files/node';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { forgetDeaths, openShardJournal, shardDeaths } from '../../src/distributed/shardJournal.js';

const key = 'a'.repeat(64);
let store: ObjectStore;
beforeEach(async () => {
  store = await openStore(temporaryFolder());
});

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list('')) found.push(key);
  return found;
}

/** Begins an attempt that knows those before it, and leaves it reading an image. */
async function attempt(image: string) {
  const journal = await openShardJournal(store, key, await shardDeaths(store, key), 'worker-1');
  await journal.begin('other.png');
  await journal.begin(image);
  return journal;
}

test('the first death accuses no image, the third one that which two were reading', async () => {
  expect(await shardDeaths(store, key)).toEqual({ count: 0, ends: [], refused: 0 });
  await attempt('a.png');
  expect(await shardDeaths(store, key)).toEqual({ count: 1, ends: [], refused: 0 });
  await attempt('a.png');
  expect(await shardDeaths(store, key)).toEqual({ count: 2, ends: ['a.png'], refused: 0 });
  await attempt('a.png');
  const deaths = await shardDeaths(store, key);
  expect(deaths).toEqual({ count: 3, ends: ['a.png', 'a.png'], refused: 1 });
  const journal = await openShardJournal(store, key, deaths, 'worker-2');
  expect(journal.refusal('a.png')).toMatchObject({ code: 'RNP_IMAGE_ABORTED' });
  expect(journal.refusal('other.png')).toBeNull();
  await journal.close();
  expect(await shardDeaths(store, key)).toEqual(deaths);
  await forgetDeaths(store, key);
  expect(await keys()).toEqual([]);
});

test('one that was cut off and comes back takes its word back, and nobody else’s', async () => {
  await attempt('a.png');
  const cutOff = await attempt('a.png');
  const next = await attempt('b.png');
  await cutOff.rest();
  expect((await shardDeaths(store, key)).ends).toEqual(['b.png']);
  await cutOff.close();
  expect(await shardDeaths(store, key)).toEqual({ count: 2, ends: ['b.png'], refused: 0 });
  await next.rest();
  expect((await shardDeaths(store, key)).ends).toEqual([]);
});

test('what is damaged accuses no image', async () => {
  for (const [i, text] of ['', '{"reading":', '{"reading": 3}', '[]'].entries())
    await store.put(`corpora/${key}/reading/worker-${i}.json`, new TextEncoder().encode(text));
  expect(await shardDeaths(store, key)).toEqual({ count: 4, ends: [], refused: 0 });
});
