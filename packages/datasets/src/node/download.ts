import { RnpError } from '@rnp/errors';

export interface DownloadOptions {
  /** The download is given up once more bytes than this arrive. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** Told after each piece; `total` only where the server says it. */
  readonly onBytes?: (loaded: number, total: number | undefined) => void;
  /** Given up after so many seconds without a byte. */
  readonly stallSeconds?: number;
}

const defaultStallSeconds = 30;
const maxRedirects = 5;
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * A file from the web, in memory.
 *
 * @throws RnpError `RNP_DATA_INSECURE` for an address (also one redirected to) that is neither https nor on
 *   this machine, `RNP_DATA_TOO_LARGE`, `RNP_DATA_DOWNLOAD`; the signal's reason when it is aborted
 */
export async function download(address: string, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, stallSeconds = defaultStallSeconds } = options;
  signal?.throwIfAborted();
  const stall = new AbortController();
  const alarm = setTimeout(() => stall.abort(), stallSeconds * 1000);
  const either = signal === undefined ? stall.signal : AbortSignal.any([signal, stall.signal]);
  try {
    const response = await follow(address, either);
    return await readBody(address, response, options, () => alarm.refresh());
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof RnpError) throw cause;
    const reason = stall.signal.aborted ? `no byte for ${stallSeconds} s` : reasonOf(cause);
    throw new RnpError('RNP_DATA_DOWNLOAD', reason, { path: address, cause });
  } finally {
    clearTimeout(alarm);
    // Ends the connection where the body was not read to its end.
    stall.abort();
  }
}

/** Redirects are followed by hand, as each hop must be secure. */
async function follow(address: string, signal: AbortSignal): Promise<Response> {
  let url = secureUrl(address);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await fetch(url, { redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = secureUrl(new URL(location, url).href);
    } else if (response.ok) {
      return response;
    } else {
      throw new RnpError('RNP_DATA_DOWNLOAD', `HTTP status ${response.status}`, { path: url.href });
    }
  }
  throw new RnpError('RNP_DATA_DOWNLOAD', `more than ${maxRedirects} redirects`, { path: address });
}

function secureUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname))) return url;
  throw new RnpError('RNP_DATA_INSECURE', `is no https address; nothing else is downloaded`, {
    path: address,
  });
}

async function readBody(
  address: string,
  response: Response,
  { maxBytes, onBytes }: DownloadOptions,
  onAlive: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const total = totalOf(response);
  let loaded = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = (await reader?.read())?.value;
    if (chunk === undefined) break;
    onAlive();
    loaded += chunk.length;
    if (loaded > maxBytes) {
      throw new RnpError('RNP_DATA_TOO_LARGE', `sends more than the ${maxBytes} bytes the file can have`, {
        path: address,
      });
    }
    chunks.push(chunk);
    onBytes?.(loaded, total);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The announced length, unless the body is inflated on its way, when it counts other bytes than we do. */
function totalOf(response: Response): number | undefined {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return response.headers.has('content-encoding') || !Number.isSafeInteger(length) ? undefined : length;
}

/** fetch says 'fetch failed' and hides why in `cause`. */
function reasonOf(error: unknown): string {
  const { message, code, cause } = error as { message?: string; code?: string; cause?: unknown };
  if (cause !== undefined && cause !== null) return reasonOf(cause);
  return code !== undefined && !message?.includes(code)
    ? `${message || 'failed'} (${code})`
    : (message ?? String(error));
}
