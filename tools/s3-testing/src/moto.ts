import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { killed } from '@rnp-tools/testing/childProcess';
import { endsWithUs } from '@rnp-tools/testing/endsWithUs';
import { freePort } from '@rnp-tools/testing/freePort';
import { AwsClient } from 'aws4fetch';

/** Whether Python's moto is here, which speaks as many services of Amazon do. */
export function motoAvailable(): boolean {
  return spawnSync('python3', ['-c', 'import moto.server, flask'], { stdio: 'ignore' }).status === 0;
}

export interface Moto {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Starts moto's server, with a bucket in it.
 *
 * @param listed objects that one list tells, at most
 */
export async function startMoto(bucket: string, { listed = 1000 } = {}): Promise<Moto> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child: ChildProcess = endsWithUs(
    spawn('python3', ['-m', 'moto.server', '-p', String(port)], {
      stdio: 'ignore',
      env: { ...process.env, MOTO_S3_DEFAULT_MAX_KEYS: String(listed) },
    }),
  );
  const client = new AwsClient({ accessKeyId: 'a', secretAccessKey: 'b', service: 's3', retries: 0 });
  for (let left = 600; ; left--) {
    const made = await client.fetch(`${address}/${bucket}`, { method: 'PUT' }).catch(() => undefined);
    if (made?.ok) break;
    if (left === 0 || child.exitCode !== null) throw new Error('moto did not start');
    await sleep(100);
  }
  return { address, stop: () => killed(child) };
}
