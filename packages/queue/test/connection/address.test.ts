import { describe, expect, test } from '@jest/globals';
import { readAddress } from '../../src/connection/address.js';

const messageOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    expect(error).toMatchObject({ name: 'RnpError', code: 'RNP_CONFIG' });
    return (error as Error).message;
  }
  throw new Error('it did not fail');
};

describe('an address', () => {
  test('is a host, a port and a database', () => {
    expect(readAddress('redis://queue.example:6380/2', {})).toEqual({
      label: 'redis://queue.example:6380/2',
      host: 'queue.example',
      port: 6380,
      db: 2,
    });
    expect(readAddress('redis://[::1]', {})).toMatchObject({ host: '::1', port: 6379, db: 0 });
  });

  test('has TLS as rediss, with the name that the certificate must have', () => {
    expect(readAddress('rediss://queue.example', {}).tls).toEqual({ servername: 'queue.example' });
    expect(readAddress('rediss://10.0.0.1', {}).tls).toEqual({});
  });

  test('takes secrets from the environment, and shows none', () => {
    const whole = readAddress(undefined, { RNP_QUEUE: 'redis://me:p%40ss@host' });
    expect(whole).toEqual({
      label: 'redis://host:6379/0',
      host: 'host',
      port: 6379,
      db: 0,
      username: 'me',
      password: 'p@ss',
    });
    const apart = readAddress('redis://host', {
      RNP_QUEUE: 'redis://other',
      RNP_QUEUE_USERNAME: 'me',
      RNP_QUEUE_PASSWORD: 'pass',
    });
    expect(apart).toMatchObject({ host: 'host', username: 'me', password: 'pass' });
  });

  test('with a password is refused where others see it, and not repeated', () => {
    const message = messageOf(() => readAddress('redis://me:s3cret@host', {}));
    expect(message).toContain('RNP_QUEUE_PASSWORD');
    expect(message).not.toContain('s3cret');
  });

  test.each([
    [undefined, /no address of a queue/],
    ['', /no address of a queue/],
    ['host:6379', /redis:\/\/host:port/],
    ['http://s3cret@host', /redis:\/\/host:port/],
    ['not one', /redis:\/\/host:port/],
    ['redis://', /redis:\/\/host:port/],
    ['redis://host?password=s3cret', /nothing after \?/],
    ['redis://host/queue', /number of a database/],
    ['redis://me%ZZ@host', /%25/],
  ])('such as %j is an error that says what to write', (given, message) => {
    const said = messageOf(() => readAddress(given, {}));
    expect(said).toMatch(message);
    expect(said).not.toContain('s3cret');
  });

  test('names an authority that can be read', () => {
    expect(messageOf(() => readAddress('rediss://host', { RNP_QUEUE_CA: '/nowhere/ca.pem' }))).toMatch(
      /RNP_QUEUE_CA.*nowhere/,
    );
  });
});
