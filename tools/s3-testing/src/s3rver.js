// A real server that speaks as S3 does, in a process of its own: node s3rver.js FOLDER. It prints its port.
import S3rver from '@20minutes/s3rver';

const [directory] = process.argv.slice(2);
const buckets = [{ name: 'objects' }];
const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  directory,
  silent: true,
  configureBuckets: buckets,
});
const { port } = await server.run();
console.log(port);
