import { randomBytes } from 'node:crypto';
import { RnpError } from '@rnp/errors';
import type { ObjectStore } from '@rnp/files/node';

const key = 'store.json';

/**
 * What a store is known by, whatever address it is reached by: work of one store is done into that one.
 *
 * @returns 16 hexadecimal digits
 */
export async function storeId(store: ObjectStore): Promise<string> {
  const fresh = { schema: 'rnp-store', version: 1, id: randomBytes(8).toString('hex') };
  await store.putIfAbsent(key, new TextEncoder().encode(`${JSON.stringify(fresh)}\n`));
  const bytes = await store.get(key);
  const id = /"id":"([0-9a-f]{16})"/.exec(new TextDecoder().decode(bytes ?? new Uint8Array()))?.[1];
  if (id !== undefined) return id;
  throw new RnpError('RNP_STORE', `${key} in ${store.address} is damaged; delete it`);
}
