import { randomBytes } from 'node:crypto';
import { RnpError } from '@rnp/errors';
import type { ObjectStore } from '@rnp/files/node';

const key = 'store.json';

/**
 * The id of a store, whatever address it is reached by. The first call writes it to the store.
 *
 * @returns 16 hexadecimal digits
 * @throws RnpError RNP_STORE if the store cannot be reached, or if its `store.json` is damaged
 */
export async function storeId(store: ObjectStore): Promise<string> {
  const fresh = { schema: 'rnp-store', version: 1, id: randomBytes(8).toString('hex') };
  await store.putIfAbsent(key, new TextEncoder().encode(`${JSON.stringify(fresh)}\n`));
  const bytes = await store.get(key);
  const id = /"id":"([0-9a-f]{16})"/.exec(new TextDecoder().decode(bytes ?? new Uint8Array()))?.[1];
  if (id !== undefined) return id;
  throw new RnpError('RNP_STORE', `${key} in ${store.address} is damaged; delete it`);
}
