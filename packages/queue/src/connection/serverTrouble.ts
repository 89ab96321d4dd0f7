/** What keeps a server from doing what it is asked, and passes when somebody sees to it. */
export type ServerTrouble = 'connection' | 'writes';

/** What to do about writes that are refused, by the first word of the refusal. */
const refusals: Readonly<Record<string, string>> = Object.freeze({
  MISCONF: 'it cannot write to its disk: make room there (its log and INFO persistence say where)',
  OOM: 'its memory is full: raise maxmemory, or remove batches that are done',
  READONLY: 'it is a replica: give the address of the primary',
  NOREPLICAS: 'too few of its replicas are well',
  MASTERDOWN: 'its primary is down',
  LOADING: 'it is reading its data, which passes by itself',
  CLUSTERDOWN: 'its cluster is down',
  EXECABORT: 'it refuses to write: its log says why',
});

/** Which trouble an error is, or null for an error that waiting does not mend. */
export function troubleOf(error: unknown): ServerTrouble | null {
  const { message = '', code } = (error ?? {}) as { message?: string; code?: unknown };
  if (refusalOf(message) !== undefined) return 'writes';
  const lost =
    /Connection is closed|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|timed out|Stream isn't writeable|max retries per request/i;
  return lost.test(`${typeof code === 'string' ? code : ''} ${message}`) ? 'connection' : null;
}

/** What a trouble is, and what to do. */
export function describeTrouble(label: string, trouble: ServerTrouble, error: unknown): string {
  if (trouble === 'connection') {
    return `lost the connection to the queue at ${label}: waiting for it to come back; nothing is lost if it keeps its data`;
  }
  const message = (error as { message?: string } | null)?.message ?? '';
  const advice = refusalOf(message) ?? 'its log says why';
  return `the queue at ${label} takes no writes, ${advice}; waiting, nothing is lost meanwhile (it said: ${message.slice(0, 200)})`;
}

// A script's error may stand behind "ERR Error running script …".
function refusalOf(message: string): string | undefined {
  const word = message.match(
    /(?:^|[\s:-])(MISCONF|OOM|READONLY|NOREPLICAS|MASTERDOWN|LOADING|CLUSTERDOWN|EXECABORT)\b/,
  );
  return word === null ? undefined : refusals[word[1]!];
}
