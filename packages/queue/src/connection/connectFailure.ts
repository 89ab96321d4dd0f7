import { RnpError } from '@rnp/errors';
import type { Address } from './address.js';

/** Why we were not let in, by the error's code or its first words, and what to do. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'no server answers there: start redis-server, or mend the address'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no host of that name: mend the address'],
  [
    /WRONGPASS|invalid password|invalid username/i,
    'the server does not know this user or password: mend RNP_QUEUE_USERNAME and RNP_QUEUE_PASSWORD',
  ],
  [/NOAUTH|Authentication required/i, 'the server wants a password: set RNP_QUEUE_PASSWORD'],
  [/NOPERM/, 'the user may not do what a queue needs: give it all commands on the keys of the prefix'],
  [
    /ALTNAME|does not match certificate/i,
    "the server's certificate is for another host: give the host as the certificate names it",
  ],
  [
    /CERT|certificate|self.signed/i,
    "the server's certificate is not trusted: set RNP_QUEUE_CA to the PEM file of the authority that signed it",
  ],
  [
    /wrong version number|ssl|tls|EPROTO/i,
    'it does not speak TLS there: write redis://, or give the port of TLS',
  ],
  [/LOADING/, 'the server is still reading its data: try again in a minute'],
  [/out of range/i, 'there is no database of that number: mend the end of the address'],
  [
    /ETIMEDOUT|timed out|EHOSTUNREACH|ENETUNREACH/i,
    'nothing answers there: mend the address, or open the way through the firewall',
  ],
  [
    /ECONNRESET|Connection is closed|EPIPE|socket/i,
    'the server ends the connection: if it speaks TLS write rediss://, and see in its log whether it takes connections from here',
  ],
];

/** An error that says what to do. It has no cause: the driver's errors hold the command, and so the password. */
export function connectFailure({ label, tls }: Address, error: unknown): RnpError {
  const { message = String(error), code } = error as { message?: string; code?: unknown };
  const said = `${typeof code === 'string' ? code : ''} ${message}`;
  const found = reasons.find(([pattern]) => pattern.test(said))?.[1] ?? 'see to the server';
  // A server without TLS waits for the end of a greeting that it takes for a command.
  const advice =
    tls !== undefined && /ETIMEDOUT/.test(said) ? `${found}, or write redis:// if it speaks no TLS` : found;
  return new RnpError(
    'RNP_QUEUE',
    `cannot reach the queue at ${label}: ${advice} (${said.trim().slice(0, 200)})`,
  );
}
